"""How the work around a case stands: tasks, requests, supervision sheets, warnings; pure."""

from enum import StrEnum


class TaskState(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class RequestKind(StrEnum):
    """What a handler asks the director for; named as the step it becomes."""

    SUSPENDED = "suspended"
    EXTENDED = "extended"
    CARRIED_OVER = "carried_over"


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
    REPLIED = "replied"
    DROPPED = "dropped"


class WarningKind(StrEnum):
    """What a warning says of a clock."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
