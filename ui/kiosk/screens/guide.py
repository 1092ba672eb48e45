"""The guide: what happens in a life, what to bring for it, where, when, how long."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QScrollArea, QScroller, QVBoxLayout, QWidget

from app.core.words import label
from app.kiosk.guide import GuideItem, LifeSituation, MaterialForm, of_situation, search
from app.kiosk.guide import situations_of as counted_situations
from ui.core.theme import current
from ui.kiosk.controls import BACK, BigButton, Pad, Tile, words
from ui.kiosk.receipt_paper import print_note
from ui.kiosk.screens.base import Screen, Stage, while_shown
from ui.kiosk.screens.sending import card

A_PAGE = 8
LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", BACK)
ICONS = {
    LifeSituation.BIRTH: "ph.baby",
    LifeSituation.SCHOOL: "ph.student",
    LifeSituation.WORK: "ph.briefcase",
    LifeSituation.MARRIAGE: "ph.heart",
    LifeSituation.HOUSING: "ph.house",
    LifeSituation.MOVING: "ph.truck",
    LifeSituation.MEDICAL: "ph.first-aid",
    LifeSituation.RETIREMENT: "ph.armchair",
    LifeSituation.ELDERLY: "ph.users",
    LifeSituation.DISABILITY: "ph.wheelchair",
    LifeSituation.HARDSHIP: "ph.handshake",
    LifeSituation.VETERAN: "ph.medal",
    LifeSituation.BUSINESS: "ph.storefront",
    LifeSituation.FAREWELL: "ph.flower",
}


class GuideScreen(Screen):
    """The screen “您要办什么事？”."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("您要办什么事？"), self.tr("点一个最像的"))
        guide = stage.machine.open_now.guide
        tiles = [
            Tile(label(each), partial(self._choose, each), icon=ICONS[each], role="section")
            for each, _ in counted_situations(guide.items)
        ]
        self.rows_of(tiles, 3 if stage.is_upright else 5)
        if guide.items:
            self.add_foot(BigButton(self.tr("按拼音首字母找"), self._letters, icon="ph.text-aa"))
        if guide.has_numbers:
            name = self.tr("取号、预约") if guide.has_bookings else self.tr("我要取号")
            self.add_foot(BigButton(name, self._number, icon="ph.ticket"))

    def _choose(self, situation: LifeSituation) -> None:
        self.stage.go(partial(SituationScreen, situation=situation))

    def _letters(self) -> None:
        self.stage.go(LettersScreen)

    def _number(self) -> None:
        from ui.kiosk.screens.booking import HallDoorScreen
        from ui.kiosk.screens.numbers import QueueScreen

        books = self.stage.machine.open_now.guide.has_bookings
        self.stage.go(HallDoorScreen if books else QueueScreen)


class _Items(Screen):
    """Some items to choose from, so many a page."""

    def _list(self, items: Sequence[GuideItem], page: int) -> None:
        shown = items[page * A_PAGE : (page + 1) * A_PAGE]
        buttons = [BigButton(each.name, partial(self._open, each), role="body") for each in shown]
        self.rows_of(buttons, 1 if self.stage.is_upright else 2)
        self.body.addStretch(1)

    def _open(self, item: GuideItem) -> None:
        self.stage.go(partial(ItemScreen, item=item))


class SituationScreen(_Items):
    """The screen “办哪一样？”."""

    def __init__(self, stage: Stage, situation: LifeSituation, page: int = 0) -> None:
        super().__init__(stage, self.tr("办哪一样？"), label(situation))
        self._situation, self._page = situation, page
        items = of_situation(stage.machine.open_now.guide.items, situation)
        self._list(items, page)
        if page:
            self.add_foot(BigButton(self.tr("上一页"), stage.back, icon="ph.arrow-left"))
        if len(items) > (page + 1) * A_PAGE:
            self.add_foot(BigButton(self.tr("下一页"), self._more, icon="ph.arrow-right"))

    def _more(self) -> None:
        make = partial(SituationScreen, situation=self._situation, page=self._page + 1)
        self.stage.go(make)


class LettersScreen(Screen):
    """The screen “名称的拼音首字母是什么？”."""

    FOUND = 4

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage, self.tr("名称的拼音首字母是什么？"), self.tr("比如“老年证”就点 L N Z")
        )
        self._typed = ""
        self._shown = words("", "figure", bold=True, token="accent")
        self._shown.setMinimumHeight(80)
        self.body.addWidget(self._shown)
        self._found = [BigButton("", role="body") for _ in range(self.FOUND)]
        self._items: list[GuideItem] = []
        for place, button in enumerate(self._found):
            button.clicked.connect(partial(self._open, place))
        self.rows_of(self._found, 1 if stage.is_upright else 2)
        pad = Pad(LETTERS, 7 if stage.is_upright else 9)
        pad.typed.connect(self._type)
        pad.taken_back.connect(self._take_back)
        self.body.addWidget(pad, 2)
        self._show()

    def typed(self, sign: str) -> bool:
        if sign == "\b":
            self._take_back()
        elif sign.isascii() and sign.isalpha():
            self._type(sign.upper())
        else:
            return False
        return True

    def _type(self, sign: str) -> None:
        self._typed = (self._typed + sign)[:12]
        self._show()

    def _take_back(self) -> None:
        self._typed = self._typed[:-1]
        self._show()

    def _show(self) -> None:
        self._shown.setText(self._typed)
        found = search(self.stage.machine.open_now.guide.items, self._typed.lower())
        self._items = list(found[: self.FOUND])
        for place, button in enumerate(self._found):
            has = place < len(self._items)
            button.setText(self._items[place].name if has else "")
            button.setAccessibleName(button.text())
            button.setEnabled(has)
        if self._typed and not found:
            self.say(self.tr("没有找到，删掉几个字母再试，或者到窗口问一问"), wrong=True)

    def _open(self, place: int, *_checked: bool) -> None:
        self.stage.go(partial(ItemScreen, item=self._items[place]))


def what_to_bring(item: GuideItem) -> tuple[str, ...]:
    """Return the papers of an item in words."""
    told = []
    for material in item.body.materials:
        count = f" ×{material.count}" if material.count > 1 else ""
        form = label(MaterialForm(material.form))
        told.append(f"{material.name}（{form}{count}）")
    return tuple(told)


class ItemScreen(Screen):
    """What to bring, where, when, how long, how much."""

    def __init__(self, stage: Stage, item: GuideItem) -> None:
        super().__init__(stage, item.name, item.body.summary)
        self._item = item
        column = self._scrolled()
        made, inner = card()
        inner.addWidget(words(self.tr("要带什么"), "section", bold=True))
        brought = what_to_bring(item) or (self.tr("什么都不用带"),)
        for text in brought:
            inner.addWidget(words(f"· {text}", "body"))
        column.addWidget(made)
        made, inner = card()
        for name, told in self._facts():
            inner.addWidget(words(name, "caption", token="text.2"))
            inner.addWidget(words(told, "body", bold=True))
        column.addWidget(made)
        column.addStretch(1)
        self.add_foot(BigButton(self.tr("打印带走"), self._print, icon="ph.printer"))
        guide = stage.machine.open_now.guide
        if guide.has_bookings:
            self.add_foot(BigButton(self.tr("预约时间"), self._book, icon="ph.calendar-plus"))
        if guide.has_numbers:
            self.add_foot(
                BigButton(self.tr("取号去办"), self._number, icon="ph.ticket", primary=True)
            )

    def _scrolled(self) -> QVBoxLayout:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().sizes.step * 3)
        area.setWidget(inner)
        area.setStyleSheet("QScrollArea, QScrollArea > * > * { background: transparent; }")
        QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        self.body.addWidget(area, 1)
        return column

    def _facts(self) -> tuple[tuple[str, str], ...]:
        body = self._item.body
        days = (
            self.tr("{days} 个工作日").format(days=body.limit_days)
            if body.limit_days
            else self.tr("当场办好")
        )
        told = (
            (self.tr("谁能办"), body.conditions),
            (self.tr("在哪里办"), body.place),
            (self.tr("什么时候"), body.hours or self.tr("窗口上班的时候")),
            (self.tr("多久办好"), days),
            (self.tr("多少钱"), body.fee or self.tr("不要钱")),
            (self.tr("电话"), body.phone),
            (self.tr("别人能代办吗"), self.tr("能") if body.by_proxy else ""),
        )
        return tuple((name, text) for name, text in told if text)

    def _print(self) -> None:
        brought = tuple(f"· {each}" for each in what_to_bring(self._item))
        lines = (self.tr("要带："), *brought, *(f"{name}：{text}" for name, text in self._facts()))
        told = while_shown(self, self._came_out)
        print_note(self.stage.machine, self._item.name, "", lines, told)

    def _came_out(self, came_out: bool) -> None:  # noqa: FBT001  the slot of a job
        self.say(
            self.tr("打好了，请取走。") if came_out else self.tr("打不出来，请用手机拍照带走。"),
            wrong=not came_out,
        )

    def _book(self) -> None:
        from ui.kiosk.screens.booking import BookScreen

        self.stage.go(partial(BookScreen, category=self._item.body.category))

    def _number(self) -> None:
        from ui.kiosk.screens.numbers import QueueScreen

        self.stage.go(partial(QueueScreen, category=self._item.body.category))
