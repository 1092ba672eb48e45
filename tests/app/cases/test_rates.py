"""The three rates: as DOMAIN defines them, as they stood on any day, and the lists they count."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.calling import publish_plan
from app.cases.actions.excluding import (
    BasisMissing,
    ExcludedAlready,
    ExclusionEnded,
    ExclusionWish,
    NeverCalled,
    OwnExclusion,
    ask_exclusion,
    grant_exclusion,
    lift_exclusion,
    refuse_exclusion,
    withdraw_exclusion,
)
from app.cases.actions.putting_right import reverse_step
from app.cases.call_states import ExclusionReason, ExclusionState
from app.cases.drawing import DrawnBy, Share
from app.cases.models.calling import Exclusion
from app.cases.queries.exclusions import RegisterView, granted_between, register
from app.cases.queries.rates import Measure, RatesWanted, Split, answers_page, rates
from app.cases.rules import Source
from app.core.actor import console
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.shared_settings import set_setting
from tests.factories.paths import finished

ALL_OF = {Measure.VALID, Measure.IN_TIME, Measure.SOLVED, Measure.SATISFIED}
WEEK = timedelta(days=7)


def answer(centre, case_id, *, contacted=True, late=False, solved=True, satisfied=True):
    given = {"contacted": contacted, "late": late, "solved": solved, "satisfied": satisfied}
    order = CallBack(case_id, centre.version(case_id), **given)
    centre.do("receptionist", call_back, order)


def wanted(centre, since, as_of=None):
    now = centre.database.clock.now()
    return RatesWanted(since, now + WEEK, as_of or now)


def told(centre, asked, actor="director"):
    with centre.database.reading() as session:
        return rates(session, centre.actor(actor), asked)


def figures(centre, asked, actor="director"):
    found = told(centre, asked, actor)
    return found.total, found.lines


def exclude(centre, case_id, *, by="receptionist", reason=ExclusionReason.NOT_LAWFUL):
    return centre.do(by, ask_exclusion, ExclusionWish(case_id, reason, "要求违法建设补偿"))


def grant(centre, exclusion_id, actor="director"):
    centre.do(actor, grant_exclusion, exclusion_id, entry(centre, exclusion_id).version)


def entry(centre, exclusion_id):
    with centre.database.reading() as session:
        return session.get_one(Exclusion, exclusion_id)


def test_rates_are_counted_as_they_are_defined(centre, clock):
    since = clock.now()
    answer(centre, finished(centre))
    answer(centre, finished(centre, source=Source.VISIT), late=True)
    answer(centre, finished(centre, category="E01-004"), contacted=False, satisfied=False)
    answer(centre, finished(centre), solved=False, satisfied=False)

    found = told(centre, wanted(centre, since))

    total = found.total
    assert (total.valid, total.in_time, total.solved, total.satisfied) == (4, 2, 3, 2)
    assert total.count(Measure.UNSATISFIED) == 2
    assert total.rate(Measure.SOLVED, least=4) == 0.75
    assert total.rate(Measure.SOLVED, least=5) is None  # too few to be told as a rate
    by_source = {line.name: line.valid for line in found.lines[Split.SOURCE]}
    assert by_source == {"来电": 3, "来访窗口": 1}
    assert [(line.key, line.valid) for line in found.lines[Split.CATEGORY]] == [
        ("C01", 3),
        ("E01", 1),
    ]
    (unit,) = found.lines[Split.UNIT]
    assert (unit.name, unit.valid) == ("市政养护站", 4)
    assert [line.name for line in found.lines[Split.STREET]] == ["柳溪街道"]


def test_of_a_case_the_last_answer_counts_unless_the_centre_counts_each(centre, clock):
    since, case_id = clock.now(), finished(centre)
    answer(centre, case_id, satisfied=False)
    centre.sign_for(case_id)
    centre.finish(case_id)
    clock.advance(timedelta(hours=1))
    answer(centre, case_id)

    last = told(centre, wanted(centre, since)).total
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, "rate_each", 1, command_key=case_id)
    clock.advance(timedelta(minutes=1))
    each = told(centre, wanted(centre, since)).total

    assert (last.valid, last.satisfied) == (1, 1)
    assert (each.valid, each.satisfied) == (2, 1)


def test_who_was_not_drawn_counts_in_no_rate(centre, clock):
    since = clock.now()
    centre.do("director", publish_plan, (), Share(DrawnBy.REST, "", 0, 1), 0)

    answer(centre, finished(centre))

    total = told(centre, wanted(centre, since)).total
    assert (total.valid, total.not_drawn) == (0, 1)


def test_everybody_counts_what_their_rights_reach(centre, clock):
    since = clock.now()
    answer(centre, finished(centre))

    seen = {
        name: told(centre, wanted(centre, since), name).total.valid
        for name in ("director", "handler", "rival", "stranger", "administrator")
    }

    assert seen == {
        "director": 1,
        "handler": 1,
        "rival": 0,
        "stranger": 0,
        "administrator": 0,
    }


def test_an_excluded_case_counts_until_the_director_decides_and_again_when_it_is_lifted(
    centre, clock
):
    since, case_id = clock.now(), finished(centre)
    answer(centre, case_id, satisfied=False, solved=False)
    asked = exclude(centre, case_id, by="handler")
    before = told(centre, wanted(centre, since)).total

    grant(centre, asked)
    decided = told(centre, wanted(centre, since)).total
    day = clock.now()
    clock.advance(timedelta(days=1))
    version = entry(centre, asked).version
    centre.do("director", lift_exclusion, asked, version, "核实后不符合")

    assert (before.valid, before.excluded) == (1, 0)
    assert (decided.valid, decided.excluded) == (0, 1)
    assert told(centre, wanted(centre, since)).total.valid == 1
    assert told(centre, wanted(centre, since, as_of=day)).total.valid == 0


def test_the_register_has_numbers_names_and_every_decision(centre, clock):
    since, cases = clock.now(), [finished(centre) for _ in range(3)]
    for case_id in cases:
        answer(centre, case_id)
    asked = [exclude(centre, case_id) for case_id in cases]
    grant(centre, asked[1])
    grant(centre, asked[0])
    centre.do("director", refuse_exclusion, asked[2], 1, "依据不足，照算")

    with centre.database.reading() as session:
        rows = granted_between(session, centre.actor("director"), since, clock.now() + WEEK)
        ended = register(session, centre.actor("director"), RegisterView.ENDED)
        others = register(session, centre.actor("stranger"), RegisterView.GRANTED)

    assert [(row.number, row.case_id, row.decided_by) for row in rows] == [
        ("剔〔2026〕1 号", cases[1], "方雅琴"),
        ("剔〔2026〕2 号", cases[0], "方雅琴"),
    ]
    assert [(row.state, row.decision) for row in ended] == [
        (ExclusionState.REFUSED, "依据不足，照算")
    ]
    assert others == ()


def test_what_cannot_be_excluded_is_refused_in_words(centre):
    never, case_id = finished(centre), finished(centre)
    answer(centre, case_id)
    wish = ExclusionWish(case_id, ExclusionReason.OTHER, " 无 ")

    with pytest.raises(NeverCalled):
        exclude(centre, never)
    with pytest.raises(BasisMissing):
        centre.do("receptionist", ask_exclusion, wish)
    with pytest.raises((NotAllowed, NotFound)):
        exclude(centre, case_id, by="rival")
    asked = exclude(centre, case_id, by="director")
    with pytest.raises(ExcludedAlready):
        exclude(centre, case_id)
    with pytest.raises(OwnExclusion):
        grant(centre, asked)
    with pytest.raises(NotAllowed):
        grant(centre, asked, "dispatcher")
    with pytest.raises(Conflict):
        centre.do("director", withdraw_exclusion, asked, 9)
    centre.do("director", withdraw_exclusion, asked, 1)
    with pytest.raises(ExclusionEnded):
        centre.do("director", withdraw_exclusion, asked, 2)


_DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("answer", "unhappy", "undo", "ask", "grant", "lift", "night")),
        st.integers(0, 2),
    ),
    min_size=6,
    max_size=14,
)


@given(deeds=_DEEDS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rates_recomputed_as_of_a_day_are_what_was_seen_that_day(centre, clock, deeds):
    since = clock.now()
    play = _Play(centre, [finished(centre) for _ in range(3)])
    seen = []
    for deed, at in deeds:
        play.take(deed, at)
        clock.advance(timedelta(minutes=7))
        seen.append((clock.now(), figures(centre, wanted(centre, since, clock.now()))))
        clock.advance(timedelta(minutes=1))

    now = clock.now()
    for moment, figure in seen:
        asked = RatesWanted(since, now + WEEK, moment)
        assert figures(centre, asked) == figure
    _lists_hold_what_is_counted(centre, RatesWanted(since, now + WEEK, now))


class _Play:
    """Takes deeds, and lets be what is not possible."""

    def __init__(self, centre, cases):
        self.centre, self.cases = centre, cases

    def take(self, deed, at):
        case_id = self.cases[at]
        try:
            getattr(self, f"_{deed}")(case_id)
        except Exception as error:  # a deed that does not fit is no part of the story
            if not hasattr(type(error), "code"):
                raise

    def _answer(self, case_id):
        answer(self.centre, case_id)

    def _unhappy(self, case_id):
        answer(self.centre, case_id, satisfied=False)

    def _undo(self, case_id):
        version = self.centre.version(case_id)
        self.centre.do("director", reverse_step, case_id, version, "错了")

    def _ask(self, case_id):
        exclude(self.centre, case_id)

    def _grant(self, case_id):
        grant(self.centre, self._entry(case_id, ExclusionState.ASKED))

    def _lift(self, case_id):
        key = self._entry(case_id, ExclusionState.GRANTED)
        version = entry(self.centre, key).version
        self.centre.do("director", lift_exclusion, key, version, "恢复计算")

    def _night(self, _case_id):
        self.centre.database.clock.advance(timedelta(days=1))

    def _entry(self, case_id, state):
        asked = sa.select(Exclusion.id).where(
            Exclusion.case_id == case_id, Exclusion.state == state
        )
        with self.centre.database.reading() as session:
            found = session.scalar(asked)
        if found is None:
            raise ExclusionEnded(state=state)
        return found


def _lists_hold_what_is_counted(centre, asked):
    director = centre.actor("director")
    found = told(centre, asked)
    with centre.database.reading() as session:
        for measure in Measure:
            page = answers_page(session, director, asked, measure)
            assert len(page.rows) == found.total.count(measure), measure
        for split, lines in found.lines.items():
            for line in lines:
                page = answers_page(
                    session, director, asked, Measure.VALID, split=split, key=line.key
                )
                assert len(page.rows) == line.valid
