"""Why stations are refused; the sentences stand in video.toml."""

from app.core.errors import AppError


class StationWrong(AppError):
    """It has no name, or no code of letters and figures."""

    code = "video.station_wrong"


class AddressWrong(AppError):
    """No address of a stream."""

    code = "video.address_wrong"


class AddressTellsPassword(AppError):
    """The address has a login in it."""

    code = "video.address_tells_password"


class CodeTaken(AppError):
    """Another station has the code; facts: ``code``."""

    code = "video.code_taken"


class NoPicture(AppError):
    """The station has no address, or is gone."""

    code = "video.no_picture"
