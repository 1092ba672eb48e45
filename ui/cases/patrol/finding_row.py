"""One finding of a patrol: a line of fields, with what is wrong under it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.cases import rights
from app.cases.patrol.finding import Finding, fingerprint_of
from app.core.attachments import Prepared
from app.core.ids import new_id
from ui.core.controls import Button, Tick, label
from ui.core.page_bars import icon_button
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import CategoryPicker
from ui.parts.region_picker import RegionPicker

NUMBER_PX, KIND_PX, REGION_PX, PLACE_PX, PHOTOS_PX, SOLVED_PX, NOTE_PX = (
    24,
    132,
    168,
    152,
    80,
    84,
    152,
)
TEXT_MOST, PLACE_MOST = 500, 200


@dataclass(frozen=True, slots=True)
class RowPhoto:
    """A photo of a row; `fingerprint` is that of the file it came as, "" when added by hand."""

    prepared: Prepared
    fingerprint: str = ""
    key: UUID = field(default_factory=new_id)


class FindingRow(QWidget):
    """Enter goes to the same field of the next finding, as in a table."""

    edited = Signal(object)  # FindingRow
    gone = Signal(object)  # FindingRow
    photos_wanted = Signal(object)  # FindingRow
    stepped = Signal(object, int, int)  # FindingRow, which field, up or down
    copy_wanted = Signal(object)  # FindingRow: as above

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.command_key = new_id()
        self.photos: list[RowPhoto] = []
        self.point: tuple[float, float] | None = None
        self.happened_at: datetime | None = None
        self.number = label("", "caption")
        self.kind = CategoryPicker(desk, placeholder=self.tr("类别"))
        self.region = RegionPicker(desk, desk.actor.prefixes(rights.REGISTER))
        self.place, self.text, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.photo_button = Button(self.tr("照片"), kind="quiet", icon="ph.camera", small=True)
        self.solved = Tick(self.tr("当场解决"))
        self.drop_button = icon_button("ph.x", self.tr("去掉这一条"))
        self.complaint = label("", "error")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self._name_fields()
        self._lay_out()
        self._connect()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """What is gone through with Enter, from left to right."""
        return (self.kind, self.region, self.place, self.text, self.note)

    def _name_fields(self) -> None:
        for part, name in (
            (self.kind, self.tr("类别")),
            (self.region, self.tr("网格")),
            (self.place, self.tr("地点")),
            (self.text, self.tr("发现什么")),
            (self.note, self.tr("怎么解决的")),
        ):
            part.setAccessibleName(name)
            part.setPlaceholderText(name)
        self.solved.setAccessibleName(self.solved.text())
        self.text.setMaxLength(TEXT_MOST)
        self.place.setMaxLength(PLACE_MOST)
        self.note.setMaxLength(TEXT_MOST)
        self.note.setEnabled(False)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for part, width in (
            (self.number, NUMBER_PX),
            (self.kind, KIND_PX),
            (self.region, REGION_PX),
            (self.place, PLACE_PX),
            (self.text, 0),
            (self.photo_button, PHOTOS_PX),
            (self.solved, SOLVED_PX),
            (self.note, NOTE_PX),
            (self.drop_button, 0),
        ):
            if width:
                part.setFixedWidth(width)
            line.addWidget(part, 0 if width or part is self.drop_button else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.complaint)

    def _connect(self) -> None:
        self.kind.chosen.connect(self._tell)
        self.region.picked.connect(self._tell)
        for line in (self.place, self.text, self.note):
            line.textEdited.connect(self._tell)
        for part in self.fields:
            part.installEventFilter(self)
        self.solved.toggled.connect(self._solved_changed)
        self.photo_button.clicked.connect(lambda: self.photos_wanted.emit(self))
        self.drop_button.clicked.connect(lambda: self.gone.emit(self))

    def _tell(self, *_: object) -> None:
        self.edited.emit(self)

    def _solved_changed(self, on: bool) -> None:  # noqa: FBT001  as Qt tells it
        self.note.setEnabled(on)
        self._tell()

    # -- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            at = next((n for n, part in enumerate(self.fields) if part is watched), None)
            if at is not None and self._pressed(at, event):
                return True
        return super().eventFilter(watched, event)

    def _pressed(self, at: int, event: QKeyEvent) -> bool:
        """Walk as in a table, unless something is being chosen from a list."""
        choosing = bool(getattr(self.fields[at], "options", tuple)())
        searches = at < 2
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.key() == Qt.Key.Key_D:
                self.copy_wanted.emit(self)
                return True
            return False
        step = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}.get(Qt.Key(event.key()), 0)
        if not searches:
            step = step or {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or choosing:
            return False
        self.stepped.emit(self, at, step)
        return True

    # -- photos --------------------------------------------------------------------------------

    def add_photo(self, photo: RowPhoto) -> None:
        """Show one more photo."""
        self.photos.append(photo)
        self._count_photos()

    def clear_photos(self) -> tuple[RowPhoto, ...]:
        """Take all photos off, and return them."""
        taken, self.photos = tuple(self.photos), []
        self._count_photos()
        return taken

    def _count_photos(self) -> None:
        count = len(self.photos)
        words = self.tr("{count} 张").format(count=count) if count else self.tr("照片")
        self.photo_button.setText(words)
        self.photo_button.setToolTip("\n".join(each.prepared.name for each in self.photos))
        self.photo_button.setAccessibleName(self.tr("照片 {words}").format(words=words))

    # -- what it says --------------------------------------------------------------------------

    def is_empty(self) -> bool:
        """Tell whether nothing was entered; kind and grid may be copied from above."""
        typed = self.text.text().strip() or self.place.text().strip() or self.note.text().strip()
        return not typed and not self.photos

    def finding(self) -> Finding:
        """Return what is there."""
        return Finding(
            text=self.text.text().strip(),
            category=str(self.kind.value() or ""),
            region=self.region.code() or "",
            place=self.place.text().strip(),
            point=self.point,
            happened_at=self.happened_at,
            is_solved=self.solved.isChecked(),
            note=self.note.text().strip(),
            photos=tuple(each.prepared for each in self.photos),
            fingerprint=fingerprint_of(p.fingerprint for p in self.photos if p.fingerprint),
        )

    def lacks(self) -> tuple[str, QWidget] | None:
        """Return what is missing and where, None for nothing."""
        told = self.finding()
        checks = (
            (not told.category, self.tr("从列表里选类别。"), self.kind),
            (not told.region, self.tr("从列表里选网格或社区。"), self.region),
            (not told.text, self.tr("写一句发现了什么。"), self.text),
            (told.is_solved and not told.note, self.tr("写一句怎么解决的。"), self.note),
            (
                told.is_solved and not told.photos,
                self.tr("当场解决的要有处理后的照片。"),
                self.photo_button,
            ),
        )
        return next(((words, where) for wrong, words, where in checks if wrong), None)

    def complain(self, words: str) -> None:
        """Say what is wrong with this finding; "" takes it back."""
        self.complaint.setText(words)
        self.complaint.setVisible(bool(words))

    def copy_from(self, other: "FindingRow") -> None:
        """Take kind and grid of another finding, where there is none yet."""
        row = other.kind.row()
        if self.kind.value() is None and row is not None:
            self.kind.set_row(row)
        elif self.kind.value() is None and other.kind.value():
            self.kind.set_choice(Choice(other.kind.value(), other.kind.text()))
        if self.region.code() is None:
            self.region.set_region(other.region.code())
        self._tell()

    # -- keeping -------------------------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of it; the photos are kept beside."""
        return {
            "kind": [self.kind.value(), self.kind.text()],
            "region": self.region.code(),
            "place": self.place.text(),
            "text": self.text.text(),
            "note": self.note.text(),
            "solved": self.solved.isChecked(),
            "point": self.point,
            "happened_at": self.happened_at.isoformat() if self.happened_at else None,
            "photos": [[photo.key.hex, photo.fingerprint] for photo in self.photos],
        }

    def show_kept(self, kept: dict[str, Any]) -> None:
        """Show what was kept, but its photos."""
        code, name = kept["kind"]
        if code:
            self.kind.set_choice(Choice(code, name))
        if kept["region"]:
            self.region.set_region(kept["region"])
        self.place.setText(kept["place"])
        self.text.setText(kept["text"])
        self.solved.setChecked(bool(kept["solved"]))
        self.note.setText(kept["note"])
        self.point = tuple(kept["point"]) if kept["point"] else None
        seen = kept["happened_at"]
        self.happened_at = datetime.fromisoformat(seen) if seen else None
