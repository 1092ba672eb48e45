"""What stands in an empty queue: what is not there, why that is true, what to do next."""

from PySide6.QtCore import QCoreApplication

from app.cases.queries.queue import QueueView


def empty_words(view: QueueView) -> tuple[str, str]:
    """Return title and reason for a view without rows."""
    translate = QCoreApplication.translate
    special = {
        QueueView.MINE: (
            translate("QueueWords", "您手上没有要办的事件"),
            translate("QueueWords", "轮到您的会自动出现在这里，不用刷新。"),
        ),
        QueueView.FIRST_CONTACT: (
            translate("QueueWords", "还没有您首问的事件"),
            translate("QueueWords", "您首问的会自动出现在这里，不管轮到谁办；结案以后移走。"),
        ),
        QueueView.FOLLOWED: (
            translate("QueueWords", "还没有关注的事件"),
            translate("QueueWords", "在任何一件上按 * 或点星号；结案以后也留在这里，直到您取消。"),
        ),
        QueueView.DUE_SOON: (
            translate("QueueWords", "没有将超时的事件"),
            translate("QueueWords", "在办的都还没用到时限的 75%。"),
        ),
        QueueView.OVERDUE: (
            translate("QueueWords", "没有超时的事件"),
            translate("QueueWords", "在办的都还在时限内。"),
        ),
        QueueView.DUE_TODAY: (
            translate("QueueWords", "今天没有到期的事件"),
            translate("QueueWords", "最近到期的排在“全部在办”的最上面。"),
        ),
        QueueView.ALL_OPEN: (
            translate("QueueWords", "没有在办的事件"),
            translate("QueueWords", "新登记的和新来的会自动出现，不用刷新。"),
        ),
        QueueView.PAUSED: (
            translate("QueueWords", "没有挂起的事件"),
            translate("QueueWords", "挂起、挂账、提请中的排在这里；恢复以后自动移走。"),
        ),
        QueueView.SUPERVISED: (
            translate("QueueWords", "没有督办中的事件"),
            translate("QueueWords", "督办单签发后出现在这里，答复后移走。"),
        ),
        QueueView.DECLINED: (
            translate("QueueWords", "没有不予受理的来件"),
            translate("QueueWords", "写明理由不予受理的留在这里，可以打印告知书。"),
        ),
        QueueView.ARCHIVED: (
            translate("QueueWords", "还没有归档的事件"),
            translate("QueueWords", "结案满期的自动归档，也可以在“已结案”里一件件归档。"),
        ),
        QueueView.CLOSED: (
            translate("QueueWords", "还没有结案的事件"),
            translate("QueueWords", "结案后的事件留在这里，最近结案的在最上面。"),
        ),
    }
    plain = (
        translate("QueueWords", "这一步没有事件"),
        translate("QueueWords", "走到这一步的会自动出现，不用刷新。"),
    )
    return special.get(view, plain)
