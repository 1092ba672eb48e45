"""Letters and minutes are drafted, reviewed, signed, sent out and corrected as briefings are."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.errors import NotAllowed, NotFound
from app.papers.actions import issue_paper, receive_paper, review_paper, sign_paper
from app.papers.documents import kept
from app.papers.documents.actions import draft_document
from app.papers.documents.queries import choices, document_view, documents
from app.papers.facts import NothingToPrint
from app.papers.models import PaperIssue
from app.papers.proof import prove_papers
from app.papers.queries import paper_view, papers_of
from app.papers.rules import (
    NewerVersion,
    OfficialKind,
    PaperStep,
    PeriodKind,
    ReasonMissing,
    StepNotYet,
)
from app.party.conference.actions.agenda import ItemDraft
from app.party.conference.actions.meetings import call_meeting, hold_meeting
from app.party.report_in.actions.registering import ReportDraft, register_report_in
from app.party.report_in.rules import ReportKind
from tests.factories.centre import COMMUNITY, STREET
from tests.factories.conference import marks, meeting, seated

UNIT = "区供电所"
LETTER, MINUTES = OfficialKind.LETTER, OfficialKind.MINUTES


def reported(centre, name, unit=UNIT):
    centre.do("officer", register_report_in, ReportDraft(ReportKind.MEMBER, name, unit, COMMUNITY))


def drafted(centre, unit=UNIT, reason="", who="officer"):
    return centre.do(who, draft_document, LETTER, STREET, unit, reason)


def seen(centre, key, who="officer"):
    with centre.database.reading() as session:
        return document_view(session, centre.actor(who), key)


def shelf(centre, who="officer"):
    with centre.database.reading() as session:
        return documents(session, centre.actor(who), STREET, centre.database.clock.now())


def signed(centre, key):
    centre.do("officer", review_paper, key)
    return centre.do("director", sign_paper, key)


def words_of(poppler, body):
    return "".join(poppler("pdftotext", body, "-layout", output="-").split())


def test_a_letter_is_signed_frozen_set_again_sent_out_and_received(centre, clock, poppler):
    reported(centre, "蔡晓峰")
    key = drafted(centre)
    draft = words_of(poppler, seen(centre, key).body)
    assert f"{UNIT}：" in draft
    assert "未签发" in draft
    with pytest.raises(StepNotYet):
        centre.do("director", sign_paper, key)
    with pytest.raises(NotAllowed):
        centre.do("officer", sign_paper, key)
    assert signed(centre, key) == 1
    reported(centre, "何若兰")  # what happens later is not in what was signed
    clock.advance(timedelta(hours=1))

    view = seen(centre, key)
    told = words_of(poppler, view.body)
    assert view.is_proved
    assert (view.row.step, view.row.number, view.row.title) == (PaperStep.SIGNED, 1, UNIT)
    assert "函〔2026〕1号" in told
    assert "蔡晓峰" in told
    assert "何若兰" not in told
    assert "未签发" not in told
    with centre.database.reading() as session:
        proof = prove_papers(session)
    assert (proof.signed, proof.again, proof.spoiled) == (1, 1, ())

    unit = centre.units["municipal"]
    centre.do("officer", issue_paper, key, [unit])
    centre.do("handler", receive_paper, key, unit)
    view = seen(centre, key, "handler")  # of the unit that got it
    assert [(copy.unit_id, copy.received_at is not None) for copy in view.copies] == [(unit, True)]
    assert shelf(centre).papers[0].copies == (1, 1)


def test_a_correction_is_a_version_that_names_the_lines_that_came_and_went(centre, poppler):
    reported(centre, "蔡晓峰")
    first = drafted(centre)
    signed(centre, first)
    before = seen(centre, first).body
    reported(centre, "何若兰")
    with pytest.raises(ReasonMissing):
        drafted(centre)
    second = drafted(centre, reason="补录 1 名")

    told = words_of(poppler, seen(centre, second).body)
    assert "本版更正第1版" in told
    assert "增加“" in told
    assert "何若兰" in told
    assert "原因：补录1名" in told
    assert seen(centre, first).body == before
    with pytest.raises(NewerVersion):
        centre.do("officer", review_paper, first)
    assert signed(centre, second) == 2
    assert [(row.version, row.is_newest) for row in shelf(centre).papers] == [(2, True), (1, False)]


def test_letters_to_two_units_are_two_papers_with_numbers_of_one_series(centre):
    reported(centre, "蔡晓峰")
    reported(centre, "秦岚", "区中医院")
    one, other = drafted(centre), drafted(centre, "区中医院")
    assert [signed(centre, one), signed(centre, other)] == [1, 2]
    assert {row.version for row in shelf(centre).papers} == {1}
    with pytest.raises(NothingToPrint):
        drafted(centre, "没有的单位")
    with centre.database.reading() as session:
        found = choices(session, centre.actor("officer"), LETTER, STREET)
        weekly = papers_of(session, centre.actor("director"), STREET, PeriodKind.WEEKLY)
    assert {each.subject for each in found} == {UNIT, "区中医院"}
    assert weekly == ()


def test_minutes_of_a_meeting_that_was_held_go_the_same_way(centre, poppler):
    seats = seated(centre)
    draft = meeting(centre.database.clock.now(), ItemDraft("停车怎么管"))
    key = centre.do("officer", call_meeting, draft)
    with pytest.raises(NothingToPrint):
        centre.do("officer", draft_document, MINUTES, STREET, str(key), "")
    centre.do("officer", hold_meeting, key, 1, marks(seats, 4))
    with centre.database.reading() as session:
        (choice,) = choices(session, centre.actor("officer"), MINUTES, STREET)
    assert choice.subject == str(key)

    paper = centre.do("officer", draft_document, MINUTES, STREET, str(key), "")
    assert signed(centre, paper) == 1

    view = seen(centre, paper)
    told = words_of(poppler, view.body)
    assert view.is_proved
    assert "纪要〔2026〕1号" in told
    assert "停车怎么管" in told
    assert view.row.title == f"{draft.title}纪要"


def test_who_keeps_no_party_affairs_neither_drafts_nor_reads_a_letter(centre):
    reported(centre, "蔡晓峰")
    key = drafted(centre)
    for who in ("dispatcher", "stranger"):
        with pytest.raises((NotAllowed, NothingToPrint)):
            drafted(centre, who=who)
        with pytest.raises(NotAllowed):
            centre.do(who, review_paper, key)
    with pytest.raises(NotFound):
        seen(centre, key, "stranger")
    with pytest.raises(NotFound), centre.database.reading() as session:
        paper_view(session, centre.actor("director"), key)  # it is no briefing
    assert shelf(centre, "stranger").papers == ()


def test_what_is_kept_is_read_back_as_it_was(centre):
    reported(centre, "蔡晓峰")
    key = drafted(centre)
    with centre.database.reading() as session:
        text = session.scalar(sa.select(PaperIssue.snapshot).where(PaperIssue.id == key))
    told = kept.read(text)
    assert kept.written(told) == text
    same = kept.correction_words(1, told, replace(told, title="别的题目"), "改题")
    assert "内容没有变化" in same
