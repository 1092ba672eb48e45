"""The rates and the register on their way out: as a table, or on paper."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.cases.queries.exclusions import ExclusionRow
from app.cases.queries.rates import Measure, RateLine, Rates, Split
from app.cases.rate_paper import PaperPeriod
from app.core.clock import local
from app.core.doors import TableOrder
from ui.cases.receipt import PaperOrder, Receipt
from ui.core.notices import Act
from ui.core.slices import Desk
from ui.parts.system_viewer import open_with_system

COUNTED = (
    Measure.VALID,
    Measure.IN_TIME,
    Measure.SOLVED,
    Measure.SATISFIED,
    Measure.EXCLUDED,
    Measure.NOT_DRAWN,
)


class RateFiles(QObject):
    """Asks where to, writes, and says what came of it."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self.papers = Receipt(desk, owner)

    def export(self, found: Rates, split: Split) -> None:
        """Ask where to, then write the lines of a split."""
        now = local(self._desk.parts.clock.now())
        dialog = QFileDialog(self._owner.window(), self.tr("导出到"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Excel (*.xlsx)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self.tr('三率')} {now:%Y%m%d-%H%M}.xlsx")
        dialog.fileSelected.connect(lambda name: self.write(found, split, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, found: Rates, split: Split, path: Path) -> None:
        """Write the lines to a place the person chose."""
        desk, rows = self._desk, [_cells(line, found.least) for line in _lines(found, split)]
        wanted = found.wanted
        facts = {
            "split": split.value,
            "since": wanted.since.isoformat(),
            "until": wanted.until.isoformat(),
            "as_of": wanted.as_of.isoformat(),
        }
        order = TableOrder("rates", self._head(), wanted.region, facts)

        def work() -> int:
            return desk.parts.doors.tables.write(desk.parts.database, desk.actor, path, order, rows)

        words = self.tr("已导出到 {name}").format(name=path.name)
        act = Act(self.tr("打开文件夹"), lambda: open_with_system(path.parent))
        desk.jobs.read(work, lambda _: desk.notices.tell(words, act))

    def _head(self) -> tuple[tuple[str, str], ...]:
        return (
            ("name", self.tr("名称")),
            ("valid", self.tr("有效回访")),
            ("in_time", self.tr("及时联系")),
            ("solved", self.tr("解决")),
            ("satisfied", self.tr("满意")),
            ("excluded", self.tr("剔除")),
            ("not_drawn", self.tr("未抽中")),
            ("contact_rate", self.tr("响应率")),
            ("solution_rate", self.tr("解决率")),
            ("satisfaction_rate", self.tr("满意率")),
        )

    def print_out(self, found: Rates, split: Split) -> None:
        """Draw the rates as they stood and show them."""
        key = PaperPeriod(found.wanted, split).write()
        self.papers.draw_paper(
            PaperOrder(
                kind="rates",
                key=key,
                cases=(),
                title=self.tr("三率表"),
                save_title=self.tr("另存三率表"),
                saved=self.tr("三率表已存为 {name}"),
            )
        )

    def print_register(self, period: PaperPeriod, rows: tuple[ExclusionRow, ...]) -> None:
        """Draw the register of what was granted in a period and show it."""
        self.papers.draw_paper(
            PaperOrder(
                kind="exclusions",
                key=period.write(),
                cases=tuple(dict.fromkeys(row.case_id for row in rows)),
                title=self.tr("剔除登记簿"),
                save_title=self.tr("另存剔除登记簿"),
                saved=self.tr("剔除登记簿已存为 {name}"),
            )
        )


def _lines(found: Rates, split: Split) -> tuple[RateLine, ...]:
    return (found.total, *found.lines[split])


def _cells(line: RateLine, least: int) -> list[object]:
    shown = (Measure.IN_TIME, Measure.SOLVED, Measure.SATISFIED)
    told = [line.rate(measure, least) for measure in shown]
    name = line.name or ("" if line.key else "合计")
    return [
        name,
        *(line.count(measure) for measure in COUNTED),
        *("" if rate is None else round(rate, 4) for rate in told),
    ]
