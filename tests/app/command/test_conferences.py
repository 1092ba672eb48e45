"""The log of conferences: written once, corrected by another row, counted by the month."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.command.conferences.actions import correct_conference, record_conference
from app.command.conferences.errors import (
    ConferenceEmpty,
    ConferenceTimeWrong,
    ConferenceUntold,
    CorrectedMeanwhile,
    CorrectionUntold,
    StationNotThere,
)
from app.command.conferences.queries import (
    conference_detail,
    conference_figures,
    conferences_page,
    stations_to_choose,
)
from app.command.conferences.rules import ConferenceQuality, ConferenceView, Turnout
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.territory.video.rules import VideoKind, VideoTier
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.command import opened
from tests.factories.conferences import ABSENT, CAME, HOUR, LATE, NOW, conference, station


def listed(centre, view=ConferenceView.ALL, who="leader", **more):
    with centre.database.reading() as session:
        return conferences_page(session, centre.actor(who), view, now=NOW, **more).rows


def test_a_conference_is_written_down_with_who_took_part(centre):
    one, two, three = (station(centre, f"H{n}") for n in range(3))
    case, incident = centre.register(), opened(centre)
    draft = conference(
        {one: CAME, two: LATE, three: ABSENT}, incident_id=incident, case_id=case,
        quality=ConferenceQuality.FLAWED, faults="南塘无声 5 分钟", result="各社区 18 时前报备",
    )  # fmt: skip
    key = centre.do("dispatcher", record_conference, draft)
    (row,) = listed(centre, who="director")
    assert (row.host, row.tier, row.minutes) == ("市综治中心", VideoTier.CITY, 30)
    assert (row.turnout, row.incident) == (Turnout(1, 1, 1), "滨河路内涝")
    assert row.case_number
    assert listed(centre, who="leader")[0].case_number == "", "a leader reads no cases"
    with centre.database.reading() as session:
        told = conference_detail(session, centre.actor("leader"), key)
        assert [seat.attendance for seat in told.seats] == [CAME, LATE, ABSENT]
        assert conference_detail(session, centre.actor("stranger"), key).seats == ()
        figures = conference_figures(session, centre.actor("leader"), now=NOW, region=STREET)
        assert (figures.held, figures.minutes, figures.turnout.share) == (1, 30, 2 / 3)
        before = conference_figures(session, centre.actor("leader"), now=NOW, back=1)
        assert (before.held, before.turnout.share) == (0, None)
    assert listed(centre, who="stranger") == ()
    assert listed(centre, text="H1")[0].id == key
    assert listed(centre, text="无此事") == ()
    views = (ConferenceView.MONTH, ConferenceView.YEAR, ConferenceView.FAULTY)
    assert all(len(listed(centre, view)) == 1 for view in (*views, ConferenceView.ABSENT))
    assert listed(centre, ConferenceView.LAST_MONTH) == ()


def test_a_correction_stands_in_its_place_and_what_was_written_stays(centre):
    one, two = station(centre, "H1"), station(centre, "H2")
    key = centre.do("dispatcher", record_conference, conference({one: CAME, two: ABSENT}))
    better = conference({one: CAME, two: LATE}, subject="汛前调度会")
    with pytest.raises(CorrectionUntold):
        centre.do("dispatcher", correct_conference, key, " ", better)
    last = centre.do("director", correct_conference, key, "南塘后来到了", better)
    with pytest.raises(CorrectedMeanwhile):
        centre.do("dispatcher", correct_conference, key, "又一次", better)
    (row,) = listed(centre)
    assert (row.id, row.subject, row.is_corrected) == (last, "汛前调度会", True)
    with centre.database.reading() as session:
        (old,) = conference_detail(session, centre.actor("leader"), last).earlier
        assert (old.subject, old.turnout, old.why) == ("汛前调度", Turnout(1, 0, 1), "南塘后来到了")
        figures = conference_figures(session, centre.actor("leader"), now=NOW)
        assert figures.held == 1, "a corrected one is counted once"
    for verb in ("UPDATE video_conference SET subject = ''", "DELETE FROM video_conference_seat"):
        with (
            centre.database.writing(centre.actor("director")) as uow,
            pytest.raises(sa.exc.DBAPIError),
            uow.session.begin_nested(),
        ):
            uow.session.execute(sa.text(verb))


def test_what_cannot_have_been_held_is_refused(embedded_centre):
    centre = embedded_centre
    one, camera = station(centre, "H1"), station(centre, "C1", kind=VideoKind.CAMERA)
    far = station(centre, "F1", OTHER_STREET, who="stranger")
    good = conference({one: CAME})
    for wrong, why in (
        ({"subject": " "}, ConferenceUntold),
        ({"host": ""}, ConferenceUntold),
        ({"held_to": NOW - HOUR}, ConferenceTimeWrong),
        ({"held_to": NOW + HOUR}, ConferenceTimeWrong),
        ({"held_from": NOW - timedelta(hours=25)}, ConferenceTimeWrong),
        ({"seats": {}}, ConferenceEmpty),
        ({"seats": {camera: CAME}}, StationNotThere),
        ({"seats": {far: CAME}}, StationNotThere),
        ({"host_id": one}, StationNotThere),
        ({"incident_id": new_id()}, NotFound),
        ({"case_id": new_id()}, NotFound),
    ):
        with pytest.raises(why):
            centre.do("dispatcher", record_conference, replace(good, **wrong))
    for who in ("leader", "receptionist", "grid_worker"):
        with pytest.raises(NotAllowed):
            centre.do(who, record_conference, good)
    with pytest.raises(NotFound):
        centre.do("dispatcher", correct_conference, new_id(), "不对", good)
    with centre.database.reading() as session:
        found = stations_to_choose(session, centre.actor("dispatcher"), STREET)
    assert [each.id for each in found] == [one]
