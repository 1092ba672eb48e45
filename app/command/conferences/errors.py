"""Why the conference log refuses something; the sentences stand in command.toml."""

from app.core.errors import AppError


class ConferenceUntold(AppError):
    """It says not what it was about, or who held it."""

    code = "command.conference_untold"


class ConferenceTimeWrong(AppError):
    """It ends before it begins, lasts more than a day, or is not over."""

    code = "command.conference_time_wrong"


class ConferenceEmpty(AppError):
    """No station took part, or too many; facts: ``most``."""

    code = "command.conference_empty"


class StationNotThere(AppError):
    """A station is none for conferences, or out of reach."""

    code = "command.conference_station_wrong"


class CorrectionUntold(AppError):
    """A correction says why."""

    code = "command.conference_why"


class CorrectedMeanwhile(AppError):
    """Somebody corrected it since."""

    code = "command.conference_corrected"
