"""Why duty refuses something; the sentences stand in duty.toml."""

from app.core.errors import AppError


class ShiftWrong(AppError):
    """It ends before it begins, lasts days, or lies in the past."""

    code = "duty.shift_wrong"


class OnDutyAlready(AppError):
    """The person is on duty then; facts: ``name``, ``span``."""

    code = "duty.on_duty_already"


class NobodyThere(AppError):
    """The person does not work here any more."""

    code = "duty.nobody_there"


class ShiftOver(AppError):
    """The shift is over or was dropped."""

    code = "duty.shift_over"


class NotYourShift(AppError):
    """Only whoever is on duty asks for a swap or writes the note."""

    code = "duty.not_your_shift"


class SwapOpen(AppError):
    """A request about this shift waits for an answer; facts: ``name``."""

    code = "duty.swap_open"


class SwapAnswered(AppError):
    """The request was answered or withdrawn."""

    code = "duty.swap_answered"


class SwapNotYours(AppError):
    """Somebody else was asked."""

    code = "duty.swap_not_yours"


class SwapWrong(AppError):
    """With oneself, or for a shift of another person or centre."""

    code = "duty.swap_wrong"


class NoteEmpty(AppError):
    """A note says something."""

    code = "duty.note_empty"


class NoteTaken(AppError):
    """The note was taken over already; facts: ``name``."""

    code = "duty.note_taken"
