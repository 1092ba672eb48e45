"""What is it about? Pictures with plain words."""

from functools import partial

from app.kiosk.topics import KioskTopic, topics
from ui.kiosk.controls import Tile
from ui.kiosk.screens.base import Screen, Stage


class TopicScreen(Screen):
    """The screen “您要反映哪一类的事？”."""

    asked_at = 1

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, self.tr("是哪一类的事？"), self.tr("点一个最像的，点错了可以返回"))
        tiles = [
            Tile(
                each.name,
                partial(self._choose, each),
                icon=each.icon,
                hint=each.hint,
                role="section",
            )
            for each in topics()
        ]
        self.rows_of(tiles, 3 if stage.is_upright else 4)

    def _choose(self, topic: KioskTopic) -> None:
        from ui.kiosk.screens.place import MapScreen

        self.stage.visit.topic = topic
        self.stage.go(MapScreen)
