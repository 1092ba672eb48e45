"""From what is offered and needed to a project that is judged: who may, what counts, what stays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.attachments import prepare
from app.core.errors import Conflict, NotAllowed
from app.core.shared_settings import CentreSettings
from app.party.lists.actions.entries import (
    add_need,
    add_resource,
    change_need,
    change_resource,
    withdraw_need,
    withdraw_resource,
)
from app.party.lists.actions.projects import (
    Chosen,
    Planned,
    ProjectDraft,
    answer_share,
    attach_to_project,
    call_off,
    finish_project,
    form_project,
    open_project_file,
    plan_milestone,
    rate_project,
    reach_milestone,
)
from app.party.lists.chores import lapse_unanswered
from app.party.lists.errors import (
    ListAmountWrong,
    ListDayWrong,
    ListFieldMissing,
    ListGone,
    ListRegionWrong,
    ListTermWrong,
    MilestonesOpen,
    NothingChosen,
    OwnRating,
    ProjectElsewhere,
    ResourceTaken,
    ResourceUnfit,
    ScoreWrong,
)
from app.party.lists.fitting import Fit
from app.party.lists.queries.board import fits_for
from app.party.lists.queries.project import project_detail
from app.party.lists.queries.proposals import LackReason, proposals
from app.party.lists.rules import (
    JointWork,
    LateKind,
    NeedState,
    OfferKind,
    ProjectState,
    ShareAnswer,
)
from tests.factories.centre import COMMUNITY, STREET
from tests.factories.files import photo
from tests.factories.lists import (
    CLINIC,
    DOCTORS,
    ELDERS,
    HALL,
    board_of,
    formed,
    with_party,
)

TODAY = date(2026, 11, 24)


@pytest.fixture
def office(centre):
    """The centre with those who keep lists."""
    return with_party(centre)


def detail(office, project, actor="party"):
    with office.database.reading() as session:
        return project_detail(session, office.actor(actor), project)


def agreed(office, project):
    """Let all units say yes."""
    for share in detail(office, project).shares:
        office.do("party", answer_share, project, share.resource_id, ShareAnswer.CONFIRMED)


def row_of(office, project, actor="party"):
    return next(row for row in board_of(office, actor).projects if row.id == project)


def test_lists_are_kept_by_those_of_the_place_and_read_by_all_who_work_with_the_party(office):
    office.do("community", add_need, ELDERS)
    for who in ("next_party", "dispatcher", "administrator"):
        with pytest.raises(NotAllowed):
            office.do(who, add_need, ELDERS)
    with pytest.raises(NotAllowed):
        office.do("community", add_resource, CLINIC)  # of the whole street
    office.do("party", add_resource, CLINIC)

    seen = board_of(office, "community")
    assert [row.title for row in seen.resources] == [CLINIC.title]
    assert (seen.needs[0].may_keep, seen.resources[0].may_keep) == (True, False)
    assert len(board_of(office, "next_party").needs) == 1
    with pytest.raises(NotAllowed):
        board_of(office, "dispatcher")


def test_what_is_not_said_or_makes_no_sense_is_refused_in_words(office):
    for wrong, error in (
        (replace(CLINIC, title=" 　"), ListFieldMissing),
        (replace(CLINIC, offered_by=""), ListFieldMissing),
        (replace(CLINIC, amount=0), ListAmountWrong),
        (replace(CLINIC, since=TODAY, until=TODAY - timedelta(days=1)), ListTermWrong),
        (replace(CLINIC, region=f"{STREET}999"), ListRegionWrong),
    ):
        with pytest.raises(error):
            office.do("party", add_resource, wrong)


def test_the_plan_puts_two_small_offers_and_a_room_together_and_says_what_is_missing(office):
    for draft in (CLINIC, DOCTORS, HALL):
        office.do("party", add_resource, draft)
    need = office.do("party", add_need, ELDERS)
    other = replace(ELDERS, title="普法讲座", kind=OfferKind.LEGAL, amount=1, wants_venue=False)
    office.do("party", add_need, other)

    seen = board_of(office)
    plan = proposals(seen)
    names = {row.id: row.title for row in seen.resources}
    found = {(names[match.offer], match.amount) for match in plan.of(need)}
    assert found >= {(HALL.title, 1)}
    assert sum(match.amount for match in plan.of(need) if match.kind is OfferKind.MEDICAL) == 80
    assert [(lack.need.title, lack.reason) for lack in plan.lacks] == [
        ("普法讲座", LackReason.NO_KIND)
    ]
    elders = next(row for row in seen.needs if row.id == need)
    fits = {names[key]: fit for key, (_, fit) in fits_for(seen.resources, elders, 5000).items()}
    assert (fits[CLINIC.title].time, fits[CLINIC.title].quantity) == (Fit.FULL, Fit.PART)
    assert fits[HALL.title].fits


def test_what_a_project_was_promised_is_not_there_for_another(office):
    project = formed(office)
    seen = board_of(office)
    left = {row.title: row.left for row in seen.resources}
    assert left == {CLINIC.title: 0, DOCTORS.title: 5}
    assert seen.needs[0].state is NeedState.MATCHED
    clinic = next(row for row in seen.resources if row.title == CLINIC.title)
    other = office.do("party", add_need, replace(ELDERS, title="再一场"))
    order = ProjectDraft(other, (Chosen(clinic.id, OfferKind.MEDICAL, 1),), JointWork.RESOURCES)

    with pytest.raises(ResourceTaken):
        office.do("party", form_project, order)
    with pytest.raises(ResourceTaken):
        office.do("party", change_resource, clinic.id, 1, replace(CLINIC, amount=59))
    office.do("party", call_off, project, 1, "改到下月")

    assert {row.left for row in board_of(office).resources} == {60, 25}
    office.do("party", form_project, order)
    assert board_of(office).needs[0].state in (NeedState.OPEN, NeedState.HALF)


def test_a_project_needs_a_fitting_resource_that_is_there(office):
    need = office.do("party", add_need, replace(ELDERS, wants_venue=False))
    hall = office.do("party", add_resource, HALL)
    clinic = office.do("party", add_resource, CLINIC)

    def order(*chosen):
        return ProjectDraft(need, chosen, JointWork.ACTIVITIES)

    with pytest.raises(NothingChosen):
        office.do("party", form_project, order())
    for kind in (OfferKind.VENUE, OfferKind.MEDICAL):
        with pytest.raises(ResourceUnfit):
            office.do("party", form_project, order(Chosen(hall, kind, 1)))
    office.do("party", withdraw_resource, clinic, 1)
    with pytest.raises(ListGone):
        office.do("party", form_project, order(Chosen(clinic, OfferKind.MEDICAL, 5)))
    office.do("party", withdraw_need, need, 1)
    with pytest.raises(ListGone):
        office.do("party", form_project, order(Chosen(clinic, OfferKind.MEDICAL, 5)))


def test_once_all_answered_it_runs_and_a_refusal_gives_the_need_back_in_part(office):
    project = formed(office)
    first, second = detail(office, project).shares
    with pytest.raises(ListFieldMissing):
        office.do("party", answer_share, project, first.resource_id, ShareAnswer.DECLINED)
    office.do(
        "party", answer_share, project, first.resource_id, ShareAnswer.DECLINED, reason="人手不够"
    )
    with pytest.raises(Conflict):
        office.do("party", answer_share, project, first.resource_id, ShareAnswer.CONFIRMED)
    assert row_of(office, project).state is ProjectState.ASKED
    office.do("party", answer_share, project, second.resource_id, ShareAnswer.CONFIRMED)

    row = row_of(office, project)
    assert (row.state, row.units, row.confirmed) == (ProjectState.RUNNING, 1, 1)
    need = board_of(office).needs[0]
    assert (need.state, need.covered) == (NeedState.HALF, 20)


def test_nobody_answers_in_time_and_the_need_is_open_again(office, clock):
    project = formed(office)
    lapse_unanswered(office.database)
    assert row_of(office, project).state is ProjectState.ASKED
    clock.advance(timedelta(days=4))

    lapse_unanswered(office.database)

    assert board_of(office).projects == ()
    assert board_of(office).needs[0].state is NeedState.OPEN


def test_steps_are_reached_one_by_one_and_late_ones_are_seen(office, clock):
    project = formed(office)
    agreed(office, project)
    with pytest.raises(ListTermWrong):
        office.do("party", plan_milestone, project, Planned("昨天", TODAY - timedelta(days=1)))
    step = office.do("party", plan_milestone, project, Planned("场地布置", TODAY))
    with pytest.raises(ListDayWrong):
        office.do("party", reach_milestone, step, 1, TODAY + timedelta(days=1))
    with pytest.raises(MilestonesOpen):
        office.do("party", finish_project, project, row_of(office, project).version, 80, "")
    clock.advance(timedelta(days=4))

    late = row_of(office, project).late
    assert (late.kind, late.days) == (LateKind.MILESTONE, 4)
    office.do("community", reach_milestone, step, 1, TODAY + timedelta(days=4), note="已布置")
    row = row_of(office, project)
    assert (row.late, row.reached, row.steps) == (None, 1, 1)


def test_the_side_that_was_served_judges_and_not_who_formed_it(office):
    project = formed(office)
    with pytest.raises(ProjectElsewhere):
        office.do("community", rate_project, project, 5, "好")
    agreed(office, project)
    office.do("party", finish_project, project, row_of(office, project).version, 76, "两场都办了")
    assert row_of(office, project).may_rate is False
    assert row_of(office, project, "community").may_rate is True
    with pytest.raises(OwnRating):
        office.do("party", rate_project, project, 5, "好")
    with pytest.raises(NotAllowed):
        office.do("next_party", rate_project, project, 5, "好")
    with pytest.raises(ScoreWrong):
        office.do("community", rate_project, project, 6, "好")

    office.do("community", rate_project, project, 4, "老人满意")

    rating = detail(office, project).rating
    assert (rating.score, rating.words, rating.by) == (4, "老人满意", "秦月")
    assert row_of(office, project).state is ProjectState.RATED
    assert board_of(office).needs == ()
    with pytest.raises(ProjectElsewhere):
        office.do("community", rate_project, project, 1, "改")


def test_photos_stay_on_the_project_and_are_opened_with_a_trace(office, tmp_path):
    project = formed(office)
    picture = prepare(photo(), "现场.jpg", settings=CentreSettings())
    with pytest.raises(NotAllowed):
        office.do("next_party", attach_to_project, project, picture)
    key = office.do("community", attach_to_project, project, picture)

    (file,) = detail(office, project).files
    assert file.id == key
    actor = office.actor("party")
    copy = open_project_file(office.database, actor, project, key, folder=tmp_path)
    assert copy.read_bytes()


def test_a_need_keeps_its_sort_once_something_is_promised(office):
    need = office.do("party", add_need, replace(ELDERS, wants_venue=False))
    office.do("party", change_need, need, 1, replace(ELDERS, kind=OfferKind.ELDER))
    office.do("party", change_need, need, 2, replace(ELDERS, wants_venue=False))
    formed(office, need=need)

    with pytest.raises(ListGone):
        office.do("party", change_need, need, 3, replace(ELDERS, kind=OfferKind.ELDER))
    office.do("party", change_need, need, 3, replace(ELDERS, region=COMMUNITY, amount=100))
    assert board_of(office).needs[0].state is NeedState.HALF
