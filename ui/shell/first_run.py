"""The first start on a computer: look around, work on this one alone, or join a server."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.settings import data_folder
from ui.core.controls import label
from ui.shell.choice_card import ChoiceCard
from ui.shell.first_run_demo import DemoPage
from ui.shell.first_run_office import OfficePage
from ui.shell.first_run_server import ServerPage
from ui.shell.first_run_step import StepPage
from ui.shell.logo import Logo
from ui.shell.program import Program

WIDTH = 760


class FirstRunPage(QStackedWidget):
    """Three large choices, and behind each the few things it has to know."""

    ready = Signal()  # there is a database now; the settings say which

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first-run")
        self._program = program
        self.look = ChoiceCard(
            "ph.compass",
            self.tr("看一看"),
            self.tr("逛一条演示街道：人、网格和事件都是编的，随便点"),
            self.tr("约半分钟建好，不用填任何东西"),
        )
        self.alone = ChoiceCard(
            "ph.desktop",
            self.tr("一台电脑用"),
            self.tr("数据存在这台电脑上，一个人用或大家轮流用"),
            self.tr("填中心、街道和管理员"),
        )
        self.join = ChoiceCard(
            "ph.hard-drives",
            self.tr("加入服务器"),
            self.tr("单位装好了数据库服务器，多台电脑一起用"),
            self.tr("填地址、用户名和密码"),
        )
        self.look.setObjectName("choice-look")
        self.alone.setObjectName("choice-alone")
        self.join.setObjectName("choice-join")
        self.addWidget(self._choices())
        self.look.clicked.connect(self._look)
        self.alone.clicked.connect(self._alone)
        self.join.clicked.connect(self._join)

    def _choices(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch(2)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addStretch(1)
        head.addWidget(Logo(48))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(self.tr("街治通"), "figure"))
        names.addWidget(label(self.tr("第一次在这台电脑上打开，想怎么开始？"), "second"))
        head.addLayout(names)
        head.addStretch(1)
        column.addLayout(head)
        column.addSpacing(32)
        cards = QWidget()
        cards.setMaximumWidth(WIDTH)
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for card in (self.look, self.alone, self.join):
            row.addWidget(card)
        column.addWidget(cards)
        column.setAlignment(cards, Qt.AlignmentFlag.AlignHCenter)
        cards.setMinimumWidth(WIDTH)
        column.addSpacing(24)
        where = self.tr("本机的数据放在 {folder}；以后可以在“关于”里查到。")
        foot = label(where.format(folder=data_folder()), "caption")
        foot.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot.setWordWrap(True)
        column.addWidget(foot)
        column.addStretch(3)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        """Looking around is what Enter does."""
        super().showEvent(event)
        if self.currentIndex() == 0:
            self.look.setFocus()

    def _look(self) -> None:
        page = DemoPage(self._program)
        self._enter(page)
        page.begin()

    def _alone(self) -> None:
        self._enter(OfficePage(self._program))

    def _join(self) -> None:
        self._enter(ServerPage(self._program))

    def _enter(self, page: StepPage) -> None:
        page.back.connect(self._back)
        page.ready.connect(self.ready)
        self.addWidget(page)
        page.order_tabs()
        self.setCurrentWidget(page)
        page.setFocus()

    def _back(self) -> None:
        page = self.currentWidget()
        self.setCurrentIndex(0)
        self.look.setFocus()
        if page is not None:
            self.removeWidget(page)
            page.deleteLater()
