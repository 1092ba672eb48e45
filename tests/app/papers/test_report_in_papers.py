"""The slip of a report-in, whose code confirms the visit, and the letter to a unit."""

import pytest

from app.core.ids import new_id
from app.papers.door import Papers
from app.papers.facts import NothingToPrint
from app.party.report_in.actions.registering import (
    ReportDraft,
    confirm_visit,
    register_report_in,
)
from app.party.report_in.queries.rows import report_card
from app.party.report_in.rules import ReportKind, shown_number
from tests.factories.centre import COMMUNITY
from tests.factories.rosters import officer

OFFICER = officer()


def test_slip_and_letter_tell_how_a_report_in_stands(embedded_centre, clock, poppler):
    centre = embedded_centre

    def do(action, *given):
        with centre.database.writing(OFFICER) as uow:
            return action(uow, *given, command_key=new_id())

    def text(kind, key):
        with centre.database.reading() as session:
            paper = Papers(clock).draw(session, OFFICER, kind, key)
        return "".join(poppler("pdftotext", paper.body, "-layout", output="-").split())

    draft = ReportDraft(ReportKind.MEMBER, "蔡晓峰", "区供电所", COMMUNITY, skills=("电工",))
    key = do(register_report_in, draft)
    with centre.database.reading() as session:
        number = report_card(session, OFFICER, key, now=clock.now()).row.number
    slip = text("report_slip", str(key))
    for part in ("双报到报到单", shown_number(number).replace(" ", ""), "2026-12-24前", "南塘社区"):
        assert part in slip
    do(confirm_visit, number)
    letter = text("report_letter", "区供电所")
    for part in ("区供电所：", "有1名在职党员", "其中1名由社区确认", "2026-11-24确认报到"):
        assert part in letter
    with pytest.raises(NothingToPrint):
        text("report_letter", "没有的单位")
