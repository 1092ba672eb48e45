"""The ledger of a case in the database: for whom, at which moment, by which versions."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.cases.actions.after_finishing import reopen_case
from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.intake import Intake, receive_case
from app.cases.actions.pausing import Pausing, order_pause, resume_case
from app.cases.actions.putting_right import reverse_step
from app.cases.clock import ClockMark, ClockNotStarted, ClockState
from app.cases.clock_ledger import ledger
from app.cases.clock_strip import MarkKind
from app.cases.clock_words import ledger_words
from app.cases.ledger_words import ClockName
from app.cases.queries.ledger import (
    CaseLedger,
    LedgerWish,
    MomentAhead,
    NoClockYet,
    NotAssignedYet,
    case_ledger,
)
from app.cases.rules import Source
from app.cases.work_states import RequestKind
from app.core import words
from app.core.calendar_store import CalendarVersion, calendar_of
from app.core.errors import NotFound
from app.core.ids import new_id
from tests.factories.centre import GRID


@pytest.fixture
def told(centre):
    """Read the ledger of a case as somebody."""

    def read(case_id, actor="dispatcher", **given) -> CaseLedger:
        given = {"now": centre.database.clock.now(), **given}
        with centre.database.reading() as session:
            return case_ledger(session, centre.actor(actor), case_id, **given)

    return read


def lines(read: CaseLedger) -> list[str]:
    return [str(row.line) for row in read.rows]


def handed_on(centre, clock) -> UUID:
    """Registered at 14:05, assigned 14:13, signed 14:22, handed on 14:40 and signed 14:50."""
    case_id = centre.register(title="井盖不见了")
    clock.advance(timedelta(minutes=8))
    centre.assign(case_id)
    clock.advance(timedelta(minutes=9))
    centre.sign_for(case_id)
    clock.advance(timedelta(minutes=18))
    order = Assignment(case_id, centre.version(case_id), centre.units["water"])
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        assign_case(uow, order, command_key=new_id())
    clock.advance(timedelta(minutes=10))
    return case_id


def test_a_ledger_says_the_same_as_the_function_it_shows(centre, clock, told):
    case_id = handed_on(centre, clock)

    read = told(case_id)

    with centre.database.reading() as session:
        calendar = calendar_of(session, read.clocks.calendar_number)
    segments = ledger(read.limit, read.clocks.handle_events, calendar, clock.now())
    assert tuple(row.line for row in read.rows) == ledger_words(segments)
    assert read.totals.counted_s == read.verdict.used_s == 45 * 60
    assert read.totals.counted_s + read.totals.left_s == read.totals.limit_s
    assert sum(held.seconds for held in read.holds) == read.verdict.used_s


def test_who_had_it_for_how_long_stands_in_order_of_the_hands(centre, clock, told):
    read = told(handed_on(centre, clock))

    assert [held.words for held in read.holds] == [
        "分流 8 分，占 18%",
        "市政养护站 27 分，占 60%",
        "供水公司 10 分，占 22%",
    ]
    assert [held.present for held in read.holds] == [False, False, True]
    assert "其中供水公司用了 10 分钟" in read.aloud


def test_the_signing_clock_has_a_ledger_of_its_own(centre, clock, told):
    case_id = handed_on(centre, clock)

    read = told(case_id, clock="sign")

    assert read.clock is ClockName.SIGN
    assert read.verdict.used_s == 10 * 60
    assert lines(read)[0].startswith("11-24 14:40 – 14:50 计 10 分，累计 10 分。")
    assert str(read.headline).startswith("签收还剩 110 分，2026-11-24 16:40 到期")


def test_a_past_moment_sees_nothing_of_what_came_after_it(centre, clock, told):
    start = clock.now()
    case_id = handed_on(centre, clock)

    then = told(case_id, now=start + timedelta(minutes=20))

    assert then.as_of == start + timedelta(minutes=20)
    assert [held.holder for held in then.holds] == ["分流", "市政养护站"]
    assert then.clocks.sign.state is ClockState.ENDED
    assert then.clocks.sign.used_s == 9 * 60
    assert "供水公司" not in then.text()
    assert lines(then)[0].startswith("11-24 14:05 – 14:25 计 20 分")


def test_what_was_told_at_a_moment_is_told_of_it_for_ever(centre, clock, told):
    case_id = centre.register()
    clock.advance(timedelta(minutes=8))
    centre.assign(case_id)
    clock.advance(timedelta(minutes=3))
    moment, then = clock.now(), {which: told(case_id, clock=which) for which in ClockName}

    clock.advance(timedelta(days=3))
    centre.sign_for(case_id)
    centre.finish(case_id)

    for which in ClockName:
        again = told(case_id, now=moment, clock=which)
        assert again.text() == then[which].text()
        assert again.strip == then[which].strip
        assert again.clocks.handle == then[which].clocks.handle


def test_a_moment_before_the_start_gives_one_clear_sentence(centre, told):
    case_id = centre.register()
    before = centre.database.clock.now() - timedelta(minutes=1)

    with pytest.raises(ClockNotStarted) as refusal:
        told(case_id, now=before)

    assert words.sentence(refusal.value) == "那个时刻还没有开始计时。请选受理之后的时间。"


def test_a_desk_a_moment_behind_sees_the_clock_just_started(centre, told):
    case_id = centre.register()
    centre.assign(case_id)

    read = told(case_id, now=centre.database.clock.now() - timedelta(seconds=2))

    assert read.verdict.used_s == 0
    assert read.clocks.sign is not None


def test_the_signing_clock_of_a_moment_before_the_assignment_is_refused(centre, clock, told):
    start = clock.now()
    case_id = handed_on(centre, clock)

    with pytest.raises(NotAssignedYet):
        told(case_id, now=start + timedelta(minutes=1), clock="sign")


def test_a_message_nobody_accepted_has_no_ledger_and_says_so(centre, clock, told):
    intake = Intake("路灯不亮", Source.KIOSK, GRID)
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        pepper = centre.database.state.pepper
        case_id = receive_case(uow, intake, pepper, received_at=clock.now(), command_key=new_id())

    with pytest.raises(NoClockYet):
        told(case_id)


@pytest.mark.parametrize("actor", ["stranger", "rival"])
def test_a_case_out_of_scope_has_no_ledger(centre, told, actor):
    case_id = centre.register()

    with pytest.raises(NotFound):
        told(case_id, actor)


def test_a_case_that_is_not_there_has_no_ledger(told):
    with pytest.raises(NotFound):
        told(new_id())


def test_it_names_the_versions_it_was_counted_by_whatever_was_published_since(centre, clock, told):
    case_id = centre.register()
    with centre.database.writing(centre.actor("administrator")) as uow:
        first = uow.session.get_one(CalendarVersion, 1)
        again = CalendarVersion(
            number=2, published_at=clock.now(), author="叶建平", note="改作息", body=first.body
        )
        uow.session.add(again)

    read = told(case_id)

    assert (read.versions.limits.number, read.versions.calendar.number) == (1, 1)
    assert read.season == "冬季作息"
    assert read.version_words[:2] == (
        "按第 1 版时限表（2026-11-24）",
        "按第 1 版（2026-11-24）工作日历",
    )


def test_an_overdue_case_says_so_in_headline_totals_and_lines(centre, clock, told):
    case_id = centre.register()
    clock.advance(timedelta(days=60))

    read = told(case_id)

    assert read.verdict.mark is ClockMark.OVER
    assert "已超" in str(read.headline)
    assert read.totals.over_s == -read.verdict.left_s
    assert sum(s.seconds for s, row in zip(read.segments, read.rows, strict=True) if row.late) == (
        read.totals.over_s
    )


def test_a_finished_case_keeps_its_ledger_and_nothing_is_left(centre, clock, told):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    clock.advance(timedelta(minutes=30))
    centre.finish(case_id)
    clock.advance(timedelta(days=9))

    read = told(case_id)

    assert str(read.headline) == "办理用 30 分，没有超时"
    assert read.totals.left_s == 0
    assert read.rows[-1].line.why.endswith("计到办结为止。")


def test_a_ledger_asks_the_database_a_few_times(centre, clock, told):
    case_id = handed_on(centre, clock)
    asked = []
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    engine = centre.database.engine
    sa.event.listen(engine, "before_cursor_execute", listener)
    try:
        told(case_id)
    finally:
        sa.event.remove(engine, "before_cursor_execute", listener)

    assert len(asked) <= 14


def test_a_wish_for_a_moment_to_come_is_refused(clock):
    wish = LedgerWish(new_id(), at=clock.now() + timedelta(minutes=1))

    with pytest.raises(MomentAhead):
        wish.moment(clock.now())


@pytest.mark.parametrize("clock_name", ["sign", "handle"])
def test_a_wish_survives_being_a_key(clock_name, clock):
    wish = LedgerWish(new_id(), ClockName(clock_name), clock.now())

    assert LedgerWish.read(str(wish)) == wish
    assert LedgerWish.read(str(wish.case_id)) == LedgerWish(wish.case_id)


@pytest.mark.parametrize(
    "key", ["", "x", "x handle", f"{UUID(int=1)} third", f"{UUID(int=1)} sign 8"]
)
def test_a_key_that_is_none_finds_nothing(key):
    with pytest.raises(NotFound):
        LedgerWish.read(key)


def directed(centre, action, *arguments) -> None:
    """Let the director do something."""
    with centre.database.writing(centre.actor("director")) as uow:
        action(uow, *arguments, command_key=new_id())


def paused(centre, case_id, kind, **more) -> Pausing:
    return Pausing(case_id, centre.version(case_id), kind, "等配件", **more)


def test_pauses_extensions_and_a_new_beginning_stand_in_it(centre, clock, told):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    clock.advance(timedelta(minutes=10))
    directed(centre, order_pause, paused(centre, case_id, RequestKind.SUSPENDED))
    clock.advance(timedelta(minutes=20))
    directed(centre, resume_case, case_id, centre.version(case_id), "配件到了")
    clock.advance(timedelta(minutes=5))
    directed(centre, order_pause, paused(centre, case_id, RequestKind.EXTENDED, amount=1.0))
    clock.advance(timedelta(minutes=5))
    before = clock.now()
    clock.advance(timedelta(minutes=1))
    centre.finish(case_id)
    clock.advance(timedelta(minutes=30))
    directed(centre, reopen_case, case_id, centre.version(case_id), "没有解决")
    clock.advance(timedelta(minutes=2))

    then, now = told(case_id, now=before), told(case_id)

    assert then.totals.counted_s == 20 * 60
    assert then.totals.stopped_s == 20 * 60
    assert "停表 1 次" in then.summary
    assert "延期后共" in then.summary
    assert [mark.kind for day in then.strip.days for mark in day.marks][:7] == [
        MarkKind.STARTED,
        MarkKind.HANDED,
        MarkKind.SIGNED,
        MarkKind.STOPPED,
        MarkKind.RESUMED,
        MarkKind.EXTENDED,
        MarkKind.NOW,
    ]
    assert "重办起算。" in now.rows[0].line.why
    assert now.totals.counted_s == 2 * 60


def test_a_step_that_was_put_right_is_not_told(centre, clock, told):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    clock.advance(timedelta(minutes=2))
    directed(centre, order_pause, paused(centre, case_id, RequestKind.SUSPENDED))
    directed(centre, reverse_step, case_id, centre.version(case_id), "点错了")

    assert "挂起" not in told(case_id).text()
