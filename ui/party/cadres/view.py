"""A register of reserves, of posted staff or of secondments, with what was decided of each."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.core.changes import Topic
from app.core.words import label as word
from app.party import rights
from app.party.cadres.queries.rows import CadreRow, EventRow, cadre_rows, events_of
from app.party.cadres.rules import CadreKind, CadreStep, Grade
from ui.core.chips import Chip
from ui.core.facts import FactLine
from ui.core.jobs import Job
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.parts.registers.lines import PanelLine, toned_column
from ui.parts.registers.view import Register, RegisterView
from ui.party.cadres.dialogs import CadreDialog, LeaveDialog, ProlongDialog, StepDialog, today
from ui.party.person_field import roster_line

ADD_KEY, LEAVE_KEY, LONGER_KEY = "N", "X", "E"
STEP_KEYS = {
    CadreStep.TRAINED: "T",
    CadreStep.APPOINTED: "R",
    CadreStep.REMOVED: "M",
    CadreStep.NOMINATED: "J",
    CadreStep.ASSESSED: "V",
    CadreStep.APPRAISED: "V",
}
SOON_DAYS = 60
_GRADES = {Grade.EXCELLENT: "ok", Grade.COMPETENT: "ok", Grade.BASIC: "warn", Grade.FAILED: "over"}
_ICONS = {"ok": "ph.check-circle", "warn": "ph.warning-fill", "over": "ph.warning-circle-fill"}


@dataclass(frozen=True, slots=True)
class _Read:
    cadre: UUID
    events: tuple[EventRow, ...]


class CadresView(RegisterView[CadreRow]):
    """N takes somebody in, X lets them leave; each step has a key of its own."""

    def __init__(self, desk: Desk, kind: CadreKind) -> None:
        super().__init__(desk, _register(desk, kind))
        self.kind = kind
        self._job: Job | None = None
        self.events = PanelPart(self.tr("经过"))
        self.panel.body.addWidget(self.events)
        if desk.actor.may(rights.MANAGE):
            words = self.tr("登记{kind}").format(kind=word(kind))
            self.adds(words, ADD_KEY, self.add)
        self.on_key(LEAVE_KEY, self.leave)
        self.on_key(LONGER_KEY, self.prolong)
        for key in sorted(set(STEP_KEYS.values())):
            self.on_key(key, partial(self._by_key, key))

    def fill(self, row: CadreRow) -> None:
        state, tone = _standing(row)
        chip = {"text.3": "sus", "text.2": "ok"}.get(tone, tone)
        icon = _ICONS.get(chip, "ph.pause-circle")
        self.head(row.person_name, Chip(word(row.category)), Chip(state, chip, icon=icon))
        lines = [
            FactLine(self.tr("区域"), row.region_name),
            FactLine(self.tr("单位"), row.home),
            *roster_line(row.member_id),
            FactLine(self.tr("职务"), row.post),
            FactLine(self.tr("期限"), term_words(row)),
        ]
        if row.talent:
            lines.insert(1, FactLine(self.tr("人才类别"), row.talent))
        if row.ended_on is not None:
            lines.append(FactLine(self.tr("离开"), f"{row.ended_on:%Y-%m-%d} {row.ended_words}"))
        self.facts.set_lines(*lines)
        deeds = [
            self.deed(word(step), STEP_KEYS[step], partial(self.decide, step))
            for step in row.may_step
        ]
        if row.may_leave and row.until is not None:
            deeds.append(self.deed(self.tr("延期"), LONGER_KEY, self.prolong))
        if row.may_leave:
            lent = self.kind is CadreKind.SECONDMENT
            words = self.tr("返回") if lent else self.tr("离开")
            deeds.append(self.deed(words, LEAVE_KEY, self.leave, "quiet"))
        self.offer(*deeds)
        if self._job is not None:
            self._job.cancel()
        key = row.id
        self._job = self.desk.read(lambda session: _Read(key, events_of(session, key)), self._take)

    def _take(self, read: _Read) -> None:
        self._job = None
        row = self.chosen()
        if row is None or row.id != read.cadre:
            return
        lines = []
        for event in read.events:
            line = PanelLine(event.words, f"{event.day:%Y-%m-%d}　{event.person_name}")
            line.add(Chip(word(event.step)))
            if event.grade is not None:
                tone = _GRADES[event.grade]
                line.add(Chip(word(event.grade), tone, icon=_ICONS[tone]))
            lines.append(line)
        self.events.set_rows(lines, self.tr("还没有记过什么。"))

    def add(self) -> None:
        """Ask who is taken in."""
        if self.desk.actor.may(rights.MANAGE):
            self.open(CadreDialog(self.desk, self.kind, self.window()))

    def decide(self, step: CadreStep) -> None:
        """Ask what was decided of the chosen one, if that is decided of them by whoever asks."""
        row = self.chosen()
        if row is not None and step in row.may_step:
            self.open(StepDialog(self.desk, row, step, self.window()))

    def _by_key(self, key: str) -> None:
        row = self.chosen()
        steps = row.may_step if row is not None else ()
        step = next((each for each in steps if STEP_KEYS[each] == key), None)
        if step is not None:
            self.decide(step)

    def prolong(self) -> None:
        """Ask until when the chosen one stays."""
        row = self.chosen()
        if row is not None and row.may_leave and row.until is not None:
            self.open(ProlongDialog(self.desk, row, self.window()))

    def leave(self) -> None:
        """Ask why and when the chosen one leaves."""
        row = self.chosen()
        if row is not None and row.may_leave:
            self.open(LeaveDialog(self.desk, row, self.window()))


def term_words(row: CadreRow) -> str:
    """Return from when until when somebody is kept."""
    since = f"{row.since:%Y-%m-%d}"
    translate = QCoreApplication.translate
    if row.until is None:
        return translate("Cadres", "{since} 起").format(since=since)
    return translate("Cadres", "{since} 至 {until}").format(
        since=since, until=f"{row.until:%Y-%m-%d}"
    )


def _standing(row: CadreRow) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if row.ended_on is not None:
        return translate("Cadres", "已离开"), "text.3"
    if row.days_left is not None and row.days_left < 0:
        return translate("Cadres", "已到期"), "over"
    if row.days_left is not None and row.days_left <= SOON_DAYS:
        return translate("Cadres", "还有 {n} 天到期").format(n=row.days_left), "warn"
    return translate("Cadres", "在册"), "text.2"


def _last(row: CadreRow) -> str:
    if row.last is None:
        return ""
    grade = f" {word(row.last.grade)}" if row.last.grade is not None else ""
    return f"{row.last.day:%Y-%m-%d} {word(row.last.step)}{grade}"


def _kind_words(row: CadreRow) -> str:
    return f"{word(row.category)} · {row.talent}" if row.talent else word(row.category)


def _register(desk: Desk, kind: CadreKind) -> Register[CadreRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[CadreRow, ...]:
        day, region = today(desk), desk.scope.code
        return cadre_rows(session, desk.actor, kind, today=day, region=region)

    columns: tuple[Column[CadreRow], ...] = (
        Column(
            "name",
            translate("Cadres", "姓名"),
            lambda row: row.person_name,
            width=88,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("category", translate("Cadres", "类别"), _kind_words, width=116),
        Column("home", translate("Cadres", "单位"), lambda row: row.home, width=130, stretch=True),
        Column("post", translate("Cadres", "职务"), lambda row: row.post, width=112),
        Column(
            "region",
            translate("Cadres", "区域"),
            lambda row: row.region_name,
            width=108,
            hidden=True,
        ),
        Column("term", translate("Cadres", "期限"), term_words, width=172),
        Column("last", translate("Cadres", "最近一次"), _last, width=164),
        toned_column("state", translate("Cadres", "现状"), _standing, width=100),
    )
    whys = {
        CadreKind.RESERVE: translate("Cadres", "按 N 登记各库的后备，记培训和任用。"),
        CadreKind.POSTED: translate("Cadres", "按 N 登记派驻的人，记任免、提名、考核。"),
        CadreKind.SECONDMENT: translate("Cadres", "按 N 登记下派的干部，记鉴定和返回。"),
    }
    empty = (translate("Cadres", "还没有登记"), whys[kind], "ph.user-list")
    unit, topics = translate("Cadres", "人"), frozenset({Topic.CADRE})
    return Register(f"party.cadres.{kind}", word(kind), columns, rows, topics, unit, empty)
