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
