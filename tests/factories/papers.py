"""Papers that are drawn at set times of the test centre, and one that was asked for at once."""

from app.papers.files.forms import PaperForm
from app.papers.rules import PeriodKind
from app.papers.schedules.actions import ask_run, save_schedule
from app.papers.schedules.rules import Schedule
from tests.factories.centre import STREET
from tests.factories.server import Server


def papers_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name."""
    timed = Schedule("周报", STREET, PeriodKind.WEEKLY, 960, "周报", (PaperForm.PDF,))
    key = server.do("director", save_schedule, timed)
    server.do("director", ask_run, STREET, key)
    return {"timed": str(key)}
