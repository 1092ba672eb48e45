"""The printed ledger says what the words of the ledger say, whole lines on whole pages."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.intake import Intake, receive_case
from app.cases.case_ledger import CaseLedger, LedgerRow
from app.cases.clock_words import ledger_words
from app.cases.ledger_words import ClockName
from app.cases.queries.ledger import LedgerWish, MomentAhead, NoClockYet, case_ledger
from app.cases.rules import Source
from app.core.actor import console
from app.core.database.tables import DatabaseState
from app.core.errors import NotFound
from app.core.ids import new_id
from app.papers.door import Papers
from app.papers.facts import LedgerFacts
from app.papers.ledger import compose_ledger
from tests.factories.centre import GRID
from tests.factories.ledgers import EVERY, at, wall, water


@pytest.fixture
def printed(poppler):
    """Print a ledger and return the text of each page, without spaces."""

    def read(ledger: CaseLedger, *, is_demo: bool = False) -> list[str]:
        facts = LedgerFacts("柳溪街道综治中心", ledger, at("11-24 14:06"), is_demo=is_demo)
        text = poppler("pdftotext", compose_ledger(facts).body, "-raw", output="-")
        return [bare(page) for page in text.split("\f") if page.strip()]

    return read


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def as_printed(row: LedgerRow) -> str:
    line = row.line
    return bare(line.when + line.mark + line.amount + line.total + line.why)


@pytest.mark.parametrize("ledger", EVERY)
def test_every_line_is_printed_in_order_and_whole_on_one_page(printed, ledger):
    told = ledger()
    pages = printed(told)

    place = (0, 0)
    for row in told.rows:
        number = next(n for n, page in enumerate(pages) if as_printed(row) in page)
        found = (number, pages[number].index(as_printed(row)))
        assert found >= place
        place = found


def test_the_lines_printed_are_the_words_of_the_ledger(printed):
    told = water()
    text = "".join(printed(told))

    assert tuple(row.line for row in told.rows) == ledger_words(told.segments)
    for line in ledger_words(told.segments):
        assert bare(line.why) in text


def test_head_findings_totals_holders_and_rules_are_printed(printed):
    text = "".join(printed(water()))

    for part in (
        "柳溪街道综治中心",
        "时限台账",
        "2026112099010200400336",
        "青石桥路21号二次供水水压不足",
        "算到：2026-11-2414:05",
        "办理还剩3时25分，2026-11-2417:30到期",
        "签收时限：用33分，按时。限2工作时。",
        "限12工作时，延期后共16工作时",
        "合计计12时35分停表3时40分待计3时25分限16时00分",
        "供水公司6时05分，占48%",
        "按第1版时限表（2026-03-01）：供水2026-03",
        "按第3版（2026-11-03）工作日历：冬季作息",
        "这件11月20日10点20分受理",
        "打印于2026-11-2414:06",
    ):
        assert part in text


def test_the_heading_of_the_table_stands_on_every_page_it_reaches(printed):
    pages = printed(wall())

    lines = [page for page in pages if re.search(r"\d\d-\d\d\d\d:\d\d–", page)]
    assert len(lines) > 1
    assert all("从–到算不算这一段累计为什么" in page for page in lines)
    assert [f"—{n}—" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_a_reason_longer_than_a_page_is_printed_to_its_end(printed):
    reason = "".join(f"第{n}次上门未遇。" for n in range(1, 500))

    text = "".join(printed(wall(reason)))

    assert "第1次上门未遇。" in text
    assert "第499次上门未遇。" in text


def test_a_demo_says_so(printed):
    assert "演示数据" in printed(water(), is_demo=True)[0]
    assert "演示数据" not in printed(water())[0]


@pytest.fixture
def drawn(centre, clock, poppler):
    """Ask the door for a ledger as somebody and return its text."""
    papers = Papers(clock)

    def read(wish: LedgerWish | str, actor: str = "dispatcher") -> str:
        with centre.database.reading() as session:
            paper = papers.draw(session, centre.actor(actor), "ledger", str(wish))
        return bare(poppler("pdftotext", paper.body, "-raw", output="-"))

    return read


def test_the_door_prints_what_the_query_tells_without_personal_values(centre, clock, drawn):
    case_id = centre.register(place="滨河路36号")
    clock.advance(timedelta(minutes=8))
    centre.assign(case_id)
    clock.advance(timedelta(minutes=30))
    with centre.database.reading() as session:
        told = case_ledger(session, centre.actor("dispatcher"), case_id, now=clock.now())

    text = drawn(str(case_id))

    assert all(as_printed(row) in text for row in told.rows)
    assert not any(value in text for value in ("陈芳华", "13812346021", "6021", "陈**"))


def test_the_door_prints_either_clock_of_any_past_moment(centre, clock, drawn):
    case_id = centre.register()
    clock.advance(timedelta(minutes=8))
    centre.assign(case_id)
    then = clock.now() + timedelta(minutes=2)
    clock.advance(timedelta(days=1))

    text = drawn(LedgerWish(case_id, ClockName.SIGN, then))

    assert "签收时限逐段计算" in text
    assert "算到：2026-11-2414:15" in text
    assert "11-2414:13–14:15计2分" in text


def test_the_door_refuses_as_the_query_does(centre, clock, drawn):
    case_id = centre.register()
    with pytest.raises(NotFound):
        drawn(str(case_id), "stranger")
    with pytest.raises(MomentAhead):
        drawn(LedgerWish(case_id, at=clock.now() + timedelta(hours=1)))
    intake = Intake("路灯不亮", Source.KIOSK, GRID)
    with centre.database.writing(centre.actor("dispatcher")) as uow:
        pepper = centre.database.state.pepper
        waits = receive_case(uow, intake, pepper, received_at=clock.now(), command_key=new_id())
    with pytest.raises(NoClockYet):
        drawn(str(waits))


def test_the_door_marks_the_ledger_of_a_demo(centre, drawn):
    case_id = centre.register()
    with centre.database.writing(console("test")) as uow:
        uow.session.execute(sa.update(DatabaseState).values(is_demo=True))

    assert "演示数据" in drawn(str(case_id))
