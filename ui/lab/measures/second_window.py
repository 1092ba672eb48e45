"""How soon a case registered at one desk stands in the queue of another."""

import time
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEventLoop

from app.bootstrap import Parts, open_parts
from app.cases.actions.intake import Intake, register_case
from app.cases.queries.queue import QueueView
from app.cases.rules import Level, Source
from app.commands.measures.rows import BenchRow, against
from app.core.actor import Actor
from app.core.ids import new_id
from app.core.words import say
from ui.cases.queue_page import QueuePage
from ui.core.hub import ChangeHub
from ui.core.jobs import Jobs
from ui.core.notices import Notices
from ui.core.preferences import Preferences
from ui.core.slices import Desk, Navigator
from ui.core.table_model import KEY_ROLE

LIMIT_S = 0.1
_REST_S = 0.0005  # a real event loop sleeps: whoever only asks takes the readers' turn
PATIENCE_S = 10.0
CALM_S = 0.3  # a desk takes a burst of changes at most every 200 ms; this is about one change


class Shown:
    """A desk with its queue shown."""

    def __init__(self, parts: Parts, actor: Actor) -> None:
        self.parts = parts
        self.jobs = Jobs(_raise)
        self.hub = ChangeHub()
        self.jobs.watch(self.parts.database.watch, self.hub.announce)
        self.desk = Desk(
            self.parts, actor, self.jobs, self.hub, Notices(), Navigator(), Preferences()
        )
        self.page = QueuePage(self.desk)
        self.page.resize(1440, 900)
        self.page.show_view(QueueView.REGISTERED)
        self.page.show()
        self.wait(self.jobs.idle)

    def keys(self) -> set[UUID]:
        """Return the cases that stand in the queue."""
        model = self.page.model
        return {model.index(row, 0).data(KEY_ROLE) for row in range(model.rowCount())}

    def shows(self, case_id: UUID) -> bool:
        """Tell whether a case stands in the queue."""
        return case_id in self.keys()

    def wait(self, ready: Any) -> None:
        """Let the desk live until `ready()`.

        Raises:
            TimeoutError: It never was.
        """
        end = time.perf_counter() + PATIENCE_S
        while not ready():
            if time.perf_counter() > end:
                raise TimeoutError
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
            time.sleep(_REST_S)

    def close(self) -> None:
        """End its threads."""
        self.page.close()
        self.page.deleteLater()
        self.jobs.stop()
        self.parts.database.dispose()


class Other(Shown):
    """A second desk at the same database."""

    def __init__(self, url: str) -> None:
        parts = open_parts(url)
        super().__init__(parts, parts.console())


def second_window(url: str, region: str, *, runs: int) -> BenchRow:
    """Measure from the commit at one desk to the row in the queue of another.

    Args:
        url: A database with the street `region` in it.
        region: Code of a community or grid to register at.
        runs: How many cases to register.
    """
    here, other = open_parts(url), Other(url)
    seen = [_once(here, other, region) for _ in range(runs + 1)]
    other.close()
    here.database.dispose()
    return against(say("lab.second_window"), seen[1:], unit="s", limit=LIMIT_S)


def _once(here: Parts, other: Other, region: str) -> float:
    intake = Intake("路口井盖不见了", Source.CALL, region, category="C01-003", level=Level.URGENT)
    with here.database.writing(here.console()) as uow:
        pepper = here.database.state.pepper
        case_id = register_case(uow, intake, pepper, command_key=new_id())
    committed = time.perf_counter()
    other.wait(lambda: other.shows(case_id))
    taken = time.perf_counter() - committed
    calm = committed + taken + CALM_S
    other.wait(lambda: time.perf_counter() > calm and other.jobs.idle())
    return taken


def _raise(error: BaseException) -> None:
    raise error
