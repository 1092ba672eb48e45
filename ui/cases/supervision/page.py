"""督办: drafted, issued, late, answered, closed; narrowed by unit and level, issued together."""

from collections.abc import Mapping
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.cases.actions.supervising import issue_supervision
from app.cases.numbers import short as short_number
from app.cases.queries.sheets import (
    SheetFilter,
    SheetRow,
    SheetView,
    sheet_counts,
    sheets_page,
)
from app.cases.rules import SupervisionLevel
from app.cases.work_states import SupervisionState
from app.core.database import Uow
from app.core.paging import Page
from app.core.words import label as word
from ui.cases.bulk.batch import BatchItem, BatchOrder, BatchReport, plain_words
from ui.cases.decide_page import DecidePage
from ui.cases.decide_rows import Waiting
from ui.cases.supervision.sheets import sheets, waiting_of
from ui.cases.supervision.words import view_words
from ui.core.controls import Button, Combo
from ui.core.jobs import Job
from ui.core.page_bars import ToolBar
from ui.core.relative_time import day
from ui.core.segmented import Choice, SegmentedControl
from ui.core.slices import Desk
from ui.core.states import EmptyState
from ui.core.strips import Strip
from ui.core.table_model import After, Loading
from ui.core.targets import SheetsWanted, Target
from ui.parts.pickers import UnitPicker

UNIT_PX = 150
ISSUE_KEY = "Y"


class SheetsPage(DecidePage):
    """Y issues the chosen drafts, or accepts the chosen answer; X does the opposite."""

    wanted = SheetFilter(view=SheetView.DRAFTED)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._counting: Job | None = None
        super().__init__(desk, sheets(), parent)
        self.view = SegmentedControl(
            _choices({}), SheetView.DRAFTED, name=self.tr("按进展看督办单")
        )
        self.unit = UnitPicker(desk, placeholder=self.tr("单位"))
        self.unit.setAccessibleName(self.tr("按单位"))
        self.unit.setFixedWidth(UNIT_PX)
        self.level = Combo()
        self.level.setAccessibleName(self.tr("按等级"))
        self.level.add(self.tr("各级"), None)
        for level in SupervisionLevel:
            self.level.add(word(level), level.value)
        self.views.add(self.view)
        for part in (self.unit, self.level):
            self.bar.add(part)
        self.issue_button = Button(self.tr("签发选中的"), kind="primary", key=ISSUE_KEY)
        self.issue_button.clicked.connect(self.issue_chosen)
        self.bar.add_right(self.issue_button)
        self.issue_button.hide()
        self.reports: list[BatchReport] = []
        self.view.chosen.connect(self._narrowed)
        self.unit.chosen.connect(self._narrowed)
        self.unit.textEdited.connect(self._unit_typed)
        self.level.currentIndexChanged.connect(self._narrowed)
        self.table.chosen_changed.connect(self._chosen_changed)

    def between(self) -> tuple[QWidget, ...]:
        """Return the views, and what says which figure is listed with the way back."""
        self.views = ToolBar()
        self.all_button = Button(self.tr("不限这个数"), kind="link", small=True)
        self.all_button.clicked.connect(self._forget_list)
        self.strip = Strip("note", self.all_button)
        return (self.views, self.strip)

    # -- reading -------------------------------------------------------------------------------

    def _load(self, after: After) -> Page[Waiting]:
        now, wanted = self._desk.parts.clock.now(), self.wanted
        with self._desk.parts.database.reading() as session:
            page = sheets_page(session, self._desk.actor, wanted, now=now, after=after)
        return Page(tuple(map(waiting_of, page.rows)), page.after)

    def show_target(self, target: Target) -> None:
        """List what a figure counted, or a view."""
        if not isinstance(target, SheetsWanted):
            return
        view = SheetView(target.view) if target.view else None
        issued = (target.since, target.until) if target.since and target.until else None
        self.wanted = SheetFilter(
            view=view,
            unit_id=target.unit_id,
            level=SupervisionLevel(target.level) if target.level else None,
            region=target.region,
            issued=issued,
            in_time=target.in_time,
            answered=target.answered,
        )
        self.view.set_value(view)
        self.level.blockSignals(True)  # noqa: FBT003  what it narrows is known already
        self.level.set_value(target.level or None)
        self.level.blockSignals(False)  # noqa: FBT003
        if target.unit_id is not None:
            self.unit.set_choice(Choice(target.unit_id, target.unit))
        else:
            self.unit.set_choice(None)
        self.strip.tell(target.title) if issued is not None else self.strip.tell("")
        self.model.show(self._load)

    def _forget_list(self) -> None:
        self.show_target(SheetsWanted(view=SheetView.DRAFTED))

    def _unit_typed(self, text: str) -> None:
        if not text.strip():
            self._narrowed()

    def _narrowed(self, *_changed: object) -> None:
        view, unit, level = self.view.value(), self.unit.value(), self.level.value()
        wanted = SheetFilter(
            view=SheetView(str(view)) if view is not None else None,
            unit_id=unit if isinstance(unit, UUID) else None,
            level=SupervisionLevel(str(level)) if level is not None else None,
            region=self.wanted.region if view is None else "",
            issued=self.wanted.issued if view is None else None,
            in_time=self.wanted.in_time if view is None else None,
            answered=self.wanted.answered and view is None,
        )
        if wanted != self.wanted:
            self.wanted = wanted
            self.strip.tell("") if wanted.issued is None else None
            self.model.show(self._load)

    def _loading(self, loading: Loading) -> None:
        super()._loading(loading)
        if loading is Loading.READY:
            self._count()

    def _count(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        desk, wanted, now = self._desk, self.wanted, self._desk.parts.clock.now()
        self._counting = desk.read(
            lambda session: sheet_counts(session, desk.actor, wanted, now=now), self._counted
        )

    def _counted(self, counts: Mapping[SheetView, int]) -> None:
        self._counting = None
        chosen = self.view.value()
        self.view.set_choices(_choices(counts))
        self.view.set_value(chosen)

    def _empty(self) -> QWidget:
        view = self.wanted.view
        words = {
            SheetView.DRAFTED: (
                self.tr("没有等签发的督办单"),
                self.tr("超时太久、回访几次不满意、主任批示的会自动起草，也可以在事件里起草。"),
            ),
            SheetView.ISSUED: (self.tr("没有等答复的"), self.tr("签发了、期限还没到的在这里。")),
            SheetView.LATE: (self.tr("没有过期的"), self.tr("到期没答复的会升一级，列在这里。")),
            SheetView.REPLIED: (
                self.tr("没有等认可的答复"),
                self.tr("单位答复后在这里认可，或写明原因退回。"),
            ),
        }
        nothing = (self.tr("没有这样的督办单"), self.tr("换个单位、等级，或看别的进展。"))
        title, why = words.get(view, nothing) if view is not None else nothing
        return EmptyState(title, why, icon="ph.check-circle")

    # -- several at once -----------------------------------------------------------------------

    def _chosen_changed(self, keys: tuple[object, ...]) -> None:
        several = len(keys) > 1 and self.wanted.view is SheetView.DRAFTED
        self.issue_button.setVisible(several)
        self.issue_button.setText(self.tr("签发选中的 {n} 份").format(n=len(keys)))
        self.issue_button.updateGeometry()

    def take_key(self, key: str) -> None:
        """Do what a key does; with several drafts chosen, issue all of them."""
        if key == ISSUE_KEY and len(self.table.chosen_rows()) > 1:
            self.issue_chosen()
        else:
            super().take_key(key)

    def issue_chosen(self) -> None:
        """Issue the chosen drafts one after another; a report says of each what came of it."""
        rows: tuple[Waiting, ...] = self.table.chosen_rows()
        if rows:
            self.issue(rows)

    def issue(self, rows: tuple[Waiting, ...]) -> None:
        """Issue drafts as they were seen."""
        report = BatchReport(self._desk, issuing_order(rows), self.window())
        self.reports.append(report)
        report.open()
        report.begin()


def issuing_order(rows: tuple[Waiting, ...]) -> BatchOrder:
    """Return the run that issues drafts; what is no draft any more says so and is left alone."""
    translate = QCoreApplication.translate
    by_case = {row.sheet.case_id: row.sheet for row in rows}

    def take(uow: Uow, item: BatchItem, key: UUID) -> None:
        sheet = by_case[item.case_id]
        issue_supervision(uow, sheet.id, sheet.version, command_key=key)

    return BatchOrder(
        title=translate("Supervision", "签发督办单"),
        words=plain_words(
            translate("Supervision", "签发了"), translate("Supervision", "{count} 份已签发")
        ),
        items=tuple(_item(row) for row in rows),
        take=take,
    )


def _item(row: Waiting) -> BatchItem:
    sheet: SheetRow = row.sheet
    why = ""
    if sheet.state is not SupervisionState.DRAFTED:
        words = QCoreApplication.translate("Supervision", "现在是“{state}”，不用签发")
        why = words.format(state=word(sheet.state))
    name = short_number(row.number) if row.number else day(sheet.drafted_at)
    return BatchItem(sheet.case_id, name, row.title, sheet.version, why)


def _choices(counts: Mapping[SheetView, int]) -> tuple[Choice, ...]:
    words = QCoreApplication.translate("Supervision", "{view} {n}")
    return tuple(
        Choice(view, words.format(view=view_words(view), n=counts[view]))
        if counts.get(view)
        else Choice(view, view_words(view))
        for view in SheetView
    )
