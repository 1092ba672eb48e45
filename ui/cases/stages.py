"""What a stage looks like and is called: one place for queue, panel and saved views."""

from PySide6.QtCore import QCoreApplication

from app.cases.queries.queue import CaseRow, QueueView
from app.cases.rules import OPEN_STATES, CaseState, EventKind
from app.core.words import label
from ui.core.marks import StageGlyph

STATE_GLYPH = {
    CaseState.SUBMITTED: StageGlyph.DASHED,
    CaseState.REGISTERED: StageGlyph.EMPTY,
    CaseState.ASSIGNED: StageGlyph.QUARTER,
    CaseState.SIGNED_FOR: StageGlyph.HALF,
    CaseState.IN_PROGRESS: StageGlyph.HALF,
    CaseState.FINISHED: StageGlyph.THREE_QUARTERS,
    CaseState.VERIFIED: StageGlyph.THREE_QUARTERS,
    CaseState.CLOSED: StageGlyph.DONE,
    CaseState.DECLINED: StageGlyph.VOID,
    CaseState.ARCHIVED: StageGlyph.DONE,
}

VIEW_GLYPH = {
    QueueView.SUBMITTED: StageGlyph.DASHED,
    QueueView.REGISTERED: StageGlyph.EMPTY,
    QueueView.ASSIGNED: StageGlyph.QUARTER,
    QueueView.HANDLING: StageGlyph.HALF,
    QueueView.FINISHED: StageGlyph.THREE_QUARTERS,
    QueueView.CLOSED: StageGlyph.DONE,
    QueueView.DECLINED: StageGlyph.VOID,
    QueueView.PAUSED: StageGlyph.PAUSED,
    QueueView.SUPERVISED: StageGlyph.SUPERVISED,
}

VIEW_ICON = {
    QueueView.MINE: "ph.check-square",
    QueueView.FIRST_CONTACT: "ph.user-focus",
    QueueView.FOLLOWED: "ph.star",
    QueueView.ALL_OPEN: "ph.list-bullets",
    QueueView.DUE_TODAY: "ph.sun-horizon",
    QueueView.DUE_SOON: "ph.hourglass-high",
    QueueView.OVERDUE: "ph.warning-circle",
    QueueView.ARCHIVED: "ph.archive",
}

STEP_ICON = {
    EventKind.SUBMITTED: "ph.tray",
    EventKind.DECLINED: "ph.prohibit",
    EventKind.RETURNED: "ph.arrow-u-up-left",
    EventKind.SUSPENDED: "ph.pause",
    EventKind.CARRIED_OVER: "ph.archive-box",
    EventKind.RESUMED: "ph.play",
    EventKind.EXTENDED: "ph.calendar-plus",
    EventKind.TABLED: "ph.users-three",
    EventKind.GIVEN_BACK: "ph.users-three",
    EventKind.ESCALATED: "ph.arrow-up",
    EventKind.HANDED_OVER: "ph.arrow-right",
    EventKind.REHANDLED: "ph.user-gear",
    EventKind.AMENDED: "ph.pencil-simple",
    EventKind.SUPERVISED: "ph.flag",
    EventKind.CALL_MISSED: "ph.phone-x",
    EventKind.CALLED_BACK: "ph.phone-call",
    EventKind.VERIFIED: "ph.magnifying-glass",
    EventKind.SOLVED_ON_SPOT: "ph.lightning",
    EventKind.ARCHIVED: "ph.archive",
    EventKind.REOPENED: "ph.arrow-counter-clockwise",
    EventKind.TASK_GIVEN: "ph.list-plus",
    EventKind.TASK_DONE: "ph.checks",
    EventKind.TASK_WITHDRAWN: "ph.list-dashes",
    EventKind.ASKED: "ph.hand-palm",
    EventKind.REFUSED: "ph.x",
    EventKind.CLAIM_ACCEPTED: "ph.clock-clockwise",
    EventKind.RECOUNTED: "ph.calculator",
    EventKind.REMINDED: "ph.bell-ringing",
    EventKind.REVERSED: "ph.arrow-bend-up-left",
    EventKind.REGISTERED: "ph.clipboard-text",
    EventKind.ASSIGNED: "ph.git-branch",
    EventKind.REASSIGNED: "ph.git-branch",
    EventKind.SIGNED_FOR: "ph.pen-nib",
    EventKind.PROGRESSED: "ph.note-pencil",
    EventKind.FINISHED: "ph.check",
    EventKind.CLOSED: "ph.check-circle",
    EventKind.ATTACHED: "ph.paperclip",
    EventKind.WHISTLED: "ph.megaphone",
    EventKind.WHISTLE_SIGNED: "ph.pen-nib",
    EventKind.APPEARED: "ph.map-pin",
    EventKind.MEASURE_TAKEN: "ph.wrench",
    EventKind.FED_BACK: "ph.note-pencil",
    EventKind.RELEASE_ASKED: "ph.hand-palm",
    EventKind.RELEASED: "ph.check",
    EventKind.RELEASE_REFUSED: "ph.x",
    EventKind.LEFT: "ph.sign-out",
    EventKind.WHISTLE_DONE: "ph.checks",
    EventKind.WHISTLE_OFF: "ph.megaphone-simple",
    EventKind.WHISTLE_RATED: "ph.star",
    EventKind.MERGED: "ph.git-merge",
    EventKind.UNMERGED: "ph.git-fork",
    EventKind.JOINED: "ph.git-merge",
    EventKind.PARTED: "ph.git-fork",
}


_PAUSABLE = frozenset({CaseState.REGISTERED, CaseState.SIGNED_FOR, CaseState.IN_PROGRESS})


def stage_of(row: CaseRow) -> tuple[StageGlyph, str]:
    """Return the glyph and the word of a stage, or of the exception that replaces it."""
    translate = QCoreApplication.translate
    if row.supervision_level is not None and row.state in OPEN_STATES:
        return StageGlyph.SUPERVISED, translate("Stages", "督办中")
    if row.pause is not None and row.state in _PAUSABLE:
        return StageGlyph.PAUSED, label(row.pause)
    if row.ruling_due_at is not None and row.state is CaseState.REGISTERED:
        return StageGlyph.RETURNED, translate("Stages", "待终审")
    if row.returned_count and row.state is CaseState.REGISTERED:
        return StageGlyph.RETURNED, translate("Stages", "退回")
    return STATE_GLYPH[row.state], label(row.state)
