"""Which step of a macro somebody has no right to, before it runs."""

import sqlalchemy as sa

from app.accounts.models import Unit
from app.cases.actions.macros import save_macro
from app.cases.macros import MacroStep
from app.cases.queries.barred import barred_steps
from app.cases.queries.phrases import macros
from app.cases.rules import EventKind

DONE = (
    MacroStep(EventKind.SIGNED_FOR),
    MacroStep(EventKind.PROGRESSED, "已到场"),
    MacroStep(EventKind.FINISHED, "已清理"),
)


def ends(centre, role, *ids) -> dict[str, list[int]]:
    """Return for each macro at which step the rights end, case by case; 0 where they do not."""
    with centre.database.reading() as session:
        actor = centre.actor(role)
        rows = macros(session, actor)
        found = barred_steps(session, actor, ids, rows)
    return {row.name: [found.get((row.id, each), 0) for each in ids] for row in rows}


def test_the_rights_of_each_step_are_asked(centre):
    fresh, held = centre.register(), centre.register()
    centre.assign(held)
    on = (MacroStep(EventKind.ASSIGNED, unit_id=centre.units["municipal"]), *DONE)
    centre.do("director", save_macro, "到场即办", DONE, shared=True)
    centre.do("director", save_macro, "分流并办", on, shared=True)

    assert ends(centre, "dispatcher", fresh, held) == {"到场即办": [1, 1], "分流并办": [2, 2]}
    assert ends(centre, "handler", held) == {"到场即办": [0], "分流并办": [1]}


def test_a_step_that_hands_the_case_on_changes_who_may_take_the_next(centre):
    with centre.database.engine.begin() as connection:
        paper = sa.update(Unit).where(Unit.id == centre.units["water"]).values(has_desk=False)
        connection.execute(paper)
    for name, unit in (("给用纸的", "water"), ("给有桌面的", "municipal")):
        steps = (MacroStep(EventKind.ASSIGNED, unit_id=centre.units[unit]), *DONE)
        centre.do("director", save_macro, name, steps, shared=True)

    # the dispatcher types in for a unit without a desk, and for no other
    assert ends(centre, "dispatcher", centre.register()) == {"给用纸的": [0], "给有桌面的": [2]}
