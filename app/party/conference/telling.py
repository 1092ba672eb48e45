"""What committee and conference are called where they stand, and how late something is."""

from datetime import date, datetime

from app.core.clock import local
from app.core.words import label, say
from app.party.conference.queries.resolutions import ResolutionRow
from app.party.conference.rules import COMMUNITY_DIGITS, Body, MeetingState, Quorum, is_late


def body_name(body: Body, region: str) -> str:
    """Return what a body is called on its level: 大工委, 大党委, 联席会议."""
    if body is Body.CONFERENCE:
        return label(body)
    level = "community" if len(region) >= COMMUNITY_DIGITS else "street"
    return say(f"conference.body_of.committee_{level}")


def moment_words(moment: datetime) -> str:
    """Return day and hour."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def quorum_words(quorum: Quorum, state: MeetingState) -> str:
    """Return who has to come, or whether enough came."""
    facts = {"seats": quorum.seats, "needed": quorum.needed, "came": quorum.came}
    if state in (MeetingState.CALLED, MeetingState.CANCELLED):
        return say("conference.quorum.before", **facts)
    found = "there" if quorum.is_there else "lacking"
    return say(f"conference.quorum.{found}", **facts)


def due_words(row: ResolutionRow, today: date) -> str:
    """Return by when a resolution is due, or how late it is."""
    if is_late(row.state, row.due_on, today):
        return say("conference.late.days", days=(today - row.due_on).days)
    return say("conference.late.due", day=f"{row.due_on:%Y-%m-%d}")
