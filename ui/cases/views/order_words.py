"""What orders are called, one word for one thing on chips, in the builder and in the head."""

from PySide6.QtCore import QCoreApplication

from app.cases.filters.arranged import Order
from app.core.words import label as word

COLUMN_OF = {
    Order.DUE: "due",
    Order.RECEIVED: "received",
    Order.LEVEL: "level",
    Order.NUMBER: "number",
}
ORDER_OF = {column: order for order, column in COLUMN_OF.items()}


def direction_words(order: Order, *, descending: bool) -> str:
    """Return which way round an order goes: 先到先列, 新来的在前."""
    translate = QCoreApplication.translate
    words = {
        Order.DUE: (translate("OrderWords", "先到先列"), translate("OrderWords", "后到先列")),
        Order.RECEIVED: (
            translate("OrderWords", "早来的在前"),
            translate("OrderWords", "新来的在前"),
        ),
        Order.LEVEL: (translate("OrderWords", "一般的在前"), translate("OrderWords", "紧急的在前")),
        Order.NUMBER: (translate("OrderWords", "从小到大"), translate("OrderWords", "从大到小")),
    }
    return words[order][descending]


def order_words(order: Order, *, descending: bool) -> str:
    """Return an order in words: 按时限，先到先列."""
    words = QCoreApplication.translate("OrderWords", "按{what}，{direction}")
    return words.format(what=word(order), direction=direction_words(order, descending=descending))
