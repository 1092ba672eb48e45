"""The three-way view: long texts are whole, and its buttons stay on the screen."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.core.merging import Pick
from ui.core.merge_dialog import SPARE_PX, MergeDialog, MergeField, Present

LONG = "滨河路36号门口的井盖不见了，夜里没有灯，请尽快围挡。" * 12


@pytest.fixture
def view_of(qtbot):
    """Open the view of some fields, each given as (name, base, mine, theirs)."""
    page = QWidget()
    qtbot.addWidget(page)

    def build(*told) -> MergeDialog:
        fields = tuple(
            MergeField(name, name, lambda mine=mine: mine, lambda _: None, is_long=True)
            for name, _, mine, _ in told
        )
        present = Present(2, {name: theirs for name, _, _, theirs in told})
        view = MergeDialog(fields, {name: base for name, base, _, _ in told}, present, page)
        view.open()
        qtbot.waitExposed(view)
        return view

    return build


def many(count: int, text: str = LONG) -> list[tuple[str, str, str, str]]:
    return [(f"{at} 项", text, text + "我", text + "他") for at in range(count)]


def test_a_text_that_fits_the_screen_is_seen_whole(view_of):
    words = LONG[:100]
    view = view_of(*many(1, words))

    texts = [each for each in view.findChildren(QLabel) if each.text().startswith(words)]
    assert len(texts) == 3
    for text in texts:
        assert text.height() >= text.heightForWidth(text.width())
        assert not text.visibleRegion().isEmpty()
    assert view._scroll.verticalScrollBar().maximum() == 0


def test_what_is_longer_than_the_screen_is_scrolled_and_the_buttons_stay(view_of):
    view = view_of(*many(12))

    most = view.screen().availableGeometry().height() - SPARE_PX
    assert view.height() <= most
    assert view.rect().contains(view.do_button.geometry())
    assert view._scroll.verticalScrollBar().maximum() > 0


def test_what_waits_for_a_choice_is_scrolled_to(view_of, qtbot):
    view = view_of(*many(12))
    for pick in list(view.picks.values())[:-1]:
        pick.set_value(Pick.MINE)

    view.save()

    last = view.picks["11 项"]
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())


def test_what_both_changed_to_the_same_is_not_asked(view_of):
    view = view_of(("甲", "旧", "新", "新"), ("乙", "旧", "我", "他"))
    saved = []
    view.merged.connect(saved.append)

    assert list(view.picks) == ["乙"]
    view.picks["乙"].set_value(Pick.THEIRS)
    view.save()

    assert saved == [{"甲": "新", "乙": "他"}]
