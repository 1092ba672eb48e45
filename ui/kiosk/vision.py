"""Larger letters and more contrast, until the visitor has gone."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from ui.core.theme import Theme, apply_theme, load
from ui.core.tokens import TypeScale

LARGER = 1.2


class Vision:
    """How the screens look to this visitor."""

    def __init__(self) -> None:
        self.is_large = self.is_dark = False

    @property
    def is_changed(self) -> bool:
        """True where it is not as everybody finds it."""
        return self.is_large or self.is_dark

    def larger(self) -> None:
        """Switch between usual and larger letters."""
        self.is_large = not self.is_large
        self.apply()

    def darker(self) -> None:
        """Switch between usual and strong contrast."""
        self.is_dark = not self.is_dark
        self.apply()

    def reset(self) -> None:
        """Be as everybody finds it."""
        self.is_large = self.is_dark = False
        self.apply()

    def apply(self) -> None:
        """Dress the program."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, self.theme())

    def theme(self) -> Theme:
        """Return the look that was chosen."""
        theme = load("kiosk_contrast" if self.is_dark else "kiosk")
        if not self.is_large:
            return theme
        scale = theme.type._asdict()
        return replace(theme, type=TypeScale(**{k: round(v * LARGER) for k, v in scale.items()}))
