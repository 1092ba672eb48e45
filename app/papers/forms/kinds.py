"""Papers with a template of their own besides the briefings; pure."""

from enum import StrEnum


class FormKind(StrEnum):
    """Which paper; the words are in `label.FormKind`."""

    SLIP = "slip"
    DECLINE = "decline"
    ASSIGNMENT = "assignment"
    APPROVAL = "approval"
    FINISH = "finish_feedback"
    CALL_BACK = "call_back"
    SUPERVISION = "supervision"
    WHISTLE = "whistle"


OF_CASES = frozenset(FormKind)
"""Papers about one case: a real one may be looked at in a preview."""
