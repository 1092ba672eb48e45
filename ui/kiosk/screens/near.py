"""Somebody has reported it already? Follow it as well, or tell one's own."""

from app.core.clock import local
from ui.kiosk.controls import BigButton, words
from ui.kiosk.screens.base import Screen, Stage
from ui.kiosk.screens.place import words_screen


class NearScreen(Screen):
    """The screen “已有人反映，跟踪它？”.

    Who follows it gets a receipt of their own: it is their own report, which says that it is about
    the same, and the desk puts both together. Nothing here leads to what somebody else wrote.
    """

    asked_at = 2

    def __init__(self, stage: Stage) -> None:
        super().__init__(
            stage,
            self.tr("这附近的这类事，已经有人反映了"),
            self.tr("您也可以跟踪它：给您一张自己的回执，办好了一样告诉您"),
        )
        near = stage.visit.near
        if near is not None:
            day = local(near.day)
            self.body.addWidget(
                words(
                    self.tr("{month} 月 {day} 日有人反映，还在办").format(
                        month=day.month, day=day.day
                    ),
                    "section",
                    bold=True,
                )
            )
        self.body.addStretch(1)
        other = BigButton(self.tr("不是这件"), self._other, icon="ph.pencil-simple")
        same = BigButton(self.tr("就是这件，跟踪它"), self._same, icon="ph.eye", primary=True)
        self.add_foot(other, same)

    def _other(self) -> None:
        self.stage.visit.is_same = False
        self.stage.go(words_screen)

    def _same(self) -> None:
        from ui.kiosk.screens.phone import PhoneScreen

        visit = self.stage.visit
        visit.is_same = True
        name = visit.topic.name if visit.topic is not None else ""
        visit.words = self.tr("我也遇到了同一件事：{topic}。").format(topic=name)
        self.stage.go(PhoneScreen)
