"""The template of a briefing: what it can say, and what is refused in a sentence."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import words
from app.core.actor import console
from app.core.clock import local
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from app.papers.actions import draft_briefing, review_paper, sign_paper
from app.papers.briefing.checking import faults_of
from app.papers.briefing.compose import PEOPLE
from app.papers.briefing.faults import TemplateFaulty
from app.papers.briefing.figures import Book, CaseList, NoSuchFigure
from app.papers.briefing.gather import gather
from app.papers.briefing.known import known
from app.papers.briefing.period import Period, PeriodWish
from app.papers.briefing.preview import preview
from app.papers.briefing.store import template_view
from app.papers.briefing.template import (
    BadTemplate,
    TemplateLoop,
    fill,
    plain,
    read_template,
    shipped,
)
from app.papers.proof import prove_papers
from app.papers.queries import paper_view
from app.papers.rules import PeriodKind
from app.papers.templating import TemplateSame, save_template
from tests.factories.centre import STREET

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)

HEAD = 'kind="weekly"\nname="n"\nfile_name="f"\nmark="m"\nline="l"\ntitle="t"\ncopies="c"\n'


def template(texts: str = ""):
    return read_template(f'{HEAD}{texts}\n[[section]]\nheading="一"\n[[section.block]]\ntext="x"\n')


def filled(text: str, texts: str = "") -> str:
    book = Book(words={"street": "柳溪"})
    book.count("came", "受理", 7, CaseList(STREET, None))
    return plain(template(texts), text, book)


def test_texts_hold_figures_words_and_other_texts():
    assert (
        filled("{street}受理{came}件{text.end}", '[texts]\nend="。完{{}}"') == "柳溪受理7件。完{}"
    )
    pieces = fill(template(), "受理{came}件", _book())
    assert [(piece.text, piece.figure) for piece in pieces] == [
        ("受理", ""),
        ("7", "came"),
        ("件", ""),
    ]


def _book() -> Book:
    book = Book()
    book.count("came", "受理", 7, CaseList(STREET, None))
    return book


@pytest.mark.parametrize(
    ("text", "texts", "error", "said"),
    [
        ("{nobody}", "", NoSuchFigure, "没有叫“nobody”的数字，可以用的有：came、street。"),
        ("{text.gone}", "", NoSuchFigure, "没有叫“text.gone”的数字"),
        (
            "{text.a}",
            '[texts]\na="{text.b}"\nb="{text.a}"',
            TemplateLoop,
            "样板里的文字绕了一圈又回到自己：text.a→text.b→text.a。",
        ),
        ("{came", "", BadTemplate, "这份样板读不懂"),
    ],
)
def test_what_a_template_cannot_say_is_refused_in_one_sentence(text, texts, error, said):
    with pytest.raises(error) as refused:
        filled(text, texts)

    assert said in words.sentence(refused.value)


@pytest.mark.parametrize("text", ["[", HEAD, f'{HEAD}section="a"', HEAD + "[[section]]\nheading=1"])
def test_what_is_no_template_is_refused(text):
    with pytest.raises(BadTemplate):
        read_template(text)


# -- changing it -------------------------------------------------------------------------------

WEEKLY = shipped("weekly").source
CODES = {"X11", "X13"}


def test_what_came_along_can_be_used_and_is_shown_with_numbers_made_up():
    for kind in PeriodKind:
        found = preview(shipped(kind.value).source, kind, CODES)

        assert found.faults == ()
        assert found.paper.leaves > 1
        assert {"came", "as_of", "came_change_words"} <= {each.name for each in found.known}


def test_what_can_be_named_is_what_every_briefing_has(centre):
    for kind in PeriodKind:
        wish = PeriodWish(STREET, Period.of(kind, date(2026, 11, 1)).before)
        with centre.database.reading() as session:
            empty = gather(session, console("test"), wish, NOW, shipped(kind.value))
        book = empty.book
        there = {*book.figures, *book.words, *book.sentences}
        named = {each.name for each in known(shipped(kind.value), kind)}

        assert named - set(PEOPLE) == {name for name in there if "@" not in name}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("事件{came}件", "事件{cane}件", "没有叫“cane”的数字或字段，是不是“came”？"),
        ('when = "came"', 'when = "street"', "没有叫“street”的数字或字段"),
        ('closing = "', 'closing = "{text.closing}', "绕了一圈又回到自己：closing→closing"),
        ('title = "', 'titel = "', "缺少“title”这一行。"),
        ('copies = "', 'copy = "x"\ncopies = "', "不认识“copy”"),
        ('"X11"', '"X99"', "没有代码是“X99”的类别。"),
        ('name = "disputes"', 'name = "came"', "已经有叫“came”的数字了"),
        ('chart = "days"', 'chart = "months"', "图表在这里只有：days。"),
        ("一、总体", "一、\u0007总体", "有看不见的控制字符（U+0007），请删掉。"),
        ("一、总体", "一、\u202e总体", "有看不见的控制字符（U+202E），请删掉。"),
        ('heading = "一、总体情况"', "heading = 一", "写法不对：每一行写成 名称 ="),
        ('text = "{text.closing}"', 'text = "{as_of"', "花括号不成对"),
        ("{as_of}", "昨天", "正文里必须有 {as_of}"),
        ('kind = "weekly"', 'kind = "daily"', 'kind 要写 "weekly"。'),
        ('line = "', 'seal = "left"\nline = "', "seal 只能写：none、end"),
        ('heading = "二、', 'heading = 2 # "', "“heading”要写成文字"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence_at_its_line(old, new, why):
    head, rest = WEEKLY.split('kind = "weekly"')
    text = head + ('kind = "weekly"' + rest).replace(old, new)
    assert text != WEEKLY

    lines, first = text.splitlines(), new.splitlines()[0]
    at = next(number for number, line in enumerate(lines, 1) if first in line)
    if why.startswith(("缺少", "正文里")):
        at = len(lines)  # what is not there is missed at the end

    found = faults_of(text, PeriodKind.WEEKLY, CODES)

    assert any(fault.line == at and why in fault.why for fault in found), found


@given(st.text(max_size=40), st.integers(0, len(WEEKLY)))
@settings(max_examples=40, deadline=None)
def test_whatever_is_typed_is_shown_or_refused_in_a_sentence(typed, at):
    found = preview(WEEKLY[:at] + typed + WEEKLY[at:], PeriodKind.WEEKLY, CODES)

    assert (found.paper is None) == bool(found.faults)
    assert all(fault.line >= 1 and fault.why for fault in found.faults)


def test_a_kept_template_is_used_from_now_on_and_papers_keep_their_own(centre, clock, poppler):
    def do(actor, action, *given):
        with centre.database.writing(centre.actor(actor)) as uow:
            return action(uow, *given, command_key=new_id())

    centre.register()
    week = Period.of(PeriodKind.WEEKLY, local(clock.now()).date())
    old = do("dispatcher", draft_briefing, STREET, week, "")
    text = WEEKLY.replace(
        'title = "',
        'house = "柳溪街道平安办"\nsigners = "签发：{signer}"\n'
        'seal = "end"\ntitle = "新样板"\n# title = "',
    )
    with pytest.raises(TemplateFaulty) as faulty:
        do("administrator", save_template, PeriodKind.WEEKLY, text + "\nx", 0)
    assert words.sentence(faulty.value).startswith("第 ")
    with pytest.raises(NotAllowed):
        do("director", save_template, PeriodKind.WEEKLY, text, 0)
    with pytest.raises(TemplateSame):
        do("administrator", save_template, PeriodKind.WEEKLY, WEEKLY, 0)
    assert do("administrator", save_template, PeriodKind.WEEKLY, text, 0) == 1
    with pytest.raises(Conflict):
        do("administrator", save_template, PeriodKind.WEEKLY, "", 0)

    new = do("dispatcher", draft_briefing, STREET, week, "")
    do("dispatcher", review_paper, new)
    do("director", sign_paper, new)
    assert do("administrator", save_template, PeriodKind.WEEKLY, "", 1) == 2
    with centre.database.reading() as session:
        before, signed = (
            paper_view(session, centre.actor("dispatcher"), key) for key in (old, new)
        )
        view = template_view(session, PeriodKind.WEEKLY)
        assert prove_papers(session).again == 1

    assert before.briefing.gathered.template_version == 0
    assert signed.briefing.gathered.template_version == 1
    assert signed.is_proved
    told = re.sub(r"\s", "", poppler("pdftotext", signed.body, output="-"))
    assert "新样板" in told
    assert "签发：方雅琴" in told
    assert told.count("柳溪街道平安办") == 3  # above the red line, as a signature, at the foot
    assert "新样板" not in poppler("pdftotext", before.body, output="-")
    assert (view.version, view.text) == (2, WEEKLY)
    assert [(row.version, row.is_shipped) for row in view.versions] == [(2, True), (1, False)]
