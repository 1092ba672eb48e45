"""Why something in the hall is refused."""

from app.core.errors import AppError


class HallPartMissing(AppError):
    """Something that has to be said is not; facts: ``part``."""

    code = "halls.part_missing"


class HallRegionWrong(AppError):
    """Districts, streets and communities have halls; facts: ``region``."""

    code = "halls.region_wrong"


class HallNumberWrong(AppError):
    """A number is out of reach; facts: ``least``, ``most``."""

    code = "halls.number_wrong"


class HallNameTaken(AppError):
    """A hall of this place, a queue's letter or a window's number is there already; facts:
    ``name``.
    """

    code = "halls.name_taken"


class LettersUnknown(AppError):
    """A window takes letters the hall does not give; facts: ``letters``."""

    code = "halls.letters_unknown"


class HallClosed(AppError):
    """No numbers are given now; facts: ``opens``."""

    code = "halls.closed"


class QueueGone(AppError):
    """This kind of number is not given any more."""

    code = "halls.queue_gone"


class QueueFull(AppError):
    """No more numbers of this kind are given today; facts: ``most``."""

    code = "halls.queue_full"


class NumbersTooOften(AppError):
    """A machine has given as many numbers as it may in a minute."""

    code = "halls.too_often"


class WindowTaken(AppError):
    """Somebody else sits at this window; facts: ``name``."""

    code = "halls.window_taken"


class WindowNotMine(AppError):
    """The window is not open, or somebody else sits there."""

    code = "halls.window_not_mine"


class WindowBusy(AppError):
    """The window has a number in hand; facts: ``number``."""

    code = "halls.window_busy"


class SitsElsewhere(AppError):
    """Whoever would sit down sits at another window; facts: ``number``."""

    code = "halls.sits_elsewhere"


class NothingInHand(AppError):
    """The window has no number in hand."""

    code = "halls.nothing_in_hand"


class CalledElsewhere(AppError):
    """The number was called by another window meanwhile, or is done; facts: ``number``."""

    code = "halls.called_elsewhere"


class WindowClosed(AppError):
    """Nobody sits at the window somebody would be sent on to; facts: ``number``."""

    code = "halls.window_closed"


class SlotFull(AppError):
    """Somebody else took the last place of this time."""

    code = "halls.slot_full"


class SlotWrong(AppError):
    """Nobody can be asked for this time."""

    code = "halls.slot_wrong"


class LastDigitsWanted(AppError):
    """The last digits of a telephone are four."""

    code = "halls.digits_wanted"


class AppointmentUnknown(AppError):
    """There is no such appointment today: code, digits or day do not fit, which one is not said."""

    code = "halls.appointment_unknown"


class AppointmentUsed(AppError):
    """The appointment has been turned into a number already, or was cancelled."""

    code = "halls.appointment_used"
