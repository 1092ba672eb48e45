"""The sheet that summons departments: whom, whereto, for what, and what each did since."""

from datetime import timedelta

from app.cases.actions.whistling import draft_whistle
from app.core.shared_settings import CentreSettings
from app.papers.case_forms import FormGround
from app.papers.door import Papers
from app.papers.forms.filling import fill_form
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_form
from app.papers.whistle_form import whistle_sheet
from tests.factories.paths import at_work
from tests.factories.whistles import draft_of, report, whistled


def sheet(centre, case_id):
    now = centre.database.clock.now()
    ground = FormGround(CentreSettings(), "来电", "滨河路36号 南塘第二网格", now)
    told = whistle_sheet(centre.card(case_id, "director"), ground)
    return fill_form(shipped_form(FormKind.WHISTLE), told.facts, is_demo=False)


def test_a_draft_says_so_and_a_blown_one_tells_what_each_unit_did(embedded_centre, clock):
    centre = embedded_centre
    case_id = at_work(centre)
    centre.do("dispatcher", draft_whistle, draft_of(centre, case_id))
    assert sheet(centre, case_id).number == "编号：（待吹哨）"
    other = at_work(centre)
    whistled(centre, other)
    clock.advance(timedelta(minutes=70))
    report(centre, other, "water", "rival")

    told = sheet(centre, other)

    rows = dict(told.fields)
    assert (told.number, told.to) == ("编号：哨〔2026〕1 号", "市政养护站、供水公司")
    assert (rows["牵头单位"], rows["配合单位"]) == ("市政养护站", "供水公司")
    (answer,) = [words for title, words in told.fields if title == "报到情况"]
    assert answer.startswith("供水公司：")
    assert "15:15 到场（迟到）" in answer
    assert "与 住户代表陈芳华 沟通" in answer


def test_it_is_drawn_as_a_pdf(embedded_centre, clock):
    case_id = at_work(embedded_centre)
    whistled(embedded_centre, case_id)
    with embedded_centre.database.reading() as session:
        actor = embedded_centre.actor("director")
        paper = Papers(clock).draw(session, actor, "whistle", str(case_id))

    assert paper.body.startswith(b"%PDF")
    assert paper.name.startswith("吹哨单 1124-")
