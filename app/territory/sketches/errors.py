"""Why sketches are refused; the sentences stand in sketches.toml."""

from app.core.errors import AppError


class SketchWrong(AppError):
    """Too few points, too many, or none on the earth; facts: ``most``."""

    code = "sketches.sketch_wrong"


class LabelWrong(AppError):
    """A note without words, or too many words; facts: ``most``."""

    code = "sketches.label_wrong"


class TooManySketches(AppError):
    """Somebody has drawn as many as are kept; facts: ``most``."""

    code = "sketches.too_many"


class SketchNotYours(AppError):
    """Others see a shared sketch and leave it as it is; facts: ``owner``."""

    code = "sketches.not_yours"
