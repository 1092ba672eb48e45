"""Reminding (催办): who may, of what, how often; whom it reaches, and what it leaves alone."""

from datetime import timedelta

import pytest

from app.cases.actions.handle import Step, report_progress
from app.cases.actions.pausing import order_pause
from app.cases.actions.reminding import remind_case
from app.cases.actions.tasks import NewTask, give_task
from app.cases.queries.attention import Matter, read_attention
from app.cases.queries.reminders import reminders_for
from app.cases.reminding import NobodyToRemind, RemindedLately
from app.cases.rules import CaseState, EventKind, WhilePaused
from app.cases.story_words import who_words
from app.cases.work_states import RequestKind
from app.core.database import Uow
from app.core.errors import CommandKeyReused, NotAllowed, NotFound
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.core.words import sentence
from tests.factories.paths import at_work, finished, kinds, pausing


def told(centre, actor, since):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return reminders_for(session, centre.actor(actor), since, now)


def waiting(centre, actor):
    with centre.database.reading() as session:
        found = read_attention(session, centre.actor(actor), centre.database.clock.now())
    return next((each.count for each in found if each.matter is Matter.REMINDED), 0)


def test_a_reminder_reaches_whoever_has_the_case_and_moves_nothing_of_it(centre, clock):
    case_id = centre.register()
    centre.assign(case_id)
    before = centre.card(case_id)
    since = clock.now()
    clock.advance(timedelta(minutes=5))

    centre.do("dispatcher", remind_case, case_id, "反映人又来电询问。")

    after = centre.card(case_id)
    last = after.events[-1]
    assert (last.kind, who_words(last), last.note) == (
        EventKind.REMINDED,
        "韩立群 → 市政养护站",
        "反映人又来电询问。",
    )
    assert (after.state, after.version, after.clocks.sign.due_at) == (
        CaseState.ASSIGNED,
        before.version,
        before.clocks.sign.due_at,
    )
    assert [(row.person, row.note) for row in told(centre, "handler", since)] == [
        ("韩立群", "反映人又来电询问。")
    ]
    assert (told(centre, "rival", since), told(centre, "dispatcher", since)) == ((), ())
    assert (waiting(centre, "handler"), waiting(centre, "rival")) == (1, 0)


def test_whoever_answers_a_reminder_is_not_reminded_any_more(centre, clock):
    case_id = at_work(centre)
    since = clock.now()
    clock.advance(timedelta(minutes=5))
    centre.do("director", remind_case, case_id)
    waited = waiting(centre, "handler")

    clock.advance(timedelta(minutes=5))
    note = Step(case_id, centre.version(case_id), "已到现场")
    centre.do("handler", report_progress, note)

    assert (waited, waiting(centre, "handler"), told(centre, "handler", since)) == (1, 0, ())


def test_two_reminders_of_a_case_count_once(centre, clock):
    case_id = at_work(centre)
    for who in ("dispatcher", "director"):
        clock.advance(timedelta(minutes=1))
        centre.do(who, remind_case, case_id)

    assert waiting(centre, "handler") == 1


def test_the_same_person_does_not_remind_twice_in_a_while_and_is_told_when_they_did(centre, clock):
    case_id = at_work(centre)
    centre.do("dispatcher", remind_case, case_id)
    clock.advance(timedelta(minutes=119))

    with pytest.raises(RemindedLately) as refusal:
        centre.do("dispatcher", remind_case, case_id)
    seen = centre.card(case_id).remind_from
    centre.do("director", remind_case, case_id)
    clock.advance(timedelta(minutes=1))
    centre.do("dispatcher", remind_case, case_id)

    assert sentence(refusal.value).startswith("您 11-24 14:05 刚催办过，2 小时内不用再催")
    assert seen == clock.now()
    assert kinds(centre, case_id).count(EventKind.REMINDED) == 3


def test_a_place_decides_how_long_a_while_is(centre, clock):
    case_id = at_work(centre)
    centre.do("administrator", set_setting, "remind_again_h", 24)
    centre.do("dispatcher", remind_case, case_id)
    clock.advance(timedelta(hours=23))

    with pytest.raises(RemindedLately):
        centre.do("dispatcher", remind_case, case_id)


@pytest.mark.parametrize("actor", ["receptionist", "handler", "grid_worker"])
def test_who_neither_assigns_nor_supervises_does_not_remind(centre, actor):
    case_id = at_work(centre)

    with pytest.raises(NotAllowed):
        centre.do(actor, remind_case, case_id)
    assert not centre.card(case_id, actor).may_remind


def test_what_one_may_not_see_one_cannot_remind_of(centre):
    case_id = at_work(centre)

    with pytest.raises(NotFound):
        centre.do("stranger", remind_case, case_id)


def test_what_no_unit_has_in_hand_reminds_nobody(centre):
    for case_id in (centre.register(), finished(centre)):
        with pytest.raises(NobodyToRemind):
            centre.do("dispatcher", remind_case, case_id)


def test_a_paused_case_says_so(centre):
    case_id = at_work(centre)
    centre.do("director", order_pause, pausing(centre, case_id, RequestKind.SUSPENDED))

    with pytest.raises(WhilePaused) as refusal:
        centre.do("dispatcher", remind_case, case_id)

    assert "挂起" in sentence(refusal.value)


def test_a_second_click_reminds_once(centre):
    case_id = at_work(centre)
    key = new_id()

    def remind(note: str) -> None:
        with centre.database.writing(centre.actor("dispatcher")) as uow:
            assert isinstance(uow, Uow)
            remind_case(uow, case_id, note, command_key=key)

    remind("请尽快")
    remind("请尽快")

    assert kinds(centre, case_id).count(EventKind.REMINDED) == 1
    with pytest.raises(CommandKeyReused):
        remind("别的话")


def test_a_reminder_is_no_step_that_could_be_put_right(centre):
    case_id = centre.register()
    centre.assign(case_id)
    until = centre.card(case_id).reverse_until

    centre.do("dispatcher", remind_case, case_id)

    assert centre.card(case_id).reverse_until == until


def test_other_notes_do_not_count_as_an_answer(centre):
    case_id = at_work(centre)
    centre.do("dispatcher", remind_case, case_id)

    centre.do("dispatcher", give_task, NewTask(case_id, "关总阀", centre.units["water"]))

    assert waiting(centre, "handler") == 1
