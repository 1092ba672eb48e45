"""Three sides of a compound, stations that serve it, and what it decides stage by stage."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.core.attachments import prepare
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.shared_settings import CentreSettings
from app.party.compounds.actions import (
    CompoundDraft,
    attach_to_matter,
    begin_matter,
    finish_stage,
    keep_compound,
    open_matter_file,
    serve,
    stop_serving,
)
from app.party.compounds.errors import (
    BranchElsewhere,
    MatterUntitled,
    NotACompound,
    SeatsWrong,
    ServedAlready,
    StageDayWrong,
    StageDone,
    StageOrder,
)
from app.party.compounds.queries import (
    branches_for,
    compound_detail,
    compounds_page,
    coverage,
    stations_named,
)
from app.party.compounds.rules import (
    STAGES,
    CommitteeKind,
    CompoundView,
    MatterStage,
    is_red,
    shown_percent,
)
from app.party.rules import PartyLevel
from app.territory.rules import PlaceKind
from tests.factories.centre import GRID, OTHER_STREET
from tests.factories.compounds import due, placed
from tests.factories.files import photo
from tests.factories.lists import with_party
from tests.factories.party import TODAY, found, line


@pytest.fixture
def office(centre):
    """The centre with a branch, three compounds and a station."""
    branch = line(centre)[2]
    with_party(centre)
    return SimpleNamespace(
        do=centre.do,
        actor=centre.actor,
        database=centre.database,
        branch=branch,
        homes=[placed(centre, name) for name in ("安居苑", "百花园", "长青里")],
        station=placed(centre, "南塘党群服务站", PlaceKind.SERVICE_STATION),
    )


def listed(office, view=CompoundView.ALL, actor="party", **more):
    with office.database.reading() as session:
        told = {"today": TODAY, "red_percent": 50} | more
        return compounds_page(session, office.actor(actor), view, **told).rows


def detail(office, place):
    with office.database.reading() as session:
        return compound_detail(session, office.actor("party"), place, TODAY)


def test_three_sides_stand_together_and_a_committee_is_red_by_its_share(office):
    home = office.homes[0]
    draft = CompoundDraft(office.branch, CommitteeKind.OWNERS, 7, 3, TODAY, "安居物业")
    office.do("party", keep_compound, home, None, draft)
    (row, *others) = listed(office)
    assert (row.branch, row.property_company, row.red) == ("南塘第二网格党支部", "安居物业", False)
    assert [each.version for each in others] == [None, None]
    assert listed(office, red_percent=40)[0].red
    assert len(listed(office, CompoundView.NOT_RED)) == 3
    office.do("community", keep_compound, home, row.version, replace(draft, members=4))
    assert [each.name for each in listed(office, CompoundView.NOT_RED)] == ["百花园", "长青里"]
    assert [each.name for each in listed(office, CompoundView.NO_BRANCH)] == ["百花园", "长青里"]
    with pytest.raises(Conflict):
        office.do("party", keep_compound, home, row.version, draft)
    with pytest.raises(SeatsWrong):
        office.do("party", keep_compound, home, 2, replace(draft, members=8))
    far = found(
        office, "邻街党工委", PartyLevel.STREET, None, actor="next_party", region=OTHER_STREET
    )
    with pytest.raises(BranchElsewhere):
        office.do("party", keep_compound, home, 2, replace(draft, branch_id=far))
    with pytest.raises(NotAllowed):
        office.do("next_party", keep_compound, home, 2, draft)
    with pytest.raises(NotACompound):
        office.do("party", keep_compound, office.station, None, draft)
    office.do("party", keep_compound, home, 2, CompoundDraft(None, CommitteeKind.NONE, 7, 3))
    assert listed(office)[0].seats == 0
    assert (is_red(0, 0, 50), is_red(1, 2, 50), shown_percent(0, 0)) == (False, True, "—")


def test_one_station_serves_several_compounds_and_what_is_left_is_listed(office):
    for home in office.homes[:2]:
        office.do("party", serve, office.station, home)
    with pytest.raises(ServedAlready):
        office.do("party", serve, office.station, office.homes[0])
    with pytest.raises(NotACompound):
        office.do("party", serve, office.homes[0], office.homes[1])
    with office.database.reading() as session:
        actor = office.actor("party")
        known = coverage(session, actor)
        assert (known.served, known.compounds) == (2, 3)
        assert shown_percent(known.served, known.compounds) == "66.7 %"
        assert coverage(session, office.actor("next_party")).compounds == 0
        assert stations_named(session, actor, "党群", GRID)[0][0] == office.station
        assert branches_for(session, actor, "", GRID)[0][0] == office.branch
    assert [row.name for row in listed(office, CompoundView.UNSERVED)] == ["长青里"]
    office.do("party", stop_serving, office.station, office.homes[0])
    with pytest.raises(NotFound):
        office.do("party", stop_serving, office.station, office.homes[0])
    assert len(listed(office, CompoundView.UNSERVED, text="苑")) == 1
    page = listed(office, limit=2)
    assert [row.name for row in page] == ["安居苑", "百花园"]
    with pytest.raises(NotAllowed):
        listed(office, actor="dispatcher")


def test_a_matter_goes_from_stage_to_stage_and_what_is_late_is_seen(office, tmp_path):
    home = office.homes[0]
    matter = office.do("party", begin_matter, home, "加装电梯", due(TODAY - timedelta(days=8)))
    assert [row.late for row in listed(office, CompoundView.OVERDUE)] == [1]
    (told,) = detail(office, home).matters
    assert [each.late for each in told.stages] == [True, True, False, False, False, False]
    with pytest.raises(StageOrder):
        office.do("party", finish_stage, matter, MatterStage.DELIBERATED, TODAY)
    office.do("party", finish_stage, matter, MatterStage.PROPOSED, TODAY, "九人到会")
    for day, error in ((TODAY - timedelta(days=1), StageOrder), (TODAY + DAY, StageDayWrong)):
        with pytest.raises(error):
            office.do("party", finish_stage, matter, MatterStage.DELIBERATED, day)
    with pytest.raises(StageDone):
        office.do("party", finish_stage, matter, MatterStage.PROPOSED, TODAY)
    picture = prepare(photo(), "公示.jpg", settings=CentreSettings())
    file = office.do("party", attach_to_matter, matter, picture)
    actor = office.actor("party")
    assert open_matter_file(office.database, actor, matter, file, folder=tmp_path).exists()
    with pytest.raises(NotFound):
        stranger = office.actor("next_party")
        open_matter_file(office.database, stranger, matter, file, folder=tmp_path)
    for stage in STAGES[1:]:
        office.do("community", finish_stage, matter, stage, TODAY)
    assert (listed(office)[0].matters, listed(office, CompoundView.OVERDUE)) == (0, ())
    assert detail(office, home).matters[0].next is None


DAY = timedelta(days=1)


def test_what_makes_no_sense_of_a_matter_is_refused(office):
    home = office.homes[0]
    with pytest.raises(MatterUntitled):
        office.do("party", begin_matter, home, " ", due())
    wrong = due() | {MatterStage.RESULT_SHOWN: TODAY}
    for days in (wrong, {MatterStage.PROPOSED: TODAY}):
        with pytest.raises(StageDayWrong):
            office.do("party", begin_matter, home, "电梯", days)
    with pytest.raises(NotAllowed):
        office.do("next_party", begin_matter, home, "电梯", due())
