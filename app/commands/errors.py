"""What can be wrong with a command."""

from app.core.errors import AppError


class WrongUse(AppError):
    """The command was not said rightly: exit code 2; facts: ``why``."""

    code = "commands.wrong_use"


class UnknownCommand(WrongUse):
    """There is no such command; facts: ``command``."""

    code = "commands.unknown"


class NotYet(WrongUse):
    """A command that a later version brings; facts: ``command``."""

    code = "commands.not_yet"


class BadUrl(WrongUse):
    """No database can be meant by that; the text itself may hold a password and is no fact."""

    code = "commands.bad_database_url"


class UnknownKind(WrongUse):
    """An import, export or paper of a kind nobody knows; facts: ``kind``, ``known``."""

    code = "commands.unknown_kind"


class OptionMissing(WrongUse):
    """A kind needs an option that others do not; facts: ``option``, ``kind``."""

    code = "commands.option_missing"


class OptionUseless(WrongUse):
    """An option means nothing to a kind; facts: ``option``, ``kind``."""

    code = "commands.option_useless"


class BadForm(WrongUse):
    """A file name ends in no form that can be written; facts: ``name``, ``known``."""

    code = "commands.bad_form"


class NobodyCalledSo(AppError):
    """No organisation or member in reach has the name; facts: ``name``."""

    code = "commands.nobody_called_so"


class SeveralCalledSo(AppError):
    """Several have the name; facts: ``name``, ``count``."""

    code = "commands.several_called_so"


class ServiceWanted(AppError):
    """The command sees everything, which no person's account on a server does."""

    code = "commands.service_wanted"


class DrillWantsServer(AppError):
    """An embedded file cannot be away."""

    code = "commands.drill_wants_server"


class LoginWanted(AppError):
    """On a server somebody has to say who they are."""

    code = "commands.login_wanted"


class NoPassword(AppError):
    """Nobody typed or kept a password; facts: ``login``."""

    code = "commands.no_password"


class PasswordFileUnreadable(AppError):
    """The password file cannot be read; facts: ``file``, ``why``."""

    code = "commands.password_file_unreadable"


class PasswordIsTemporary(AppError):
    """A password that somebody read out must be changed at a desk first; facts: ``login``."""

    code = "commands.password_is_temporary"


class AlreadyFounded(AppError):
    """There is a centre in that database; facts: ``where``."""

    code = "commands.already_founded"


class PersonUnknown(AppError):
    """Nobody has that login, and not exactly one person that name; facts: ``name``."""

    code = "commands.person_unknown"


class CaseUnknown(AppError):
    """No case in reach has that number or receipt code; facts: ``number``."""

    code = "commands.case_unknown"


class RegionUnknown(AppError):
    """There is no region of that code; facts: ``region``."""

    code = "commands.region_unknown"


class NoSeals(AppError):
    """A file is no list of journal seals; facts: ``name``."""

    code = "commands.no_seals"


class PassphrasesDiffer(AppError):
    """A new passphrase was not typed the same way twice."""

    code = "commands.passphrases_differ"


class KeyThere(AppError):
    """A new key would replace a file; facts: ``file``."""

    code = "commands.key_there"
