"""Papers are asked for by kind and key; what they say is what the asker may see."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.intake import Intake, Reporter, receive_case
from app.cases.actions.refusing import Decline, decline_case
from app.cases.rules import DeclineReason, Source
from app.core import words
from app.core.actor import console
from app.core.database.tables import DatabaseState
from app.core.doors import NoSuchPaper, Paper
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.papers.command_papers import command_kinds
from app.papers.door import BRIEFING_KINDS, FORM_KINDS, PERIOD_KINDS, Papers
from app.papers.party_papers import party_kinds
from tests.factories.centre import GRID


@pytest.fixture
def slip(centre, clock):
    """Print the slip of a case as somebody."""
    papers = Papers(clock)

    def draw(case_id, actor="receptionist") -> Paper:
        with centre.database.reading() as session:
            return papers.draw(session, centre.actor(actor), "slip", str(case_id))

    return draw


@pytest.fixture
def told(slip, poppler):
    """Read the slip of a case as text without spaces."""

    def read(case_id, actor="receptionist") -> str:
        return re.sub(r"\s", "", poppler("pdftotext", slip(case_id, actor).body, output="-"))

    return read


def test_a_slip_says_what_was_registered_and_promised(centre, told):
    case_id = centre.register(
        external_number="6120261124000871", place="滨河路36号", title="井盖不见了"
    )

    text = told(case_id)

    for part in (
        "街道综治中心",
        "编号：202611249901020040001",
        "井盖不见了",
        "滨河路36号（南塘第二网格）",
        "来电（外部单号6120261124000871）",
        "2026年11月24日14:05",
        "周敏",
        "陈**",
        "138****6021",
        "交承办单位后",
        "第1版（2026-11-24）工作日历",
    ):
        assert part in text
    assert "13812346021" not in text
    assert "陈芳华" not in text


def test_after_assigning_the_slip_says_by_when_it_is_signed_for(centre, clock, told):
    case_id = centre.register()
    clock.advance(timedelta(minutes=5))
    centre.assign(case_id)

    assert re.search(r"2026年11月2\d日\d\d:\d\d前由承办单位签收", told(case_id))


def test_a_case_that_waits_to_be_accepted_has_a_slip_without_a_number(centre, clock, told):
    intake = Intake("路灯不亮", Source.KIOSK, GRID, reporter=Reporter(name="", phone=""))
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        pepper, key = centre.database.state.pepper, new_id()
        case_id = receive_case(uow, intake, pepper, received_at=clock.now(), command_key=key)

    text = told(case_id, "dispatcher")

    assert "联网后补发" in text
    assert "登记入库后" in text
    assert "未留姓名" in text
    assert "南塘第二网格" in text


def test_who_asked_for_confidence_is_not_named_to_whoever_may_not_know(centre, told):
    case_id = centre.register(is_confidential=True)

    text = told(case_id)

    assert "已为您保密" in text
    assert "陈**" not in text
    assert "6021" not in text


def test_the_centre_prints_its_own_name_and_a_demo_says_so(centre, told):
    case_id = centre.register()
    with centre.database.writing(console("test")) as uow:
        for name, value in (("centre_name", "柳溪街道综治中心"), ("centre_telephone", "5512345")):
            set_setting(uow, name, value, command_key=new_id())
        uow.session.execute(sa.update(DatabaseState).values(is_demo=True))

    text = told(case_id)

    assert "柳溪街道综治中心" in text
    assert "电话：5512345" in text
    assert "演示数据" in text


def test_a_case_out_of_scope_has_no_slip(centre, slip):
    case_id = centre.register()

    with pytest.raises(NotFound):
        slip(case_id, "stranger")


@pytest.mark.parametrize("key", ["", "slip", "20261124"])
def test_a_key_that_is_no_key_finds_nothing(slip, key):
    with pytest.raises(NotFound):
        slip(key)


def test_a_kind_nobody_draws_is_refused_in_words(centre, clock):
    papers = Papers(clock)

    with centre.database.reading() as session, pytest.raises(NoSuchPaper) as refusal:
        papers.draw(session, centre.actor("receptionist"), "yearly", str(new_id()))

    assert words.sentence(refusal.value)
    single = (
        "slip",
        "case",
        "ledger",
        "map",
        "route",
        "labels",
        "supervision_month",
        "guide_sheet",
    )
    several = {*party_kinds(clock), *command_kinds(clock), *BRIEFING_KINDS, *PERIOD_KINDS}
    assert set(papers.kinds) == {*single, *several, *FORM_KINDS}


def many(centre, clock, keys, actor="receptionist"):
    """Print the slips of many cases as somebody, in one go."""
    with centre.database.reading() as session:
        return Papers(clock).draw_many(session, centre.actor(actor), "slip", keys)


def test_many_slips_are_one_document_each_with_pages_of_its_own(centre, clock, poppler):
    keys = [str(centre.register(title=f"第{n}件的井盖")) for n in range(3)]

    batch = many(centre, clock, keys)

    assert (batch.drawn, batch.refused) == (3, ())
    assert batch.paper.name.startswith("受理回执 3 份")
    pages = poppler("pdftotext", batch.paper.body, "-raw", output="-").split("\f")[:3]
    for number, page in enumerate(pages):
        told = re.sub(r"\s", "", page)
        assert f"第{number}件的井盖" in told
        assert "—1—" in told


def test_a_slip_among_many_looks_as_it_does_alone(centre, clock, poppler):
    keys = [str(centre.register(place=f"滨河路 {n} 号")) for n in range(2)]
    with centre.database.reading() as session:
        alone = Papers(clock).draw(session, centre.actor("receptionist"), "slip", keys[1]).body

    both = many(centre, clock, keys).paper.body

    second = ("-f", "2", "-l", "2", "-layout")
    assert poppler("pdftotext", both, *second, output="-") == poppler(
        "pdftotext", alone, "-layout", output="-"
    )


def test_what_cannot_be_printed_among_many_is_told_and_the_rest_goes_on(centre, clock):
    mine = centre.register()
    declined = centre.register()
    order = Decline(declined, centre.version(declined), DeclineReason.NOT_OURS, "归供水公司")
    centre.do("dispatcher", decline_case, order)
    nowhere = str(new_id())

    batch = many(centre, clock, [nowhere, str(declined), str(mine), "不是编号"])

    assert batch.drawn == 1
    told = {key: words.sentence(error) for key, error in batch.refused}
    assert set(told) == {nowhere, str(declined), "不是编号"}
    assert told[str(declined)] == "这件事没有可打印的受理回执。"


def test_where_nothing_can_be_printed_there_is_no_document(centre, clock):
    case_id = centre.register()

    batch = many(centre, clock, [str(case_id)], actor="stranger")

    assert (batch.paper, batch.drawn, len(batch.refused)) == (None, 0, 1)


def test_only_slips_are_printed_many_at_once(centre, clock):
    with centre.database.reading() as session, pytest.raises(NoSuchPaper):
        Papers(clock).draw_many(session, centre.actor("receptionist"), "case", [])
