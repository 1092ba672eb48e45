"""Panels on either engine whose dialogs are opened, filled and saved."""

import pytest
from shiboken6 import isValid

from tests.ui.cases.panels import held
from ui.cases.case_panel import CasePanel


@pytest.fixture
def at(centre, sit, show, qtbot):
    """Open the panel of a case at somebody's desk."""

    def opened(case_id, role):
        seat = sit(centre, role)
        panel = show(CasePanel(seat.desk))
        panel.dialogs = []
        panel.actions_of.opened.connect(panel.dialogs.append)
        panel.show_case(case_id)
        qtbot.waitUntil(lambda: panel.card is not None)
        qtbot.waitUntil(seat.settled)
        panel.seat = seat
        return panel

    return opened


@pytest.fixture
def ask(qtbot):
    """Open the dialog of a step, wait until it has read what it needs."""

    def asked(panel, step, **given):
        panel.take(step, **given)
        qtbot.waitUntil(panel.seat.settled)
        return panel.dialogs[-1]

    return asked


@pytest.fixture
def save(qtbot):
    """Save a dialog and wait for the panel to show a newer case."""

    def saved(panel, dialog):
        before = panel.card  # a mark of who works on the case reads the same card anew
        dialog.save()
        qtbot.waitUntil(lambda: panel.card != before and gone(dialog))
        qtbot.waitUntil(panel.seat.settled)
        return panel.card

    return saved


def gone(dialog) -> bool:
    return not isValid(dialog) or not dialog.isVisible()


def last(card):
    return card.events[-1]


def finished(centre, **given):
    case_id = held(centre, **given)
    centre.finish(case_id)
    return case_id
