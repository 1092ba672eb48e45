"""Every theme is whole, readable, and the only source of colours."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QLabel

from ui.core import theme as themes
from ui.core.fonts import missing_font_sentence
from ui.core.icons import icon, icon_pixmap, outline
from ui.core.theme import NAMES, apply_theme, current, load, palette, style_sheet

GROUNDS = ("bg_window", "bg_surface", "bg_sunken", "bg_rail", "bg_hover", "bg_selected")
TEXTS = {
    "text": (),
    "text_2": (),
    "text_3": (),
    "accent": ("accent_bg",),
    "party": ("party_bg",),
    "ok_text": ("ok_bg",),
    "warn_text": ("warn_bg",),
    "over_text": ("over_bg",),
    "sup_text": ("sup_bg",),
    "sus_text": ("sus_bg",),
}
PAIRS = (("plate_text", "plate"), ("plate_accent", "plate"), ("text_onfill", "accent_fill"))


def luminance(code):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    color = QColor(code)
    parts = (color.redF(), color.greenF(), color.blueF())
    return sum(w * linear(p) for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def in_light(qapp):
    yield qapp
    apply_theme(qapp, load("light"))


@pytest.mark.parametrize("name", NAMES)
def test_every_token_is_a_colour(name):
    theme = load(name)
    codes = [*theme.colors._asdict().values(), *theme.map._asdict().values()]
    for value in asdict(theme.chart).values():
        codes += value if isinstance(value, tuple) else [value]

    assert all(len(code) == 7 and QColor(code).isValid() for code in codes)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_readable_on_every_ground_it_may_stand_on(name, text):
    colors = load(name).colors._asdict()
    floor = 7.0 if name == "kiosk" else 4.5

    worst = min(contrast(colors[text], colors[g]) for g in (*GROUNDS, *TEXTS[text]))

    assert worst >= floor


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_on_plates_and_filled_buttons_is_readable(name, text, ground):
    colors = load(name).colors._asdict()

    assert contrast(colors[text], colors[ground]) >= (7.0 if name == "kiosk" else 4.5)


@pytest.mark.parametrize("name", NAMES)
def test_the_style_sheet_can_be_filled(qapp, name):
    sheet = style_sheet(load(name))

    assert "$" not in sheet
    assert load(name).colors.accent in sheet


def test_an_unknown_token_in_the_style_sheet_fails_at_start(tmp_path, monkeypatch):
    (tmp_path / "base.qss").write_text("QLabel { color: $nobody_knows; }", encoding="utf-8")
    monkeypatch.setattr(themes, "FOLDER", tmp_path)

    with pytest.raises(KeyError):
        style_sheet(load("light"))


def test_asking_for_an_unknown_colour_fails():
    with pytest.raises(AttributeError):
        load("light").color("text.9")


def test_a_theme_dresses_the_whole_program(in_light):
    apply_theme(in_light, load("dark"))

    assert current().name == "dark"
    assert in_light.palette() == palette(load("dark"))
    assert load("dark").colors.bg_surface in in_light.styleSheet()


def test_a_computer_without_chinese_letters_is_told_what_to_install():
    assert missing_font_sentence("Noto Sans CJK SC") is None
    assert "fonts-noto-cjk" in missing_font_sentence(None)


def test_chinese_text_has_letters_not_boxes(qtbot):
    label = QLabel("街治通")
    qtbot.addWidget(label)

    assert all(label.fontMetrics().inFont(letter) for letter in label.text())


def colors_in(pixmap: QPixmap):
    image = pixmap.toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_icons_take_their_colour_from_the_theme_in_use(in_light):
    before = icon("ph.flag-fill", "over")
    assert colors_in(before.pixmap(32, 32)) == {load("light").colors.over}

    apply_theme(in_light, load("dark"))

    assert colors_in(before.pixmap(32, 32)) == {load("dark").colors.over}
    assert colors_in(icon_pixmap("ph.flag-fill", "over", 32)) == {load("dark").colors.over}


def test_a_disabled_icon_is_grey(qapp):
    from PySide6.QtGui import QIcon

    made = icon("ph.flag-fill", "over").pixmap(32, 32, QIcon.Mode.Disabled)

    assert colors_in(made) == {load("light").colors.text_disabled}


def test_a_checked_icon_may_look_different(qapp):
    from PySide6.QtGui import QIcon

    made = icon("ph.flag", "text.2", on="ph.flag-fill", on_token="accent")

    on = made.pixmap(32, 32, QIcon.Mode.Normal, QIcon.State.On)
    assert colors_in(on) == {load("light").colors.accent}


def test_an_icon_phosphor_does_not_have_is_a_defect(qapp):
    with pytest.raises(KeyError):
        icon("ph.no-such-icon")


def test_icons_stay_in_their_square(qapp):
    for name in ("ph.clipboard-text", "ph.squares-four-fill", "ph.gear-six", "ph.broadcast-bold"):
        box = outline(name).boundingRect()
        assert 0 <= box.left() <= box.right() <= 1000
        assert 0 <= box.top() <= box.bottom() <= 1000


def test_whoever_makes_a_colour_thinner_changes_it_for_nobody_else(qapp):
    mine = current().color("over")
    mine.setAlphaF(0.1)
    assert current().color("over").alphaF() == 1
