"""Whatever is founded, renamed, moved and dissolved: the tree of any past day is a tree."""

from datetime import date, timedelta
from inspect import unwrap
from uuid import UUID

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from app.core.database import Uow
from app.core.errors import AppError
from app.core.ids import new_id
from app.party.actions.organisations import (
    dissolve_organisation,
    found_organisation,
    rename_organisation,
    transfer_organisation,
    version_of,
)
from app.party.models import PartyOrganisation, PartyOrganisationVersion
from app.party.rules import (
    OrganisationVersion,
    PartyLevel,
    PartyStep,
    last_day_below,
    tree_as_of,
)
from tests.factories.party import draft
from tests.properties import few

BEGIN = date(2020, 1, 1)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("found", "found", "rename", "move", "move", "dissolve")),
        st.integers(0, 11),
        st.integers(0, 11),
        st.sampled_from(tuple(PartyLevel)[1:]),
        st.integers(0, 40),
    ),
    min_size=12,
    max_size=40,
)


class Undo(Exception):
    """Takes back what an example wrote."""


def take(uow: Uow, keys: list[UUID], step, day: date) -> None:
    """Take a step if it is allowed; a refused one leaves no trace."""
    what, one, two, level, _ = step
    key, other = keys[one % len(keys)], keys[two % len(keys)]
    version = uow.session.get_one(PartyOrganisation, key).version
    calls = {
        "found": (found_organisation, draft(f"组织{len(keys)}", level, other, day)),
        "rename": (rename_organisation, key, version, f"改名{one}{two}{day}", day),
        "move": (transfer_organisation, key, version, other, day),
        "dissolve": (dissolve_organisation, key, version, day, "试验"),
    }
    action, *rest = calls[what]
    try:
        with uow.session.begin_nested():
            made = unwrap(action)(uow, *rest, command_key=new_id())
    except AppError:
        uow.session.expire_all()
    else:
        if made is not None:
            keys.append(made)


def stored(uow: Uow) -> dict[UUID, tuple[str, UUID | None]]:
    """Return the tree as the organisations themselves say it is."""
    rows = uow.session.scalars(
        sa.select(PartyOrganisation).where(PartyOrganisation.dissolved_on.is_(None))
    )
    return {row.id: (row.name, row.parent_id) for row in rows}


def replayed(uow: Uow, day: date) -> dict[UUID, tuple[str, UUID | None]]:
    """Return the tree of a day from the versions alone."""
    rows = uow.session.scalars(sa.select(PartyOrganisationVersion))
    told = tree_as_of([version_of(row) for row in rows], day)
    return {key: (version.name, version.parent_id) for key, version in told.items()}


def check_is_tree(told: dict[UUID, tuple[str, UUID | None]]) -> None:
    """Every organisation reaches the head, over organisations that stand on that day."""
    for begin in told:
        seen: set[UUID] = set()
        above: UUID | None = begin
        while above is not None:
            assert above in told, "stands under what was not there"
            assert above not in seen, "stands under itself"
            seen.add(above)
            above = told[above][1]


def lived(centre, steps, days):
    """Yield the transaction after all steps, with the stored tree at the end of each day."""
    actor = centre.actor("officer")
    with centre.database.writing(actor) as uow:
        head = unwrap(found_organisation)(
            uow, draft("柳溪街道党工委", PartyLevel.STREET, None, BEGIN), command_key=new_id()
        )
        keys, seen = [head], {}
        for step, day in zip(steps, days, strict=True):
            take(uow, keys, step, day)
            uow.session.flush()
            seen[day] = stored(uow)
        yield uow, seen
        raise Undo


@settings(few(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_replayed_up_to_a_day_the_versions_give_the_tree_that_was_stored_then(
    embedded_centre, steps
):
    days, day = [], BEGIN
    for step in steps:
        day += timedelta(step[4])
        days.append(day)
    with pytest.raises(Undo):
        for uow, seen in lived(embedded_centre, steps, days):
            for day, told in seen.items():
                assert replayed(uow, day) == told


@settings(few(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_in_whichever_order_days_are_put_down_every_day_has_a_tree(embedded_centre, steps):
    days = [BEGIN + timedelta(step[4] * 3) for step in steps]
    with pytest.raises(Undo):
        for uow, _ in lived(embedded_centre, steps, days):
            for day in {*days, BEGIN, BEGIN + timedelta(500)}:
                check_is_tree(replayed(uow, day))
            assert replayed(uow, BEGIN + timedelta(500)) == stored(uow)


def test_the_last_day_something_stood_below_counts_also_who_came_back():
    key, one, other = new_id(), new_id(), new_id()
    first, later, last = (BEGIN + timedelta(days) for days in (0, 10, 20))

    def course(*told):
        return [
            OrganisationVersion(one, place, day, step, "名", above)
            for place, (day, step, above) in enumerate(told, 1)
        ]

    away = course((first, PartyStep.FOUNDED, key), (later, PartyStep.TRANSFERRED, other))
    ended = [*away, OrganisationVersion(one, 3, last, PartyStep.DISSOLVED, "名", other)]
    back = course(
        (first, PartyStep.FOUNDED, key),
        (later, PartyStep.TRANSFERRED, other),
        (last, PartyStep.TRANSFERRED, key),
    )
    renamed = course((first, PartyStep.FOUNDED, key), (last, PartyStep.RENAMED, key))

    assert last_day_below([away], key) == last_day_below([ended], key) == later
    assert last_day_below([back], key) == last_day_below([renamed], key) == date.max
    assert last_day_below([], key) is None
