"""Forms of a draft: beginning one, saying what a new grid is, publishing."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.words import label as word
from app.territory.actions.publishing import publish_redrawing
from app.territory.actions.redrawings import CellWords, begin_redrawing, describe_grid
from app.territory.queries.redrawings import CellRow, RedrawingView
from app.territory.redrawing import TITLE_LIMIT
from app.territory.rules import NAME_LIMIT, GridKind
from ui.core.controls import Combo, label
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.slices import Desk
from ui.territory.editing.post_ticks import PostTicks
from ui.territory.grid_dialogs import TotalsFields
from ui.territory.region_words import code_words

LABEL_PX = 60
SHOWN = 8


class BeginDialog(FormDialog):
    """What the redrawing is about."""

    def __init__(self, desk: Desk, region: str, name: str, parent: QWidget) -> None:
        super().__init__(desk, parent)
        under = self.tr("草稿里怎么改都不影响现在的网格，主任发布以后才生效。")
        self.name_it(self.tr("起草 {name} 的网格调整").format(name=name), self.tr("起草"), under)
        self._region = region
        self.title = QLineEdit()
        self.title.setMaxLength(TITLE_LIMIT)
        self.title.setPlaceholderText(self.tr("如：滨河花园交房，桥北分出一个网格"))
        field = FormField(self.tr("事由"), self.title, required=True, label_width=LABEL_PX)
        self.add_field(field, self._check_words)
        self._field = field
        self.title.setFocus()

    def _check_words(self) -> str:
        return "" if self.title.text().strip() else self.tr("请写一句事由，别人在列表里认得出。")

    def blame(self) -> dict[str, FormField]:
        return {"territory.bad_name": self._field}

    def action(self) -> Action:
        region, title, key = self._region, self.title.text(), self.command_key
        return lambda uow: begin_redrawing(uow, region, title, command_key=key)


class DescribeDialog(FormDialog):
    """Name, kind, totals and people of a new grid."""

    def __init__(self, desk: Desk, view: RedrawingView, cell: CellRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        under = self.tr("发布后的代码 {code}").format(code=code_words(cell.code))
        self.name_it(self.tr("新网格 {name}").format(name=cell.name), self.tr("保存"), under)
        self._draft, self._seen, self._key = view.row.id, view.row.version, cell.key
        self.name = QLineEdit(cell.name)
        self.name.setMaxLength(NAME_LIMIT)
        self.kind = Combo()
        for kind in (GridKind.GENERAL, GridKind.DEDICATED):
            self.kind.add(word(kind), kind)
        self.kind.set_value(cell.kind)
        self._name_field = FormField(
            self.tr("名称"), self.name, required=True, label_width=LABEL_PX
        )
        self.add_field(self._name_field, self._check_words)
        self.add_field(FormField(self.tr("类型"), self.kind, label_width=LABEL_PX))
        self.totals = TotalsFields(self)
        self.totals.households.setText(str(cell.households))
        self.totals.population.setText(str(cell.population))
        self.totals.add()
        self.posts = PostTicks(view, cell)
        self._posts_field = FormField(self.tr("人员"), self.posts, label_width=LABEL_PX)
        self.content.addWidget(self._posts_field)
        self.posts.changed.connect(self._say_lack)
        self.kind.currentIndexChanged.connect(lambda _: self._say_lack())
        self._say_lack()
        self.name.setFocus()
        self.name.selectAll()

    def _check_words(self) -> str:
        return "" if self.name.text().strip() else self.tr("请填名称。")

    def blame(self) -> dict[str, FormField]:
        return {"territory.bad_name": self._name_field}

    def _say_lack(self) -> None:
        """Say who is still missing, where a general grid needs somebody full-time."""
        lacks = self.kind.value() == GridKind.GENERAL and not self.posts.has_full_time()
        self._posts_field.note(self.tr("还缺专职网格员，请勾选一名") if lacks else "")

    def action(self) -> Action:
        households, population = self.totals.values()
        kind = GridKind(str(self.kind.value()))
        words = CellWords(self.name.text(), kind, households, population, self.posts.chosen())
        draft, cell, seen, key = self._draft, self._key, self._seen, self.command_key
        return lambda uow: describe_grid(
            uow, draft, cell, words, seen_version=seen, command_key=key
        )


class PublishDialog(FormDialog):
    """The first day of the new grids, after saying what follows."""

    def __init__(self, desk: Desk, view: RedrawingView, today: date, parent: QWidget) -> None:
        super().__init__(desk, parent)
        new = [cell for cell in view.cells if cell.is_new]
        self.name_it(self.tr("发布“{title}”").format(title=view.row.title), self.tr("发布"))
        words = self.tr(
            "开设 {new} 个新网格，停用 {old} 个旧网格。旧网格里的事件、地点按位置转到新网格，"
            "事件仍写着登记时的旧代码，按新旧代码都查得到。代码发布后永久不变，发布不能撤回。"
        )
        says = label(words.format(new=len(new), old=len(view.retired)), "body")
        says.setWordWrap(True)
        self.content.addWidget(says)
        told = [
            f"{name}　{code_words(code)}　→　{self._parts(view, code)}"
            for code, name in view.retired[:SHOWN]
        ]
        if len(view.retired) > SHOWN:
            told.append(self.tr("……共 {count} 个").format(count=len(view.retired)))
        listed = label("\n".join(told), "caption")
        listed.setWordWrap(True)
        self.content.addWidget(listed)
        if view.scoped:
            words = self.tr("权限范围是旧网格的人，发布后请管理员改成新网格：{names}")
            scoped = label(words.format(names="、".join(view.scoped)), "caption")
            scoped.setWordWrap(True)
            self.content.addWidget(scoped)
        self._draft: UUID = view.row.id
        self._seen = view.row.version
        self.day = DateField(today)
        self._day_field = FormField(self.tr("生效日期"), self.day, label_width=LABEL_PX)
        self.add_field(self._day_field)
        lacking = [cell.name for cell in new if not _has_worker(view, cell)]
        if lacking:
            self._day_field.note(
                self.tr("还缺专职网格员：{names}").format(names="、".join(lacking[:SHOWN]))
            )
        self.day.setFocus()

    def _parts(self, view: RedrawingView, code: str) -> str:
        parts = view.lineage.get(code, {})
        return "、".join(f"{new[12:]}（{share:.0%}）" for new, share in sorted(parts.items()))

    def blame(self) -> dict[str, FormField]:
        return {"territory.bad_day": self._day_field}

    def action(self) -> Action:
        draft, seen, day, key = self._draft, self._seen, self.day.day(), self.command_key
        door = self.desk.parts.doors.regions

        def publish(uow: Any) -> object:
            return publish_redrawing(
                uow, draft, day, follow=door, seen_version=seen, command_key=key
            )

        return publish


def _has_worker(view: RedrawingView, cell: CellRow) -> bool:
    full_time = {post.id for post in view.posts if post.is_full_time}
    return cell.kind is not GridKind.GENERAL or not full_time.isdisjoint(cell.posts)


def lacks_worker(view: RedrawingView, cell: CellRow) -> bool:
    """Tell whether a new general grid would have no full-time worker."""
    return cell.is_new and not _has_worker(view, cell)
