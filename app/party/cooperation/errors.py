"""Why something of working together is refused, each with a sentence that says what to do."""

from app.core.errors import AppError


class CooperationFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "cooperation.field_missing"


class CooperationTermWrong(AppError):
    """A term ends before it begins."""

    code = "cooperation.term_wrong"


class CooperationRegionWrong(AppError):
    """It is no street or community in use; facts: ``region``."""

    code = "cooperation.region_wrong"


class AgreementEnded(AppError):
    """An agreement is over; facts: ``title``."""

    code = "cooperation.agreement_ended"


class ReviewDayWrong(AppError):
    """A review is of a day since the signing that has come."""

    code = "cooperation.review_day_wrong"


class PostsExclude(AppError):
    """Somebody holds a post that excludes the other; facts: ``name``, ``body``, ``other``."""

    code = "cooperation.posts_exclude"


class VotesWrong(AppError):
    """More votes for somebody than were cast, or a number below zero."""

    code = "cooperation.votes_wrong"


class PostEnded(AppError):
    """Somebody left a post already; facts: ``name``."""

    code = "cooperation.post_ended"
