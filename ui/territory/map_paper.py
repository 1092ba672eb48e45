"""The map on paper: asked for by size, drawn off the GUI thread, shown, printed or saved."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.doors import Paper
from app.core.errors import BadValue
from ui.core.menus import MenuEntry, menu_of
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.parts.case_map import MapFigure, MapWish, PaperSize
from ui.territory.territory_source import frame_of

if TYPE_CHECKING:
    from ui.territory.territory_page import TerritoryPage

KIND = "map"
PRINT_KEY = "Ctrl+P"


class MapPaper(QObject):
    """Belongs to the page."""

    shown = Signal(object)  # PaperWindow
    saved = Signal(object)  # Path

    def __init__(self, desk: Desk, page: "TerritoryPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def begin(self) -> None:
        """Listen to the page, whose parts stand now."""
        if self._page.cases.source.counts_cases:
            self._page.bar.paper.clicked.connect(lambda _=False: self.ask())
            add_key(self._page, PRINT_KEY, self.ask)

    def entries(self) -> list[MenuEntry]:
        """Return the sizes of paper; where the map is not coloured by cases, why not."""
        why = ""
        if not isinstance(self._page.bar.figure, MapFigure):
            why = self.tr("先选一个事件的数字来着色")
        elif not self._page.map.frame.areas:
            why = self.tr("还没有导入边界")
        words = self.tr("{size} 网格图")
        return [
            MenuEntry(words.format(size=size.value), partial(self.draw, size), why)
            for size in PaperSize
        ]

    def ask(self) -> None:
        """Ask for the size."""
        button = self._page.bar.paper
        menu = menu_of(self.entries(), self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def draw(self, size: PaperSize) -> None:
        """Draw what the page shows on a size of paper."""
        page, desk, figure = self._page, self._desk, self._page.bar.figure
        if not isinstance(figure, MapFigure):
            return
        frame, days, kind = frame_of(page.wanted), page.bar.days, page.bar.category
        wish = MapWish(frame, figure, days, kind, size, sketches=page.sketches.shown)

        def drawn(session: Any) -> Paper:
            return desk.parts.doors.papers.draw(session, desk.actor, KIND, wish.key)

        desk.read(drawn, self._show)

    def _show(self, paper: Paper) -> None:
        from ui.parts.paper_window import PaperWindow  # its library is loaded when first shown

        told = "\n".join(paper.warnings)
        title = paper.name.removesuffix(".pdf")
        window = PaperWindow(self._desk, KIND, title, paper, told=told, parent=self._page.window())
        window.open_button.hide()
        window.print_wanted.connect(window.print_now)
        window.save_wanted.connect(lambda: self._choose_place(paper, window))
        window.open()
        self.shown.emit(window)

    def _choose_place(self, paper: Paper, window: QWidget) -> None:
        dialog = QFileDialog(window, self.tr("另存网格图"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(paper.name)
        dialog.fileSelected.connect(lambda name: self.save(paper, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, paper: Paper, path: Path) -> None:
        """Write the map to a place the person chose."""
        why = self.tr("写不进这个文件夹，请换一个地方再存。")

        def write() -> Path:
            try:
                path.write_bytes(paper.body)
            except OSError as error:
                raise BadValue(field=path.name, why=why) from error
            return path

        self._desk.jobs.read(write, self._saved)

    def _saved(self, path: Path) -> None:
        self._desk.notices.tell(self.tr("已存为 {name}").format(name=path.name))
        self.saved.emit(path)
