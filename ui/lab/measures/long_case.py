"""How soon the panel shows a case on which very much has happened."""

import time
from uuid import UUID

from app.commands.measures.cases import busy_case
from app.commands.measures.rows import BenchRow, against
from app.core.words import say
from ui.cases.case_panel import CasePanel
from ui.lab.measures.second_window import Other

EVENTS = 200
LIMIT_S = 0.1


def long_case(url: str, region: str, *, runs: int) -> BenchRow:
    """Measure from choosing the case to its panel painted; another case stands there before.

    Args:
        url: A database with the street `region` in it.
        region: Code of the street to register at.
        runs: How often it is opened.
    """
    other = Other(url)
    short, long = (busy_case(other.parts.database, region, n) for n in (0, EVENTS))
    panel = CasePanel(other.desk)
    panel.resize(520, 900)
    panel.show()
    seen = [_opened(other, panel, short, long) for _ in range(runs + 1)]
    panel.close()
    panel.deleteLater()
    other.close()
    return against(say("lab.panel", events=EVENTS), seen[1:], unit="s", limit=LIMIT_S)


def _opened(other: Other, panel: CasePanel, short: UUID, long: UUID) -> float:
    _show(other, panel, short)
    start = time.perf_counter()
    _show(other, panel, long)
    panel.grab()
    return time.perf_counter() - start


def _show(other: Other, panel: CasePanel, case_id: UUID) -> None:
    panel.show_case(case_id)
    other.wait(lambda: panel.card is not None and panel.card.id == case_id)
