"""Who decided what about a setting, and from when on: the panel beside the settings."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.shared_settings import SettingVersion
from ui.administration.setting_groups import value_in_words
from ui.core.chips import Chip
from ui.core.controls import label
from ui.core.relative_time import full
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.states import EmptyState
from ui.core.theme import current


class DecisionRow(QWidget):
    """A value, from when on, who."""

    def __init__(self, value: str, below: str, chip: Chip | None = None) -> None:
        super().__init__()
        self.setAccessibleName(f"{value} {below}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        strong = label(value)
        strong.setFont(current().font("body", bold=True))
        strong.setWordWrap(True)
        first.addWidget(strong, 1)
        if chip is not None:
            first.addWidget(chip)
        column.addLayout(first)
        column.addWidget(label(below, "caption"))


class SettingHistory(SidePanel):
    """Follows the setting one is at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SettingHistory", "设置的历史"), parent)
        line = QHBoxLayout()
        self._title = label("", "title")
        self._title.setWordWrap(True)
        line.addWidget(self._title, 1)
        self.add_close(line)
        self.head.addLayout(line)
        self.decisions = PanelPart(self.tr("改动经过"))
        self.body.addWidget(self.decisions)
        self.set_foot_visible(visible=False)
        self.show_recent(())

    def show_recent(self, decisions: Sequence[tuple[str, SettingVersion]]) -> None:
        """Show the latest decisions about whatever setting: title and decision."""
        if not decisions:
            why = self.tr(
                "点一项设置，这里显示谁在什么时候改过它。改动只管以后，不动以前算好的结果。"
            )
            self.show_state(EmptyState(self.tr("还没有改过设置"), why, icon="ph.clock"))
            return
        self._title.setText(self.tr("最近的改动"))
        rows = [
            DecisionRow(f"{title}：{self._value(row)}", self._below(row))
            for title, row in decisions
        ]
        self.decisions.set_title(self.tr("所有设置"), str(len(rows)))
        self.decisions.set_rows(rows)
        self.show_record()

    def show_decisions(
        self, title: str, default: str, decisions: Sequence[SettingVersion], now: datetime
    ) -> None:
        """Show the decisions about a setting, the newest first, its default last."""
        self._title.setText(title)
        in_force = next((row for row in decisions if row.valid_from <= now), None)
        rows = [self._row(row, in_force, now) for row in decisions]
        always = Chip(self.tr("在用"), "ok", icon="ph.check-circle") if in_force is None else None
        rows.append(DecisionRow(default, self.tr("程序的默认值"), always))
        self.decisions.set_title(self.tr("改动经过"), str(len(decisions)) if decisions else "")
        self.decisions.set_rows(rows)
        self.show_record()

    def _row(
        self, row: SettingVersion, in_force: SettingVersion | None, now: datetime
    ) -> DecisionRow:
        chip = None
        if row is in_force:
            chip = Chip(self.tr("在用"), "ok", icon="ph.check-circle")
        elif row.valid_from > now:
            chip = Chip(self.tr("还没到时候"), "accent", icon="ph.clock")
        return DecisionRow(self._value(row), self._below(row), chip)

    def _value(self, row: SettingVersion) -> str:
        return value_in_words(row.name, row.value)

    def _below(self, row: SettingVersion) -> str:
        words = self.tr("{moment} 起　{who}")
        return words.format(moment=full(row.valid_from), who=row.author)
