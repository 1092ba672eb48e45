"""Minutes of a meeting and the list of its resolutions are set by their templates."""

import re
from datetime import timedelta

import pytest

from app.core.ids import new_id
from app.papers.conference_papers import minutes_paper, resolutions_paper
from app.papers.facts import NothingToPrint
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_text
from app.papers.forms.saving import save_form
from app.party.conference.actions.agenda import ItemDraft
from app.party.conference.actions.meetings import call_meeting, hold_meeting
from app.party.conference.actions.resolutions import ResolutionDraft, resolve
from tests.factories.centre import STREET
from tests.factories.conference import marks, meeting, seated


@pytest.fixture
def held(centre):
    """A meeting with one matter, for which half of the seats came, and its one resolution."""
    seats = seated(centre)
    now = centre.database.clock.now()
    draft = meeting(now, ItemDraft("停车怎么管"))
    key = centre.do("officer", call_meeting, draft)
    centre.do("officer", hold_meeting, key, 1, marks(seats, 4))
    due = (now + timedelta(days=3)).date()
    told = ResolutionDraft(key, "夜间开放单位停车场", centre.units["enforcement"], due)
    centre.do("officer", resolve, told)
    return key


def drawn(centre, draw, key, poppler):
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        paper = draw(session, centre.actor("officer"), key, now, is_demo=False)
    return re.sub(r"\s", "", poppler("pdftotext", paper.body, output="-"))


def keep(centre, kind, before, after):
    text = shipped_text(kind)
    assert before in text
    with centre.database.writing(centre.actor("administrator")) as uow:
        save_form(uow, kind, STREET, text.replace(before, after), 0, command_key=new_id())


def test_minutes_tell_what_was_dealt_with_who_came_and_who_does_what(centre, held, poppler):
    told = drawn(centre, minutes_paper, held, poppler)

    assert "1.停车怎么管" in told
    assert "纪要待补。" in told
    assert "夜间开放单位停车场" in told
    assert "到会：叶建平（柳溪街道党工委）、苏婉" in told
    assert "缺席" not in told
    assert "本次会议没有" not in told


def test_the_list_of_resolutions_tells_what_is_not_done(centre, held, poppler):
    told = drawn(centre, resolutions_paper, STREET, poppler)

    assert "没有办结的决议1条，其中逾期0条" in told
    assert "夜间开放单位停车场" in told
    with pytest.raises(NothingToPrint):
        drawn(centre, resolutions_paper, f"{STREET}999", poppler)


def test_a_street_words_both_in_its_own_way(centre, poppler, request):
    keep(centre, FormKind.MINUTES, "现将议定事项纪要如下：", "会议议定：")
    keep(centre, FormKind.RESOLUTIONS, "大工委、联席会议决议落实清单", "议定事项清单")
    held = request.getfixturevalue("held")  # a meeting is set by the template of its own time

    minutes = drawn(centre, minutes_paper, held, poppler)
    resolutions = drawn(centre, resolutions_paper, STREET, poppler)

    assert "会议议定：" in minutes
    assert "纪要如下" not in minutes
    assert "议定事项清单" in resolutions
