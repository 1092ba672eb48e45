"""Sketches on the map page: read, drawn, changed, taken back, written as a file."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.core.changes import Change, Topic
from app.core.errors import BadValue
from app.core.ids import new_id
from app.core.words import label as word
from app.territory.sketches.actions import SketchLook, drop_sketch, note_sketch_export
from app.territory.sketches.queries import SketchRow, as_geojson, sketches
from app.territory.sketches.rules import SketchKind, Spots
from ui.core.hub import Refresher
from ui.core.jobs import Job
from ui.core.menus import MenuEntry, menu_of
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.parts.map import ThingClicked
from ui.territory.sketching.dialog import SketchDialog
from ui.territory.sketching.layer import SketchHit
from ui.territory.sketching.steps import Drawing, SketchSteps, bring_about, drawing_of
from ui.territory.sketching.tool import SketchTool

if TYPE_CHECKING:
    from ui.territory.territory_page import TerritoryPage

KEY = "B"
HIDDEN_KEPT = "territory.sketches"
_ICONS = {
    SketchKind.POINT: "ph.map-pin",
    SketchKind.LINE: "ph.line-segments",
    SketchKind.AREA: "ph.polygon",
    SketchKind.NOTE: "ph.text-t",
}


class SketchDesk(QObject):
    """Belongs to the page.

    Attributes:
        steps: What was done here.
    """

    saved = Signal(object)  # Path
    dialog_opened = Signal(object)  # SketchDialog

    def __init__(self, desk: Desk, page: "TerritoryPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._street = ""
        self._job: Job | None = None
        self._look = SketchLook()
        self.layer = page.map.sketches
        self.steps = SketchSteps()
        self.shown = desk.preferences.text(HIDDEN_KEPT) != "hidden"

    def begin(self) -> None:
        """Listen to the page, whose parts stand now."""
        page = self._page
        page.bar.sketch.clicked.connect(self.open_menu)
        page.map.thing_clicked.connect(self._clicked)
        topics = frozenset({Topic.SKETCH})
        self._refresher = Refresher(
            self._desk.hub, page, self.reload, topics=topics, concerns=self._concerns
        )
        add_key(page, KEY, self.open_menu)
        add_key(page, "Ctrl+Z", self.undo)
        add_key(page, "Ctrl+Y", self.redo)
        self._show()

    # -- what is shown -------------------------------------------------------------------------

    def show_street(self, street: str) -> None:
        """Show the sketches of a street; "" above one, where nothing is sketched."""
        if street != self._street:
            self.steps = SketchSteps()
            self.layer.set_sketches(())
        self._street = street
        self.reload()

    def reload(self) -> None:
        """Read the sketches anew."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if not self._street:
            return
        actor, street = self._desk.actor, self._street
        self._job = self._desk.look_up(lambda session: sketches(session, actor, street), self._take)

    def _take(self, rows: tuple[SketchRow, ...]) -> None:
        self._job = None
        self.layer.set_sketches(rows)
        self._page.map.update()

    def _concerns(self, change: Change) -> bool:
        return change.region == self._street

    def show_layer(self, *, shown: bool) -> None:
        """Show the sketches, or hide them from the map and from paper."""
        self.shown = shown
        self._desk.preferences.set_text(HIDDEN_KEPT, "" if shown else "hidden")
        self._show()

    def _show(self) -> None:
        self._page.map.remove_overlay(self.layer)
        if self.shown:
            self._page.map.add_overlay(self.layer)

    # -- doing ---------------------------------------------------------------------------------

    def entries(self) -> list[MenuEntry]:
        """Return what can be done; what cannot says why."""
        where = "" if self._street else self.tr("先选到街道")
        shown = self.layer.rows
        entries = [
            MenuEntry(words, partial(self.draw, kind), where, icon=_ICONS[kind])
            for kind, words in (
                (SketchKind.POINT, self.tr("画一个点")),
                (SketchKind.LINE, self.tr("画一条线")),
                (SketchKind.AREA, self.tr("画一片")),
                (SketchKind.NOTE, self.tr("写几个字")),
            )
        ]
        nothing = self.tr("没有可撤销的")
        entries += [
            MenuEntry(
                self.tr("撤销"),
                self.undo,
                "" if self.steps.done else nothing,
                key="Ctrl+Z",
                icon="ph.arrow-u-up-left",
            ),
            MenuEntry(
                self.tr("重做"),
                self.redo,
                "" if self.steps.undone else self.tr("没有可重做的"),
                key="Ctrl+Y",
                icon="ph.arrow-u-up-right",
            ),
            MenuEntry(
                self.tr("不显示标绘") if self.shown else self.tr("显示标绘"),
                lambda: self.show_layer(shown=not self.shown),
                icon="ph.eye-slash" if self.shown else "ph.eye",
            ),
            MenuEntry(
                self.tr("存成 GeoJSON"),
                self._choose_place,
                where or ("" if shown else self.tr("还没有画")),
                icon="ph.download-simple",
            ),
        ]
        return entries

    def open_menu(self) -> None:
        """Offer what can be done."""
        button = self._page.bar.sketch
        menu = menu_of(self.entries(), self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def draw(self, kind: SketchKind) -> None:
        """Take the pencil into the hand."""
        if not self._street:
            return
        self.show_layer(shown=True)
        self._page.hands.take_tool("")
        self._page.map.set_tool(SketchTool(kind, self._look.color, self._drawn, self._put_down))
        self._page.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_down(self) -> None:
        self._page.map.set_tool(None)

    def _drawn(self, kind: SketchKind, points: Spots) -> None:
        self._put_down()
        look = SketchLook("", self._look.color, self._look.shared)
        dialog = SketchDialog(self._desk, kind, look, self._page)
        dialog.keep_new(self._street, points)
        dialog.saved.connect(lambda key: self._kept(key, dialog, kind, points))
        dialog.open()
        self.dialog_opened.emit(dialog)

    def _kept(self, key: object, dialog: SketchDialog, kind: SketchKind, points: Spots) -> None:
        self._look = dialog.look
        if isinstance(key, UUID):
            self.steps.take(key, None, Drawing(self._street, kind, points, dialog.look))
        self.reload()

    def _clicked(self, clicked: ThingClicked) -> None:
        if not isinstance(clicked.thing, SketchHit):
            return
        row = clicked.thing.row
        if not row.is_mine:
            words = self.tr("{what}，{who} 画的").format(
                what=row.label or word(row.kind), who=row.owner
            )
            self._desk.notices.tell(words)
            return
        self._choose(row)
        entries = (
            MenuEntry(self.tr("改"), lambda: self.change(row), icon="ph.pencil-simple"),
            MenuEntry(self.tr("擦掉"), lambda: self.wipe(row), icon="ph.eraser"),
        )
        menu = menu_of(entries, self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.aboutToHide.connect(lambda: self._choose(None))
        menu.popup(self._page.map.cursor().pos())

    def _choose(self, row: SketchRow | None) -> None:
        self.layer.chosen = row.id if row is not None else None
        self._page.map.update()

    def change(self, row: SketchRow) -> None:
        """Word a sketch anew."""
        before = drawing_of(row)
        dialog = SketchDialog(self._desk, row.kind, before.look, self._page)
        dialog.change(row)

        def changed(_: object) -> None:
            self.steps.take(row.id, before, replace(before, look=dialog.look))
            self.reload()

        dialog.saved.connect(changed)
        dialog.open()
        self.dialog_opened.emit(dialog)

    def wipe(self, row: SketchRow) -> None:
        """Wipe a sketch off; Ctrl+Z brings it back."""
        key = new_id()

        def gone(_: object) -> None:
            self.steps.take(row.id, drawing_of(row), None)
            self._desk.notices.tell(self.tr("擦掉了，Ctrl+Z 可以撤销"))
            self.reload()

        self._desk.write(lambda uow: drop_sketch(uow, row.id, command_key=key), gone)

    def undo(self) -> None:
        """Take the last deed back."""
        self._go(back=True)

    def redo(self) -> None:
        """Do it again."""
        self._go(back=False)

    def _go(self, *, back: bool) -> None:
        steps = self.steps.done if back else self.steps.undone
        if not steps:
            return
        step = steps[-1]
        wanted = step.before if back else step.after
        key = step.key
        version = next((row.version for row in self.layer.rows if row.id == key), None)
        held = self.steps

        def gone(now: UUID) -> None:
            held.moved(back=back, key=now)
            self.reload()

        self._desk.write(lambda uow: bring_about(uow, key, wanted, version), gone)

    # -- as a file -----------------------------------------------------------------------------

    def _choose_place(self) -> None:
        dialog = QFileDialog(self._page, self.tr("把标绘存成文件"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("geojson")
        dialog.selectFile(self.tr("标绘.geojson"))
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path) -> None:
        """Write what is shown to a place the person chose, journaled first."""
        rows, street, key = self.layer.rows, self._street, new_id()
        why = self.tr("写不进这个文件夹，请换一个地方再存。")

        def noted(uow: Any) -> None:
            note_sketch_export(uow, street, len(rows), command_key=key)

        def write() -> Path:
            try:
                path.write_text(as_geojson(rows), encoding="utf-8")
            except OSError as error:
                raise BadValue(field=path.name, why=why) from error
            return path

        self._desk.write(noted, lambda _: self._desk.jobs.read(write, self._saved))

    def _saved(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("已存为 {name}").format(name=path.name))
        self.saved.emit(path)
