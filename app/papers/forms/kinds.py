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
    SUPERVISION_MONTH = "supervision_month"
    DUTY = "duty_sheet"
    GUIDE = "guide_sheet"
    LACKS = "list_lacks"
    COVERAGE = "station_coverage"
    LETTER = "report_letter"
    CERTIFICATE = "points_certificate"
    MINUTES = "conference_minutes"
    RESOLUTIONS = "conference_resolutions"
    AFTER_ACTION = "after_action"
    ROSTER = "roster"
    MAP = "map"


OF_CASES = frozenset(
    {
        *(FormKind.SLIP, FormKind.DECLINE, FormKind.ASSIGNMENT, FormKind.APPROVAL),
        *(FormKind.FINISH, FormKind.CALL_BACK, FormKind.SUPERVISION, FormKind.WHISTLE),
    }
)
"""Papers about one case: a real one may be looked at in a preview."""

OFFICIAL = frozenset({FormKind.MINUTES, FormKind.RESOLUTIONS, FormKind.AFTER_ACTION})
"""Papers set on the grid of official papers."""

WITHOUT_CODE = OFFICIAL | {FormKind.ROSTER}
"""Papers no code to scan stands on."""
