"""Two people correct one case: field by field it is said who changed what, and nothing is lost."""

import pytest
from PySide6.QtCore import Qt

from app.cases.actions.putting_right import Amendment, amend_case
from app.cases.queries.card import case_card
from app.cases.rules import EventKind, Level, MatterClass
from app.core.ids import new_id
from app.core.merging import Pick
from ui.core.merge_dialog import MergeDialog


def amend(centre, case_id, *, category="C01-003", level=Level.NORMAL, matter=MatterClass.MINOR):
    order = Amendment(case_id, centre.version(case_id), category, level, matter, "别人查明的")
    with centre.database.writing(centre.actor("director")) as uow:
        amend_case(uow, order, command_key=new_id())


def card_of(centre, case_id):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor("director"), case_id, now=now)


@pytest.fixture
def amending(embedded_centre, dialog_of, qtbot):
    """Open the dialog that corrects a case, and wait until it knows the kinds."""
    case_id = embedded_centre.register(category="C01-003")
    amend(embedded_centre, case_id)
    seat, panel, dialog = dialog_of(case_id, EventKind.AMENDED, "dispatcher")
    qtbot.waitUntil(lambda: dialog.kind.value() == "C01-003")
    dialog.note.setPlainText("我到现场看过")
    return case_id, seat, panel, dialog


def view_of(dialog, qtbot):
    qtbot.waitUntil(lambda: any(v.isVisible() for v in dialog.findChildren(MergeDialog)))
    return next(v for v in dialog.findChildren(MergeDialog) if v.isVisible())


def test_what_only_one_side_changed_is_kept_from_both(amending, embedded_centre, qtbot):
    case_id, _, _, dialog = amending
    dialog.urgency.matter.set_value(MatterClass.MAJOR.value)
    amend(embedded_centre, case_id, level=Level.URGENT)
    dialog.save()
    view = view_of(dialog, qtbot)

    view.save()

    qtbot.waitUntil(lambda: card_of(embedded_centre, case_id).matter_class is MatterClass.MAJOR)
    assert card_of(embedded_centre, case_id).level is Level.URGENT


def test_what_both_changed_waits_for_a_choice_by_key(amending, embedded_centre, qtbot):
    case_id, _, _, dialog = amending
    dialog.urgency.level.set_value(Level.URGENT.value)
    dialog.urgency.matter.set_value(MatterClass.MAJOR.value)
    amend(embedded_centre, case_id, matter=MatterClass.URGENT)
    dialog.save()
    view = view_of(dialog, qtbot)
    view.save()
    assert view.isVisible()
    assert view.waiting() == ("matter",)

    qtbot.keyClick(view.picks["matter"], Qt.Key.Key_2)
    view.save()

    qtbot.waitUntil(lambda: card_of(embedded_centre, case_id).level is Level.URGENT)
    assert card_of(embedded_centre, case_id).matter_class is MatterClass.URGENT


def test_the_view_says_who_saved_and_when(amending, embedded_centre, qtbot):
    case_id, _, _, dialog = amending
    amend(embedded_centre, case_id, level=Level.URGENT)
    dialog.save()
    view = view_of(dialog, qtbot)

    name = embedded_centre.actor("director").name
    assert f"{name}在 14:05 保存了" in view.lead.text()
    view.reject()
    dialog.reject()


def test_going_back_keeps_all_that_was_typed(amending, embedded_centre, qtbot):
    case_id, _, _, dialog = amending
    dialog.urgency.matter.set_value(MatterClass.MAJOR.value)
    amend(embedded_centre, case_id, level=Level.URGENT)
    dialog.save()

    view_of(dialog, qtbot).reject()

    assert dialog.isVisible()
    assert dialog.do_button.isEnabled()
    assert dialog.note.toPlainText() == "我到现场看过"
    assert dialog.urgency.matter.value() == MatterClass.MAJOR.value
    dialog.reject()


def test_another_change_while_the_view_is_open_opens_it_again(amending, embedded_centre, qtbot):
    case_id, _, _, dialog = amending
    dialog.urgency.matter.set_value(MatterClass.MAJOR.value)
    amend(embedded_centre, case_id, level=Level.URGENT)
    dialog.save()
    first = view_of(dialog, qtbot)
    amend(embedded_centre, case_id, level=Level.URGENT, matter=MatterClass.URGENT)

    first.save()

    qtbot.waitUntil(lambda: not first.isVisible())
    again = view_of(dialog, qtbot)
    assert again.waiting() == ("matter",)
    again.picks["matter"].set_value(Pick.MINE)
    again.save()
    qtbot.waitUntil(lambda: card_of(embedded_centre, case_id).matter_class is MatterClass.MAJOR)
