"""Errors are a code and facts; the sentence stands in resources/words (see `app.core.words`)."""

from typing import ClassVar


class AppError(Exception):
    """A refusal that a person can understand and act on.

    Attributes:
        code: Key of the sentence in `resources/words`, e.g. ``cases.bad_transition``.
        facts: Values for the placeholders of that sentence; never personal data.
    """

    code: ClassVar[str] = "core.failed"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class NotFound(AppError):
    """The row is absent, or not within the caller's scope: the answer is the same on purpose."""

    code = "core.not_found"


class Conflict(AppError):
    """Somebody changed the row since it was read."""

    code = "core.conflict"


class NotAllowed(AppError):
    """The caller lacks a right; facts: ``right``."""

    code = "core.not_allowed"


class NotForAll(AppError):
    """All street centres share it, and the right reaches only some of them; facts: ``right``."""

    code = "core.not_for_all"


class BadValue(AppError):
    """A field holds something it cannot; facts: ``field``, ``why``."""

    code = "core.bad_value"


class CommandKeyReused(AppError):
    """A command key came back with another action or from another person."""

    code = "core.command_key_reused"


class TextUnstorable(AppError):
    """A text holds half a character or a sign that is none, which no database keeps."""

    code = "core.text_unstorable"


class TextTooLong(AppError):
    """A text is longer than what it was meant for; which one is not known any more."""

    code = "core.text_too_long"


class BadDatabaseUrl(AppError):
    """That is no address of a database; what stands there may hold a password, so no fact."""

    code = "core.bad_database_url"


class DatabaseBusy(AppError):
    """The database is locked by somebody else or does not answer in time."""

    code = "core.database_busy"


class DatabaseUnreachable(AppError):
    """No connection; facts: ``where`` (host or file name, no password)."""

    code = "core.database_unreachable"


class SignOnFirst(AppError):
    """The server lets nobody read anything before they have signed in."""

    code = "core.sign_on_first"


class LoginRefused(AppError):
    """Login and password do not fit together, says the server."""

    code = "core.login_refused"


class PasswordReplaced(AppError):
    """The password somebody came in with holds no longer: another was given to them."""

    code = "core.password_replaced"


class LoginClosed(AppError):
    """The account was locked, or its person works here no more."""

    code = "core.login_closed"


class LoginBusy(AppError):
    """The account is signed in at too many desks at once."""

    code = "core.login_busy"


class ServerNotProven(AppError):
    """The certificate of the server is not the one that was expected."""

    code = "core.server_not_proven"


class NotYours(AppError):
    """The database itself refused: the row is not within the reach of whoever asks."""

    code = "core.not_yours"


class DiskFull(AppError):
    """There is no room left to write."""

    code = "core.disk_full"


class RestoreUnfinished(AppError):
    """A restore was begun and not finished: what stands there may be a part of it."""

    code = "core.restore_unfinished"


class SchemaTooNew(AppError):
    """The database was written by a newer program; facts: ``needed``, ``have``."""

    code = "core.schema_too_new"


class SchemaTooOld(AppError):
    """The database must be migrated before this program may write; facts: ``needed``, ``have``."""

    code = "core.schema_too_old"


class NoDatabase(AppError):
    """There is no schema in that database yet; facts: ``where``."""

    code = "core.no_database"


class ReadOnly(AppError):
    """Nobody may write while the database is maintained; facts: ``since``, ``note``."""

    code = "core.read_only"


class ReadOnlyNow(AppError):
    """The same, said by the database itself, which does not tell since when."""

    code = "core.read_only_now"
