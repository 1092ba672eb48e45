"""Sketches on the map of two streets."""

from app.core.actor import console
from app.core.ids import new_id
from app.territory.sketches.actions import SketchLook, add_sketch
from app.territory.sketches.models import MapSketch
from app.territory.sketches.rules import SketchColor, SketchKind
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.server import Server

LINE = ((113.30, 40.10), (113.31, 40.11))


def sketches_on(server: Server) -> dict[str, str]:
    """Let a dispatcher draw one for himself and one for all, and another street one for all; he
    also drew one where he worked before.
    """
    own = SketchLook("我自己的记号", SketchColor.RED)
    told = SketchLook("绕行路线", shared=True)
    drawn = {
        name: str(server.do(who, add_sketch, street, SketchKind.LINE, LINE, look))
        for name, who, street, look in (
            ("own_sketch", "dispatcher", STREET, own),
            ("told_sketch", "dispatcher", STREET, told),
            ("far_sketch", "stranger", OTHER_STREET, told),
        )
    }
    with server.database.writing(console("test")) as uow:
        left = MapSketch(id=new_id(), owner_name="dispatcher", kind="line", color="red", label="")
        left.owner_id, left.points = server.keys["dispatcher"], [list(spot) for spot in LINE]
        left.region, left.is_shared, left.created_at = OTHER_STREET, False, uow.now
        uow.session.add(left)
    return drawn | {"left_sketch": str(left.id)}
