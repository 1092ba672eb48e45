"""Settings: those all desks share, with their history, and those of this computer."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.changes import Topic
from app.core.ids import new_id
from app.core.shared_settings import CentreSettings, SettingsRight, SettingVersion
from ui.administration.save_bar import SaveBar
from ui.administration.setting_groups import (
    STREET_CODE,
    default_of,
    desk_row,
    groups,
    lock_row,
    machine_values,
    shared_row,
)
from ui.administration.setting_history import SettingHistory
from ui.administration.setting_row import SettingRow
from ui.administration.settings_source import (
    DESK_NAME,
    LOCK_HERE,
    SettingsSeen,
    decide,
    keep_on_machine,
    settings_seen,
    street_name,
)
from ui.core.cards import Card
from ui.core.facts import FactGrid, FactLine
from ui.core.hub import Refresher
from ui.core.notices import explain
from ui.core.relative_time import full
from ui.core.shortcuts import on_save
from ui.core.side_panel import ListPanes
from ui.core.slices import Desk
from ui.core.states import ErrorState, Skeleton
from ui.core.strips import Strip

KEPT = "settings/draft"
CARD_MOST = 760
MOST_RECENT = 12
HERE = (DESK_NAME, LOCK_HERE)


class SettingsPage(QWidget):
    """Everybody may read; the shared ones take a right, this computer's do not."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.may_manage = desk.actor.reaches_all(SettingsRight.MANAGE)
        self.seen: SettingsSeen | None = None
        self.rows: dict[str, SettingRow] = {}
        self._at = ""
        self._restored = False  # until then what is kept is not to be forgotten
        self._keys = {name: new_id() for name in CentreSettings.__dataclass_fields__}
        self.panel = SettingHistory()
        self.bar = SaveBar(desk.parts.clock.now())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(_padded(Skeleton(12)))
        self._panes = ListPanes((self._scroll, self.bar), self.panel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._panes)
        self.bar.save_wanted.connect(self.save)
        self.bar.drop_wanted.connect(self.drop)
        topics = frozenset({Topic.SETTING})
        self._refresher = Refresher(desk.hub, self, self.reload, topics=topics)
        on_save(self, self.save)
        self.reload()

    # -- reading -------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read all settings anew; what was typed stays."""
        now = self._desk.parts.clock.now()
        manages = self._desk.actor.may(SettingsRight.MANAGE)

        def read(session: Any) -> SettingsSeen:
            return settings_seen(session, now, manages=manages)

        self._desk.read(read, self._take, self._failed)

    def _failed(self, error: BaseException) -> None:
        if self.seen is None:
            state = ErrorState(self.tr("没能读出设置"), explain(error), self.reload)
            self._scroll.setWidget(_padded(state))
        else:
            self._desk.notices.report(error)

    def _take(self, seen: SettingsSeen) -> None:
        first, self.seen = self.seen is None, seen
        if first:
            self._build(seen)
        values: dict[str, Any] = {name: getattr(seen.centre, name) for name in self._keys}
        for name, value in (values | machine_values(seen.machine)).items():
            self.rows[name].set_saved(value)
            self.rows[name].set_note(self._to_come(name, seen) or seen.standing.get(name, ""))
        if first:
            self._restore()
        self._show_street(seen.street_name)
        self._show_history(self._at)
        self._tell()

    def _recent(self, seen: SettingsSeen) -> list[tuple[str, SettingVersion]]:
        decisions = [row for rows in seen.history.values() for row in rows]
        decisions.sort(key=lambda row: row.valid_from, reverse=True)
        return [(self.rows[row.name].title, row) for row in decisions[:MOST_RECENT]]

    def _to_come(self, name: str, seen: SettingsSeen) -> str:
        """Return what was decided for later."""
        now = self._desk.parts.clock.now()
        for row in reversed(seen.history.get(name, ())):
            if row.valid_from > now:
                words = self.tr("{moment} 起改为 {value}")
                return words.format(moment=full(row.valid_from), value=row.value)
        return ""

    def _build(self, seen: SettingsSeen) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        if not self.may_manage:
            strip = Strip("note", icon="ph.lock-key")
            lead = self.tr("本中心的设置您可以看，不能改。")
            strip.setMaximumWidth(CARD_MOST)
            column.addWidget(strip)
            rest = self.tr("要“管理设置”权限，系统管理员能给。")
            if self._desk.actor.may(SettingsRight.MANAGE):
                rest = self.tr("它们由各街道共用，要管到全区的人才能改。")
            strip.tell(lead, rest)
        for title, aside, names in groups():
            rows = [shared_row(name, editable=self.may_manage) for name in names]
            column.addWidget(self._card(title, aside, rows))
        column.addWidget(self._machine_card(seen))
        column.addStretch(1)
        self._scroll.setWidget(content)

    def _card(self, title: str, aside: str, rows: list[SettingRow]) -> Card:
        card = Card(title, aside)
        card.setMaximumWidth(CARD_MOST)
        for row in rows:
            self.rows[row.name] = row
            row.edited.connect(self._edited)
            row.focused.connect(self._show_history)
            card.body.addWidget(row)
        return card

    def _machine_card(self, seen: SettingsSeen) -> Card:
        rows = [desk_row(), lock_row(seen.centre)]
        rows[0].input.setPlaceholderText(seen.host)
        told = self.tr("只管这一台，下次启动生效")
        card = self._card(self.tr("这台电脑"), told, rows)
        facts = FactGrid(176)
        where = self._desk.parts.database.where
        facts.set_lines(FactLine(self.tr("连的数据库"), where))
        card.body.addWidget(facts)
        return card

    # -- typing --------------------------------------------------------------------------------

    def changed(self) -> dict[str, SettingRow]:
        """Return the rows in which something else was typed than what is saved."""
        return {name: row for name, row in self.rows.items() if row.is_changed}

    def _edited(self) -> None:
        if not self._restored:
            return
        typed: dict[str, object] = {name: row.typed() for name, row in self.changed().items()}
        if typed:
            self._desk.preferences.set_layout(KEPT, typed)
        else:
            self._desk.preferences.remove(KEPT)
        self._tell()
        street = self.rows[STREET_CODE]
        if not street.complaint:
            code = street.typed().strip()
            self._desk.read(lambda session: street_name(session, code), self._show_street)

    def _restore(self) -> None:
        """Go on with what was typed before a crash or sign-out."""
        self._restored = True
        for name, text in self._desk.preferences.layout(KEPT).items():
            row = self.rows.get(name)
            if row is not None and isinstance(text, str):
                row.set_typed(text)

    def _show_street(self, name: str) -> None:
        row = self.rows[STREET_CODE]
        code = row.typed().strip()
        unknown = self.tr("区划里没有这个代码，先导入区划。") if code else ""
        row.field.note(name or unknown, good=bool(name))

    def _tell(self) -> None:
        changed = self.changed()
        wrong = [row for row in changed.values() if row.complaint]
        shared = any(name not in HERE for name in changed)
        titles = [row.title for row in changed.values()]
        self.bar.tell(titles, wrong=len(wrong), shared=shared)

    def _show_history(self, name: str) -> None:
        self._at = name
        if self.seen is None:
            return
        if name not in self.seen.history:
            self.panel.show_recent(self._recent(self.seen))
            return
        decisions = self.seen.history.get(name, ())
        now = self._desk.parts.clock.now()
        self.panel.show_decisions(self.rows[name].title, default_of(name), decisions, now)

    # -- saving --------------------------------------------------------------------------------

    def drop(self) -> None:
        """Drop what was typed; the way back stays open for a moment."""
        typed = {name: row.typed() for name, row in self.changed().items()}

        def again() -> None:
            for name, text in typed.items():
                self.rows[name].set_typed(text)

        for name in typed:
            self.rows[name].reset()
        told = self.tr("放弃了 {count} 项没保存的改动").format(count=len(typed))
        self._desk.notices.offer_undo(told, again)

    def save(self) -> None:
        """Write what was changed: the shared ones in one transaction, then this computer's."""
        changed = self.changed()
        wrong = next((row for row in changed.values() if row.complaint), None)
        if wrong is not None:
            wrong.input.setFocus()
            return
        if not changed or self.bar.is_busy:
            return
        values = {name: row.value() for name, row in changed.items()}
        shared = {name: value for name, value in values.items() if name not in HERE}
        here = {name: value for name, value in values.items() if name in HERE}
        keys, begins = dict(self._keys), self.bar.valid_from() if shared else None
        database, actor = self._desk.parts.database, self._desk.actor

        def work() -> tuple[int, datetime | None]:
            if shared:
                with database.writing(actor) as uow:
                    decide(uow, shared, keys, begins)
            if here:
                keep_on_machine(here)
            return len(values), begins

        self.bar.set_busy(busy=True)
        self._desk.jobs.write(work, self._saved, self._refused)

    def _saved(self, saved: tuple[int, datetime | None]) -> None:
        count, begins = saved
        self.bar.set_busy(busy=False)
        for name, row in self.changed().items():
            if name in self._keys:
                self._keys[name] = new_id()
            if begins is None or name in HERE:
                row.set_saved_as_typed()
            else:
                row.reset()
        self.bar.at_once()
        self._desk.preferences.remove(KEPT)
        self._tell()
        self.bar.say_saved(count)
        self.reload()

    def _refused(self, error: BaseException) -> None:
        self.bar.set_busy(busy=False)
        self._desk.notices.report(error)


def _padded(widget: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(24, 16, 24, 24)
    column.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    column.addStretch(1)
    return made
