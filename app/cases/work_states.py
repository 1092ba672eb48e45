"""How the work around a case stands: tasks, requests, supervision sheets, warnings; pure."""

from enum import StrEnum


class TaskState(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class RequestKind(StrEnum):
    """What the director is asked for; named as the step it becomes."""

    SUSPENDED = "suspended"
    EXTENDED = "extended"
    CARRIED_OVER = "carried_over"
    REOPENED = "reopened"  # asked by rule, where a call-back is unsatisfied once more


class RequestState(StrEnum):
    """How a request to the director stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SupervisionState(StrEnum):
    """How a supervision sheet stands."""

    DRAFTED = "drafted"
    ISSUED = "issued"
    REPLIED = "replied"  # the supervisor has not looked at the reply yet
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class SupervisionRule(StrEnum):
    """Why a sheet was drafted that nobody wrote by hand."""

    OVERDUE = "overdue"  # so many times the limit was used
    UNSATISFIED = "unsatisfied"  # call-backs found the reporter unsatisfied again and again
    MARKED = "marked"  # the director marked the case


class SheetNews(StrEnum):
    """What happened to a sheet after it was issued, as the story of its case tells it."""

    REPLIED = "replied"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    RAISED = "raised"


class WarningKind(StrEnum):
    """What a warning says of a clock."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
