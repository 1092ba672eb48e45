"""What a stage looks like and is called: one place for queue, panel and saved views."""

from app.cases.queries.queue import QueueView
from app.cases.rules import CaseState, EventKind
from app.core.words import label
from ui.core.marks import StageGlyph

STATE_GLYPH = {
    CaseState.SUBMITTED: StageGlyph.DASHED,
    CaseState.REGISTERED: StageGlyph.EMPTY,
    CaseState.ASSIGNED: StageGlyph.QUARTER,
    CaseState.SIGNED_FOR: StageGlyph.HALF,
    CaseState.IN_PROGRESS: StageGlyph.HALF,
    CaseState.FINISHED: StageGlyph.THREE_QUARTERS,
    CaseState.CLOSED: StageGlyph.DONE,
}

VIEW_GLYPH = {
    QueueView.SUBMITTED: StageGlyph.DASHED,
    QueueView.REGISTERED: StageGlyph.EMPTY,
    QueueView.ASSIGNED: StageGlyph.QUARTER,
    QueueView.HANDLING: StageGlyph.HALF,
    QueueView.FINISHED: StageGlyph.THREE_QUARTERS,
    QueueView.CLOSED: StageGlyph.DONE,
}

VIEW_ICON = {
    QueueView.MINE: "ph.check-square",
    QueueView.FIRST_CONTACT: "ph.user-focus",
    QueueView.ALL_OPEN: "ph.list-bullets",
    QueueView.DUE_TODAY: "ph.sun-horizon",
    QueueView.DUE_SOON: "ph.hourglass-high",
    QueueView.OVERDUE: "ph.warning-circle",
}

STEP_ICON = {
    EventKind.SUBMITTED: "ph.tray",
    EventKind.REGISTERED: "ph.clipboard-text",
    EventKind.ASSIGNED: "ph.git-branch",
    EventKind.REASSIGNED: "ph.git-branch",
    EventKind.SIGNED_FOR: "ph.pen-nib",
    EventKind.PROGRESSED: "ph.note-pencil",
    EventKind.FINISHED: "ph.check",
    EventKind.CLOSED: "ph.check-circle",
    EventKind.ATTACHED: "ph.paperclip",
}


def stage_of(state: CaseState) -> tuple[StageGlyph, str]:
    """Return the glyph and the word of a stage."""
    return STATE_GLYPH[state], label(state)
