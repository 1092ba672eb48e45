"""What can be wrong with a backup, a restore, or the programs they need."""

from app.core.errors import AppError


class BackupIsDatabase(AppError):
    """The file named is the database in use; facts: ``file``."""

    code = "administration.backup_is_database"


class BackupMissing(AppError):
    """There is no such file; facts: ``file``."""

    code = "administration.backup_missing"


class NotABackup(AppError):
    """The file is something else than a backup; facts: ``file``."""

    code = "administration.not_a_backup"


class BackupUnreadable(AppError):
    """The system does not let it be read; facts: ``file``, ``why``."""

    code = "administration.backup_unreadable"


class BackupDamaged(AppError):
    """The copy does not pass the database's own check; facts: ``file``, ``why``."""

    code = "administration.backup_damaged"


class BackupOfOtherEngine(AppError):
    """A backup of SQLite for PostgreSQL or the reverse; facts: ``file``, ``found``, ``wanted``."""

    code = "administration.backup_of_other_engine"


class RestoreNeedsYes(AppError):
    """A restore would replace real data; facts: ``where``."""

    code = "administration.restore_needs_yes"


class RestoreFailed(AppError):
    """The server refused a step and nothing was changed; facts: ``why``."""

    code = "administration.restore_failed"


class BackupFailed(AppError):
    """The server's own program failed; facts: ``why``."""

    code = "administration.backup_failed"


class ServerProgramMissing(AppError):
    """`pg_dump` or `pg_restore` is not installed or too old; facts: ``program``, ``version``."""

    code = "administration.server_program_missing"


class BackupNotProven(AppError):
    """What was read back differs from what was written; facts: ``what``."""

    code = "administration.backup_not_proven"


class PassphraseNeeded(AppError):
    """The backup is encrypted and nobody said the passphrase."""

    code = "administration.passphrase_needed"


class PassphraseShort(AppError):
    """The passphrase has too few characters; facts: ``least``."""

    code = "administration.passphrase_short"


class WrongPassphrase(AppError):
    """The passphrase does not open the file; facts: ``file``."""

    code = "administration.wrong_passphrase"


class KeyNeeded(AppError):
    """It is encrypted for the holder of a key, and that key was not given; facts: ``key``."""

    code = "administration.key_needed"


class KeyUnreadable(AppError):
    """The file holds no key of ours; facts: ``file``."""

    code = "administration.key_unreadable"


class BodiesMissing(AppError):
    """Attachments a backup needs do not lie beside it; facts: ``count``, ``folder``."""

    code = "administration.bodies_missing"


class FolderNotWhole(AppError):
    """The folder for the daily backup has no beginning; facts: ``folder``."""

    code = "administration.folder_not_whole"


class BackupLater(AppError):
    """The daily backup failed a while ago and is tried again later; facts: ``why``, ``at``."""

    code = "administration.backup_later"


class BackupNotLocked(AppError):
    """It is expected to be encrypted and is not; facts: ``file``."""

    code = "administration.backup_not_locked"
