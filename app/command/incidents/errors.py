"""Why incidents refuse something; the sentences stand in command.toml."""

from app.core.errors import AppError


class IncidentEnded(AppError):
    """The incident is over."""

    code = "command.incident_ended"


class IncidentUntitled(AppError):
    """An incident says what and where."""

    code = "command.incident_untitled"


class PlanWrong(AppError):
    """A plan without a name, without steps, or with too many."""

    code = "command.plan_wrong"


class PlanLineWrong(AppError):
    """A line of a plan that is no step; facts: ``line``."""

    code = "command.plan_line_wrong"


class TaskUntitled(AppError):
    """A task says what is to be done."""

    code = "command.task_untitled"


class FigureWrong(AppError):
    """A figure has a name and makes sense."""

    code = "command.figure_wrong"


class EntryEmpty(AppError):
    """An entry or report says something."""

    code = "command.entry_empty"


class ForcesThere(AppError):
    """Units are still committed to it; facts: ``count``."""

    code = "command.forces_there"


class CaseHasIncident(AppError):
    """The case has an open incident already; facts: ``title``."""

    code = "command.case_has_incident"
