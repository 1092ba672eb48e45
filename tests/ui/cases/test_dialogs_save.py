"""Each dialog of a step saves through the real action, on both engines."""

from datetime import timedelta

import pytest

from app.cases.rules import (
    CaseState,
    DeclineReason,
    EventKind,
    Pause,
    ReturnReason,
)
from app.cases.work_states import RequestState
from tests.factories.centre import OTHER_STREET
from tests.ui.cases.asking import last
from tests.ui.cases.panels import held
from ui.core.segmented import Choice


def test_declining_keeps_reason_and_words(centre, at, ask, save):
    panel = at(centre.register(), "dispatcher")
    dialog = ask(panel, EventKind.DECLINED)
    dialog.reason.set_value(DeclineReason.LAWFUL_CHANNEL)
    dialog.note.setPlainText("已在法院立案，请按诉讼程序办理。")

    card = save(panel, dialog)

    assert card.state is CaseState.DECLINED
    assert last(card).facts["reason"] == "lawful_channel"
    assert "走诉讼" in panel.body.timeline.accessibleName()


def test_returning_goes_back_to_the_dispatcher_with_its_basis(centre, at, ask, save):
    panel = at(held(centre), "handler")
    dialog = ask(panel, EventKind.RETURNED)
    dialog.reason.set_value(ReturnReason.UNCLEAR_OWNER)
    dialog.basis.setPlainText("井盖属供水公司，见 2025 年确权表。")

    card = save(panel, dialog)

    assert (card.state, card.unit, card.returned_count) == (CaseState.REGISTERED, "", 1)
    assert "权属不清。井盖属供水公司" in panel.body.timeline.accessibleName()


@pytest.mark.parametrize("role", ["director", "handler"])
def test_suspending_is_ordered_by_the_director_and_asked_for_by_the_handler(
    centre, at, ask, save, role
):
    panel = at(held(centre), role)
    dialog = ask(panel, EventKind.SUSPENDED)
    dialog.reason.setPlainText("等配件")
    dialog.until.tick.setChecked(True)

    card = save(panel, dialog)

    if role == "director":
        assert (card.pause, card.pause_reason) == (Pause.SUSPENDED, "等配件")
        assert card.resume_at is not None
    else:
        (request,) = card.requests
        assert (card.pause, request.state, request.reason) == (
            None,
            RequestState.PENDING,
            "等配件",
        )
        assert panel.seat.sentences[-1] == "1124-0001 已申请挂起，等主任批"


def test_extending_shows_the_new_due_time_before_it_is_saved(centre, at, ask, save, qtbot):
    panel = at(held(centre), "director")
    due = panel.card.clocks.handle.due_at
    dialog = ask(panel, EventKind.EXTENDED)
    dialog.amount.setText("2")
    qtbot.waitUntil(lambda: "→" in dialog.teller.text)
    promised = dialog.teller.text
    dialog.reason.setPlainText("要等管网图")

    card = save(panel, dialog)

    assert card.clocks.handle.due_at == due + timedelta(hours=2)
    assert "14:05" not in promised
    assert "18:05" in promised


def test_carrying_over_and_going_on(centre, at, ask, save):
    panel = at(held(centre), "director")
    dialog = ask(panel, EventKind.CARRIED_OVER)
    dialog.reason.setPlainText("等明年排水改造")
    assert save(panel, dialog).pause is Pause.CARRIED_OVER
    dialog = ask(panel, EventKind.RESUMED)
    dialog.note.setPlainText("改造提前开工")

    assert save(panel, dialog).pause is None


def test_a_matter_is_tabled_and_given_back(centre, at, ask, save):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.TABLED)
    dialog.note.setPlainText("请大工委议定养护责任")
    assert save(panel, dialog).pause is Pause.TABLED
    dialog = ask(panel, EventKind.GIVEN_BACK)
    dialog.note.setPlainText("由市政养护站牵头")

    assert save(panel, dialog).pause is None


def test_escalating_offers_the_tiers_above(centre, at, ask, save):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.ESCALATED)
    assert [dialog.tier.itemText(at_) for at_ in range(dialog.tier.count())] == [
        "试验区",
        "试验市",
        "试验省",
    ]
    dialog.note.setPlainText("街道没有处置权")

    card = save(panel, dialog)

    assert (card.state, card.desk_region) == (CaseState.REGISTERED, "990102")
    assert "处置" in " ".join(panel.body._facts.texts()) or card.desk_name == "试验区"


def test_handing_over_to_another_street(centre, at, ask, save, qtbot):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.HANDED_OVER)
    dialog.region.set_choice(Choice(OTHER_STREET, "东湖街道"))
    dialog.note.setPlainText("井在东湖街道一侧")

    card = save(panel, dialog)

    assert (card.desk_region, card.unit) == (OTHER_STREET, "")
    assert "韩立群 → 东湖街道" in panel.body.timeline.accessibleName()


def test_another_person_of_the_unit_takes_over(centre, at, ask, save):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.REHANDLED)
    person = centre.actor("handler").person_id
    dialog.person.set_choice(Choice(person, "高海燕"))

    assert last(save(panel, dialog)).facts["handler"] == "高海燕"


def test_amending_the_kind_shows_old_and_new_due_time(centre, at, ask, save, qtbot):
    panel = at(held(centre), "dispatcher")
    dialog = ask(panel, EventKind.AMENDED)
    qtbot.waitUntil(lambda: dialog.kind.value() == "C01-003")
    dialog.kind.set_choice(Choice("E01-001", "私搭乱建"))
    dialog._edited()
    qtbot.waitUntil(lambda: "→" in dialog.teller.text)
    dialog.note.setPlainText("现场看是违建")

    card = save(panel, dialog)

    assert card.category_code == "E01-001"
    assert last(card).facts["old_due"]
