"""Files that belong to a record: photos, scans, recordings.

`prepare` reads a file without a database, `attach` keeps it with a record. Rights are checked
by the slice that owns the record.
"""

from app.core.attachments.preparing import Prepared, prepare
from app.core.attachments.storing import (
    AttachmentRow,
    attach,
    body_of,
    clear_exports,
    export_to,
    list_attachments,
    thumbnails,
)

__all__ = [
    "AttachmentRow",
    "Prepared",
    "attach",
    "body_of",
    "clear_exports",
    "export_to",
    "list_attachments",
    "prepare",
    "thumbnails",
]
