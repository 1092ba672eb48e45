"""What a desk writes while its server is away, locked by the password of whoever writes it.

The outbox knows nothing of the trade: it keeps commands in order, encrypted, until they are done
(`app.cases.outbox` says what they do), and what their person last might do, so that they can sign
in to it while the server is away.
"""

from app.core.outbox.box import Outbox
from app.core.outbox.entries import Entry, EntryKind, EntryState
from app.core.outbox.sending import Sent, send_in_order
from app.core.outbox.vault import NobodyKnownHere, OutboxPasswordWrong

__all__ = [
    "Entry",
    "EntryKind",
    "EntryState",
    "NobodyKnownHere",
    "Outbox",
    "OutboxPasswordWrong",
    "Sent",
    "send_in_order",
]
