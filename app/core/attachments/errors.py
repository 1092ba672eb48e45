"""Why a file is not taken, each with a sentence that says what to do instead."""

from app.core.errors import AppError, Conflict


class FileUnreadable(AppError):
    """The file is gone or may not be read; facts: ``name``."""

    code = "attachments.unreadable"


class FileEmpty(AppError):
    """There is nothing in the file; facts: ``name``."""

    code = "attachments.empty"


class FileTooLarge(AppError):
    """Facts: ``name``, ``size_mb``, ``limit_mb``."""

    code = "attachments.too_large"


class FileCanRun(AppError):
    """Programs, scripts and documents with macros are never kept; facts: ``name``."""

    code = "attachments.can_run"


class FileKindUnknown(AppError):
    """Neither a picture nor a document nor a recording we know; facts: ``name``."""

    code = "attachments.kind_unknown"


class FileDamaged(AppError):
    """It begins like a known kind and cannot be read to its end; facts: ``name``."""

    code = "attachments.damaged"


class PictureTooManyPixels(AppError):
    """Unpacked it would fill the memory; facts: ``name``, ``megapixels``, ``limit``."""

    code = "attachments.too_many_pixels"


class StoredDamaged(AppError):
    """What is stored no longer has the fingerprint it was stored with; facts: ``name``."""

    code = "attachments.stored_damaged"


class NotCoverable(AppError):
    """Nothing can be covered on what is no picture the program can draw; facts: ``name``."""

    code = "attachments.not_coverable"


class BoxesMissing(AppError):
    """A picture was to be covered for the first time, without a single box; facts: ``name``."""

    code = "attachments.boxes_missing"


class TooManyBoxes(AppError):
    """Facts: ``have``, ``limit``."""

    code = "attachments.too_many_boxes"


class BoxEmpty(AppError):
    """A box without width or height; facts: ``number``."""

    code = "attachments.box_empty"


class BoxOutside(AppError):
    """A box that is not wholly on the picture; facts: ``number``, ``width``, ``height``."""

    code = "attachments.box_outside"


class CoverConflict(Conflict):
    """Somebody else covered the picture since it was read; facts: ``name``."""

    code = "attachments.cover_conflict"
