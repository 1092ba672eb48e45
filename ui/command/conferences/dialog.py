"""The form of a conference: when, who held it, what about, who took part, how the line was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from app.command.board import CaseFact, cases_named, command_region
from app.command.conferences.actions import (
    ConferenceDraft,
    correct_conference,
    record_conference,
)
from app.command.conferences.queries import (
    ConferenceDetail,
    ConferenceRow,
    StationChoice,
    stations_to_choose,
)
from app.command.conferences.rules import (
    FAULTS_MOST,
    HOST_MOST,
    RESULT_MOST,
    SUBJECT_MOST,
    WHY_MOST,
    ConferenceQuality,
    VideoTier,
    is_held,
)
from app.command.incidents.queries import IncidentRow, incidents
from app.core.clock import local
from app.core.words import label as word
from ui.command.conferences.seats import ROW_PX, SeatList
from ui.core.controls import Combo, label
from ui.core.fields import MomentField, SearchCombo
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.relative_time import short
from ui.core.segmented import Choice
from ui.core.slices import Desk

LABEL_PX, SEATS_PX, RESULT_PX = 72, 6 * ROW_PX, 60
USUAL = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the form chooses from."""

    region: str
    stations: tuple[StationChoice, ...]
    incidents: tuple[IncidentRow, ...]


def read_ground(session: Any, desk: Desk, region: str = "") -> Ground:
    """Read what a form of a region chooses from; "" for the region one commands."""
    code = region or command_region(session, desk.actor, desk.scope.code)
    going = incidents(session, desk.actor, region=code)
    ended = incidents(session, desk.actor, region=code, closed=True)
    return Ground(code, stations_to_choose(session, desk.actor, code), (*going, *ended))


class ConferenceDialog(FormDialog):
    """A conference that was held; or, in place of one, how it really was."""

    def __init__(
        self,
        desk: Desk,
        ground: Ground,
        parent: QWidget,
        row: ConferenceRow | None = None,
        detail: ConferenceDetail | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self.setMinimumWidth(760)
        self._ground, self._row = ground, row
        self._case = row.case_id if row is not None else None
        title = self.tr("更正这次会议") if row else self.tr("记一次视联网会议")
        under = self.tr("原来那一条留着，写明谁、什么时候、为什么更正。") if row else ""
        self.name_it(title, self.tr("更正") if row else self.tr("记下"), under)
        self._make(row)
        self._put_fields()
        if detail is not None:
            self.seats.put({each.station_id: each.attendance for each in detail.seats})
        self._list_stations()
        self.host.currentIndexChanged.connect(lambda _: self._list_stations())
        self.seats.changed.connect(self._count)
        self.seats.walked.connect(
            lambda y: self.seat_scroll.ensureVisible(0, y + ROW_PX, 0, ROW_PX)
        )
        (self.why if row else self.subject).setFocus()

    def _make(self, row: ConferenceRow | None) -> None:
        end = local(self.desk.parts.clock.now()).replace(second=0, microsecond=0)
        self.begins = MomentField(row.held_from if row else end - USUAL)
        self.ends = MomentField(row.held_to if row else end)
        self.host, self.tier, self.quality = Combo(), Combo(), Combo()
        self.host.add(self.tr("不在名册里，写在右边"), None)
        for station in self._ground.stations:
            self.host.add(station.name, station.id)
        self.named = QLineEdit()
        self.named.setMaxLength(HOST_MOST)
        self.named.setPlaceholderText(self.tr("如：市综治中心"))
        for tier in VideoTier:
            self.tier.add(word(tier), tier)
        for quality in ConferenceQuality:
            self.quality.add(word(quality), quality)
        self.subject, self.faults, self.why = QLineEdit(), QLineEdit(), QLineEdit()
        self.subject.setMaxLength(SUBJECT_MOST)
        self.faults.setMaxLength(FAULTS_MOST)
        self.faults.setPlaceholderText(self.tr("哪个会场、什么故障、多久；没有就空着"))
        self.why.setMaxLength(WHY_MOST)
        self.outcome = QPlainTextEdit()
        self.outcome.setFixedHeight(RESULT_PX)
        self.outcome.setTabChangesFocus(True)
        self.incident = Combo()
        self.incident.add(self.tr("不归突发事件"), None)
        for each in self._ground.incidents:
            self.incident.add(f"{each.title}　{short(each.started_at)}", each.id)
        self.case = SearchCombo(self._find, self.desk.jobs, self.tr("编号或标题，可以空着"))
        self.seats = SeatList()
        self.seat_scroll = QScrollArea()
        self.seat_scroll.setWidget(self.seats)
        self.seat_scroll.setWidgetResizable(True)
        self.seat_scroll.setFixedHeight(SEATS_PX)
        self.seat_scroll.setFocusProxy(self.seats)
        self.seat_scroll.setFocusPolicy(self.seats.focusPolicy())
        self.counted = label("", "caption")
        self.tier.set_value(VideoTier.CITY)
        if row is not None:
            self._show(row)

    def _show(self, row: ConferenceRow) -> None:
        self.host.set_value(row.host_id)
        self.named.setText("" if row.host_id is not None else row.host)
        self.tier.set_value(row.tier)
        self.subject.setText(row.subject)
        self.outcome.setPlainText(row.result)
        self.quality.set_value(row.quality)
        self.faults.setText(row.faults)
        self.incident.set_value(row.incident_id)
        self.case.setText(row.case_number)

    def _put_fields(self) -> None:
        def field(title: str, widget: QWidget, *, required: bool = False) -> FormField:
            return FormField(title, widget, required=required, label_width=LABEL_PX)

        if self._row is not None:
            self.why_field = self.add_field(
                field(self.tr("为什么更正"), self.why, required=True),
                lambda: "" if self.why.text().strip() else self.tr("请写明为什么更正"),
            )
        self.subject_field = self.add_field(
            field(self.tr("会议内容"), self.subject, required=True),
            lambda: "" if self.subject.text().strip() else self.tr("请写明开的是什么会"),
        )
        self.time_field = field(self.tr("时间"), self.begins)
        self.time_field.add_beside(label(self.tr("到"), "second"))
        self.time_field.add_beside(self.ends)
        self.add_field(self.time_field, self._time_wrong)
        self.host_field = field(self.tr("主会场"), self.host, required=True)
        self.host_field.add_beside(self.named, 1)
        self.host_field.add_beside(self.tier)
        self.add_field(self.host_field, self._host_wrong)
        seats = field(self.tr("分会场"), self.seat_scroll, required=True)
        seats.add_under(self.counted)
        self.add_field(
            seats, lambda: "" if self.seats.seats() else self.tr("至少记一个分会场怎么到的")
        )
        self.add_field(field(self.tr("结果"), self.outcome), self._result_wrong)
        line = field(self.tr("画面声音"), self.quality)
        line.add_beside(self.faults, 2)
        self.add_field(line)
        belongs = QHBoxLayout()
        belongs.setSpacing(16)
        belongs.addWidget(field(self.tr("突发事件"), self.incident), 1)
        belongs.addWidget(field(self.tr("事件"), self.case), 1)
        self.content.addLayout(belongs)
        for moving in (self.ends.dateTimeChanged, self.named.textChanged):
            moving.connect(self._edited)

    def _time_wrong(self) -> str:
        now = self.desk.parts.clock.now()
        if is_held(self.begins.moment(), self.ends.moment(), now):
            return ""
        return self.tr("记的是开过的会：结束在开始以后、不晚于现在，最长 24 小时")

    def _host_wrong(self) -> str:
        chosen = self.host.value() is not None
        self.named.setEnabled(not chosen)
        self.tier.setEnabled(not chosen)
        return "" if chosen or self.named.text().strip() else self.tr("请选主会场，或写它的名称")

    def _result_wrong(self) -> str:
        over = len(self.outcome.toPlainText()) - RESULT_MOST
        return self.tr("多了 {n} 字").format(n=over) if over > 0 else ""

    def _find(self, text: str) -> Sequence[Choice]:
        with self.desk.parts.database.reading() as session:
            found = cases_named(session, self.desk.actor, text)
        return [Choice(fact, fact.title, fact.number) for fact in found]

    def _list_stations(self) -> None:
        host = self.host.value()
        self.seats.set_stations([each for each in self._ground.stations if each.id != host])
        self._count()

    def _count(self) -> None:
        came, late, absent = self.seats.counts()
        words = self.tr(
            "到会 {came}、迟到 {late}、缺席 {absent}　　按 1 到会、2 迟到、3 缺席、0 没有参加"
        )
        self.counted.setText(words.format(came=came, late=late, absent=absent))
        self._edited()

    def blame(self) -> dict[str, FormField]:
        return {
            "command.conference_untold": self.subject_field,
            "command.conference_time_wrong": self.time_field,
            "command.conference_station_wrong": self.host_field,
        }

    def action(self) -> Action:
        host, incident, case = self.host.value(), self.incident.value(), self.case.value()
        kept = self._case if self._row and self.case.text() == self._row.case_number else None
        draft = ConferenceDraft(
            region=self._ground.region,
            held_from=self.begins.moment(),
            held_to=self.ends.moment(),
            subject=self.subject.text(),
            seats=self.seats.seats(),
            host_id=host if isinstance(host, UUID) else None,
            host=self.named.text(),
            tier=VideoTier(str(self.tier.value())),
            result=self.outcome.toPlainText(),
            quality=ConferenceQuality(str(self.quality.value())),
            faults=self.faults.text(),
            incident_id=incident if isinstance(incident, UUID) else None,
            case_id=case.id if isinstance(case, CaseFact) else kept,
        )
        key, row, why = self.command_key, self._row, self.why.text()
        if row is None:
            return lambda uow: record_conference(uow, draft, command_key=key)
        return lambda uow: correct_conference(uow, row.id, why, draft, command_key=key)
