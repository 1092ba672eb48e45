"""What the steps of a case are called on buttons; pure, and all of it that Today needs."""

from PySide6.QtCore import QCoreApplication

from app.cases.rules import EventKind
from app.core.words import label as word


def verb_of(step: EventKind, *, on_behalf: bool = False) -> str:
    """Return what a step is called where somebody is about to take it.

    The story of a case names what happened; some of those names are no verbs. What is typed in
    for a unit without a desk is called so.
    """
    translate = QCoreApplication.translate
    if on_behalf:
        typed_in = {
            EventKind.SIGNED_FOR: translate("StepDialog", "代签收"),
            EventKind.PROGRESSED: translate("StepDialog", "代反馈"),
            EventKind.FINISHED: translate("StepDialog", "代办结"),
            EventKind.RETURNED: translate("StepDialog", "代退回"),
        }
        if step in typed_in:
            return typed_in[step]
    verbs = {
        EventKind.PROGRESSED: translate("StepDialog", "报进展"),
        EventKind.TASK_GIVEN: translate("StepDialog", "派子任务"),
        EventKind.REVERSED: translate("StepDialog", "撤销上一步"),
        EventKind.CLAIM_ACCEPTED: translate("StepDialog", "认可实际时间"),
        EventKind.GIVEN_BACK: translate("StepDialog", "交回"),
    }
    return verbs.get(step) or word(step)
