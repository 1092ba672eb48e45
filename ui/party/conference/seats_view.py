"""Members of the bodies: full-time, part-time, delegates of units; their terms."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.core.changes import Topic
from app.core.clock import local
from app.core.words import label as word
from app.party.conference import rights
from app.party.conference.actions.seats import SeatDraft, end_seat, seat_person
from app.party.conference.queries.seats import SeatRow, seat_rows
from app.party.conference.rules import KINDS_OF, LEVELS, NAME_MOST, Body, SeatKind
from app.party.conference.telling import body_name
from ui.core.chips import Chip
from ui.core.controls import Combo
from ui.core.date_field import DateField
from ui.core.facts import FactLine
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.parts.region_field import RegionField
from ui.parts.registers.lines import toned_column
from ui.parts.registers.view import Register, RegisterView
from ui.party.conference.meeting_dialogs import LABEL_PX, WIDTH, one_line, own_region
from ui.party.conference.words import ICONS
from ui.party.lists.fields import TermField, needs
from ui.party.person_field import PersonField, roster_line

TOPICS = frozenset({Topic.MEETING})
ADD_KEY, END_KEY = "N", "X"
SOON_DAYS = 60


class SeatsView(RegisterView[SeatRow]):
    """N gives somebody a seat, X lets them leave it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _register(desk))
        if desk.actor.may(rights.KEEP):
            self.adds(self.tr("登记委员"), ADD_KEY, self.add)
        self.on_key(END_KEY, self.end)

    def fill(self, row: SeatRow) -> None:
        tone = "ok" if row.sits else "sus"
        state = self.tr("在任") if row.sits else self.tr("已离任")
        self.head(row.person_name, Chip(word(row.kind)), Chip(state, tone, icon=ICONS[tone]))
        lines = [
            FactLine(self.tr("单位"), row.unit_name),
            *roster_line(row.member_id),
            FactLine(self.tr("会"), f"{row.region_name} {body_name(row.body, row.region)}"),
            FactLine(self.tr("任期"), term_words(row)),
        ]
        if row.ended_on is not None:
            lines.append(FactLine(self.tr("离任"), f"{row.ended_on:%Y-%m-%d}"))
        self.facts.set_lines(*lines)
        ends = row.may_keep and row.ended_on is None
        self.offer(*([self.deed(self.tr("记离任"), END_KEY, self.end)] if ends else []))

    def add(self) -> None:
        """Ask who is to sit."""
        if self.desk.actor.may(rights.KEEP):
            self.open(SeatDialog(self.desk, self.window()))

    def end(self) -> None:
        """Ask on which day the chosen one left."""
        row = self.chosen()
        if row is not None and row.may_keep and row.ended_on is None:
            self.open(EndSeatDialog(self.desk, row, self.window()))


class SeatDialog(FormDialog):
    """Who sits in which body for which unit."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(WIDTH)
        under = self.tr("一个人在同一个会里只占一席：专职、兼职不能同时当。")
        self.name_it(self.tr("登记委员"), self.tr("登记"), under)
        self.region = RegionField(desk, desk.actor.prefixes(rights.KEEP))
        self.region.set_region(own_region(desk))
        self.kind = Combo()
        for body, kinds in KINDS_OF.items():
            for kind in sorted(kinds):
                self.kind.add(f"{word(body)} · {word(kind)}", (body, kind))
        self.unit = one_line("", NAME_MOST, self.tr("谁派来的"))
        self.person = PersonField(desk, self.unit)
        self.term = TermField(local(desk.parts.clock.now()).date(), None, _today(desk))
        region = FormField(self.tr("区域"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(region, self._wrong_region)
        self.add_field(FormField(self.tr("身份"), self.kind, label_width=LABEL_PX))
        self.person_field = self.add_field(
            FormField(self.tr("姓名"), self.person, required=True, label_width=LABEL_PX),
            needs(self.person.text, self.tr("请写明是谁")),
        )
        self.unit_field = self.add_field(
            FormField(self.tr("单位"), self.unit, required=True, label_width=LABEL_PX),
            needs(self.unit.text, self.tr("请写明单位")),
        )
        self.term_field = self.add_field(
            FormField(self.tr("任期"), self.term, label_width=LABEL_PX), self.term.complaint
        )
        self.person.setFocus()

    def _wrong_region(self) -> str:
        fits = len(self.region.code() or "") in LEVELS
        return "" if fits else self.tr("请选区县、街道或社区")

    def blame(self) -> dict[str, FormField]:
        wrong = ("conference.seats_exclude", "party.not_that_member")
        return dict.fromkeys(wrong, self.person_field)

    def action(self) -> Action:
        value: Any = self.kind.value()
        body, kind = Body(value[0]), SeatKind(value[1])
        draft = SeatDraft(
            self.region.code() or "",
            body,
            kind,
            self.person.text(),
            self.unit.text(),
            self.term.since() or _today(self.desk),
            self.term.until(),
            self.person.member_id(),
        )
        key = self.command_key
        return lambda uow: seat_person(uow, draft, command_key=key)


class EndSeatDialog(FormDialog):
    """Somebody leaves their seat: with which day."""

    def __init__(self, desk: Desk, row: SeatRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("开过的会里仍然记着他（她）到没到。")
        self.name_it(self.tr("{name}离任").format(name=row.person_name), self.tr("记下"), under)
        self.day = DateField(_today(desk))
        self.day_field = self.add_field(
            FormField(self.tr("离任日期"), self.day, label_width=LABEL_PX), self._wrong_day
        )
        self.day.setFocus()

    def _wrong_day(self) -> str:
        return self.tr("早于任期开始") if self.day.day() < self._row.since else ""

    def action(self) -> Action:
        row, day, key = self._row, self.day.day(), self.command_key
        return lambda uow: end_seat(uow, row.id, row.version, day, command_key=key)


def term_words(row: SeatRow) -> str:
    """Return from when until when somebody sits."""
    since = f"{row.since:%Y-%m-%d}"
    translate = QCoreApplication.translate
    if row.until is None:
        return translate("Seats", "{since} 起").format(since=since)
    return translate("Seats", "{since} 至 {until}").format(
        since=since, until=f"{row.until:%Y-%m-%d}"
    )


def _today(desk: Desk) -> Any:
    return local(desk.parts.clock.now()).date()


def _standing(row: SeatRow) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if not row.sits:
        return translate("Seats", "已离任"), "text.3"
    if row.days_left is not None and row.days_left <= SOON_DAYS:
        return translate("Seats", "还有 {n} 天到期").format(n=row.days_left), "warn"
    return translate("Seats", "在任"), "text.2"


def _register(desk: Desk) -> Register[SeatRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[SeatRow, ...]:
        return seat_rows(session, desk.actor, today=_today(desk), region=desk.scope.code)

    why = translate("Seats", "按 N 登记专职委员、各单位派来的兼职委员和成员单位代表。")
    empty = (translate("Seats", "还没有委员"), why, "ph.users-three")
    columns: tuple[Column[SeatRow], ...] = (
        Column(
            "name",
            translate("Seats", "姓名"),
            lambda row: row.person_name,
            width=96,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("kind", translate("Seats", "身份"), lambda row: word(row.kind), width=112),
        Column(
            "unit", translate("Seats", "单位"), lambda row: row.unit_name, width=180, stretch=True
        ),
        Column("region", translate("Seats", "区域"), lambda row: row.region_name, width=124),
        Column(
            "body",
            translate("Seats", "会"),
            lambda row: body_name(row.body, row.region),
            width=76,
        ),
        Column("term", translate("Seats", "任期"), term_words, width=180),
        toned_column("state", translate("Seats", "现状"), _standing, width=112),
    )
    title, unit = translate("Seats", "委员"), translate("Seats", "人")
    return Register("party.seats", title, columns, rows, TOPICS, unit, empty)
