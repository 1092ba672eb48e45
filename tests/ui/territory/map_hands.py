"""What tests of the map have in hand: cases in its grids, and where a point lies on it."""

from datetime import timedelta

from PySide6.QtCore import QPoint, Qt

from app.cases.models import CaseFile
from app.core.ids import new_id
from tests.ui.territory.conftest import middle

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def put(database, grid, count=1, **values):
    """Write open cases in the middle of a grid past the actions; return their keys."""
    now = database.clock.now()
    longitude, latitude = middle(grid)
    plain = {
        "source": "call",
        "title": "井盖松动",
        "text": "",
        "level": "normal",
        "state": "registered",
        "received_at": now,
        "registered_at": now,
        "order_at": now + timedelta(days=1),
        "clock": "handle",
        "longitude": longitude,
        "latitude": latitude,
    }
    keys = [new_id() for _ in range(count)]
    with database.engine.execution_options(writes=True).begin() as connection:
        for key in keys:
            connection.execute(
                CaseFile.__table__.insert().values(
                    **plain | values,
                    id=key,
                    receipt_code=key.hex[-8:],
                    region=grid,
                    opened_region=grid,
                    desk_region=grid,
                    version=1,
                )
            )
    return keys


def at(page, point) -> QPoint:
    return page.map.camera.to_px(point).toPoint()
