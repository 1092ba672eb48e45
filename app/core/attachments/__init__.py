"""Files that belong to a record: photos, scans, recordings.

`prepare` reads a file without a database, `attach` keeps it with a record; `cover` lays black boxes
over faces and plates, and from then on everybody gets the covered picture. Rights are checked by
the slice that owns the record.
"""

from app.core.attachments.bodies import ShownFile, body_of, shown_file, thumbnails
from app.core.attachments.boxes import Box
from app.core.attachments.covering import CoverRow, PictureView
from app.core.attachments.preparing import Prepared, prepare
from app.core.attachments.storing import (
    AttachmentRow,
    attach,
    clear_exports,
    export_to,
    list_attachments,
)

__all__ = [
    "AttachmentRow",
    "Box",
    "CoverRow",
    "PictureView",
    "Prepared",
    "ShownFile",
    "attach",
    "body_of",
    "clear_exports",
    "export_to",
    "list_attachments",
    "prepare",
    "shown_file",
    "thumbnails",
]
