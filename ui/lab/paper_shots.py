"""Briefings of each kind, with a number asked, signed and sent out; a template being written; a
time that is set; a batch of slips at the printer.
"""

from PySide6.QtWidgets import QWidget

from app.cases.numbers import short
from app.cases.queries.queue import QueueView, queue_page
from ui.cases.labels_dialog import LabelsDialog
from ui.cases.slip_run import Slip, SlipJob
from ui.cases.slip_run_dialog import SlipRunDialog
from ui.core.targets import PageWanted
from ui.lab.studio import Studio
from ui.papers.papers_page import PapersPage
from ui.papers.schedule_dialog import ScheduleDialog
from ui.papers.schedules_page import SchedulesPage
from ui.papers.template_page import TemplatePage
from ui.parts.printing import PrintOrder

PAGE, SCHEDULES = "papers.briefings", "papers.schedules"
TEMPLATES = "papers.templates"
_SLIPS, _SENT = 60, 23
_LABELS, _FIRST = 9, 5
_ASKED = "came"


def _page(studio: Studio) -> PapersPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    return studio.window.findChildren(PapersPage)[-1]


def asked(studio: Studio) -> QWidget | None:
    """A draft, one of its numbers chosen: how it was counted and the first of its rows."""
    page = _page(studio)
    page.show_figure(_ASKED)
    studio.settle(PAGE)
    return None


def signed(studio: Studio) -> QWidget | None:
    """A briefing that was signed and sent out."""
    page = _page(studio)
    for row in page.papers:
        if row.number is not None:
            page.open_paper(row.id)
    studio.settle(PAGE)
    return None


def daily(studio: Studio) -> QWidget | None:
    """Yesterday's report."""
    _kind(studio, "daily")
    return None


def monthly(studio: Studio) -> QWidget | None:
    """The analysis of a month."""
    _kind(studio, "monthly")
    return None


def _kind(studio: Studio, kind: str) -> None:
    page = _page(studio)
    page.show_kind(kind)
    studio.settle(PAGE)


def faulty(studio: Studio) -> QWidget | None:
    """A template with a name nobody knows: the line, the sentence, and how it looked before."""
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(TEMPLATES))
    studio.settle(TEMPLATES)
    page = studio.window.findChildren(TemplatePage)[-1]
    page.editor.setPlainText(
        page.editor.toPlainText().replace("受理事件{came}件", "受理{cane}件", 1)
    )
    page.look()
    studio.settle(TEMPLATES)
    return None


def assignment(studio: Studio) -> QWidget | None:
    """The template of the sheet by which a case goes to a unit."""
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(TEMPLATES))
    studio.settle(TEMPLATES)
    page = studio.window.findChildren(TemplatePage)[-1]
    page.show_kind("assignment")
    studio.settle(TEMPLATES)
    return None


def timing(studio: Studio) -> QWidget | None:
    """What the weekly briefing that is drawn by itself says."""
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(SCHEDULES))
    studio.settle(SCHEDULES)
    page = studio.window.findChildren(SchedulesPage)[-1]
    page.edit()
    studio.settle(SCHEDULES)
    return page.findChildren(ScheduleDialog)[-1]


def printing(studio: Studio) -> QWidget | None:
    """A batch of slips, some of which have gone to the printer."""
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    desk = studio.window.desk.desk
    with desk.parts.database.reading() as session:
        now = desk.parts.clock.now()
        rows = queue_page(session, desk.actor, QueueView.ALL_OPEN, now=now, size=_SLIPS).rows
    slips = tuple(Slip(row.id, f"{short(row.number or '')}  {row.title}") for row in rows)
    dialog = SlipRunDialog(desk, SlipJob(slips, PrintOrder("大厅打印机"), _SENT), studio.window)
    dialog.show()
    return dialog


def labels(studio: Studio) -> QWidget | None:
    """Labels of some cases, on a sheet of which a few are used up."""
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    dialog = LabelsDialog(studio.window.desk.desk, _LABELS, studio.window)
    dialog.first.setText(str(_FIRST))
    dialog.first.textEdited.emit(str(_FIRST))
    dialog.open()
    return dialog
