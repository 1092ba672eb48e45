"""Why rounds are refused; the sentences stand in rounds.toml."""

from app.core.errors import AppError


class PlanWrong(AppError):
    """A plan without a name, or with more people or stops than anybody walks."""

    code = "rounds.plan_wrong"


class PlanEnded(AppError):
    """The plan holds no more."""

    code = "rounds.plan_ended"


class TimeWrong(AppError):
    """It ends before it begins, lasts days, or lies ahead."""

    code = "rounds.time_wrong"


class TrackWrong(AppError):
    """A track with places outside the earth, or more of them than a round has."""

    code = "rounds.track_wrong"


class NobodyThere(AppError):
    """The person does not work here any more."""

    code = "rounds.nobody_there"


class RoundDropped(AppError):
    """The round was taken back, or is nobody's to take back any more."""

    code = "rounds.dropped"


class ReasonWanted(AppError):
    """Taken back without a word why."""

    code = "rounds.reason_wanted"


class GpxWrong(AppError):
    """The file is no recorded track, or no point of it has a time."""

    code = "rounds.gpx_wrong"
