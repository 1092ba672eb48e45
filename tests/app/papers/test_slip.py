"""The acceptance slip says everything, in letters that can be read, copied and scanned."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from app.cases.clock import Limit, LimitUnit
from app.cases.numbers import case_number
from app.core.clock import SHANGHAI
from app.core.qr import qr_matrix
from app.papers.facts import Promises, SlipFacts
from app.papers.slip import compose_slip, draw_slip


def at(text: str) -> datetime:
    """Read a local moment."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


PROMISES = Promises(
    sign_limit=Limit(0.5, LimitUnit.EMERGENCY_HOUR),
    sign_due_at=at("2026-11-24 13:08"),
    handle_limit=Limit(2, LimitUnit.EMERGENCY_HOUR),
    handle_due_at=at("2026-11-24 14:30"),
    limit_number=3,
    calendar_name="第 2 版（2026-11-03）",
)
FACTS = SlipFacts(
    centre="柳溪街道综治中心",
    case_number=case_number(at("2026-11-24 12:30").date(), "990102004", 37),
    receipt_code="K7M29QXP",
    received_at=at("2026-11-24 12:30"),
    source="来电",
    title="滨河路 36 号门前雨水井盖缺失",
    place="滨河路 36 号门口（望江门 09 网格）",
    category="公用设施 / 雨水井盖",
    first_contact="周敏",
    reporter="陈**",
    phone="138****6021",
    promises=PROMISES,
    printed_at=at("2026-11-24 12:31"),
    address="柳溪大道 118 号",
    telephone="0352-5512345",
)


def flat(text: str) -> str:
    """Return text without spaces, as layout may part characters."""
    return re.sub(r"\s", "", text)


def test_everything_a_resident_was_told_can_be_read_back(poppler):
    told = flat(poppler("pdftotext", draw_slip(FACTS), "-layout", output="-"))

    for part in (
        "柳溪街道综治中心",
        "受理回执",
        f"编号：{FACTS.case_number}",
        "滨河路36号门前雨水井盖缺失",
        "滨河路36号门口（望江门09网格）",
        "公用设施/雨水井盖",
        "来电",
        "2026年11月24日12:30",
        "陈**138****6021",
        "周敏",
        "2026年11月24日13:08前由承办单位签收（限30分）",
        "2026年11月24日14:30前办结（限2紧急工作时）",
        "K7M29QXP",
        "第3版时限表、第2版（2026-11-03）工作日历",
        "柳溪大道118号",
        "0352-5512345",
        "登记电话的后四位",
        "—1—",
    ):
        assert part in told
    assert "演示数据" not in told


def test_every_font_is_embedded_and_leads_back_to_unicode(poppler):
    rows = poppler("pdffonts", draw_slip(FACTS)).splitlines()[2:]

    assert rows
    for row in rows:
        embedded, subset, unicode = row.split()[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), row


def test_a_slip_of_usual_length_is_one_page(poppler):
    assert "Pages:           1" in poppler("pdfinfo", draw_slip(FACTS))


def test_rare_characters_come_back_as_themselves(poppler):
    facts = replace(FACTS, title="𠮷祥里䶮阳楼与湴塱墘𡌶路口", place="㙟塘“一号”〔2026〕①")

    told = flat(poppler("pdftotext", draw_slip(facts), output="-"))

    assert "𠮷祥里䶮阳楼与湴塱墘𡌶路口" in told
    assert "㙟塘“一号”〔2026〕①" in told


def test_a_character_no_font_has_is_a_square_and_said(poppler):
    paper = compose_slip(replace(FACTS, title="井\U000f0000盖\ud800"))

    assert "井□盖□" in poppler("pdftotext", paper.body, output="-")
    (warning,) = paper.warnings
    assert warning.startswith("有 2 个字没有可用的字体")
    assert "\U000f0000" in warning
    warning.encode()  # can be shown and logged


def test_a_very_long_text_goes_on_overleaf_whole(poppler):
    facts = replace(FACTS, title="井盖又坏了，请尽快来修。" * 120)

    pdf = draw_slip(facts)

    assert "Pages:           3" in poppler("pdfinfo", pdf)
    told = flat(poppler("pdftotext", pdf, output="-"))
    assert told.count("修") == 120
    assert "—2—" in told
    assert "（盖章）" in told


@pytest.mark.parametrize("rows", range(10, 30))
def test_however_long_the_text_nothing_runs_into_the_page_number(poppler, rows):
    told = poppler(
        "pdftotext",
        draw_slip(replace(FACTS, title="\n".join(["井盖坏了"] * rows))),
        "-bbox",
        output="-",
    )

    words = re.findall(r'yMax="([\d.]+)">([^<]*)</word>', told)
    bottom = (37 + 225 + 4) / 25.4 * 72
    low = {text for y_max, text in words if float(y_max) > bottom}
    assert low <= {"—", "1", "2", "3"}
    assert sum("井盖坏了" in text for _, text in words) == rows
    assert any("盖章" in text for _, text in words)


def test_an_anonymous_report_is_followed_by_its_code_alone(poppler):
    told = flat(poppler("pdftotext", draw_slip(replace(FACTS, reporter="", phone="")), output="-"))

    assert "未留姓名" in told
    assert "报本回执的回执码" in told
    assert "后四位" not in told


def test_before_the_number_is_known_the_code_stands_in(poppler):
    later = replace(PROMISES, sign_due_at=None, handle_due_at=None)

    told = flat(
        poppler("pdftotext", draw_slip(replace(FACTS, case_number="", promises=later)), output="-")
    )

    assert "联网后补发，请先凭回执码查询" in told
    assert "交承办单位后30分内签收" in told
    assert "登记入库后2紧急工作时内办结" in told


def test_a_promise_by_an_unpublished_calendar_says_so(poppler):
    later = replace(PROMISES, provisional_years=(2027,))

    told = flat(poppler("pdftotext", draw_slip(replace(FACTS, promises=later)), output="-"))

    assert "2027年放假安排尚未公布" in told


def test_a_demo_slip_is_marked(poppler):
    told = flat(poppler("pdftotext", draw_slip(replace(FACTS, is_demo=True)), output="-"))

    assert "演示数据不作凭证" in told


def test_contact_details_that_are_not_set_leave_no_empty_label(poppler):
    nothing = flat(
        poppler(
            "pdftotext", draw_slip(replace(FACTS, address="", telephone="", place="")), output="-"
        )
    )
    phone = flat(poppler("pdftotext", draw_slip(replace(FACTS, address="")), output="-"))
    street = flat(poppler("pdftotext", draw_slip(replace(FACTS, telephone="")), output="-"))

    assert "地址" not in nothing
    assert "电话：" not in nothing
    assert "未填写" in nothing
    assert "电话：0352-5512345" in phone
    assert "地址：柳溪大道118号" in street


def test_the_same_facts_give_the_same_bytes():
    assert draw_slip(FACTS) == draw_slip(FACTS)


def test_the_code_to_scan_holds_the_receipt_code_and_nothing_else(poppler, tmp_path):
    from PIL import Image

    # 300 dpi: the code's upper left corner is the first dark dot left of 70 mm under the table
    options = ("-r", "300", "-gray", "-singlefile")
    poppler("pdftoppm", draw_slip(FACTS), *options, output=str(tmp_path / "slip"))
    page = Image.open(tmp_path / "slip.pgm").point(lambda level: 255 * (level < 128))
    matrix = qr_matrix("K7M29QXP")
    side = round(30 / 25.4 * 300)
    left = round(28 / 25.4 * 300)
    tops = [top for top in range(1500, 3000) if _is_finder(page, left, top, side / len(matrix))]

    module = side / len(matrix)
    read = [
        [
            page.getpixel((left + (column + 0.5) * module, tops[0] + (row + 0.5) * module)) > 0
            for column in range(len(matrix))
        ]
        for row in range(len(matrix))
    ]
    assert read == matrix


def _is_finder(page, left: int, top: int, module: float) -> bool:
    """Tell whether the upper left eye of a QR code begins at a row: 7 dark, with a white ring."""
    row = [page.getpixel((left + (n + 0.5) * module, top + 0.5 * module)) > 0 for n in range(8)]
    ring = [page.getpixel((left + (n + 0.5) * module, top + 1.5 * module)) > 0 for n in range(7)]
    above = page.getpixel((left + 0.5 * module, top - 1)) > 0
    return row == [True] * 7 + [False] and ring == [True] + [False] * 5 + [True] and not above


@pytest.mark.parametrize("text", ["K7M29QXP", "23456789"])
def test_a_receipt_code_fits_the_smallest_code(text):
    assert len(qr_matrix(text)) == 21
