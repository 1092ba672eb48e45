"""Items leave as a sheet and come back: what is new, what differs, what is refused and why."""

from datetime import date

import pypdfium2 as pdfium
import pytest

from app.core.doors import NoSuchPaper
from app.core.ids import new_id
from app.core.words import say
from app.exchange.exports import Extent
from app.exchange.services import export_services, import_services
from app.papers.door import Papers
from app.services.items.actions.editing import (
    ItemDraft,
    add_item,
    compare_sheet,
    edit_item,
    land_sheet,
)
from app.services.items.errors import SheetHeadMissing
from app.services.items.queries.items import item_rows, versions_of
from app.services.items.rules import Delegation, LifeSituation, Material, MaterialForm
from app.services.items.sheet import cells_of, read_sheet, titles
from tests.factories.centre import STREET
from tests.factories.services import body

WHOLE = body(
    materials=(Material("照片", MaterialForm.ORIGINAL, 2, "照相馆"), Material("结婚证")),
    situations=(LifeSituation.BIRTH, LifeSituation.MARRIAGE),
    steps=("取号", "办结"),
    delegation=Delegation("区卫健局", "各社区", date(2025, 3, 1), "下放清单"),
    by_proxy=True,
)


def sheet(*rows):
    return [(1, ["服务事项表"]), (2, list(titles())), *enumerate(map(list, rows), 3)]


def rows_of(centre):
    with centre.database.reading() as session:
        return item_rows(session, centre.actor("director"))


def test_what_was_written_out_is_read_back_as_it_was():
    read = read_sheet(sheet(cells_of("SY-1", WHOLE)))

    assert read.refused == ()
    assert (read.items[0].code, read.items[0].body) == ("SY-1", WHOLE)


def test_rows_that_cannot_stand_are_refused_with_their_line():
    good = list(cells_of("SY-1", WHOLE))
    wrong = {
        "level": "省级",
        "situations": "上天",
        "limit_days": "两天",
        "name": "",
        "since": "去年",
        "materials": "照片|彩色",
    }
    keys = dict(zip(titles(), range(len(titles())), strict=True))
    rows = [good, good]
    for at, (column, cell) in enumerate(wrong.items()):
        row = list(good)
        row[keys[say("services.column.code")]] = f"SY-{at + 10}"
        row[keys[say(f"services.column.{column}")]] = cell
        rows.append(row)
    read = read_sheet(sheet(*rows))

    assert [item.code for item in read.items] == ["SY-1"]
    assert [refusal.line for refusal in read.refused] == list(range(4, 11))
    assert all(refusal.why for refusal in read.refused)
    with pytest.raises(SheetHeadMissing):
        read_sheet([(1, ["名称", "部门"])])


def test_a_sheet_adds_drafts_and_saves_versions_and_publishes_nothing(embedded_centre):
    centre = embedded_centre
    key = centre.do("director", add_item, ItemDraft(STREET, "SY-1", WHOLE), publish=True)
    centre.do("director", add_item, ItemDraft(STREET, "SY-2", WHOLE))
    changed = body("生育登记", fee="不收费")
    read = read_sheet(
        sheet(cells_of("SY-1", changed), cells_of("SY-2", WHOLE), cells_of("SY-3", body("新的")))
    )
    with centre.database.reading() as session:
        assert compare_sheet(session, STREET, read.items) == (1, 1, 1)
    assert centre.do("director", land_sheet, STREET, read.items) == "1 1 1"

    found = {row.code: row for row in rows_of(centre)}
    assert found["SY-1"].has_changes
    assert found["SY-3"].published is None
    with centre.database.reading() as session:
        assert [row.ordinal for row in versions_of(session, key)] == [2, 1]
    assert centre.do("director", land_sheet, STREET, read.items) == "0 0 3"


def test_the_sheet_for_residents_tells_all_or_what_lacks(embedded_centre, clock):
    centre = embedded_centre
    key = centre.do("director", add_item, ItemDraft(STREET, "SY-1", WHOLE), publish=True)
    centre.do("director", edit_item, key, 1, body("生育服务登记", limit_days=5), "改名")
    papers = Papers(clock)

    def text_of(wanted):
        with centre.database.reading() as session:
            paper = papers.draw(session, centre.actor("receptionist"), "guide_sheet", wanted)
        made = pdfium.PdfDocument(paper.body)
        assert len(made) == 1
        return "".join(made[0].get_textpage().get_text_bounded().split())

    whole, some = text_of(f"{key}"), text_of(f"{key}/1")
    assert "生育服务登记" in whole
    assert "5个工作日内" in whole
    assert "还差下面几样" in some
    assert "1.结婚证" in some
    with pytest.raises(NoSuchPaper), centre.database.reading() as session:
        papers.draw(session, centre.actor("receptionist"), "guide", f"{key}")


def test_a_file_is_written_tried_and_taken_in(embedded_centre, tmp_path):
    centre = embedded_centre
    centre.do("director", add_item, ItemDraft(STREET, "SY-1", WHOLE), publish=True)
    file, director = tmp_path / "事项.xlsx", centre.actor("director")
    assert export_services(centre.database, director, file, Extent()) == 1

    def bring(*, dry_run):
        told = {"region": STREET, "dry_run": dry_run, "command_key": new_id()}
        report = import_services(centre.database, director, file, **told)
        return report.new, report.changed, report.unchanged, report.refused

    assert bring(dry_run=True) == bring(dry_run=False) == (0, 0, 1, 0)
    file = tmp_path / "新.csv"
    text = "编码,事项名称,主管部门,业务类别\nSY-9,新事项,民政办,民政\nSY 10,坏编码,民政办,民政\n"
    file.write_text(text, "utf-8")
    assert bring(dry_run=False) == (1, 0, 0, 1)
    assert file.with_name("新.csv.rejected.csv").exists()
