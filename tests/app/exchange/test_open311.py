"""Cases leave as the public standard writes requests, and come in from it again."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cases.models import CaseFile
from app.core.actor import console
from app.core.errors import NotAllowed
from app.exchange.cases import import_cases
from app.exchange.exports import Extent
from app.exchange.mapping_files import load_mapping
from app.exchange.open311 import export_requests, export_services
from tests.factories.centre import GRID, STREET

FIELDS = {
    *("service_request_id", "status", "status_notes", "service_name", "service_code"),
    *("description", "agency_responsible", "service_notice", "requested_datetime"),
    *("updated_datetime", "expected_datetime", "address", "address_id", "zipcode"),
    *("lat", "long", "media_url"),
}


@pytest.fixture
def told(embedded_centre, tmp_path):
    centre = embedded_centre
    case_id = centre.register(longitude=113.3, latitude=40.1, place="滨河路 36 号")
    centre.assign(case_id)
    centre.sign_for(case_id)
    centre.finish(case_id)
    centre.register(text="路灯不亮")
    path = tmp_path / "requests.json"
    count = export_requests(centre.database, centre.actor("dispatcher"), path, Extent(STREET))
    assert count == 2
    return centre, path


def test_requests_have_every_field_of_the_standard_and_no_person(told):
    _, path = told
    done, waits = json.loads(path.read_text(encoding="utf-8"))
    assert set(done) == set(waits) == FIELDS
    assert (done["status"], waits["status"]) == ("closed", "open")
    assert (done["long"], done["lat"], done["address_id"]) == (113.3, 40.1, GRID)
    assert done["agency_responsible"] == "市政养护站"
    assert "陈芳华" not in path.read_text(encoding="utf-8")


def test_what_left_comes_in_again_once(told):
    centre, path = told
    mapping = load_mapping(Path("open311"))
    mapping = replace(mapping, region=STREET)
    first = import_cases(centre.database, console("test"), path, mapping)
    second = import_cases(centre.database, console("test"), path, mapping)
    assert (first.new, first.refused, second.unchanged) == (2, 0, 2)
    with centre.database.reading() as session:
        asked = sa.select(CaseFile).where(CaseFile.external_number.startswith("OPEN311-"))
        came = sorted(session.scalars(asked), key=lambda case: case.text)
    assert [case.text for case in came] == ["滨河路36号门口的井盖不见了。", "路灯不亮"]
    assert (came[0].longitude, came[0].latitude) == (113.3, 40.1)


def test_services_are_the_kinds_in_their_groups(embedded_centre, tmp_path):
    path = tmp_path / "services.json"
    centre = embedded_centre
    count = export_services(centre.database, centre.actor("director"), path, Extent())
    services = json.loads(path.read_text(encoding="utf-8"))
    assert len(services) == count > 50
    lamp = next(each for each in services if each["service_code"] == "C01-010")
    assert (lamp["service_name"], lamp["type"], lamp["metadata"]) == ("路灯", "batch", False)
    assert lamp["group"]


def test_who_may_not_export_gets_no_file(embedded_centre, tmp_path):
    path = tmp_path / "requests.json"
    receptionist = embedded_centre.actor("receptionist")
    for export in (export_requests, export_services):
        with pytest.raises(NotAllowed):
            export(embedded_centre.database, receptionist, path, Extent())
    assert not path.exists()
