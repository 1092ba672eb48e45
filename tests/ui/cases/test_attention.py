"""Today for directors, supervisors and leaders; and warnings, told once by the bell."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from shiboken6 import delete

from app.accounts.rules import Role, rights_of
from app.cases.actions.pausing import Pausing
from app.cases.actions.requests import ask_pause
from app.cases.chores import warn
from app.cases.queries.attention import Matter
from app.cases.queries.figures import VIEWS
from app.cases.queries.queue import QueueView
from app.cases.rules import Level
from app.cases.work_states import RequestKind
from app.core.actor import Actor, Grant
from app.core.ids import new_id
from tests.factories.centre import STREET
from tests.ui.cases.panels import held
from ui.cases import SLICE
from ui.cases.today.area import AreaTile, LateUnitsCard
from ui.cases.today.attention import AttentionCard
from ui.cases.warning_bell import WarningBell
from ui.core.notices import NoticeKind
from ui.core.slices import TodayPlace
from ui.core.targets import CaseWanted, PageWanted, QueueWanted
from ui.shell.offer import Offer


@pytest.fixture
def leader(embedded_centre):
    grant = Grant(Role.LEADER, rights_of(Role.LEADER), region=STREET)
    embedded_centre.people["leader"] = Actor(new_id(), "江正", "窗口1", (grant,))


@pytest.fixture
def card_of(embedded_centre, sit, show, settle):
    """Show a card at somebody's desk."""

    def shown(build, role):
        seat = sit(embedded_centre, role)
        card = show(build(seat.desk))
        settle(seat)
        return seat, card

    return shown


@pytest.fixture
def bell_of(embedded_centre, sit, qtbot):
    """Let somebody sit down and hear what they were not told yet."""

    def listening(role="handler", seat=None):
        seat = seat or sit(embedded_centre, role)
        owners.append(QObject())
        bell = WarningBell(seat.desk, owners[-1])
        bell.ask()
        qtbot.waitUntil(seat.settled)
        return seat, bell

    owners = []
    yield listening
    for owner in owners:
        delete(owner)


def ask(centre, case_id):
    order = Pausing(case_id, centre.version(case_id), RequestKind.EXTENDED, "等料", amount=2.0)
    centre.do("handler", ask_pause, order)


def read_out(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if not each.isHidden())


def assigned(centre, **given):
    case_id = centre.register(category="E01-004", **given)
    centre.assign(case_id)
    return case_id


def let_warn(centre, clock, case_id, *, late=False):
    sign = centre.card(case_id).clocks.sign
    clock.set(sign.due_at + timedelta(minutes=1) if late else sign.warn_at)
    warn(centre.database)


def news(seat):
    return [notice for notice in seat.told if notice.kind is NoticeKind.NEWS]


# -- Today --------------------------------------------------------------------------------------


def test_the_director_reads_how_many_wait_and_is_led_there(embedded_centre, card_of, qtbot):
    seat, card = card_of(AttentionCard, "director")
    assert "没有等您审批" in read_out(card)

    ask(embedded_centre, held(embedded_centre))
    qtbot.waitUntil(lambda: bool(card.lines.rows))
    qtbot.waitUntil(seat.settled)

    line = card.lines.rows[0]
    assert (line.line.key, line.line.title) == (Matter.APPROVALS, "1 件等您审批")
    line.button.click()
    assert seat.sent_to == [PageWanted("cases.approvals")]


def test_a_leader_sees_figures_and_no_case(leader, embedded_centre, clock, card_of):
    centre = embedded_centre
    centre.assign(centre.register(category="C01-003", level=Level.URGENT, title="李家的事"))
    clock.advance(timedelta(days=1))
    actor = centre.actor("leader")
    offered = Offer((SLICE,), actor)

    seat, card = card_of(LateUnitsCard, "leader")
    _, tile = card_of(lambda desk: AreaTile(desk, QueueView.OVERDUE), "leader")

    # Whoever may not read cases is told no title there.
    counted = {"cases.rates", "cases.exclusions", "cases.powers"}
    assert {room.page.key for room in offered.pages()} == counted
    figures = {part.key for part in offered.today(TodayPlace.FIGURE)}
    assert figures == {f"cases.area.{view}" for view in VIEWS}
    assert [part.key for part in offered.today(TodayPlace.MAIN)] == ["cases.late_units.main"]
    assert "市政养护站超时最多：1 件" in read_out(card)
    assert "李家" not in read_out(card)
    assert tile.accessibleName().startswith("已超时 1，")
    assert seat.sent_to == []


def test_who_reads_cases_sees_the_lists_in_place_of_the_bare_figures(embedded_centre):
    offered = Offer((SLICE,), embedded_centre.actor("director"))

    keys = [part.key for part in offered.today(TodayPlace.FIGURE)]

    assert keys[0] == "cases.mine"
    assert not any(key.startswith("cases.area") for key in keys)
    assert "cases.late_units" in [part.key for part in offered.today(TodayPlace.MAIN)]


# -- the bell -----------------------------------------------------------------------------------


def test_a_warning_is_told_once_with_the_case_behind_it(embedded_centre, clock, bell_of):
    case_id = assigned(embedded_centre, title="垃圾成堆")
    let_warn(embedded_centre, clock, case_id)

    seat, _ = bell_of()

    assert news(seat)[0].text.startswith("“垃圾成堆”快到签收时限：")
    news(seat)[0].act.run()
    assert seat.sent_to == [CaseWanted(case_id)]
    bell_of(seat=seat)
    assert len(news(seat)) == 1


def test_a_night_is_told_in_one_sentence(embedded_centre, clock, bell_of):
    first = assigned(embedded_centre)
    assigned(embedded_centre)
    let_warn(embedded_centre, clock, first, late=True)
    later = [assigned(embedded_centre) for _ in range(3)]
    let_warn(embedded_centre, clock, later[0])

    seat, _ = bell_of()

    assert [notice.text for notice in news(seat)] == ["3 件将超时，2 件已超时"]
    news(seat)[0].act.run()
    assert seat.sent_to == [QueueWanted(QueueView.OVERDUE)]


def test_a_warning_that_comes_while_one_sits_there_is_heard(embedded_centre, clock, bell_of, qtbot):
    case_id = assigned(embedded_centre)
    seat, _ = bell_of()
    assert news(seat) == []

    let_warn(embedded_centre, clock, case_id)

    qtbot.waitUntil(lambda: len(news(seat)) == 1)
    qtbot.waitUntil(seat.settled)


def test_what_concerns_others_is_not_told(embedded_centre, clock, bell_of):
    let_warn(embedded_centre, clock, assigned(embedded_centre))

    seat, _ = bell_of("rival")

    assert news(seat) == []
