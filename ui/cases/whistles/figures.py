"""成效: how many whistles a week, who came in time, how units and street rate one another."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.cases.queries.whistle_figures import (
    PERIOD_WEEKS,
    StreetWeeks,
    UnitFigures,
    WhistleFigures,
    whistle_figures,
)
from ui.core.cards import Card, Kpi, KpiTile
from ui.core.controls import label
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.relative_time import full
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton
from ui.parts.week_bars import WeekBars

MARGIN, GAP = 24, 12
NOTHING = "—"
SEVERAL = 2


class FiguresView(QScrollArea):
    """Counted anew whenever it is shown or a case changes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("吹哨成效"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._desk = desk
        self._job: Job | None = None
        self.figures: WhistleFigures | None = None
        self._show(Skeleton(10))

    def reload(self) -> None:
        """Count anew."""
        if self._job is not None:
            self._job.cancel()
        desk = self._desk
        now, region = desk.parts.clock.now(), desk.scope.code
        self._job = desk.read(
            lambda session: whistle_figures(session, desk.actor, now, region=region),
            self._take,
            self._failed,
        )

    def _failed(self, error: BaseException) -> None:
        self._job = None
        self._show(ErrorState(self.tr("没能数出吹哨的成效"), explain(error), self.reload))

    def _take(self, figures: WhistleFigures) -> None:
        self._job, self.figures = None, figures
        if not sum(figures.weeks.counts):
            why = self.tr("吹过哨以后，这里说出每周几次、谁按时到场、互相评得怎样。")
            self._show(EmptyState(self.tr("近三个月没有吹过哨"), why, icon="ph.megaphone"))
            return
        self._show(
            self._tiles(figures),
            self._week_card(figures),
            *self._street_card(figures),
            self._unit_card(figures),
            label(self.tr("截至 {at}").format(at=full(figures.as_of)), "caption"),
        )

    def _show(self, *parts: QWidget) -> None:
        content = QWidget()
        content.setProperty("scrolled", "true")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(GAP)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(content)

    def _tiles(self, figures: WhistleFigures) -> QWidget:
        made = QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        for kpi in tiles_of(figures):
            line.addWidget(KpiTile(kpi, leads=False))
        return made

    def _week_card(self, figures: WhistleFigures) -> Card:
        card = Card()
        bars = WeekBars(self.tr("近 {weeks} 周吹哨 {count} 次"), self.tr("次/周"))
        bars.show_weeks(figures.weeks)
        card.add(bars)
        return card

    def _street_card(self, figures: WhistleFigures) -> tuple[Card, ...]:
        if len(figures.streets) < SEVERAL:
            return ()
        heads = (self.tr("街道"), self.tr("本周"), self.tr("往常一周"), self.tr("比往常"))
        rows = [_street_cells(street) for street in figures.streets]
        return (_table(self.tr("各街道吹哨"), heads, rows),)

    def _unit_card(self, figures: WhistleFigures) -> Card:
        heads = (
            self.tr("单位"),
            self.tr("被吹"),
            self.tr("到场"),
            self.tr("按时到场"),
            self.tr("平均多久到"),
            self.tr("没有来"),
            self.tr("提前离场"),
            self.tr("街道评"),
            self.tr("评街道"),
        )
        title = self.tr("各单位，近 {weeks} 周").format(weeks=PERIOD_WEEKS)
        return _table(title, heads, [_unit_cells(unit) for unit in figures.units])


def tiles_of(figures: WhistleFigures) -> tuple[Kpi, ...]:
    """Return the figures of the period."""
    translate = QCoreApplication.translate
    period = translate("WhistleFigures", "近 {weeks} 周").format(weeks=PERIOD_WEEKS)
    came = translate("WhistleFigures", "{came} 家次到场，{called} 家次被吹").format(
        came=figures.came, called=figures.called
    )
    return (
        Kpi(translate("WhistleFigures", "吹哨"), str(figures.whistles), period),
        Kpi(
            translate("WhistleFigures", "按时到场"),
            share_words(figures.in_time, figures.called),
            came,
        ),
        Kpi(
            translate("WhistleFigures", "平均多久到场"),
            minutes_words(figures.minutes),
            translate("WhistleFigures", "从吹哨到到场"),
        ),
        Kpi(
            translate("WhistleFigures", "提前离场"),
            str(figures.released),
            translate("WhistleFigures", "主任批准的"),
        ),
    )


def share_words(part: int, whole: int) -> str:
    """Return a share in whole per cent; a dash of nothing."""
    return f"{round(100 * part / whole)}%" if whole else NOTHING


def minutes_words(minutes: float | None) -> str:
    """Return a duration in minutes, hours or days."""
    translate = QCoreApplication.translate
    if minutes is None:
        return NOTHING
    if minutes < 90:
        return translate("WhistleFigures", "{n} 分钟").format(n=round(minutes))
    if minutes < 48 * 60:
        return translate("WhistleFigures", "{n} 小时").format(n=f"{minutes / 60:.1f}")
    return translate("WhistleFigures", "{n} 天").format(n=f"{minutes / 1440:.1f}")


def _mark_words(mark: float | None) -> str:
    return NOTHING if mark is None else f"{mark:.1f}"


def _unit_cells(unit: UnitFigures) -> tuple[str, ...]:
    return (
        unit.unit,
        str(unit.called),
        str(unit.came),
        share_words(unit.in_time, unit.called),
        minutes_words(unit.minutes),
        str(unit.absent or NOTHING),
        str(unit.released or NOTHING),
        _mark_words(unit.street_mark),
        _mark_words(unit.unit_mark),
    )


def _street_cells(street: StreetWeeks) -> tuple[str, ...]:
    translate, usual = QCoreApplication.translate, street.weeks.usual
    verdict = {
        1: translate("WhistleFigures", "本周高于往常"),
        0: translate("WhistleFigures", "在往常范围内"),
        -1: translate("WhistleFigures", "上周低于往常"),
    }[street.verdict]
    if usual is None:
        verdict = translate("WhistleFigures", "周数太少，看不出往常")
    band = f"{usual[0]}–{usual[1]}" if usual is not None else NOTHING
    return (street.name, str(street.weeks.counts[-1]), band, verdict)


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Card:
    """Return a small table that is read, not worked with: it has as many rows as units."""
    card = Card()
    card.set_title(title)
    made = QWidget()
    made.setProperty("scrolled", "true")
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for at, head in enumerate(heads):
        grid.addWidget(label(head, "caption"), 0, at, _side(at))
    for down, cells in enumerate(rows, start=1):
        for at, cell in enumerate(cells):
            shown = label(cell)
            shown.setAccessibleName(f"{heads[at]} {cell}")
            grid.addWidget(shown, down, at, _side(at))
    card.add(made)
    return card


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
