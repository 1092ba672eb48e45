"""What is told to papers, or written in their templates, that fits nowhere: a sentence or a paper,
never a program that hangs.
"""

import re

import pytest

from app.papers.forms.checking import form_faults
from app.papers.forms.kinds import WITHOUT_CODE, FormKind
from app.papers.forms.language import shipped_text
from app.papers.forms.offers import example_facts
from app.papers.forms.preview import impersonal, preview_form

RARE = "湴塱墘𡌶"
MEMBERS = """
[[section.block]]
table = "members"
[[section.block.column]]
heading = "谁"
text = "{member}"
"""


@pytest.mark.parametrize("kind", FormKind)
def test_names_of_300_characters_rare_ones_and_marks_that_turn_are_set_in_every_paper(
    kind, poppler
):
    def awkward(value):
        if isinstance(value, str):
            return f"{RARE}\u202e\x07عربي" + "很长的地名" * 60 if value else value
        if isinstance(value, tuple):
            return tuple({key: awkward(each) for key, each in row.items()} for row in value)
        return value

    facts = {name: awkward(value) for name, value in example_facts(kind).items()}
    if "receipt_code" in facts:
        facts["receipt_code"] = "K7M29QXP"

    found = preview_form(shipped_text(kind), kind, impersonal(kind, facts))

    told = re.sub(r"\s", "", poppler("pdftotext", found.paper.body, output="-"))
    assert RARE in told
    assert "\u202e" not in told
    assert "\x07" not in told


@pytest.mark.parametrize("kind", WITHOUT_CODE)
def test_what_a_sheet_has_no_place_for_is_refused(kind):
    code = '[[section.block]]\nqr = "centre"\n'

    (fault,) = form_faults(shipped_text(kind) + code, kind)

    assert "不印二维码" in fault.why


@pytest.mark.parametrize(
    "turn", [lambda text: text + MEMBERS, lambda text: text.split(MEMBERS[1:28])[0]]
)
def test_a_roster_has_one_table_and_no_more(turn):
    text = turn(shipped_text(FormKind.ROSTER))

    (fault,) = form_faults(text, FormKind.ROSTER)

    assert "名册要有一张表，也只有一张" in fault.why


def test_a_map_has_room_for_small_print_only():
    text = shipped_text(FormKind.MAP) + '[[section.block]]\ntext = "说明"\n'

    (fault,) = form_faults(text, FormKind.MAP)

    assert "只有下面的小字" in fault.why
    assert fault.line == text.count("\n") - 1


def test_columns_wider_than_the_paper_are_refused():
    text = shipped_text(FormKind.ROSTER).replace("width = 27", "width = 100")

    (fault,) = form_faults(text, FormKind.ROSTER)

    assert "210 毫米" in fault.why
