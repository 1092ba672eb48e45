"""The words cases are marked with: who manages kinds keeps the list, everybody sees it."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.cases import rights
from app.cases.actions.tags import add_tag, retire_tag
from app.cases.queries.tags import TagRow, kept_tags
from app.core.changes import Topic
from app.core.ids import new_id
from app.core.paging import Page
from ui.cases.aids.tag_form import TagForm
from ui.core.controls import Button
from ui.core.dialogs import ConsequenceDialog
from ui.core.hub import Refresher
from ui.core.menus import MenuEntry
from ui.core.page_bars import FootBar, NarrowField, ToolBar
from ui.core.shortcuts import add_key
from ui.core.slices import Desk, KeyHelp
from ui.core.states import EmptyState, Step
from ui.core.table_marks import Mark, mark_column
from ui.core.table_model import Column, Loading, PagedTableModel
from ui.core.tables import DeskTable


def tag_columns() -> tuple[Column[TagRow], ...]:
    """Return the columns."""
    translate = QCoreApplication.translate
    return (
        Column(
            "name",
            translate("TagsPage", "标签"),
            lambda row: row.name,
            width=200,
            stretch=True,
            tone="text",
            large=True,
            fixed=True,
        ),
        Column("region", translate("TagsPage", "哪里的人用"), region_words, width=160),
        Column("cases", translate("TagsPage", "贴在"), cases_words, width=96),
        mark_column("state", translate("TagsPage", "状态"), state_mark, width=96),
    )


def region_words(row: TagRow) -> str:
    """Return whose word it is."""
    return row.region_name or QCoreApplication.translate("TagsPage", "全部辖区")


def cases_words(row: TagRow) -> str:
    """Return how many cases carry it, as far as the reader may see them."""
    return QCoreApplication.translate("TagsPage", "{count} 件").format(count=row.cases)


def state_mark(row: TagRow) -> Mark:
    """Return whether it is in use."""
    if row.is_active:
        return Mark("ph.check-circle", QCoreApplication.translate("TagsPage", "在用"), "ok")
    return Mark("ph.minus-circle", QCoreApplication.translate("TagsPage", "已停用"))


class TagsPage(QWidget):
    """Adds, renames and retires; a word that is there already is taken instead of a second one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.may_manage = desk.actor.may(rights.MANAGE_KINDS)
        self.field = NarrowField(self.tr("标签、拼音首字母"))
        self.new_button = Button(self.tr("新建标签"), kind="primary", icon="ph.plus", key="Ctrl+N")
        self.bar = ToolBar(self.tr("标签"))
        self.bar.add(self.field, 1)
        self.bar.add_right(self.new_button)
        self.new_button.setVisible(self.may_manage)
        self.model: PagedTableModel[TagRow] = PagedTableModel(
            tag_columns(), lambda row: row.id, desk.jobs, self
        )
        self.table = DeskTable(self.model, "tags", desk.preferences)
        self.setFocusProxy(self.table)
        keys = (
            KeyHelp("Up Down", self.tr("移动")),
            KeyHelp("Return", self.tr("改名")),
            KeyHelp("Delete", self.tr("停用")),
        )
        self.foot = FootBar(keys if self.may_manage else keys[:1])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.bar, self.table, self.foot):
            column.addWidget(part)
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.field.narrowed.connect(lambda _: self._show())
        self.field.left.connect(self.table.setFocus)
        self.new_button.clicked.connect(self.create_one)
        self.table.opened.connect(lambda _: self.rename())
        self.table.set_menu(self._menu)
        self.table.set_empty(self._empty)
        self.model.loading_changed.connect(self._loading)
        Refresher(self._desk.hub, self, self.model.reload, topics=frozenset({Topic.TAG}))
        add_key(self, "/", self.field.setFocus)
        add_key(self, "Ctrl+N", self.create_one)
        add_key(self.table, "E", self.rename)
        add_key(self.table, "Delete", self.retire)

    def _show(self) -> None:
        typed, desk = self.field.text().strip(), self._desk

        def load(_after: object) -> Page[TagRow]:
            with desk.parts.database.reading() as session:
                rows = kept_tags(session, desk.actor)
            fits = (r for r in rows if typed in r.name or typed.lower() in r.initials)
            return Page(tuple(fits), None)

        self.model.show(load)

    def _loading(self, loading: Loading) -> None:
        self.foot.tell(self.model.rowCount(), None, self.tr("个"), more=False)
        if loading is Loading.READY and self.model.rowCount() and self.table.current_key() is None:
            self.table.selectRow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.reload()  # how many cases carry a tag changes with every case
        self.table.setFocus()

    # -- doing ---------------------------------------------------------------------------------

    def chosen(self) -> TagRow | None:
        """Return the row the keyboard is at."""
        rows = self.table.chosen_rows()
        return rows[0] if len(rows) == 1 else None

    def why_not(self, row: TagRow) -> str:
        """Return why this reader may not change a tag; "" when they may."""
        if row.may_manage:
            return ""
        return self.tr("{region}的标签由那里管类别的人维护").format(region=region_words(row))

    def create_one(self) -> None:
        """Ask for a new word."""
        if self.may_manage:
            TagForm(self._desk, None, self).open()

    def rename(self) -> None:
        """Call the chosen one something else."""
        row = self._changeable()
        if row is not None:
            TagForm(self._desk, row, self).open()

    def retire(self) -> None:
        """Offer the chosen one no more, after saying what follows."""
        row = self._changeable()
        if row is None or not row.is_active:
            return
        key, tag_id, seen = new_id(), row.id, row.version
        words = self.tr("以后不能再贴它；已经贴着的 {count} 件留着，也可以再恢复使用。")
        dialog = ConsequenceDialog(
            self.tr("停用“{name}”？").format(name=row.name),
            words.format(count=row.cases),
            do=self.tr("停用"),
            leave=self.tr("先不停用"),
            parent=self,
        )
        dialog.accepted.connect(
            lambda: self._desk.write(
                lambda uow: retire_tag(uow, tag_id, seen, command_key=key), lambda _: None
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def bring_back(self) -> None:
        """Offer a retired one again."""
        row = self._changeable()
        if row is not None and not row.is_active:
            key, name, region = new_id(), row.name, row.region
            self._desk.write(
                lambda uow: add_tag(uow, name, region, command_key=key), lambda _: None
            )

    def _changeable(self) -> TagRow | None:
        row = self.chosen()
        if row is None:
            return None
        why = self.why_not(row)
        if why:
            self._desk.notices.tell(why)
        return None if why else row

    def _menu(self, rows: tuple[TagRow, ...]) -> list[MenuEntry]:
        why = self.why_not(rows[0]) if len(rows) == 1 else self.tr("一次只能改一个")
        last = MenuEntry(self.tr("停用"), self.retire, why, key="Delete", icon="ph.prohibit")
        if not rows[0].is_active:
            last = MenuEntry(self.tr("恢复使用"), self.bring_back, why, icon="ph.check-circle")
        return [
            MenuEntry(self.tr("改名…"), self.rename, why, key="E", icon="ph.pencil-simple"),
            last,
            MenuEntry(self.tr("复制为文字"), self.table.copy, key="Ctrl+C", icon="ph.copy"),
        ]

    def _empty(self) -> QWidget:
        if self.field.text().strip():
            clear = Step(self.tr("去掉筛选"), self._clear)
            why = self.tr("换个词，或者看全部。")
            return EmptyState(self.tr("没有这样的标签"), why, clear, icon="ph.funnel")
        why = self.tr("汛期、重复反映……用一个词把几件事归在一起；标签只说事，不说人。")
        steps = [Step(self.tr("新建标签"), self.create_one, primary=True)]
        steps = steps if self.may_manage else []
        return EmptyState(self.tr("还没有标签"), why, *steps, icon="ph.tag")

    def _clear(self) -> None:
        self.field.clear()
        self._show()
