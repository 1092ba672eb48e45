"""Why a file is not taken, each with a sentence that says what to do instead."""

from app.core.errors import AppError


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
