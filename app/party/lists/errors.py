"""Why the three lists refuse something, each with a sentence that says what to do instead."""

from app.core.errors import AppError


class ListFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "lists.field_missing"


class ListAmountWrong(AppError):
    """An amount is a whole number from 1 on; facts: ``most``."""

    code = "lists.amount_wrong"


class ListTermWrong(AppError):
    """Something ends before it begins, or a day of a milestone has passed."""

    code = "lists.term_wrong"


class ListRegionWrong(AppError):
    """A need is of a street, a community or a grid that is known; facts: ``region``."""

    code = "lists.region_wrong"


class ListGone(AppError):
    """A resource or need was taken back, or is over; facts: ``title``."""

    code = "lists.gone"


class ResourceTaken(AppError):
    """Of a resource less is left than asked for; facts: ``title``, ``left``, ``asked``."""

    code = "lists.taken"


class NothingChosen(AppError):
    """A project needs a resource at least."""

    code = "lists.nothing_chosen"


class ResourceUnfit(AppError):
    """A resource does not fit the need at all; facts: ``title``."""

    code = "lists.unfit"


class ProjectElsewhere(AppError):
    """The project stands where this step does not begin; facts: ``state``."""

    code = "lists.elsewhere"


class MilestonesOpen(AppError):
    """Steps of the project are not reached yet; facts: ``titles``."""

    code = "lists.milestones_open"


class OwnRating(AppError):
    """Whoever formed a project does not judge it."""

    code = "lists.own_rating"


class ScoreWrong(AppError):
    """A score is 1 to 5."""

    code = "lists.score_wrong"


class ListDayWrong(AppError):
    """A day has not come yet; facts: ``day``."""

    code = "lists.day_wrong"
