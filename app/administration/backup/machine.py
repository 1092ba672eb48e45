"""What this computer encrypts with when nobody sits before it: kept beside its settings.

``backup.pub`` is the public key of whoever alone opens backups again; where it lies, this computer
locks and cannot open. Else a passphrase: of the environment, or of the first line of
``backup.passphrase``, which only its owner should be able to read.
"""

import os

from app.administration.backup.errors import PassphraseNeeded
from app.administration.backup.locks import Lock, PassphraseLock, read_public
from app.core.settings import config_file

VARIABLE = "JIEZHI_BACKUP_PASSPHRASE"
PUBLIC = "backup.pub"
KEPT = "backup.passphrase"


def kept_passphrase() -> str:
    """Return the passphrase this computer knows, "" for none."""
    told = os.environ.get(VARIABLE)
    if told:
        return told
    try:
        text = config_file().with_name(KEPT).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    return text.split("\n", 1)[0].rstrip("\r")


def has_lock() -> bool:
    """Tell whether this computer has something to encrypt with, be it readable or not."""
    kept = (config_file().with_name(name) for name in (PUBLIC, KEPT))
    return bool(os.environ.get(VARIABLE)) or any(map(os.path.lexists, kept))


def machine_lock(*, wanted: bool) -> Lock | None:
    """Return what this computer encrypts with. A lock that lies here is used, wanted or not: who
    only writes to the database cannot turn it off.

    Args:
        wanted: The setting asks for encryption, so that to have no lock is an error.

    Raises:
        PassphraseNeeded: One is wanted and there is neither a key nor a passphrase, or the file
            of the passphrase has none in it that can be read.
        KeyUnreadable: The public key is none.
    """
    public, kept = (config_file().with_name(name) for name in (PUBLIC, KEPT))
    if os.path.lexists(public):
        return read_public(public)
    passphrase = kept_passphrase()
    if passphrase:
        return PassphraseLock(passphrase)
    if wanted or os.path.lexists(kept):
        raise PassphraseNeeded
    return None
