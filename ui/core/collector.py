"""Python's cycle collector, on the GUI thread only.

Left to itself it runs on whichever thread happens to allocate, and a widget that is part of a
ring must not end on a reader thread. It also looks at everything again and again while modules
are imported, which is a twentieth of the start.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000


def collect_due() -> None:
    """Collect the oldest generation that is due, on the thread that asks."""
    for generation, (count, most) in reversed(
        tuple(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if most and count > most:
            gc.collect(generation)
            return


class Collector(QObject):
    """Looks once a second whether there is enough to collect."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._frozen = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        if not self._frozen:
            self._frozen = True
            gc.freeze()  # what the start has made stays to the end: nobody looks at it again
        collect_due()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()
