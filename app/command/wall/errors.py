"""Why an order to the wall is refused; the sentences stand in wall.toml."""

from app.core.errors import AppError


class MessageTooLong(AppError):
    """The strip has room for one line; facts: ``most``."""

    code = "wall.message_too_long"


class MessageTellsNumber(AppError):
    """A telephone or document number is not for a wall."""

    code = "wall.message_tells_number"


class NoSuchScene(AppError):
    """No scene can be called so; facts: ``scene``."""

    code = "wall.scene_wrong"


class NoSuchScreen(AppError):
    """Screens are counted from 1; facts: ``most``."""

    code = "wall.screen_wrong"


class CameraTooLong(AppError):
    """A camera is put on the wall for a time; facts: ``most`` (hours)."""

    code = "wall.camera_too_long"


class CameraNotOnWall(AppError):
    """No order puts the camera on the wall any more."""

    code = "wall.camera_gone"


class NotForTheWall(AppError):
    """The case is confidential, or of a kind that is kept off the wall."""

    code = "wall.case_not_shown"


class CaseNowhere(AppError):
    """The case has no place on the map."""

    code = "wall.case_nowhere"
