"""Templates of notices, sheets and letters: what they can say, what is refused at its line, and
which one a paper of a day is set by.
"""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import words
from app.core.errors import Conflict, NotAllowed
from app.core.ids import new_id
from app.papers.briefing.faults import TemplateFaulty
from app.papers.briefing.template import BadTemplate
from app.papers.door import Papers
from app.papers.forms.checking import form_faults
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import WITHOUT_CODE, FormKind
from app.papers.forms.language import read_form, shipped_form, shipped_text
from app.papers.forms.offers import SHAPES, FieldType, example_facts, offers_of
from app.papers.forms.preview import impersonal, preview_form
from app.papers.forms.saving import BeforeNow, save_form
from app.papers.forms.store import FormTemplates, form_text, form_view
from app.papers.templating import TemplateSame
from tests.factories.centre import OTHER_STREET, STREET

ASSIGNMENT = shipped_text(FormKind.ASSIGNMENT)
CALLS = shipped_text(FormKind.CALL_BACK)
MEMBERS = """
[[section.block]]
table = "members"
[[section.block.column]]
heading = "谁"
text = "{member}"
"""


@pytest.mark.parametrize("kind", FormKind)
def test_what_came_along_can_be_used_and_its_example_fills_every_text(kind, poppler):
    found = preview_form(shipped_text(kind), kind)

    assert found.faults == ()
    assert found.paper.warnings == ()
    told = re.sub(r"\s", "", poppler("pdftotext", found.paper.body, output="-"))
    title = fill_form(shipped_form(kind), example_facts(kind), is_demo=False).title
    assert re.sub(r"\s", "", title) in told
    assert "{" not in told
    assert {each.name for each in found.known} >= set(offers_of(kind))
    assert all(each.about for each in found.known)


def _named(kind: FormKind) -> st.SearchStrategy[str]:
    """Return names a text of a paper may hold, with a shape where there is one."""
    shown = [o for o in offers_of(kind).values() if o.type not in (FieldType.FLAG, FieldType.LIST)]
    one = st.sampled_from(shown).flatmap(
        lambda o: st.sampled_from(("", *SHAPES.get(o.type, ()))).map(
            lambda shape: f"{{{o.name}:{shape}}}" if shape else f"{{{o.name}}}"
        )
    )
    return st.lists(st.one_of(one, st.sampled_from(["，", "甲", "{{", "}}"])), max_size=6).map(
        "".join
    )


def _blocks(kind: FormKind) -> st.SearchStrategy[str]:
    text = _named(kind)
    when = st.sampled_from(sorted(offers_of(kind)))
    held = [o.name for o in offers_of(kind).values() if o.type is FieldType.TEXT]
    code = st.builds('qr = "{}"\nlabel = "{}"'.format, st.sampled_from(held), text)
    if kind is FormKind.MAP:
        return st.builds('note = "{}"'.format, text)
    return st.one_of(
        *(() if kind in WITHOUT_CODE else (code,)),
        st.builds('text = "{}"\nwhen = "{}"\notherwise = "{}"'.format, text, when, text),
        st.builds('field = "{}"\nvalue = "{}"\nhalf = true'.format, text, text),
        st.builds('signature = "{}"'.format, text),
        st.builds('note = "{}"'.format, text),
    )


@st.composite
def templates(draw) -> tuple[FormKind, str]:
    kind = draw(st.sampled_from(list(FormKind)))
    blocks = draw(st.lists(_blocks(kind), min_size=1, max_size=6))
    parts = "".join(f"[[section.block]]\n{each}\n" for each in blocks)
    parts += MEMBERS if kind is FormKind.ROSTER else ""
    head = f'kind = "{kind.value}"\ntitle = "{draw(_named(kind))}"\nfile_name = "x.pdf"\n'
    return kind, f'{head}[[section]]\nheading = "{draw(_named(kind))}"\n{parts}'


@given(templates())
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_with_known_fields_is_drawn(made):
    kind, text = made

    found = preview_form(text, kind)

    assert found.faults == (), text
    assert found.paper.body.startswith(b"%PDF")


def test_a_template_names_a_file_and_neither_a_folder_nor_another_kind_of_file():
    text = ASSIGNMENT.replace('file_name = "', 'file_name = "../../启动/', 1)
    text = text.replace(".pdf", ".hta", 1)

    name = fill_form(read_form(text), example_facts(FormKind.ASSIGNMENT), is_demo=False).file_name

    assert not set(name) & set("/\\")
    assert name.endswith(".pdf")


@pytest.mark.parametrize("turned", [1, -1])
@pytest.mark.parametrize(("deep", "held"), [(40, "{{text.z{0}}}" * 2), (1500, "{{text.z{0}}}")])
def test_texts_that_pile_up_are_refused_at_once_and_never_told(deep, held, turned):
    own = [f'z{at} = "{held.format(at + 1)}"' for at in range(deep)] + [f'z{deep} = "x"']
    lines = "\n".join(own[::turned])
    text = ASSIGNMENT.replace("[texts]\n", f"[texts]\n{lines}\n", 1)
    text = text.replace('title = "', 'title = "{text.z0}', 1)

    (fault,) = form_faults(text, FormKind.ASSIGNMENT)

    assert "套的文字太多" in fault.why
    assert f"“text.{text.splitlines()[fault.line - 1].split()[0]}”" in fault.why
    with pytest.raises(BadTemplate):
        read_form(text)


@given(templates(), st.from_regex(r"[a-z]{3,9}_x", fullmatch=True))
@settings(max_examples=40, deadline=None)
def test_whatever_names_what_nobody_offers_is_refused_at_its_line(made, unknown):
    kind, text = made
    sort = "note" if kind is FormKind.MAP else "text"
    text += f'[[section.block]]\n{sort} = "{{{unknown}}}"\n'

    found = preview_form(text, kind)

    assert found.paper is None
    (fault,) = found.faults
    assert fault.line == text.count("\n")
    assert f"没有叫“{unknown}”的数字或字段" in fault.why


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('to = "{unit}"', 'to = "{unti}"', "没有叫“unti”的数字或字段，是不是“unit”？"),
        ('when = "note"', 'when = "notice"', "没有叫“notice”的数字或字段"),
        ('slip = {when = "slip"', 'slip = {when = "text.slip"', "绕了一圈又回到自己：slip→slip"),
        ('title = "', 'titel = "', "不认识“titel”，这里可以写的有：kind、title、"),
        ('title = "交办单"', "title = 3", "“title”要写成文字"),
        ('text = "现将', 'txt = "现将', "这一块不知道是什么：写上 text、field、table、"),
        ('value = "{text}"', 'valeu = "{text}"', "不认识“valeu”"),
        ('value = "{text}"', 'value = "{text}"\nhalf = "yes"', "“half”只能写 true 或 false。"),
        ('value = "{text}"', 'value = "{text"', "花括号不成对"),
        ('value = "{received}"', 'value = "{received:year}"', "冒号后面只能写：day、clock、"),
        ('value = "{place}"', 'value = "{place:day}"', "“place”是文字，后面不能带冒号。"),
        ('note = "没有系统', 'note = "电话 13812346021，没有系统', "不能写个人的手机号"),
        ('note = "没有系统', 'note = "14021319900101123X 没有系统', "不能写个人的手机号"),
        ('kind = "assignment"', 'kind = "slip"', 'kind 要写 "assignment"。'),
        ('number = "{text.slip}"', 'seal = "x"\nnumber = "{text.slip}"', "seal 只能写：none、end"),
        ('[[section.block]]\nsignature = "办', '[[section.blok]]\nsignature = "办', "不认识“blok”"),
        ("[texts]", '[texts]\nspare = "x"', "没有哪里用到“text.spare”"),
        ("一", "一", ""),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence_at_its_line(old, new, why):
    text = ASSIGNMENT.replace(old, new, 1)
    last = new.splitlines()[-1]
    line = next((n for n, each in enumerate(text.splitlines(), 1) if last[:12] in each), 0)

    found = form_faults(text, FormKind.ASSIGNMENT)

    if not why:
        assert found == ()
        return
    near = {line, line - 1, line + 1}
    assert any(fault.line in near and why in fault.why for fault in found), (line, found)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('\neach = "calls"', '\neach = "unit"', "没有叫“unit”的名单，可以用的有：calls。"),
        ('\neach = "calls"', "", "没有叫“called”的数字或字段"),
        ('value = "{unit}"', 'value = "{calls}"', "“calls”是名单，写在 each 或 table 里"),
        ('{text.told}"', '{undone}"', "“undone”是“是否”，只能写在 when 里。"),
    ],
)
def test_a_list_is_named_where_its_rows_are_told(old, new, why):
    found = form_faults(CALLS.replace(old, new, 1), FormKind.CALL_BACK)

    assert any(why in fault.why for fault in found), found


@given(st.text(max_size=40), st.integers(0, len(ASSIGNMENT)))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_usable_or_refused_in_a_sentence(typed, at):
    text = ASSIGNMENT[:at] + typed + ASSIGNMENT[at:]

    found = form_faults(text, FormKind.ASSIGNMENT)

    assert all(fault.line >= 1 and fault.why for fault in found)
    if not found:
        fill_form(read_form(text), example_facts(FormKind.ASSIGNMENT), is_demo=False)


def test_a_table_tells_a_list_row_by_row(poppler):
    table = """[[section.block]]
table = "calls"
[[section.block.column]]
heading = "谁打的"
text = "{caller}"
[[section.block.column]]
heading = "哪天"
text = "{called:short_day}"
width = 40
"""
    text = CALLS.replace(
        '[[section.block]]\nsignature = "回访人：',
        table + '[[section.block]]\nsignature = "回访人：',
    )

    found = preview_form(text, FormKind.CALL_BACK)

    told = poppler("pdftotext", found.paper.body, "-layout", output="-")
    assert re.search(r"谁打的\s+哪天\s+周敏\s+2026-11-25", told)


def test_of_a_real_paper_nothing_personal_is_shown():
    facts = example_facts(FormKind.SLIP) | {"reporter": "陈芳华", "phone": "", "title": "真的事"}

    told = impersonal(FormKind.SLIP, facts)

    assert (told["reporter"], told["phone"], told["title"]) == ("陈**", "", "真的事")


# -- keeping them ------------------------------------------------------------------------------


@pytest.fixture
def do(centre):
    def act(actor, region, text, seen, **more):
        with centre.database.writing(centre.actor(actor)) as uow:
            kind = FormKind.ASSIGNMENT
            return save_form(uow, kind, region, text, seen, command_key=new_id(), **more)

    return act


@pytest.fixture
def told(centre, clock, poppler):
    def read(case_id):
        with centre.database.reading() as session:
            actor = centre.actor("dispatcher")
            body = Papers(clock).draw(session, actor, "assignment", str(case_id)).body
        return re.sub(r"\s", "", poppler("pdftotext", body, output="-"))

    return read


def assigned(centre):
    case_id = centre.register()
    centre.assign(case_id)
    return case_id


def titled(title: str) -> str:
    return ASSIGNMENT.replace('title = "交办单"', f'title = "{title}"')


def test_a_paper_of_an_earlier_day_is_set_by_the_template_of_that_day(centre, clock, do, told):
    first = assigned(centre)
    clock.advance(timedelta(hours=1))
    assert do("administrator", "", titled("任务单"), 0) == 1
    clock.advance(timedelta(hours=1))
    second = assigned(centre)
    clock.advance(timedelta(hours=1))
    assert do("administrator", "", "", 1) == 2
    clock.advance(timedelta(hours=1))
    third = assigned(centre)

    titles = [told(each)[:40] for each in (first, second, third)]

    assert ["任务单" in each for each in titles] == [False, True, False]
    with centre.database.reading() as session:
        view = form_view(session, centre.actor("administrator"), FormKind.ASSIGNMENT, "")
        assert form_text(session, FormKind.ASSIGNMENT, "", 1) == titled("任务单")
    assert (view.version, view.text) == (2, ASSIGNMENT)
    assert [(row.version, row.is_back) for row in view.versions] == [(2, True), (1, False)]
    assert [code for code, _ in view.streets] == ["", STREET, OTHER_STREET]


def test_a_template_holds_from_the_moment_it_is_kept_for_and_never_before(centre, clock, do, told):
    tomorrow = clock.now() + timedelta(days=1)
    with pytest.raises(BeforeNow):
        do("administrator", "", titled("任务单"), 0, valid_from=clock.now() - timedelta(hours=1))
    do("administrator", "", titled("任务单"), 0, valid_from=tomorrow)

    today = assigned(centre)
    clock.advance(timedelta(days=1, minutes=1))
    later = assigned(centre)

    assert "任务单" not in told(today)[:40]
    assert "任务单" in told(later)[:40]


def test_a_street_may_have_its_own_and_take_up_the_common_one_again(centre, clock, do, told):
    do("administrator", "", titled("区任务单"), 0)
    do("administrator", STREET, titled("柳溪任务单"), 0)
    do("administrator", OTHER_STREET, titled("东湖任务单"), 0)
    clock.advance(timedelta(minutes=1))
    own = assigned(centre)
    clock.advance(timedelta(minutes=1))
    do("administrator", STREET, titled("区任务单"), 1)  # the very text of all: none of its own
    clock.advance(timedelta(minutes=1))
    common = assigned(centre)

    assert "柳溪任务单" in told(own)
    assert "区任务单" in told(common)
    with centre.database.reading() as session:
        templates = FormTemplates(session, FormKind.ASSIGNMENT)
    assert templates.at(f"{OTHER_STREET}001", clock.now()).source == titled("东湖任务单")
    assert templates.at("", clock.now()).version == 1


def test_only_who_keeps_the_settings_keeps_templates_and_only_usable_ones(centre, do):
    with pytest.raises(NotAllowed):
        do("director", STREET, titled("任务单"), 0)
    with pytest.raises(TemplateFaulty) as faulty:
        do("administrator", "", ASSIGNMENT + '[[section.block]]\ntext = "{nobody}"', 0)
    assert words.sentence(faulty.value).startswith(f"第 {ASSIGNMENT.count(chr(10)) + 2} 行：")
    with pytest.raises(TemplateSame):
        do("administrator", "", ASSIGNMENT, 0)
    do("administrator", "", titled("任务单"), 0)
    with pytest.raises(Conflict):
        do("administrator", "", titled("又一单"), 0)


def test_slips_of_one_batch_have_each_the_template_of_its_own_day(centre, clock, poppler):
    before = centre.register()
    clock.advance(timedelta(hours=1))
    text = shipped_text(FormKind.SLIP).replace("请妥善保管本回执", "请收好")
    with centre.database.writing(centre.actor("administrator")) as uow:
        save_form(uow, FormKind.SLIP, "", text, 0, command_key=new_id())
    clock.advance(timedelta(hours=1))
    after = centre.register()

    with centre.database.reading() as session:
        keys = [str(before), str(after)]
        batch = Papers(clock).draw_many(session, centre.actor("receptionist"), "slip", keys)

    pages = poppler("pdftotext", batch.paper.body, output="-").split("\f")
    assert ["请收好" in page for page in pages[:2]] == [False, True]
