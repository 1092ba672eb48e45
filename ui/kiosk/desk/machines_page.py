"""The machines: alive or not, and what their first screen says, edited beside a preview."""

from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.core.ids import new_id
from app.core.shared_settings import CentreSettings, settings_at
from app.core.words import label as named
from app.kiosk.looks import (
    CODE_MOST,
    GREETING_MOST,
    HINT_MOST,
    IDLE_LEAST_S,
    IDLE_MOST_S,
    ROLL_MOST,
    KioskTile,
    Look,
    decide_look,
    hash_of_code,
)
from app.kiosk.machines import Halls, MachineRow, halls
from app.kiosk.rules import PrinterTrouble
from ui.core.cards import Card
from ui.core.controls import Button, Combo, Tick, label
from ui.core.relative_time import relative
from ui.core.slices import Desk
from ui.kiosk.desk.home_preview import HomePreview
from ui.kiosk.desk.refused_card import RefusedCard
from ui.kiosk.printer import trouble_words

_COLUMNS = 6


class MachinesPage(QWidget):
    """自助机: its machines above, what they show below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: Halls | None = None
        self._centre = ""
        self._silent_min = CentreSettings().kiosk_silent_min
        self._street = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        self._machines = Card(self.tr("正在读取……"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._machines.add(self._grid)
        column.addWidget(self._machines)
        self.refused = RefusedCard(desk)
        column.addWidget(self.refused)
        column.addWidget(self._look_card(), 1)
        desk.hub.changed.connect(self._changed)
        self.read()

    # -- what it shows ---------------------------------------------------------------------------

    def read(self) -> None:
        """Read all anew."""
        street, actor, clock = self._street, self._desk.actor, self._desk.parts.clock

        def query(session: Any) -> tuple[Halls | None, CentreSettings]:
            return halls(session, actor, street), settings_at(session, clock.now())

        self._desk.read(query, self._take)

    def _changed(self, changes: tuple[Any, ...]) -> None:
        if any(str(change.key).startswith("kiosk/") for change in changes):
            self.read()

    def _take(self, told: tuple[Halls | None, CentreSettings]) -> None:
        found, centre = told
        self._found, self._centre = found, centre.centre_name
        self._silent_min = centre.kiosk_silent_min
        if found is None:
            self._machines.set_title(self.tr("您管的范围里没有街道"))
            return
        self._street = found.look.region
        held = QSignalBlocker(self._streets)  # filling it chooses the first street
        if self._streets.count() != len(found.streets):
            self._streets.clear()
            for code, name in found.streets:
                self._streets.add(name, code)
        self._streets.set_value(found.look.region)
        held.unblock()
        self._streets.setVisible(len(found.streets) > 1)
        self._show_machines(found.machines)
        self.refused.show_rows(found.refused)
        self._fill(found.look.look, has_code=found.look.has_code)

    def _show_machines(self, machines: tuple[MachineRow, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        now = self._desk.parts.clock.now()
        silent = [each for each in machines if each.is_silent(now, self._silent_min)]
        if not machines:
            title = self.tr("还没有自助机报过到：用 main.py account kiosk 建账号，再到大厅启动")
        elif silent:
            title = self.tr("{count} 台自助机没有动静").format(count=len(silent))
        else:
            title = self.tr("{count} 台自助机都在").format(count=len(machines))
        self._machines.set_title(title)
        heads = (
            *(self.tr("账号"), self.tr("最近报到"), self.tr("最近有人用")),
            *(self.tr("版本"), self.tr("待交来件"), self.tr("状况")),
        )
        for place, head in enumerate(heads if machines else ()):
            self._grid.addWidget(label(head, "caption"), 0, place)
        for row, each in enumerate(machines, 1):
            lost = each.is_silent(now, self._silent_min)
            used = relative(each.used_at, now) if each.used_at is not None else self.tr("还没有")
            cells = (
                *(f"{each.login}（{each.name}）", relative(each.heard_at, now), used, each.version),
                *(str(each.waiting), self._trouble(each, lost=lost)),
            )
            bad = lost or bool(each.trouble)
            for place, text in enumerate(cells):
                role = "error" if bad and place == _COLUMNS - 1 else "body"
                self._grid.addWidget(label(text, role), row, place)

    def _trouble(self, machine: MachineRow, *, lost: bool) -> str:
        if lost:
            return self.tr("没有动静，请到大厅看看")
        return trouble_words(PrinterTrouble(machine.trouble)) or self.tr("正常")

    # -- what machines show ------------------------------------------------------------------------

    def _look_card(self) -> Card:
        made = Card(self.tr("首页写什么"), self.tr("保存后一分钟内各台自助机换上"))
        self._streets = Combo()
        self._streets.setAccessibleName(self.tr("街道"))
        self._streets.setMinimumWidth(180)
        self._streets.currentIndexChanged.connect(self._choose_street)
        made.add_to_head(self._streets)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(self._fields(), 1)
        self._preview = HomePreview()
        row.addWidget(self._preview)
        made.add(row, 1)
        return made

    def _fields(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(16)
        beside = [QVBoxLayout(), QVBoxLayout()]
        for part in beside:
            part.setSpacing(8)
            top.addLayout(part, 1)
        self.greeting = self._line(beside[0], self.tr("问候"), GREETING_MOST)
        self._hint = self._line(beside[1], self.tr("下面一行"), HINT_MOST)
        column.addLayout(top)
        column.addWidget(label(self.tr("滚动通知，一行一条"), "caption"))
        self.notices = QPlainTextEdit()
        self.notices.setAccessibleName(self.tr("滚动通知"))
        self.notices.setMinimumHeight(52)
        self.notices.setMaximumHeight(120)
        self.notices.textChanged.connect(self._preview_now)
        column.addWidget(self.notices)
        column.addLayout(self._ticks())
        column.addLayout(self._more())
        self.code = self._line(column, self.tr("新的工作人员口令（6 到 12 位数字）"), CODE_MOST)
        self.code.setEchoMode(QLineEdit.EchoMode.Password)
        self.said = label("", "error")
        self.save = Button(self.tr("保存"), kind="primary")
        self.save.clicked.connect(self._decide)
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addWidget(self.said)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        return column

    def _ticks(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        self._tiles = {tile: Tick(named(tile)) for tile in KioskTile}
        self._anonymous = Tick(self.tr("可以不留手机号"))
        self._photos = Tick(self.tr("可以拍照（有摄像头时）"))
        for tick in (*self._tiles.values(), self._anonymous, self._photos):
            tick.toggled.connect(self._preview_now)
        for tick in self._tiles.values():
            row.addWidget(tick)
        row.addStretch(1)
        return row

    def _more(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        for tick in (self._anonymous, self._photos):
            row.addWidget(tick)
        row.addWidget(label(self.tr("几秒没人动就问"), "caption"))
        self._idle = QSpinBox()
        self._idle.setRange(IDLE_LEAST_S, IDLE_MOST_S)
        self._idle.setAccessibleName(self.tr("几秒没人动就问"))
        row.addWidget(self._idle)
        row.addWidget(label(self.tr("一卷纸打几张"), "caption"))
        self._roll = QSpinBox()
        self._roll.setRange(0, ROLL_MOST)
        self._roll.setSpecialValueText(self.tr("不数"))
        self._roll.setAccessibleName(self.tr("一卷纸打几张"))
        row.addWidget(self._roll)
        row.addStretch(1)
        return row

    def _line(self, column: QVBoxLayout, name: str, most: int) -> QLineEdit:
        column.addWidget(label(name, "caption"))
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setMaxLength(most)
        made.textChanged.connect(self._preview_now)
        column.addWidget(made)
        return made

    def _choose_street(self) -> None:
        chosen = self._streets.value()
        if isinstance(chosen, str) and chosen != self._street:
            self._street = chosen
            self.read()

    def _fill(self, look: Look, *, has_code: bool) -> None:
        self.greeting.setText(look.greeting)
        self._hint.setText(look.hint)
        self.notices.setPlainText("\n".join(look.notices))
        for tile, tick in self._tiles.items():
            tick.setChecked(tile in look.tiles)
        self._anonymous.setChecked(look.anonymous)
        self._idle.setValue(look.idle_s)
        self._photos.setChecked(look.photos)
        self._roll.setValue(look.roll_sheets)
        self.code.setText("")
        kept = self.tr("不填就还用原来的") if has_code else self.tr("还没有口令，自助机退不出来")
        self.code.setPlaceholderText(kept)
        self.said.setText("")
        self._preview_now()

    def _written(self) -> Look:
        return Look(
            self.greeting.text(),
            self._hint.text(),
            tuple(filter(str.strip, self.notices.toPlainText().splitlines())),
            tuple(tile for tile, tick in self._tiles.items() if tick.isChecked()),
            self._anonymous.isChecked(),
            self._idle.value(),
            self._photos.isChecked(),
            self._roll.value(),
        )

    def _preview_now(self, *_told: object) -> None:
        if hasattr(self, "_preview") and hasattr(self, "_idle"):
            self._preview.show_look(self._written(), self._centre)

    def _decide(self) -> None:
        found, look, code = self._found, self._written(), self.code.text()
        if found is None:
            return
        database, actor, key = self._desk.parts.database, self._desk.actor, new_id()
        region, seen = found.look.region, found.look.version

        def work() -> None:
            secret = hash_of_code(code) if code else ""
            with database.writing(actor) as uow:
                decide_look(uow, region, look, seen, secret=secret, command_key=key)

        self.save.setEnabled(False)
        self._desk.jobs.write(work, self._saved, self._not_saved)

    def _saved(self, _: None) -> None:
        self.save.setEnabled(True)
        self._desk.notices.tell(self.tr("存好了，自助机一分钟内换上。"))
        self.read()

    def _not_saved(self, error: BaseException) -> None:
        from ui.core.notices import explain

        self.save.setEnabled(True)
        self.said.setText(explain(error).text)
