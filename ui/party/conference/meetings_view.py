"""Meetings: the latest on top, beside the chosen one its agenda, who came, what was resolved."""

from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.core.attachments import Prepared
from app.core.changes import Topic
from app.core.clock import local
from app.core.ids import new_id
from app.core.words import label as word
from app.party.conference import rights
from app.party.conference.actions.agenda import drop_item
from app.party.conference.actions.meetings import attach_to_meeting, open_meeting_file
from app.party.conference.queries.meetings import (
    ItemRow,
    MeetingDetail,
    MeetingRow,
    PresenceRow,
    meeting_detail,
    meeting_rows,
)
from app.party.conference.queries.resolutions import ResolutionRow
from app.party.conference.rules import ItemState, MeetingState, Presence, is_late
from app.party.conference.telling import body_name, due_words, moment_words, quorum_words
from ui.core.chips import Chip
from ui.core.controls import label
from ui.core.facts import FactLine
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.core.targets import CompoundWanted
from ui.parts.attachment_items import StripItem
from ui.parts.attachment_strip import AttachmentStrip
from ui.parts.registers.lines import PanelLine, toned_column, wrapped
from ui.parts.registers.view import Register, RegisterView
from ui.parts.system_viewer import open_with_system, opened_folder
from ui.party.conference.agenda_dialogs import ItemDialog, ResultDialog
from ui.party.conference.meeting_dialogs import (
    AttendanceDialog,
    CallDialog,
    CancelDialog,
    MinutesDialog,
)
from ui.party.conference.resolution_dialogs import ResolutionDialog
from ui.party.conference.words import ICONS, INKS, RESOLUTION_TONES, TONES
from ui.party.papers import PartyPaper, PartyPapers

TOPICS = frozenset({Topic.MEETING, Topic.RESOLUTION, Topic.ATTACHMENT})
CALL_KEY, HOLD_KEY, ITEM_KEY, OFF_KEY = "N", "S", "A", "X"
RESOLVE_KEY, MINUTES_KEY, PRINT_KEY = "R", "W", "P"
_MINUTED = (MeetingState.HELD,)
MINUTES_PAPER = "conference_minutes"


class MeetingsView(RegisterView[MeetingRow]):
    """N calls one, S signs people in, A adds to the agenda, R resolves, W minutes, P prints."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _register(desk))
        self._job: Job | None = None
        self._wanted: UUID | None = None
        self.detail: MeetingDetail | None = None
        self.model.loading_changed.connect(self._choose_wanted)
        self.open_file = open_with_system
        self.papers = PartyPapers(desk, self)
        self.agenda = PanelPart(self.tr("议程"))
        self.people = PanelPart(self.tr("委员"))
        self.resolutions = PanelPart(self.tr("决议"))
        self.minutes = PanelPart(self.tr("纪要"))
        self.files = AttachmentStrip(desk, can_add=False, removable=False)
        for part in (self.agenda, self.resolutions, self.minutes, self.people):
            self.panel.body.addWidget(part)
        self.panel.body.addWidget(label(self.tr("材料"), "section"))
        self.panel.body.addWidget(self.files)
        self.files.added.connect(self._add_file)
        self.files.opened.connect(self._open_file)
        if desk.actor.may(rights.KEEP):
            self.adds(self.tr("召集会议"), CALL_KEY, self.call)
        for key, run in (
            *((HOLD_KEY, self.hold), (ITEM_KEY, self.add_item), (OFF_KEY, self.cancel)),
            *((RESOLVE_KEY, self.resolve), (MINUTES_KEY, self.minute), (PRINT_KEY, self.print)),
        ):
            self.on_key(key, run)

    # -- reading -------------------------------------------------------------------------------

    def show_meeting(self, key: UUID) -> None:
        """Choose a meeting, at once or when the list has been read."""
        self._wanted = None if self.table.select_key(key) else key

    def _choose_wanted(self, _loading: object) -> None:
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None

    def fill(self, row: MeetingRow) -> None:
        if self._job is not None:
            self._job.cancel()
        desk, key = self.desk, row.id
        self._job = desk.read(lambda session: meeting_detail(session, desk.actor, key), self._take)

    def _take(self, detail: MeetingDetail) -> None:
        self._job = None
        row = self.chosen()
        if row is None or row.id != detail.row.id:
            return
        self.detail = detail
        row = detail.row
        tone = TONES[row.state]
        self.head(
            row.title,
            Chip(word(row.state), tone, icon=ICONS[tone]),
            Chip(body_name(row.body, row.region)),
        )
        self.facts.set_lines(*self._facts(detail))
        self._show_agenda(detail)
        self.resolutions.set_title(self.tr("决议"), _count(len(detail.resolutions)))
        self.resolutions.setVisible(row.state in _MINUTED)
        self.resolutions.set_rows(
            [self._resolution(each) for each in detail.resolutions],
            self.tr("按 R 记决议：做什么、哪个单位、什么时候前。"),
        )
        self._show_minutes(detail)
        self.people.set_title(self.tr("委员"), _count(len(detail.people)))
        self.people.set_rows([self._person(each) for each in detail.people])
        self._show_files(detail)
        self._show_deeds(row)

    def _facts(self, detail: MeetingDetail) -> list[FactLine]:
        row = detail.row
        found = [
            FactLine(self.tr("时间"), moment_words(row.starts_at)),
            FactLine(self.tr("地点"), row.place),
            FactLine(self.tr("区域"), row.region_name),
            FactLine(self.tr("人数"), quorum_words(detail.quorum, row.state)),
            FactLine(self.tr("召集"), detail.called_name, moment_words(detail.called_at)),
        ]
        if detail.reason:
            found.append(FactLine(self.tr("取消原因"), detail.reason))
        return found

    def _show_agenda(self, detail: MeetingDetail) -> None:
        self.agenda.set_title(self.tr("议程"), _count(len(detail.items)))
        self.agenda.set_rows(
            [self._item(detail.row, item) for item in detail.items],
            self.tr("还没有议题，按 A 加；提请上来的事件也在那里选。"),
        )

    def _item(self, row: MeetingRow, item: ItemRow) -> QWidget:
        told = [word(item.kind), item.subject] if item.subject else [word(item.kind)]
        if item.is_back:
            told.append(self.tr("已带结果交回"))
        elif item.case_id is not None and item.state is ItemState.CONCLUDED:
            told.append(self.tr("一分钟内带结果交回"))
        elif item.matter_id is not None and item.state is ItemState.CONCLUDED:
            told.append(self.tr("已写进事项的经过"))
        line = PanelLine(f"{item.ordinal}. {item.title}", "　".join(told))
        if item.result:
            line.say_more(self.tr("议定：{result}").format(result=item.result))
        if item.place_id is not None:
            there = CompoundWanted(item.place_id, item.subject)
            line.act(self.tr("看事项"), partial(self.desk.navigator.go, there))
        if item.state is not ItemState.OPEN:
            tone = "ok" if item.state is ItemState.CONCLUDED else "sus"
            line.add(Chip(word(item.state), tone, icon=ICONS[tone]))
        elif row.may_keep and row.state is MeetingState.HELD:
            line.act(self.tr("记结果"), partial(self.conclude, item))
        elif row.may_keep and row.state is MeetingState.CALLED:
            line.act(self.tr("撤下"), partial(self._drop, item))
        return line

    def _resolution(self, row: ResolutionRow) -> QWidget:
        today = local(self.desk.parts.clock.now()).date()
        line = PanelLine(row.text, f"{row.unit}　{due_words(row, today)}")
        late = is_late(row.state, row.due_on, today)
        tone = "over" if late else RESOLUTION_TONES[row.state]
        line.add(Chip(word(row.state), tone, icon=ICONS[tone]))
        return line

    def _show_minutes(self, detail: MeetingDetail) -> None:
        void = detail.row.state is MeetingState.VOID
        why = self.tr("到会的人不够，没有开成；没议的事可以放到下次会议的议程里。")
        nothing = why if void else self.tr("还没有写。每个议题记下结果以后，按 W 写。")
        told = [wrapped(detail.minutes, "body")] if detail.minutes else []
        by = ""
        if detail.minutes_at is not None:
            by = f"{detail.minutes_name} {moment_words(detail.minutes_at)}"
        self.minutes.setVisible(detail.row.state in (*_MINUTED, MeetingState.VOID))
        self.minutes.set_title(self.tr("纪要"), by)
        self.minutes.set_rows(told, nothing)

    def _person(self, person: PresenceRow) -> QWidget:
        note = f"（{person.note}）" if person.note else ""
        line = PanelLine(person.person_name, f"{person.unit_name}{note}")
        if person.answer is not None:
            tone = "ok" if person.answer in (Presence.PRESENT, Presence.DEPUTY) else "sus"
            line.add(Chip(word(person.answer), tone, icon=ICONS[tone]))
        return line

    def _show_files(self, detail: MeetingDetail) -> None:
        self.files.set_can_add(can_add=detail.row.may_keep)
        self.files.set_items(
            [
                StripItem(
                    file.id,
                    file.name,
                    file.media_type,
                    file.size_bytes,
                    detail.thumbnails.get(file.id),
                )
                for file in detail.files
            ]
        )

    def _show_deeds(self, row: MeetingRow) -> None:
        deeds = []
        if row.may_keep and row.state is MeetingState.CALLED:
            if self._is_day(row):
                deeds = [self.deed(self.tr("签到开会"), HOLD_KEY, self.hold, "primary")]
            deeds += [
                self.deed(self.tr("加议题"), ITEM_KEY, self.add_item),
                self.deed(self.tr("取消"), OFF_KEY, self.cancel, "danger"),
            ]
        elif row.may_keep and row.state is MeetingState.HELD:
            deeds = [
                self.deed(self.tr("记决议"), RESOLVE_KEY, self.resolve, "primary"),
                self.deed(self.tr("写纪要"), MINUTES_KEY, self.minute),
            ]
        if row.state is MeetingState.HELD:
            deeds.append(self.deed(self.tr("打印"), PRINT_KEY, self.print, "quiet"))
        self.offer(*deeds)

    # -- doing ---------------------------------------------------------------------------------

    def _kept(self, *states: MeetingState) -> MeetingDetail | None:
        found = self.detail
        fits = found is not None and found.row.may_keep and found.row.state in states
        return found if fits else None

    def _is_day(self, row: MeetingRow) -> bool:
        now = self.desk.parts.clock.now()
        return local(row.starts_at).date() <= local(now).date()

    def call(self) -> None:
        """Ask for a meeting."""
        if self.desk.actor.may(rights.KEEP):
            self.open(CallDialog(self.desk, self.window()))

    def hold(self) -> None:
        """Ask who came."""
        detail = self._kept(MeetingState.CALLED)
        if detail is not None and not self._is_day(detail.row):
            self.desk.notices.tell(self.tr("会议那天才能签到。"))
        elif detail is not None:
            self.open(AttendanceDialog(self.desk, detail, self.window()))

    def add_item(self) -> None:
        """Ask for something to speak about."""
        detail = self._kept(MeetingState.CALLED)
        if detail is not None:
            self.open(ItemDialog(self.desk, detail.row, self.window()))

    def conclude(self, item: ItemRow) -> None:
        """Ask what the meeting made of an item."""
        self.open(ResultDialog(self.desk, item, self.window()))

    def _drop(self, item: ItemRow) -> None:
        key = new_id()
        self.desk.write(
            lambda uow: drop_item(uow, item.id, item.version, command_key=key),
            lambda _: None,
            self.desk.notices.report,
        )

    def resolve(self) -> None:
        """Ask what was resolved."""
        detail = self._kept(MeetingState.HELD)
        if detail is not None:
            self.open(ResolutionDialog(self.desk, detail, self.window()))

    def minute(self) -> None:
        """Ask for the minutes."""
        detail = self._kept(MeetingState.HELD)
        if detail is not None:
            self.open(MinutesDialog(self.desk, detail, self.window()))

    def cancel(self) -> None:
        """Ask why it is called off."""
        detail = self._kept(MeetingState.CALLED)
        if detail is not None:
            self.open(CancelDialog(self.desk, detail.row, self.window()))

    def print(self) -> None:
        """Print the minutes with the resolutions."""
        detail = self.detail
        if detail is not None and detail.row.state is MeetingState.HELD:
            row = detail.row
            title = self.tr("会议纪要")
            self.papers.draw(PartyPaper(MINUTES_PAPER, f"{row.id}", row.id, row.region, title))

    def _add_file(self, prepared: Prepared) -> None:
        row, key = self.chosen(), new_id()
        if row is not None:
            self.desk.write(
                lambda uow: attach_to_meeting(uow, row.id, prepared, command_key=key),
                lambda _: None,
                self._refused,
            )

    def _open_file(self, item: StripItem) -> None:
        row, key = self.chosen(), item.key
        if row is None or not isinstance(key, UUID):
            return
        database, actor = self.desk.parts.database, self.desk.actor
        self.desk.jobs.write(
            lambda: open_meeting_file(database, actor, row.id, key, folder=opened_folder()),
            self._opened,
            self._refused,
        )

    def _opened(self, path: Path) -> None:
        if not self.open_file(path):
            words = self.tr("这台电脑没有能打开“{name}”的程序。")
            self.files.refuse(words.format(name=path.name))

    def _refused(self, error: BaseException) -> None:
        self.files.refuse(explain(error).text)


def _count(count: int) -> str:
    return str(count) if count else ""


def _register(desk: Desk) -> Register[MeetingRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[MeetingRow, ...]:
        return meeting_rows(session, desk.actor, region=desk.scope.code)

    why = translate("Meetings", "先在“委员”里登记委员，再按 N 召集会议。")
    empty = (translate("Meetings", "还没有开过会"), why, "ph.users-three")
    title = translate("Meetings", "会议")
    unit = translate("Meetings", "次")
    return Register("party.meetings", title, _columns(), rows, TOPICS, unit, empty)


def _columns() -> tuple[Column[MeetingRow], ...]:
    translate = QCoreApplication.translate
    return (
        Column(
            "title",
            translate("Meetings", "会议"),
            lambda row: row.title,
            width=220,
            tone="text",
            large=True,
            fixed=True,
            stretch=True,
        ),
        Column("when", translate("Meetings", "时间"), lambda row: moment_words(row.starts_at), 132),
        toned_column(
            "state",
            translate("Meetings", "状态"),
            lambda row: (word(row.state), INKS[row.state]),
            width=88,
        ),
        Column("region", translate("Meetings", "区域"), lambda row: row.region_name, width=124),
        Column(
            "body",
            translate("Meetings", "会"),
            lambda row: body_name(row.body, row.region),
            width=76,
        ),
        Column("items", translate("Meetings", "议题"), lambda row: _count(row.items), width=52),
        Column(
            "resolutions",
            translate("Meetings", "决议（没办完）"),
            lambda row: f"{row.resolutions}（{row.open}）" if row.resolutions else "",
            width=108,
        ),
    )
