"""The feedback letter to a unit as a paper of GB/T 9704-2012 that can be signed: what its template
says, set on the grid of official papers.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.papers.forms.kinds import FormKind
from app.papers.forms.official_form import official_of
from app.papers.forms.store import FormTemplates
from app.papers.official import Official
from app.papers.report_in_papers import letter_sheet


def letter_official(
    session: Session, actor: Actor, unit: str, region: str, now: datetime
) -> Official:
    """Return the letter to a unit about members who reported in in a region.

    Args:
        session: Reading session.
        actor: Who drafts it.
        unit: Its name.
        region: Whose letter it is; its template holds.
        now: The moment.

    Raises:
        NothingToPrint: Nobody of the unit reported in there.
    """
    found = letter_sheet(session, actor, unit, now, region=region)
    template = FormTemplates(session, FormKind.LETTER).at(region, found.on)
    return official_of(template, found.facts)
