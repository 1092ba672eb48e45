"""What may become of a transfer and of an import; pure."""

from enum import StrEnum

LIKELY_FILE = 200
"""Characters kept of a file's name."""


class TransferState(StrEnum):
    """How far a transfer is; `label` gives the words."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class TransferSide(StrEnum):
    """Which of the two organisations a word of a transfer is of."""

    FROM = "from"
    TO = "to"


class ImportState(StrEnum):
    """What became of a file of members."""

    LOOKED_AT = "looked_at"
    LANDED = "landed"
    UNDONE = "undone"
