"""Papers on a server with accounts of their own: who signs is the database's own business."""

from datetime import date

import psycopg
import pytest
import sqlalchemy as sa

from app.core.errors import NotAllowed, NotForAll, NotFound
from app.core.ids import new_id
from app.papers.actions import (
    draft_briefing,
    issue_paper,
    receive_paper,
    review_paper,
    sign_paper,
)
from app.papers.briefing.period import Period
from app.papers.briefing.template import shipped
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_text
from app.papers.forms.saving import save_form
from app.papers.forms.store import form_view
from app.papers.models import PaperIssue
from app.papers.queries import paper_view, papers_of
from app.papers.rules import PeriodKind
from app.papers.templating import save_template
from tests.factories.centre import STREET

pytestmark = pytest.mark.postgres

WEEK = Period(date(2026, 11, 16))
SIGN = """INSERT INTO paper_step (paper_id, step, after, at, person_id, person, series, number,
dated, body, digest) SELECT %s, 'signed', 'reviewed', now(), %s, coalesce(%s, jz.my_name()),
'weekly/' || %s || '/' || extract(year FROM t.day), %s, t.day, %s, encode(sha256(%s), 'hex')
FROM (SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date - %s AS day) t"""


def test_a_paper_goes_from_draft_to_receipt_and_nobody_signs_past_the_program(own_server):
    server = own_server
    template = shipped("weekly").source.replace("总体情况", "本周概况")
    with pytest.raises(NotForAll):
        server.do("admin", save_template, PeriodKind.WEEKLY, template, 0)  # of one street only
    assert server.do("chief", save_template, PeriodKind.WEEKLY, template, 0) == 1
    paper_id = server.do("dispatcher", draft_briefing, STREET, WEEK, "")
    server.do("dispatcher", review_paper, paper_id)
    with pytest.raises(NotAllowed):
        server.do("dispatcher", sign_paper, paper_id)

    me = server.keys["director"]
    for who, told in (
        ("dispatcher", (server.keys["dispatcher"], None, STREET, 1, b"x", b"x", 0)),
        ("director", (server.keys["dispatcher"], None, STREET, 1, b"x", b"x", 0)),
        ("director", (me, None, STREET, 1, b"x", b"y", 0)),
        ("director", (me, None, "990", 1, b"x", b"x", 0)),
        ("director", (me, "某人", STREET, 1, b"x", b"x", 0)),
        ("director", (me, None, STREET, 7, b"x", b"x", 0)),
        ("director", (me, None, STREET, 1, b"x", b"x", 3)),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            server.plain(who).execute(SIGN, (paper_id, *told))
        server.close()

    assert server.do("director", sign_paper, paper_id) == 1
    unit = server.units["municipal"]
    server.do("dispatcher", issue_paper, paper_id, [unit])
    server.close()
    for login in ("rival", "stranger", "external"):
        database, actor = server.desk(login)
        with database.reading() as session:
            assert papers_of(session, actor, "", PeriodKind.WEEKLY) == ()
            assert session.scalar(sa.select(sa.func.count()).select_from(PaperIssue)) == 0
            with pytest.raises(NotFound):
                paper_view(session, actor, paper_id)
    server.do("handler", receive_paper, paper_id, unit)
    database, actor = server.desk("leader")
    with database.reading() as session:
        view = paper_view(session, actor, paper_id)
    assert view.is_proved
    assert view.row.copies == (1, 1)
    database, actor = server.desk("director")
    with database.writing(actor) as uow, pytest.raises(sa.exc.DBAPIError):
        uow.session.execute(sa.text("UPDATE paper_issue SET correction = 'x'"))
    assert new_id() != paper_id


def test_a_street_keeps_its_own_templates_and_never_those_of_all(own_server):
    server, kind = own_server, FormKind.ASSIGNMENT
    text = shipped_text(kind).replace('title = "交办单"', 'title = "任务单"')
    with pytest.raises(NotForAll):
        server.do("admin", save_form, kind, "", text, 0)
    with pytest.raises(NotAllowed):
        server.do("director", save_form, kind, STREET, text, 0)

    assert server.do("admin", save_form, kind, STREET, text, 0) == 1
    assert server.do("chief", save_form, kind, "", text, 0) == 1

    database, actor = server.desk("handler")
    with database.reading() as session:
        view = form_view(session, actor, kind, STREET)
    assert (view.version, view.text, view.streets) == (1, text, ())
