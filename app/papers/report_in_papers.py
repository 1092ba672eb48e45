"""Papers of dual report-in: the slip somebody brings to the community, the letter to their unit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from reportlab.lib.units import mm
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import local
from app.core.doors import Paper
from app.core.qr import qr_matrix
from app.core.shared_settings import settings_at
from app.core.words import label, say
from app.papers.fields import Cell, Fields
from app.papers.fonts import FontRole, installed_fonts
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Row, Value
from app.papers.page import GB_9704, MARK, Sheet, Style, one_at_a_time
from app.papers.paper_facts import PaperFacts, centre_facts, nothing, street_of
from app.papers.wording import wording
from app.party.report_in.queries.figures import UnitMember, unit_members
from app.party.report_in.queries.rows import ReportRow, report_card
from app.party.report_in.rules import PREFIX, ReportState, shown_number
from app.party.rules import joined

_say = wording("report_in")
_CENTRE = Style(FontRole.TITLE, 16, 26, red=True)
_TITLE = Style(FontRole.TITLE, 24, 38, tracking=6)
_NUMBER = Style(FontRole.HEADING, 20, 32)
_HINT = Style(FontRole.BODY, 13, 22)
_QR = 42 * mm


def draw_slip(session: Session, actor: Actor, key: UUID, now: datetime, *, is_demo: bool) -> Paper:
    """Return the slip of a report-in; its QR code holds the number that confirms the visit.

    Raises:
        NotFound: There is no such report-in in reach.
    """
    row = report_card(session, actor, key, now=now).row
    centre = settings_at(session, now).centre_name or say("papers.centre")
    return one_at_a_time(lambda: _slip(row, centre, is_demo=is_demo))


def _slip(row: ReportRow, centre: str, *, is_demo: bool) -> Paper:
    grid = GB_9704
    sheet = Sheet(installed_fonts(), title=_say("slip.title"), author=centre)
    sheet.mark = _say("slip.demo") if is_demo else ""
    if is_demo:
        sheet.text(grid.left, grid.top - 20, _say("slip.demo"), MARK)
    sheet.centred(grid.top, centre, _CENTRE)
    sheet.centred(grid.top + _CENTRE.leading, _say("slip.title"), _TITLE)
    top = grid.top + _CENTRE.leading + _TITLE.leading + 8
    sheet.squares(grid.right - _QR, top, _QR, qr_matrix(f"{PREFIX}{row.number}"))
    number = _say("slip.number", number=shown_number(row.number))
    sheet.text(grid.left, top, number, _NUMBER)
    width = grid.type_width - _QR - 16
    lines = sheet.lines(_hint(row), _HINT, width)
    sheet.block(grid.left, top + _NUMBER.leading + 6, lines, _HINT, width=width)
    fields = Fields(sheet, top + _QR + 14)
    for name, value in (
        ("kind", label(row.kind)),
        ("name", row.name),
        ("unit", row.unit_name),
        ("place", row.place),
        ("skills", joined(row.skills)),
    ):
        fields.row(Cell(_say(f"slip.{name}"), value or "—"))
    name = _say("slip.file_name", name=row.name, number=row.number)
    return Paper(name, sheet.finish(), sheet.warnings())


def _hint(row: ReportRow) -> str:
    if row.confirmed_at is not None:
        day = f"{local(row.confirmed_at):%Y-%m-%d}"
        return _say("slip.hint_confirmed", day=day, place=row.place, who=row.confirmed_name)
    return _say("slip.hint", until=f"{row.visit_by:%Y-%m-%d}", place=row.place)


def letter_sheet(
    session: Session, actor: Actor, unit: str, now: datetime, *, region: str = ""
) -> PaperFacts:
    """Return the feedback letter to a unit: the sum first, then a line a member; of a region only,
    where one is named.

    Raises:
        NothingToPrint: Nobody of the unit reported in.
    """
    members = unit_members(session, actor, unit, now=now, region=region)
    if not members:
        raise nothing(FormKind.LETTER)
    facts = centre_facts(settings_at(session, now), now) | letter_facts(unit, members, now)
    return PaperFacts(facts, now, street_of(actor))


def letter_facts(unit: str, members: Sequence[UnitMember], now: datetime) -> dict[str, Value]:
    """Return what the letter about those members of a unit says."""
    gone = (ReportState.LAPSED, ReportState.ENDED)
    return {
        "unit": unit,
        "as_of": now,
        "count": len(members),
        "confirmed": sum(each.state is ReportState.CONFIRMED for each in members),
        "gone": sum(each.state in gone for each in members),
        "called": sum(each.called for each in members),
        "answered": sum(each.answered for each in members),
        "members": tuple(map(_member, members)),
    }


def _member(member: UnitMember) -> Row:
    state = member.state
    return {
        "member": member.name,
        "place": member.place,
        "confirmed_at": member.confirmed_at if state is ReportState.CONFIRMED else None,
        "is_registered": state is ReportState.REGISTERED,
        "is_lapsed": state is ReportState.LAPSED,
        "is_ended": state is ReportState.ENDED,
        "called_times": member.called or None,
        "answered_times": member.answered if member.called else None,
    }
