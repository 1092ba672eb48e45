"""The right side of the page: one kind with its content, its limits and its versions."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.cases.kind_body import KindBody, is_own
from app.cases.limit_edit import DEFAULT, Body
from app.cases.queries.kinds import KindSeen, LimitVersionSeen
from ui.cases.kinds.kind_form import CARD_MOST, KindForm, ShownKind
from ui.cases.kinds.kinds_source import EditorSeen
from ui.cases.kinds.limit_draft import Typed
from ui.cases.kinds.limit_grid import LimitGrid
from ui.cases.kinds.save_bar import KindSaveBar
from ui.cases.kinds.versions_part import VersionLine, VersionsCard
from ui.core.cards import Card
from ui.core.chips import Chip, FlowRow
from ui.core.controls import Button, label
from ui.core.relative_time import full
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.core.states import Skeleton
from ui.core.strips import Strip

CONTENT, LIMITS, VERSIONS = "content", "limits", "versions"
PADDING = 24


@dataclass(frozen=True, slots=True)
class LimitsShown:
    """The table the limits are read from, and the one in force beside it."""

    body: Body
    in_force: Body
    names: dict[str, str]


class KindEditor(QWidget):
    """Shows what it is given and tells what is done; the page reads, keeps and writes."""

    kind_edited = Signal()
    limit_edited = Signal(object)  # tuple[LimitClock, Level, Limit | None]
    take_present_wanted = Signal()  # drop what was typed, somebody else changed it
    go_on_wanted = Signal()  # write over what somebody else changed

    def __init__(self, desk: Desk, *, may_manage: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.may_manage = may_manage
        self.seen: EditorSeen | None = None
        self._limits: LimitsShown | None = None
        self._typed: Typed | None = None
        self._wanted = CONTENT  # what was looked at last where there is such a part
        self._old_kind: int | None = None
        self._old_limits: LimitVersionSeen | None = None
        self._make_head()
        self._make_strips()
        self.form = KindForm(desk)
        self.grid = LimitGrid()
        self.limits_card = Card(self.tr("时限"))
        self.odd = Strip("warn", icon="ph.warning")
        self.kind_versions = VersionsCard(self.tr("这一类的版本"))
        self.limit_versions = VersionsCard(self.tr("全部时限的版本"))
        self.bar = KindSaveBar()
        self._parts: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self._show_part(CONTENT)

    def _make_head(self) -> None:
        self.title = label("", "title")
        self.under = label("", "caption")
        self.chips = FlowRow(6)
        self.use_button = Button(self.tr("停用"), kind="quiet", small=True)
        self.switch = SegmentedControl((), CONTENT, name=self.tr("看什么"))

    def _make_strips(self) -> None:
        self.back_button = Button(self.tr("回到现在"), kind="quiet", small=True)
        self.old = Strip("note", self.back_button)
        self.present_button = Button(self.tr("用现在的，丢掉我填的"), kind="quiet", small=True)
        self.go_on_button = Button(self.tr("接着存"), kind="quiet", small=True)
        self.meanwhile = Strip("tint", self.present_button, self.go_on_button)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        names = QVBoxLayout()
        names.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.title)
        first.addWidget(self.chips, 1)
        names.addLayout(first)
        names.addWidget(self.under)
        head.addLayout(names, 1)
        head.addWidget(self.use_button)
        head.addWidget(self.switch)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(PADDING, 4, PADDING, PADDING)
        column.setSpacing(12)
        self._parts = {
            CONTENT: self.form,
            LIMITS: self._limits_part(),
            VERSIONS: self._versions_part(),
        }
        for part in self._parts.values():
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(PADDING, 12, PADDING, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.old)
        top.addWidget(self.meanwhile)
        whole.addLayout(top)
        self._waiting = Skeleton(10)
        whole.addWidget(self._waiting)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.bar)
        self._scroll.hide()
        self.bar.hide()
        self.use_button.hide()

    def _limits_part(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.limits_card.setMaximumWidth(CARD_MOST)
        self.odd.setMaximumWidth(CARD_MOST)
        told = self.tr(
            "灰的是随上级的，直接填数就成为这里定的，清空又随上级。小时可以填 0.5，工作日填整数。"
        )
        under = label(told, "caption")
        under.setWordWrap(True)
        self.limits_card.add(self.grid)
        self.limits_card.add(under)
        column.addWidget(self.odd)
        column.addWidget(self.limits_card)
        return made

    def _versions_part(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.kind_versions)
        column.addWidget(self.limit_versions)
        return made

    def _connect(self) -> None:
        self.switch.chosen.connect(self._part_chosen)
        self.form.edited.connect(self.kind_edited)
        self.bar.note_edited.connect(self.kind_edited)
        self.grid.edited.connect(self.limit_edited)
        self.kind_versions.look_wanted.connect(self._look_at_kind)
        self.limit_versions.look_wanted.connect(self._look_at_limits)
        self.back_button.clicked.connect(self.back_to_present)
        self.present_button.clicked.connect(self.take_present_wanted)
        self.go_on_button.clicked.connect(self.go_on_wanted)

    # -- what the page uses --------------------------------------------------------------------

    @property
    def part(self) -> str:
        """Which part is shown."""
        return str(self.switch.value())

    def show_part(self, key: str) -> None:
        """Show a part, if the chosen one has it."""
        if key != CONTENT or self._has_content():
            self._wanted = key
            self._put(key)

    def show_seen(self, seen: EditorSeen, typed: Typed | None, limits: LimitsShown) -> None:
        """Show a kind as it is now, or what was typed of it and not saved."""
        other = self.seen is None or self.seen.code != seen.code
        self.seen, self._typed, self._limits = seen, typed, limits
        if other:
            self._old_kind = self._old_limits = None
        self._waiting.hide()
        self._scroll.show()
        self._show_head(seen)
        self._show_versions(seen)
        self._show_form()
        self._show_limits()
        self._tell_strips()
        lacks = self._wanted == CONTENT and not self._has_content()
        self._put(LIMITS if lacks else self._wanted)
        if other:
            self._scroll.verticalScrollBar().setValue(0)

    def show_limits(self, limits: LimitsShown, odd: str) -> None:
        """Show the limits of another table, e.g. of the draft; `odd` is worth a second look."""
        self._limits = limits
        self._show_limits()
        self.odd.tell(odd, self.tr("可以发布，请再看一眼。") if odd else "")

    def show_typed(self, typed: Typed | None) -> None:
        """Take what was typed for what is shown; the form itself stays as it is."""
        self._typed = typed
        self._tell_strips()
        self.tell_bar()

    def typed_body(self) -> KindBody | None:
        """Return what is typed, None while no kind or an old version is shown."""
        shown = self.seen is not None and self.seen.kind is not None and self._old_kind is None
        return self.form.body() if shown else None

    def tell_bar(self) -> None:
        """Say in the bar whether something was typed and is right."""
        wrong = self.form.complaints() if self._typed is not None else 0
        self.bar.tell(changed=self._typed is not None, wrong=wrong)

    # -- inside --------------------------------------------------------------------------------

    def _has_content(self) -> bool:
        kind = self.seen.kind if self.seen is not None else None
        return kind is not None and kind.node.parent_code is not None

    def _show_head(self, seen: EditorSeen) -> None:
        kind = seen.kind
        choices = [Choice(LIMITS, self.tr("时限")), Choice(VERSIONS, self.tr("版本"))]
        if self._has_content():
            choices.insert(0, Choice(CONTENT, self.tr("内容")))
        self.switch.set_choices(tuple(choices))
        self.title.setText(kind.node.name if kind else self.tr("全部类别"))
        self.under.setText(self._under(kind))
        self.chips.set_members(*self._chips(kind))
        self.use_button.setVisible(self.may_manage and self._has_content())
        active = kind is None or kind.node.is_active
        self.use_button.setText(self.tr("停用") if active else self.tr("重新启用"))

    def _under(self, kind: KindSeen | None) -> str:
        if kind is None:
            return self.tr("大类和小类没有另定的，都按这里")
        where = f"{kind.parent}　" if kind.parent else self.tr("大类") + "　"
        told = self.tr("{where}{code}　未办结 {count} 件")
        return told.format(where=where, code=kind.node.code, count=kind.open_count)

    def _chips(self, kind: KindSeen | None) -> list[Chip]:
        if kind is None:
            return []
        chips = [Chip(self.tr("自定义"))] if kind.node.is_own else []
        if kind.body.is_confidential:
            chips.append(Chip(self.tr("默认保密"), "sup", icon="ph.lock-key"))
        if not kind.node.is_active:
            chips.append(Chip(self.tr("已停用"), "sus", icon="ph.prohibit"))
        return chips

    def _show_versions(self, seen: EditorSeen) -> None:
        self.kind_versions.setVisible(seen.kind is not None)
        self.kind_versions.show_versions(
            [VersionLine(v.number, v.at, v.author, v.note, v.changes) for v in seen.kind_versions]
        )
        self.limit_versions.show_versions(
            [
                VersionLine(v.number, v.published_at, v.author, v.note, v.changes)
                for v in seen.limit_versions
            ]
        )

    def _show_form(self) -> None:
        seen = self.seen
        if seen is None or seen.kind is None:
            return
        old = next((v for v in seen.kind_versions if v.number == self._old_kind), None)
        if old is not None:
            shown = ShownKind(old.body, old.unit, is_own(seen.code))
            self.form.show_kind(shown, editable=False)
            return
        kind, typed = seen.kind, self._typed
        body = typed.body if typed is not None else kind.body
        if self.form.isVisible() and typed is not None and self.form.body() == body:
            return  # somebody is typing: the cursor stays where it is
        unit = kind.unit if body.unit_id == kind.body.unit_id else self.form.unit_name()
        self.form.show_kind(ShownKind(body, unit, is_own(seen.code)), editable=self.may_manage)
        self.bar.note.setText(typed.note if typed is not None else "")

    def _show_limits(self) -> None:
        if self.seen is None or self._limits is None:
            return
        limits, code = self._limits, self.seen.code
        editable = self.may_manage and self._old_limits is None
        body = self._old_limits.body if self._old_limits is not None else limits.body
        old = limits.in_force if editable else None
        self.grid.set_editable(editable=editable)
        self.grid.show_limits(code, body, limits.names, old)
        name = limits.names.get(code, "") if code != DEFAULT else self.tr("全部类别")
        self.limits_card.set_title(self.tr("“{name}”的时限").format(name=name))

    def _tell_strips(self) -> None:
        seen, told = self.seen, ""
        if seen is not None and self._old_kind is not None:
            version = next(v for v in seen.kind_versions if v.number == self._old_kind)
            told = self._of(version.number, version.at)
        elif self._old_limits is not None:
            told = self._of(self._old_limits.number, self._old_limits.published_at)
        self.old.tell(told, self.tr("只能看。") if told else "")
        kind, typed = (seen.kind if seen else None), self._typed
        raced = kind is not None and typed is not None and kind.version != typed.version
        self.meanwhile.tell(
            self.tr("别人刚改过这一类，您填的还在。") if raced else "",
            self.tr("核对“版本”以后可以接着存，会盖过那次改动。") if raced else "",
        )

    def _of(self, number: int, at: object) -> str:
        told = self.tr("正在看第 {number} 版（{at}），")
        return told.format(number=number, at=full(at))  # type: ignore[arg-type]

    def _look_at_kind(self, number: int) -> None:
        self._old_kind, self._old_limits = number, None
        self._show_form()
        self._show_limits()
        self._tell_strips()
        self.show_part(CONTENT if self._has_content() else VERSIONS)

    def _look_at_limits(self, number: int) -> None:
        versions = self.seen.limit_versions if self.seen is not None else ()
        self._old_limits = next((v for v in versions if v.number == number), None)
        self._old_kind = None
        self._show_form()
        self._show_limits()
        self._tell_strips()
        self.show_part(LIMITS)

    def back_to_present(self) -> None:
        """Show what holds now, and what was typed of it."""
        self._old_kind = self._old_limits = None
        self._show_form()
        self._show_limits()
        self._tell_strips()
        self._show_part(self.part)

    def _part_chosen(self, key: object) -> None:
        self.show_part(str(key))

    def _put(self, key: str) -> None:
        self.switch.set_value(key)
        self._show_part(key)

    def _show_part(self, key: object) -> None:
        for name, part in self._parts.items():
            part.setVisible(name == key)
        writes = key == CONTENT and self.may_manage and self._has_content()
        self.bar.setVisible(writes and self._old_kind is None)
        self.tell_bar()
