"""What several tests of widgets need: choices, showing, counting pixels."""

from ui.core.segmented import Choice
from ui.core.theme import load

KINDS = (Choice("one", "一类 小而烦"), Choice("two", "二类 急"), Choice("three", "三类 大而难"))


def put(qtbot, form, *widgets):
    for widget in widgets:
        form.layout().addWidget(widget)
    with qtbot.waitExposed(form):
        form.show()
    form.activateWindow()


def shade(widget, token):
    """Count the pixels of a widget's picture in the colour of a token."""
    widget.resize(widget.sizeHint())
    image, color = widget.grab().toImage(), load("light").color(token).name()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixelColor(x, y).name() == color for x, y in points)
