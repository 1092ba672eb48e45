"""Papers of the test centre: one drawn at set times that was asked for at once, letters drafted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.papers.actions import issue_paper, review_paper, sign_paper
from app.papers.documents.actions import draft_document
from app.papers.files.forms import PaperForm
from app.papers.rules import OfficialKind, PeriodKind
from app.papers.schedules.actions import ask_run, save_schedule
from app.papers.schedules.rules import Schedule
from app.party.report_in.actions.registering import ReportDraft, register_report_in
from app.party.report_in.rules import ReportKind
from tests.factories.centre import COMMUNITY, STREET
from tests.factories.server import Server


def papers_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name."""

    def do(login: str, action: Callable[..., Any], *given: object) -> Any:
        try:
            return server.do(login, action, *given)
        finally:
            server.close()  # one person has few desks

    timed = Schedule("周报", STREET, PeriodKind.WEEKLY, 960, "周报", (PaperForm.PDF,))
    key = do("director", save_schedule, timed)
    do("director", ask_run, STREET, key)
    told = {"timed": str(key)}
    for name, unit in (
        ("letter", "区气象局"),
        ("reviewed_letter", "区水文站"),
        ("sent_letter", "区地震台"),
    ):
        draft = ReportDraft(ReportKind.MEMBER, f"{unit[1:3]}一员", unit, COMMUNITY)
        do("officer", register_report_in, draft)
        told[name] = str(do("officer", draft_document, OfficialKind.LETTER, STREET, unit, ""))
    for name in ("reviewed_letter", "sent_letter"):
        do("officer", review_paper, UUID(told[name]))
    sent = UUID(told["sent_letter"])
    do("director", sign_paper, sent)
    do("officer", issue_paper, sent, [server.units["municipal"]])
    return told
