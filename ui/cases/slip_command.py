"""The command that goes on with slips that were left unfinished."""

from app.cases import rights
from ui.core.slices import Command, Desk


def _resume(desk: Desk) -> None:
    from ui.cases.slip_batch import resume_slips  # printing is loaded when somebody prints

    resume_slips(desk)


RESUME_SLIPS = Command(
    "cases.resume_slips", "接着印没印完的回执", "", rights.READ, _resume, "ph.printer"
)
