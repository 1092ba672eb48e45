"""A form's signature never stands alone: at least two lines of what it signs go with it."""

from datetime import UTC, datetime

import pypdfium2 as pdfium
import pytest

from app.core.shared_settings import CentreSettings
from app.core.words import label
from app.papers.form_blocks import Labelled, Said
from app.papers.form_sheet import FormFacts, compose_form
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_form
from app.papers.page import GB_9704
from app.papers.paper_facts import centre_facts
from app.papers.report_in_papers import letter_facts
from app.party.report_in.queries.figures import UnitMember
from app.party.report_in.rules import ReportState

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
SIGNED = "甲"  # in every line of what is signed, and nowhere else


def pages(body: bytes) -> list[list[str]]:
    """Return the lines of each page as another library reads them."""
    document = pdfium.PdfDocument(body)
    found = [page.get_textpage().get_text_range().splitlines() for page in document]
    document.close()
    return found


def lowest(body: bytes) -> float:
    """Return how far down the lowest thing over the page numbers stands on any page."""
    document = pdfium.PdfDocument(body)
    found = 0.0
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            base = page.get_height() - text.get_charbox(at, loose=True)[1]
            if base < GB_9704.bottom + 12:  # the number stands seven millimetres under it
                found = max(found, base)
    document.close()
    return found


def check(facts: FormFacts) -> int:
    """Check the page that is signed, and return how many pages there are."""
    told = pages(compose_form(facts).body)
    (signed,) = [page for page in told if any("（盖章）" in line for line in page)]
    assert signed is told[-1]
    assert any("2026年11月24日" in line for line in signed)
    for words in (*facts.signatures, *facts.notes):
        assert any(words[:6] in line for line in signed), words
    whole = sum(SIGNED in line for page in told for line in page)
    assert sum(SIGNED in line for line in signed) >= min(2, whole)
    assert sum(SIGNED in line for line in told[0]) >= 1
    return len(told)


def facts(opening=(), rows=(), closing=(), **more) -> FormFacts:
    given = {
        "blocks": (
            *map(Said, opening),
            *(Labelled(*row) for row in rows),
            *map(Said, closing),
        ),
        "centre": "柳泉街道综治中心",
        "title": "告知书",
        "file_name": "x.pdf",
        "printed_at": NOW,
        "signatures": ("收件人：", "日　期："),
        "notes": ("本件一式两份，中心与来访人各执一份。",),
    }
    return FormFacts(**{**given, **more})


@pytest.mark.parametrize("closing", [(), (SIGNED * 20,), (SIGNED * 70,)])
def test_wherever_the_fields_of_a_notice_end_two_lines_go_with_the_signature(closing):
    counts = [
        check(facts(rows=tuple((f"第{n}项", SIGNED * 9) for n in range(rows)), closing=closing))
        for rows in range(1, 42, 2)
    ]

    assert counts == sorted(counts)
    assert counts[-1] == 3


def test_wherever_the_text_of_a_certificate_ends_two_lines_go_with_the_signature():
    for lines in range(1, 45):
        check(facts(opening=(SIGNED * 26 * lines,), signatures=(), notes=()))
    check(facts(rows=(("情况", SIGNED * 600),)))


def members(count: int) -> list[UnitMember]:
    return [
        UnitMember(
            f"{SIGNED}晓峰{'乙' * (n % 2)}",
            "新城社区东",
            tuple(ReportState)[n % len(ReportState)],
            NOW,
            n % 3,
            n % 2,
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [1, 2, 9, 14, 17, 18, 19, 20, 21, 22, 23, 24, 40, 41, 42, 43, 90])
def test_a_feedback_letter_of_many_is_signed_under_two_of_them_and_no_row_breaks(count):
    told = centre_facts(CentreSettings(centre_name="柳泉街道综治中心"), NOW)
    told |= letter_facts("区供电公司", members(count), NOW)
    letter = fill_form(shipped_form(FormKind.LETTER), told, is_demo=False)

    check(letter)
    body = compose_form(letter).body
    rows = [line for page in pages(body) for line in page if SIGNED in line]
    assert len(rows) == count
    for row, member in zip(rows, members(count), strict=True):
        words = {"confirmed": "确认报到", "registered": "到社区确认"}
        assert words.get(member.state, "已") in row, (row, label(member.state))
        assert member.place in row
    assert lowest(body) <= GB_9704.bottom + 12


def test_a_long_label_is_broken_within_its_column():
    told = pages(compose_form(facts(rows=(("城市管理综合执法队", SIGNED * 90),))).body)

    assert not any("城市管理综合执法队" in line for page in told for line in page)
    joined = "".join(line for page in told for line in page).replace(" ", "")
    assert joined.count(SIGNED) == 90
    assert all(part in joined for part in ("城市管理", "综合执法", "队"))
