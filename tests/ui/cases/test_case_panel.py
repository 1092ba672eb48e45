"""The panel of a case: what it says, and what it offers to whom."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from app.cases.rules import CaseState, EventKind, Source
from app.core.errors import DatabaseUnreachable
from tests.ui.cases.panels import held, said
from ui.cases.case_panel import CasePanel
from ui.cases.quote import Quote
from ui.cases.step_dialog import StepDialog
from ui.core.facts import FactGrid


def test_it_tells_source_place_holder_and_first_receiver(embedded_centre, panel_of):
    case_id = held(
        embedded_centre,
        source=Source.HOTLINE_12345,
        external_number="6120261124000871",
        place="滨河路 36 号",
    )

    _, panel = panel_of(case_id)

    told = said(panel)
    for part in ("12345", "6120261124000871", "滨河路 36 号", "南塘第二网格", "市政养护站·高海燕"):
        assert part in told
    assert "负责到底" in told
    assert "20261124 990102004 0001" in told


def test_what_else_the_source_told_is_shown_as_told_and_long_logs_by_their_end(
    embedded_centre, panel_of
):
    steps = [f"2026-11-0{day} 09:00 第{day}步" for day in range(1, 8)]
    extra = {"对方的办理经过": steps, "对方的状态": "Closed", "对方的结果": ""}
    case_id = embedded_centre.register(extra=extra)

    _, panel = panel_of(case_id)

    told = " ".join(panel.findChild(FactGrid).texts())
    assert "来源另告 对方的状态：Closed" in told
    assert "对方的办理经过：2026-11-03 09:00 第3步 此前还有 2 步" in told
    assert "第7步" in told
    assert "第2步" not in told
    assert "对方的结果" not in told


def test_each_step_stands_in_the_story_newest_first(embedded_centre, panel_of, clock):
    case_id = embedded_centre.register()
    clock.advance(timedelta(minutes=8))
    embedded_centre.assign(case_id)
    clock.advance(timedelta(minutes=9))
    embedded_centre.sign_for(case_id)

    _, panel = panel_of(case_id)

    lines = panel.body.timeline.accessibleName().splitlines()
    assert lines == [
        "14:22·刚刚 签收 市政养护站 高海燕 已处理",
        "14:13·9 分钟前 分流 韩立群 → 市政养护站",
        "14:05·17 分钟前 受理 周敏",
    ]


def test_a_case_nobody_may_see_says_so_instead_of_showing_it(embedded_centre, sit, show, qtbot):
    case_id = embedded_centre.register()
    seat = sit(embedded_centre, "stranger")
    panel = show(CasePanel(seat.desk))

    panel.show_case(case_id)

    qtbot.waitUntil(lambda: "没能读出这件事" in said(panel))
    assert panel.card is None


def test_nothing_is_cut_off_at_the_smallest_width(embedded_centre, panel_of, clock, qtbot):
    case_id = held(
        embedded_centre,
        category="E01-001",
        source=Source.HOTLINE_12345,
        external_number="6" * 64,
        place="滨河路 36 号门口往东二百米路北侧公交站台后面的绿化带里",
    )
    clock.advance(timedelta(days=40))
    _, panel = panel_of(case_id)
    panel.fit(wide=False)

    panel.resize(360, 620)

    scroll = panel.findChild(QScrollArea)
    qtbot.waitUntil(lambda: scroll.viewport().width() < 360)
    assert panel.body.width() == scroll.viewport().width()


def test_the_words_of_the_citizen_open_on_demand(embedded_centre, panel_of, qtbot):
    long = "楼下烧烤店每天营业到凌晨两点，油烟和噪音让老人孩子没法休息。" * 4
    _, panel = panel_of(embedded_centre.register(text=long))
    quote = panel.body.findChild(Quote)
    assert quote.shown == ""

    qtbot.mouseClick(quote.button, Qt.MouseButton.LeftButton)

    assert quote.shown == long


def test_what_was_read_stays_while_the_server_does_not_answer(
    embedded_centre, panel_of, qtbot, monkeypatch
):
    seat, panel = panel_of(embedded_centre.register(text="井盖缺失"))

    def unreachable(*_):
        raise DatabaseUnreachable(where="server")

    monkeypatch.setattr("ui.cases.case_panel.read_panel", unreachable)
    panel.reload()
    qtbot.waitUntil(seat.settled)

    assert "井盖缺失" in said(panel)
    assert panel.bar.isVisible()


def test_the_likely_next_step_comes_first_and_only_to_those_who_may(embedded_centre, panel_of):
    fresh, assigned = embedded_centre.register(), embedded_centre.register()
    embedded_centre.assign(assigned)
    offered = {}
    for role, case_id in (("dispatcher", fresh), ("handler", assigned), ("receptionist", fresh)):
        _, panel = panel_of(case_id, role)
        offered[role] = [button.text() for button in panel.bar.buttons.values()]

    assert offered == {"dispatcher": ["分流"], "handler": ["签收", "退回"], "receptionist": []}


def test_who_has_no_step_to_take_is_told_what_is_waited_for(embedded_centre, panel_of):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)

    _, panel = panel_of(case_id, "receptionist")

    assert panel.bar.says == "等市政养护站签收"


def test_the_menu_says_why_a_step_cannot_be_taken(embedded_centre, panel_of):
    case_id = embedded_centre.register()

    _, panel = panel_of(case_id, "receptionist")

    entries = {entry.title: entry.why_not for entry in panel.menu_entries(case_id)}
    assert entries["分流"] == "您没有这项权限"
    assert entries["打印回执"] == ""


def test_one_key_signs_for_a_case(embedded_centre, panel_of, qtbot):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)
    seat, panel = panel_of(case_id, "handler")

    panel.take_key("S")
    panel.take_key("S")

    qtbot.waitUntil(lambda: panel.card.state is CaseState.SIGNED_FOR)
    qtbot.waitUntil(seat.settled)
    assert seat.sentences == ["1124-0001 已签收"]


def test_a_step_asked_for_at_once_starts_from_the_step_before_it(embedded_centre, dialog_of, qtbot):
    case_id = held(embedded_centre)
    _, panel, first = dialog_of(case_id, EventKind.PROGRESSED, "handler")
    forms: list[StepDialog] = []
    panel.actions_of.opened.connect(forms.append)
    first.note.setPlainText("已到现场。")
    first.saved.connect(lambda _: panel.take_key("F"))
    first.save()
    qtbot.waitUntil(lambda: len(forms) == 1)

    forms[0].note.setPlainText("井盖已换。")
    forms[0].save()

    qtbot.waitUntil(lambda: panel.card.state is CaseState.FINISHED)


def test_a_key_meant_for_a_case_that_was_left_is_forgotten(embedded_centre, panel_of, qtbot):
    left, shown = held(embedded_centre), held(embedded_centre)
    seat, panel = panel_of(left, "handler")
    forms: list[StepDialog] = []
    panel.actions_of.opened.connect(forms.append)
    panel.reload()
    panel.take_key("F")
    panel.show_case(shown)

    qtbot.waitUntil(lambda: panel.card.id == shown)
    qtbot.waitUntil(seat.settled)
    assert forms == []
    assert seat.sentences == []


def test_a_key_that_does_not_fit_the_state_says_why(embedded_centre, panel_of):
    seat, panel = panel_of(embedded_centre.register(), "dispatcher")

    panel.take_key("F")

    assert seat.sentences == ["“待分流”的事件现在不能由您办结。"]


def test_signing_what_somebody_else_signed_for_shows_the_new_state(
    embedded_centre, panel_of, qtbot
):
    case_id = embedded_centre.register()
    embedded_centre.assign(case_id)
    seat, panel = panel_of(case_id, "handler")
    stale = panel.card
    embedded_centre.sign_for(case_id)

    panel.actions_of.take(EventKind.SIGNED_FOR, stale)

    qtbot.waitUntil(lambda: any("刚被他人改过" in text for text in seat.sentences))
    qtbot.waitUntil(lambda: panel.card.state is CaseState.SIGNED_FOR)
