"""Sketches on the map of two streets."""

from app.territory.sketches.actions import SketchLook, add_sketch
from app.territory.sketches.rules import SketchColor, SketchKind
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.server import Server

LINE = ((113.30, 40.10), (113.31, 40.11))


def sketches_on(server: Server) -> dict[str, str]:
    """Let a dispatcher draw one for himself and one for all, and another street one for all."""
    own = SketchLook("我自己的记号", SketchColor.RED)
    told = SketchLook("绕行路线", shared=True)
    return {
        name: str(server.do(who, add_sketch, street, SketchKind.LINE, LINE, look))
        for name, who, street, look in (
            ("own_sketch", "dispatcher", STREET, own),
            ("told_sketch", "dispatcher", STREET, told),
            ("far_sketch", "stranger", OTHER_STREET, told),
        )
    }
