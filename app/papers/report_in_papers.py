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
from app.papers.facts import NothingToPrint
from app.papers.fields import Cell, Fields
from app.papers.fonts import FontRole, installed_fonts
from app.papers.form_blocks import FormTable
from app.papers.form_sheet import FormFacts
from app.papers.page import GB_9704, MARK, Sheet, Style, one_at_a_time
from app.papers.table import Column, Row
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
_MEMBER = Style(FontRole.BODY, 12, 18)
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
    session: Session, actor: Actor, unit: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return the feedback letter to a unit: the sum first, then a line a member.

    Raises:
        NothingToPrint: Nobody of the unit reported in.
    """
    members = unit_members(session, actor, unit, now=now)
    if not members:
        raise NothingToPrint(paper=_say("letter.title"))
    centre = settings_at(session, now).centre_name or say("papers.centre")
    return letter_of(unit, members, centre, now, is_demo=is_demo)


def letter_of(
    unit: str, members: Sequence[UnitMember], centre: str, now: datetime, *, is_demo: bool
) -> FormFacts:
    """Return the letter about those members of a unit."""
    confirmed = sum(each.state is ReportState.CONFIRMED for each in members)
    gone = sum(each.state in (ReportState.LAPSED, ReportState.ENDED) for each in members)
    opening = _say(
        "letter.opening",
        moment=f"{local(now):%Y-%m-%d %H:%M}",
        count=len(members),
        confirmed=confirmed,
        lapsed=gone,
        called=sum(each.called for each in members),
        answered=sum(each.answered for each in members),
    )
    return FormFacts(
        centre=centre,
        title=_say("letter.title"),
        file_name=_say("letter.file_name", unit=unit, day=f"{local(now):%Y%m%d}"),
        printed_at=now,
        to=unit,
        opening=(opening,),
        table=FormTable(_columns(), tuple(_row(each) for each in members)),
        closing=(_say("letter.closing"),),
        signatures=(_say("letter.signer"),),
        notes=(_say("letter.note"),),
        is_demo=is_demo,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_say("letter.column_name"), 68),
        Column(_say("letter.column_place"), 96),
        Column(_say("letter.column_state")),
        Column(_say("letter.column_called"), 62, figures=True),
        Column(_say("letter.column_answered"), 62, figures=True),
    )


def _row(member: UnitMember) -> Row:
    day = f"{local(member.confirmed_at):%Y-%m-%d}" if member.confirmed_at is not None else ""
    told = _say(f"letter.{member.state}", day=day)
    calls = (str(member.called), str(member.answered)) if member.called else ("", "")
    return Row((member.name, member.place, told, *calls), _MEMBER)
