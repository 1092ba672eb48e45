"""Panels of cases at the desks of the test centre, and short ways to read them."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from app.cases.actions.pausing import Pausing, order_pause
from app.cases.queries.card import case_card
from app.cases.rules import CaseState
from app.cases.work_states import RequestKind
from app.core.ids import new_id
from ui.cases.case_panel import CasePanel
from ui.core.dialogs import ConsequenceDialog
from ui.core.timeline import Timeline


@pytest.fixture
def panel_of(embedded_centre, sit, show, qtbot):
    """Open the panel of a case as somebody sees it."""

    def opened(case_id, role: str = "dispatcher"):
        seat = sit(embedded_centre, role)
        panel = show(CasePanel(seat.desk))
        panel.show_case(case_id)
        qtbot.waitUntil(lambda: panel.card is not None)
        qtbot.waitUntil(seat.settled)
        return seat, panel

    return opened


def said(widget) -> str:
    visible = [one for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    labels = [one.text().replace("&nbsp;", " ") for one in visible]  # keeps figures on one line
    return " ".join([*labels, *(one.accessibleName() for one in widget.findChildren(Timeline))])


def open_dialog(kind=ConsequenceDialog):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def state(centre, case_id) -> CaseState:
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor("director"), case_id, now=now).state


def held(centre, **given):
    """A case that lies with the municipal unit, signed for."""
    case_id = centre.register(**given)
    centre.assign(case_id)
    centre.sign_for(case_id)
    return case_id


@pytest.fixture
def dialog_of(panel_of):
    """Open the dialog of a step."""

    def opened(case_id, step, role):
        seat, panel = panel_of(case_id, role)
        found = []
        panel.actions_of.opened.connect(found.append)
        panel.take(step)
        return seat, panel, found[0]

    return opened


@pytest.fixture
def pause(embedded_centre):
    """Suspend a case as the director."""
    return lambda case_id, **given: suspend(embedded_centre, case_id, **given)


def suspend(centre, case_id, *, reason="等配件", until=None) -> None:
    order = Pausing(
        case_id, centre.version(case_id), RequestKind.SUSPENDED, reason=reason, until=until
    )
    with centre.database.writing(centre.actor("director")) as uow:
        order_pause(uow, order, command_key=new_id())
