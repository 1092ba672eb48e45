"""The look as tokens: one `Theme` value, the style sheet and the palette made from it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.core.fonts import chinese_family, font, missing_font_sentence
from ui.core.tokens import ChartColors, Colors, MapColors, Sizes, TypeScale

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "theme"
NAMES = ("light", "dark", "wall", "kiosk", "kiosk_contrast")


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything a widget may ask about how to look.

    Attributes:
        name: One of `NAMES`.
        colors: Colours by meaning.
        sizes: Measures in device-independent pixels.
        type: Letter heights by role.
        chart: Colours of charts.
        map: Colours of maps.
    """

    name: str
    colors: Colors
    sizes: Sizes
    type: TypeScale
    chart: ChartColors
    map: MapColors

    def color(self, token: str) -> QColor:
        """Return the colour called `token`, written "text.2" or "text_2".

        Raises:
            AttributeError: There is no such token.
        """
        return paint_color(getattr(self.colors, token.replace(".", "_")))

    def font(self, role: str, *, bold: bool = False) -> QFont:
        """Return the font of a role: caption, body, section, title, figure or kpi."""
        return font(getattr(self.type, role), bold)


def paint_color(code: str) -> QColor:
    """Return the colour a token stands for; a copy, which whoever paints may make thinner."""
    return QColor(_read_color(code))


@cache
def _read_color(code: str) -> QColor:
    """Read a colour once: copying it costs a fraction of that."""
    return QColor(code)


@cache
def load(name: str) -> Theme:
    """Read the theme `name` from resources/theme.

    Raises:
        TypeError: The file lacks a token or holds one nobody knows.
    """
    with (FOLDER / f"{name}.toml").open("rb") as file:
        raw: dict[str, dict[str, Any]] = tomllib.load(file)
    chart: dict[str, Any] = {
        key: tuple(v) if isinstance(v, list) else v for key, v in raw["chart"].items()
    }
    return Theme(
        name=name,
        colors=Colors(**raw["colors"]),
        sizes=Sizes(**raw["sizes"]),
        type=TypeScale(**raw["type"]),
        chart=ChartColors(**chart),
        map=MapColors(**raw["map"]),
    )


class _Current:
    """The one theme in use; light until another is applied."""

    theme: Theme | None = None


def current() -> Theme:
    """Return the theme in use."""
    if _Current.theme is None:
        _Current.theme = load("light")
    return _Current.theme


def style_sheet(theme: Theme) -> str:
    """Return the application's style sheet.

    Raises:
        KeyError: The template asks for a token the theme does not have.
    """
    values = theme.colors._asdict() | theme.sizes._asdict()
    values |= {f"type_{key}": value for key, value in theme.type._asdict().items()}
    values["control_inner"] = theme.sizes.control - 2
    values["control_small_inner"] = theme.sizes.control_small - 2
    return Template((FOLDER / "base.qss").read_text(encoding="utf-8")).substitute(values)


def palette(theme: Theme) -> QPalette:
    """Return the palette for what Fusion draws by itself."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: "bg.window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "bg.surface",
        QPalette.ColorRole.AlternateBase: "bg.sunken",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "bg.surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "accent.fill",
        QPalette.ColorRole.HighlightedText: "text.onfill",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.PlaceholderText: "text.3",
        QPalette.ColorRole.ToolTipBase: "plate",
        QPalette.ColorRole.ToolTipText: "plate.text",
        QPalette.ColorRole.Mid: "border",
        QPalette.ColorRole.Dark: "border.control",
    }
    for role, token in roles.items():
        made.setColor(role, theme.color(token))
    texts = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
    for role in texts:
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text.disabled"))
    return made


def apply_theme(app: QApplication, theme: Theme) -> str | None:
    """Dress the whole program; return a sentence when no installed font can draw Chinese."""
    _Current.theme = theme
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(theme.font("body"))
    app.setStyleSheet(style_sheet(theme))
    return missing_font_sentence(chinese_family())


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and let the widget take its new look."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
