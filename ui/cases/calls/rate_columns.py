"""Columns of the three rates, and of the answers a figure counts."""

from PySide6.QtCore import QCoreApplication, Qt

from app.cases.numbers import short as short_number
from app.cases.queries.rates import AnswerRow, Measure, RateLine
from app.cases.story_words import answer_words
from ui.core.relative_time import full
from ui.core.table_model import Column

RIGHT = Qt.AlignmentFlag.AlignRight
NOTHING = "—"


def rate_text(line: RateLine, measure: Measure, least: int) -> str:
    """Return ``87.5%``; of fewer answers than `least` only how many of how many, ``3/4``."""
    rate = line.rate(measure, least)
    if rate is not None:
        return f"{rate:.1%}"
    return f"{line.count(measure)}/{line.valid}" if line.valid else NOTHING


def rate_columns(least: "Least") -> tuple[Column[RateLine], ...]:
    """Return the columns; `least` knows of how many answers a rate is told."""
    translate = QCoreApplication.translate

    def rate(measure: Measure) -> "RateText":
        return RateText(measure, least)

    def number(key: str, title: str, measure: Measure) -> Column[RateLine]:
        return Column(key, title, lambda row: _number(row.count(measure)), 84, RIGHT)

    return (
        Column(
            "name",
            translate("RateColumns", "名称"),
            lambda row: row.name or translate("RateColumns", "合计"),
            width=150,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        number("valid", translate("RateColumns", "有效回访"), Measure.VALID),
        Column(
            "in_time",
            translate("RateColumns", "响应率"),
            rate(Measure.IN_TIME),
            84,
            RIGHT,
            tone="text",
        ),
        Column(
            "solved",
            translate("RateColumns", "解决率"),
            rate(Measure.SOLVED),
            84,
            RIGHT,
            tone="text",
        ),
        Column(
            "satisfied",
            translate("RateColumns", "满意率"),
            rate(Measure.SATISFIED),
            84,
            RIGHT,
            tone="text",
        ),
        number("excluded", translate("RateColumns", "剔除"), Measure.EXCLUDED),
        number("not_drawn", translate("RateColumns", "未抽中"), Measure.NOT_DRAWN),
    )


class Least:
    """Of how many answers a rate is told at least; as it was decided when the figures stood."""

    def __init__(self) -> None:
        self.value = 1


class RateText:
    """The text of a rate's cell."""

    def __init__(self, measure: Measure, least: Least) -> None:
        self._measure, self._least = measure, least

    def __call__(self, line: RateLine) -> str:
        """Return it for a line."""
        return rate_text(line, self._measure, self._least.value)


def _number(count: int) -> str:
    return str(count) if count else NOTHING


def answer_columns() -> tuple[Column[AnswerRow], ...]:
    """Return the columns of the list under a figure."""
    translate = QCoreApplication.translate
    return (
        Column(
            "number",
            translate("RateColumns", "编号"),
            lambda row: short_number(row.number) if row.number else NOTHING,
            84,
        ),
        Column(
            "title",
            translate("RateColumns", "标题"),
            lambda row: row.title or translate("RateColumns", "（看不到内容）"),
            width=140,
            stretch=True,
            tone="text",
            tooltip=lambda row: row.title,
            fixed=True,
        ),
        Column("answers", translate("RateColumns", "回答"), answers_text, 176),
        Column(
            "unit", translate("RateColumns", "承办"), lambda row: row.unit, width=100, hidden=True
        ),
        Column("at", translate("RateColumns", "回访时间"), lambda r: full(r.at), 132, hidden=True),
        Column("person", translate("RateColumns", "谁打的"), lambda r: r.person, 72, hidden=True),
    )


def answers_text(row: AnswerRow) -> str:
    """Return the three answers; a late contact is said to be one."""
    told = answer_words(
        contacted=row.is_contacted, solved=row.is_solved, satisfied=row.is_satisfied
    )
    if row.is_contacted and not row.is_in_time:
        return QCoreApplication.translate("RateColumns", "{answers}（联系晚了）").format(
            answers=told
        )
    return told
