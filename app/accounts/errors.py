"""Refusals of accounts, each with a sentence in resources/words."""

from app.core.errors import AppError


class SignInRefused(AppError):
    """Login and password do not fit; which of the two is not said. Facts: ``most``, ``minutes``."""

    code = "accounts.sign_in_refused"


class AccountLocked(AppError):
    """Too many wrong passwords; facts: ``until`` (local time of day)."""

    code = "accounts.locked"


class AccountLockedForGood(AppError):
    """Locked by an administrator until unlocked."""

    code = "accounts.locked_for_good"


class AccountInactive(AppError):
    """The person works here no more."""

    code = "accounts.inactive"


class CodeWrong(AppError):
    """A code is none of this moment, or was used already."""

    code = "accounts.code_wrong"


class CodeWait(AppError):
    """Too many codes were wrong; facts: ``minutes``."""

    code = "accounts.code_wait"


class CodeWanted(AppError):
    """Whoever signs in has a second factor and gives no code here; facts: ``login``."""

    code = "accounts.code_wanted"


class CodeAsked(AppError):
    """Whoever came in while the server was away has to give a code now that it is back."""

    code = "accounts.code_asked"


class CodeFirst(AppError):
    """What is asked for takes a code that was given just now."""

    code = "accounts.code_first"


class FactorOn(AppError):
    """There is a second factor already; it is turned off first."""

    code = "accounts.factor_on"


class FactorOff(AppError):
    """There is no second factor any more."""

    code = "accounts.factor_off"


class OldPasswordRefused(AppError):
    """The old password was not given rightly, says the server that compares it."""

    code = "accounts.old_password_refused"


class PasswordWrong(AppError):
    """The present password was not given rightly; facts: ``most``, ``minutes``."""

    code = "accounts.password_wrong"


class PasswordTooShort(AppError):
    """Facts: ``least``."""

    code = "accounts.password_too_short"


class PasswordTooLong(AppError):
    """Facts: ``most``."""

    code = "accounts.password_too_long"


class PasswordIsLogin(AppError):
    """The password is the login, with digits and signs around it or without."""

    code = "accounts.password_is_login"


class PasswordTooSimple(AppError):
    """The first passwords anybody tries: 1234567890, qwertyuiop, one sign over and over."""

    code = "accounts.password_too_simple"


class PasswordUnchanged(AppError):
    """The new password is the old one."""

    code = "accounts.password_unchanged"


class LoginWrong(AppError):
    """A login has other characters or another length than it may."""

    code = "accounts.login_wrong"


class LoginTaken(AppError):
    """Somebody has or had that login; it is never given again. Facts: ``login``."""

    code = "accounts.login_taken"


class TextWanted(AppError):
    """A field is empty or too long; facts: ``field``, ``most``."""

    code = "accounts.text_wanted"


class TextTooLong(AppError):
    """A field is too long; facts: ``field``, ``most``."""

    code = "accounts.text_too_long"


class PhoneWrong(AppError):
    """A telephone number holds something else."""

    code = "accounts.phone_wrong"


class RegionWrong(AppError):
    """That is no region code; facts: ``region``."""

    code = "accounts.region_wrong"


class BeyondReach(AppError):
    """It lies outside the administrator's own region."""

    code = "accounts.beyond_reach"


class UnitWanted(AppError):
    """The role is held within a unit; facts: ``role``."""

    code = "accounts.unit_wanted"


class RegionWanted(AppError):
    """The role is held within a region; facts: ``role``."""

    code = "accounts.region_wanted"


class TermWrong(AppError):
    """It would end before it begins, or has ended already."""

    code = "accounts.term_wrong"


class OwnPersonalData(AppError):
    """Nobody gives themself the sight of personal data; facts: ``role``."""

    code = "accounts.own_personal_data"


class LentRight(AppError):
    """Who stands in for somebody makes nothing of it their own."""

    code = "accounts.lent_right"


class LastAdministrator(AppError):
    """Nobody would be left to manage accounts there."""

    code = "accounts.last_administrator"


class DeputyIsSelf(AppError):
    """Nobody stands in for themself."""

    code = "accounts.deputy_is_self"


class UnitCodeTaken(AppError):
    """Another unit has that code; facts: ``unit_code``."""

    code = "accounts.unit_code_taken"


class UnitUnderItself(AppError):
    """A unit would become its own parent."""

    code = "accounts.unit_under_itself"


class GuessingGoesOn(AppError):
    """Somebody guesses passwords just now; facts: ``logins``, ``addresses``."""

    code = "accounts.guessing_goes_on"


class OthersKeptWaiting(AppError):
    """Somebody held what everybody needs, and was ended; facts: ``logins``."""

    code = "accounts.others_kept_waiting"
