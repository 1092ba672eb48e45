"""In which form a paper leaves, told by the end of the file name; pure."""

from enum import StrEnum
from pathlib import Path

from app.core.errors import AppError


class UnknownPaperForm(AppError):
    """A file name ends in no form papers are written in; facts: ``name``, ``known``."""

    code = "papers.unknown_form"


class NoOfd(AppError):
    """OFD is asked for, which nothing here can write honestly; facts: ``name``."""

    code = "papers.no_ofd"


class OnlyPdf(AppError):
    """A paper of this kind is written as PDF only; facts: ``name``, ``kind``."""

    code = "papers.only_pdf"


class PaperForm(StrEnum):
    """How a paper is written."""

    PDF = ".pdf"
    WORD = ".docx"
    EXCEL = ".xlsx"


def form_of(path: Path) -> PaperForm:
    """Return the form a file name asks for.

    Raises:
        NoOfd: It is OFD (GB/T 33190).
        UnknownPaperForm: It is any other one.
    """
    suffix = path.suffix.lower()
    if suffix == ".ofd":
        raise NoOfd(name=path.name)
    try:
        return PaperForm(suffix)
    except ValueError as error:
        raise UnknownPaperForm(name=path.name, known="、".join(PaperForm)) from error


def in_form(name: str, form: PaperForm) -> str:
    """Return a file name with the end of a form."""
    return f"{Path(name).stem}{form.value}"
