"""What the panel of a case reads in one go, on a reader thread."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.cases.durations import DAY_S
from app.cases.queries.card import CaseCard, case_card
from app.cases.queries.files import CaseFiles, case_files
from app.cases.queries.notices import NoticeRow, notices_of
from app.cases.queries.presence import InHand, in_hand
from app.core.calendar_store import calendar_of
from ui.cases.deadlines import day_s
from ui.core.slices import Desk


@dataclass(frozen=True, slots=True)
class PanelData:
    """A case as its panel shows it.

    Attributes:
        card: Everything about the case.
        files: Its attachments with thumbnails.
        day_s: Length of a working day now, for durations in days.
        in_hand: Who else has a form on it open, who began first in front.
        notices: What went out about it and what came back, oldest first.
    """

    card: CaseCard
    files: CaseFiles
    day_s: int
    in_hand: tuple[InHand, ...] = ()
    notices: tuple[NoticeRow, ...] = ()


def read_panel(desk: Desk, session: Any, case_id: UUID) -> PanelData:
    """Return one case; called on a reader thread.

    Raises:
        NotFound: Absent or out of scope.
    """
    now = desk.parts.clock.now()
    card = case_card(session, desk.actor, case_id, now=now)
    held = in_hand(session, desk.actor, case_id, now=now)
    length_s = DAY_S
    if card.clocks is not None:
        length_s = day_s(calendar_of(session, card.clocks.calendar_number), now)
    files, told = case_files(session, desk.actor, case_id), notices_of(session, case_id)
    return PanelData(card, files, length_s, held, told)
