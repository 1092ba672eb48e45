"""Three rights on posted staff, reserves with their history, secondments with their return."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import Conflict, NotAllowed
from app.party.cadres.actions.keeping import StepDraft, decide_on, keep_cadre, let_leave, prolong
from app.party.cadres.errors import (
    CadreEnded,
    CadreFieldMissing,
    CadreGradeWrong,
    CadreRegionWrong,
    CadreRemovalWanted,
    CadreStepWrong,
    CadreTermWrong,
    CadreTwice,
)
from app.party.cadres.queries.rows import cadre_rows, events_of, talents_at
from app.party.cadres.rules import CadreCategory, CadreKind, CadreStep, Grade
from app.party.conference.actions.seats import seat_person
from app.party.conference.errors import SeatsExclude
from app.party.conference.rules import SeatKind
from app.party.same import NotThatMember
from tests.factories.cadres import CHIEF, CLERK, LENT, RESERVE, SINCE
from tests.factories.centre import GRID
from tests.factories.conference import seat
from tests.factories.party import TODAY, join, line

APPOINTED = StepDraft(CadreStep.APPOINTED, TODAY, "任片区监管员")
ASSESSED = StepDraft(CadreStep.ASSESSED, TODAY, "年度考核", Grade.COMPETENT)
NOMINATED = StepDraft(CadreStep.NOMINATED, TODAY, "提名任所长")
REMOVED = StepDraft(CadreStep.REMOVED, TODAY, "调离")


def rows(centre, kind, actor="officer"):
    with centre.database.reading() as session:
        return cadre_rows(session, centre.actor(actor), kind, today=TODAY)


def test_appointing_nominating_and_assessing_posted_staff_are_three_rights(centre):
    clerk = centre.do("officer", keep_cadre, CLERK)
    chief = centre.do("officer", keep_cadre, CHIEF)
    for key, step in ((clerk, APPOINTED), (clerk, REMOVED), (chief, NOMINATED)):
        with pytest.raises(NotAllowed):
            centre.do("officer", decide_on, key, 1, step)
    centre.do("officer", decide_on, clerk, 1, ASSESSED)
    centre.do("director", decide_on, clerk, 1, APPOINTED)
    centre.do("director", decide_on, chief, 1, NOMINATED)
    for key, step in ((chief, APPOINTED), (chief, REMOVED), (clerk, NOMINATED)):
        with pytest.raises(CadreStepWrong):
            centre.do("director", decide_on, key, 1, step)
    seen = {row.person_name: row.may_step for row in rows(centre, CadreKind.POSTED)}
    assert seen == {"柏松": (CadreStep.ASSESSED,), "纪红": (CadreStep.ASSESSED,)}
    with pytest.raises(CadreRemovalWanted):
        centre.do("officer", let_leave, clerk, 1, TODAY, "走了")
    centre.do("director", decide_on, clerk, 1, REMOVED)
    with pytest.raises(CadreEnded):
        centre.do("director", decide_on, clerk, 2, ASSESSED)
    centre.do("officer", let_leave, chief, 1, TODAY, "区里调走")

    gone = rows(centre, CadreKind.POSTED, "director")
    assert [row.may_step for row in gone] == [(), ()]
    assert {row.ended_words for row in gone} == {"调离", "区里调走"}


def test_a_reserve_has_its_history_and_a_secondment_its_appraisal_and_return(centre):
    reserve = centre.do("officer", keep_cadre, RESERVE)
    trained = StepDraft(CadreStep.TRAINED, TODAY - timedelta(3), "党校 5 天")
    centre.do("officer", decide_on, reserve, 1, trained)
    centre.do("officer", decide_on, reserve, 1, replace(APPOINTED, words="代理书记"))
    lent = centre.do("officer", keep_cadre, LENT)
    appraised = StepDraft(CadreStep.APPRAISED, TODAY, "牵头停车难", Grade.EXCELLENT)
    centre.do("officer", decide_on, lent, 1, appraised)
    until = rows(centre, CadreKind.SECONDMENT)[0].until
    with pytest.raises(CadreTermWrong):
        centre.do("officer", prolong, lent, 1, until)
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", prolong, lent, 1, until + timedelta(30))
    centre.do("officer", prolong, lent, 1, until + timedelta(30))
    assert rows(centre, CadreKind.SECONDMENT)[0].until == until + timedelta(30)
    centre.do("officer", let_leave, lent, 2, TODAY, "期满返回")
    with pytest.raises(Conflict):
        centre.do("officer", let_leave, lent, 2, TODAY, "又返回")

    with centre.database.reading() as session:
        told = events_of(session, reserve)
        assert len(talents_at(session, centre.database.clock.now())) == 12
    assert [each.step for each in told] == [CadreStep.APPOINTED, CadreStep.TRAINED]
    (row,) = rows(centre, CadreKind.SECONDMENT)
    assert (row.last.grade, row.ended_on) == (Grade.EXCELLENT, TODAY)
    with pytest.raises(NotAllowed):
        rows(centre, CadreKind.RESERVE, "dispatcher")


def test_what_makes_no_sense_is_refused_in_words(centre):
    centre.do("officer", keep_cadre, RESERVE)
    clerk = centre.do("officer", keep_cadre, CLERK)
    for draft, error in (
        (replace(RESERVE, category=CadreCategory.COMMITTEES), CadreTwice),
        (replace(LENT, person_name="柏松"), CadreTwice),
        (replace(LENT, until=SINCE - timedelta(1)), CadreTermWrong),
        (replace(LENT, home=" "), CadreFieldMissing),
        (replace(RESERVE, category=CadreCategory.TALENT, person_name="费建中"), CadreFieldMissing),
        (replace(RESERVE, category=CadreCategory.GENERAL, person_name="甲"), CadreFieldMissing),
        (replace(LENT, region=GRID), CadreRegionWrong),
    ):
        with pytest.raises(error):
            centre.do("officer", keep_cadre, draft)
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", keep_cadre, LENT)
    for step, error in (
        (replace(ASSESSED, grade=None), CadreGradeWrong),
        (replace(APPOINTED, grade=Grade.BASIC), CadreGradeWrong),
        (replace(ASSESSED, day=SINCE - timedelta(1)), CadreTermWrong),
        (replace(ASSESSED, day=TODAY + timedelta(1)), CadreTermWrong),
        (replace(ASSESSED, words=""), CadreFieldMissing),
    ):
        with pytest.raises(error):
            centre.do("director", decide_on, clerk, 1, step)
    # Whoever is trained here may well serve here: a reserve excludes no post.
    centre.do("officer", keep_cadre, replace(LENT, person_name="宋文静"))


def test_a_member_is_chosen_from_the_roster_and_a_namesake_is_another_person(centre):
    _, _, branch = line(centre)
    one, other = join(centre, branch, "宋文静"), join(centre, branch, "宋文静")
    first = replace(RESERVE, member_id=one)
    with pytest.raises(NotThatMember):
        centre.do("officer", keep_cadre, replace(first, person_name="柏松"))
    centre.do("officer", keep_cadre, first)
    for again in (first, RESERVE):
        with pytest.raises(CadreTwice):
            centre.do("officer", keep_cadre, again)
    centre.do("officer", keep_cadre, replace(RESERVE, member_id=other))
    assert {row.member_id for row in rows(centre, CadreKind.RESERVE)} == {one, other}
    # As in the committee of the street, where one sits once.
    sits = seat("宋文静", "南塘社区", SeatKind.PART_TIME, member_id=one)
    centre.do("officer", seat_person, sits)
    with pytest.raises(SeatsExclude):
        centre.do("officer", seat_person, sits)
    centre.do("officer", seat_person, replace(sits, member_id=other))
