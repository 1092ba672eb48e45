"""Two windows of two programs on one database correct one case at the same time."""

from app.cases.rules import EventKind, Level, MatterClass
from app.core.merging import Pick
from tests.ui.cases.panels import open_dialog
from tests.ui.merging import pick, view_of
from ui.cases.case_panel import CasePanel
from ui.cases.dialogs.amending import AmendDialog


def test_both_see_each_other_and_nobodys_correction_is_lost(
    centre, second_desk, sit, show, settle, qtbot
):
    case_id = centre.register(category="C01-003")
    panels, forms = {}, {}
    for role, database in (("dispatcher", None), ("director", second_desk)):
        seat = sit(centre, role, database)
        panels[role] = panel = show(CasePanel(seat.desk))
        panel.show_case(case_id)
        qtbot.waitUntil(lambda: panel.card is not None)  # noqa: B023  waits here
        panel.actions_of.opened.connect(lambda form, role=role: forms.update({role: form}))
        panel.take(EventKind.AMENDED)
        qtbot.waitUntil(lambda: forms[role].kind.value() == "C01-003")  # noqa: B023
        settle(seat)
    for panel, other in ((panels["dispatcher"], "director"), (panels["director"], "dispatcher")):
        name = centre.actor(other).name
        qtbot.waitUntil(lambda: f"{name} 正在办理" in panel.in_hand.text)  # noqa: B023
    first, second = forms["dispatcher"], forms["director"]

    first.urgency.level.set_value(Level.URGENT.value)
    first.urgency.matter.set_value(MatterClass.MAJOR.value)
    first.note.setPlainText("电话里问清了")
    first.save()
    qtbot.waitUntil(lambda: panels["director"].card.level is Level.URGENT)
    second.urgency.matter.set_value(MatterClass.URGENT.value)
    second.note.setPlainText("现场看过")
    second.save()
    view = view_of(second, qtbot)
    assert open_dialog(AmendDialog) is second
    assert view.waiting() == ("matter",)
    pick(view, "matter", Pick.MINE)
    view.save()

    for panel in panels.values():
        qtbot.waitUntil(lambda: panel.card.matter_class is MatterClass.URGENT)  # noqa: B023
        assert panel.card.level is Level.URGENT
        qtbot.waitUntil(lambda: panel.in_hand.text == "")  # noqa: B023
