"""Sketches: whose they are, who sees them, what is none; on both engines."""

import json
from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.core.actor import console
from app.core.database.tables import JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id
from app.territory.sketches.actions import SketchLook, add_sketch, change_sketch, drop_sketch
from app.territory.sketches.errors import LabelWrong, SketchNotYours, SketchWrong
from app.territory.sketches.models import MapSketch
from app.territory.sketches.queries import as_geojson, sketches
from app.territory.sketches.rules import POINTS_MOST, SketchColor, SketchKind
from tests.factories.centre import OTHER_STREET, STREET

LINE = ((113.30, 40.10), (113.31, 40.11), (113.32, 40.10))
OWN, TOLD = SketchLook("我的记号"), SketchLook("绕行", SketchColor.RED, shared=True)


def seen(centre, who, street=STREET):
    with centre.database.reading() as session:
        return sketches(session, centre.actor(who), street)


def draw(centre, who="dispatcher", kind=SketchKind.LINE, points=LINE, look=OWN):
    return centre.do(who, add_sketch, STREET, kind, points, look)


def test_ones_own_are_seen_by_nobody_else_and_shared_ones_in_the_street(centre):
    draw(centre)
    draw(centre, look=TOLD)

    assert [(row.label, row.is_mine) for row in seen(centre, "dispatcher")] == [
        ("我的记号", True),
        ("绕行", True),
    ]
    assert [(row.label, row.is_mine) for row in seen(centre, "director")] == [("绕行", False)]
    assert [row.label for row in seen(centre, "grid_worker")] == ["绕行"]
    assert seen(centre, "stranger") == ()


def test_where_there_are_too_many_ones_own_and_the_last_of_the_others_are_seen(centre, monkeypatch):
    monkeypatch.setattr("app.territory.sketches.queries.SKETCHES_MOST", 1)
    draw(centre)
    for label in ("一", "二", "三"):
        draw(centre, "director", look=SketchLook(label, shared=True))

    assert [row.label for row in seen(centre, "dispatcher")] == ["我的记号", "三"]
    assert [row.label for row in seen(centre, "grid_worker")] == ["二", "三"]


def test_only_whoever_drew_it_words_it_anew_and_wipes_it_off(centre):
    key = draw(centre, look=TOLD)
    again = SketchLook("改走滨河路", SketchColor.GREEN, shared=False)
    with pytest.raises(SketchNotYours):
        centre.do("director", change_sketch, key, again, 1)
    with pytest.raises(SketchNotYours):
        centre.do("director", drop_sketch, key)
    with pytest.raises(NotFound):
        centre.do("stranger", drop_sketch, key)

    assert centre.do("dispatcher", change_sketch, key, again, 1) == 2
    with pytest.raises(Conflict):
        centre.do("dispatcher", change_sketch, key, TOLD, 1)
    assert [(row.label, row.color) for row in seen(centre, "dispatcher")] == [
        ("改走滨河路", SketchColor.GREEN)
    ]
    assert seen(centre, "director") == ()
    with pytest.raises(NotFound):
        centre.do("director", change_sketch, key, TOLD, 2)
    centre.do("dispatcher", drop_sketch, key)
    assert seen(centre, "dispatcher") == ()


def test_nobody_draws_in_a_street_they_do_not_read(centre):
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", add_sketch, OTHER_STREET, SketchKind.LINE, LINE, OWN)


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        (SketchKind.LINE, LINE[:1]),
        (SketchKind.LINE, (LINE[0], LINE[0])),
        (SketchKind.AREA, (*LINE[:2], LINE[0])),
        (SketchKind.POINT, LINE),
        (SketchKind.LINE, ((500.0, 1.0), (1.0, 1.0))),
        (SketchKind.LINE, tuple((113.0 + at / 1000, 40.0) for at in range(POINTS_MOST + 1))),
    ],
)
def test_what_is_no_sketch_is_refused(centre, kind, points):
    with pytest.raises(SketchWrong):
        draw(centre, kind=kind, points=points)


def test_a_note_says_something_and_not_too_much(centre):
    for words in ("  ", "字" * 61):
        with pytest.raises(LabelWrong):
            draw(centre, kind=SketchKind.NOTE, points=LINE[:1], look=SketchLook(words))


def test_the_journal_tells_that_somebody_drew_and_not_what(centre):
    draw(centre)
    with centre.database.reading() as session:
        facts = session.scalars(
            sa.select(JournalEntry.facts).where(JournalEntry.action == "territory.sketch_added")
        ).all()

    assert len(facts) == 1
    assert "我的记号" not in json.dumps(facts, ensure_ascii=False)


def test_a_file_holds_each_as_what_it_is(centre):
    draw(centre, kind=SketchKind.AREA, look=TOLD)
    draw(centre, kind=SketchKind.NOTE, points=LINE[:1], look=SketchLook("消防栓坏了"))
    told = json.loads(as_geojson(seen(centre, "dispatcher")))

    area, note = told["features"]
    ring = area["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert len(ring) == 4
    turns = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    assert turns > 0
    assert note["geometry"] == {"type": "Point", "coordinates": list(LINE[0])}
    assert note["properties"]["label"] == "消防栓坏了"
    assert area["properties"]["shared"] is True


def test_what_one_drew_where_one_worked_before_is_taken_back_but_not_shared(centre):
    with centre.database.writing(console("test")) as uow:
        told = {"kind": "line", "color": "red", "label": "", "points": [[113.3, 40.1]] * 2}
        row = MapSketch(id=new_id(), owner_name="x", region=OTHER_STREET, is_shared=True, **told)
        row.owner_id, row.created_at = centre.actor("dispatcher").person_id, uow.now
        uow.session.add(row)
    key = row.id
    with pytest.raises(NotAllowed):
        centre.do("dispatcher", change_sketch, key, TOLD, 1)

    assert centre.do("dispatcher", change_sketch, key, OWN, 1) == 2
    centre.do("dispatcher", drop_sketch, key)
