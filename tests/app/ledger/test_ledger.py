"""The ledger: what one account gains another loses, nothing is changed, mistakes get a mirror."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.actor import console
from app.ledger.actions import Posting, give, reverse, spend
from app.ledger.errors import AmountWrong, BalanceTooLow, NotReversible
from app.ledger.queries import statement
from app.ledger.rules import Book, holder_account
from app.ledger.sums import all_balances, balances

DAY = date(2026, 11, 20)
STREET = "990102004"
PEOPLE = [UUID(int=number) for number in range(1, 4)]
POINTS = Book.POINTS


def posting(who=PEOPLE[0], amount=5, day=DAY):
    return Posting(who, STREET, amount, day, "政策宣传")


def written(database, work):
    with database.writing(console("test")) as uow:
        return work(uow)


def has(database, who=PEOPLE[0], **within):
    account = holder_account(POINTS, who)
    with database.reading() as session:
        return balances(session, [account], **within).get(account, 0)


def test_what_somebody_has_is_what_came_less_what_went(database):
    written(database, lambda uow: give(uow, POINTS, posting(amount=5)))
    written(database, lambda uow: give(uow, POINTS, posting(amount=7, day=DAY - timedelta(30))))
    written(database, lambda uow: spend(uow, POINTS, posting(amount=4)))

    assert has(database) == 8
    assert has(database, since=DAY.replace(day=1)) == 1
    with database.reading() as session:
        lines = statement(session, holder_account(POINTS, PEOPLE[0]))
        assert sorted(line.amount for line in lines) == [-4, 5, 7]


def test_nobody_spends_more_than_there_is_and_nothing_is_no_amount(database):
    written(database, lambda uow: give(uow, POINTS, posting(amount=5)))

    with pytest.raises(BalanceTooLow):
        written(database, lambda uow: spend(uow, POINTS, posting(amount=6)))
    for wrong in (0, -3):
        with pytest.raises(AmountWrong):
            written(database, lambda uow, wrong=wrong: give(uow, POINTS, posting(amount=wrong)))
    assert has(database) == 5


def test_a_mistake_is_put_right_once_by_its_mirror(database):
    key = written(database, lambda uow: give(uow, POINTS, posting()))
    mirror = written(database, lambda uow: reverse(uow, key, "记错了人").id)

    assert has(database) == 0
    for again in (key, mirror):
        with pytest.raises(NotReversible):
            written(database, lambda uow, again=again: reverse(uow, again, "再来"))
    with database.reading() as session:
        first, second = statement(session, holder_account(POINTS, PEOPLE[0]))
        assert (first.amount, second.amount, second.is_reversed) == (-5, 5, True)


FORGED = {
    "changed": "UPDATE ledger_transfer SET amount = 50",
    "removed": "DELETE FROM ledger_transfer",
    "account moved": "UPDATE ledger_account SET region = '99'",
    "to itself": "INSERT INTO ledger_transfer {columns} SELECT {new}, book, kind, to_id, to_id,"
    " amount, {rest}, NULL FROM ledger_transfer",
    "from nothing": "INSERT INTO ledger_transfer {columns} SELECT {new}, book, kind, from_id,"
    " {new}, amount, {rest}, NULL FROM ledger_transfer",
    "below zero": "INSERT INTO ledger_transfer {columns} SELECT {new}, book, kind, from_id, to_id,"
    " -amount, {rest}, NULL FROM ledger_transfer",
    "mirror of more": "INSERT INTO ledger_transfer {columns} SELECT {new}, book, 'reversed', to_id,"
    " from_id, amount + 1, {rest}, id FROM ledger_transfer",
    "mirror the same way": "INSERT INTO ledger_transfer {columns} SELECT {new}, book, 'reversed',"
    " from_id, to_id, amount, {rest}, id FROM ledger_transfer",
    "mirror of nothing": "INSERT INTO ledger_transfer {columns} SELECT {new}, book, 'reversed',"
    " to_id, from_id, amount, {rest}, NULL FROM ledger_transfer",
}


@pytest.mark.parametrize("what", FORGED)
def test_the_database_itself_refuses_what_would_make_sums_disagree(database, what):
    written(database, lambda uow: give(uow, POINTS, posting()))
    new = "'00000000000000000000000000000009'"
    if database.engine.dialect.name == "postgresql":
        new += "::uuid"
    columns = (
        "(id, book, kind, from_id, to_id, amount, day, region, what, ref, at, person_id,"
        " person_name, reverses_id)"
    )
    rest = "day, region, what, ref, at, person_id, person_name"
    statement_ = FORGED[what].format(columns=columns, new=new, rest=rest)

    with pytest.raises(sa.exc.DatabaseError), database.engine.begin() as connection:
        connection.execute(sa.text(statement_))
    assert has(database) == 5


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "spend", "reverse"]),
        st.sampled_from(PEOPLE),
        st.integers(1, 9),
        st.integers(-40, 0),
    ),
    max_size=12,
)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(STEPS)
def test_whatever_is_written_every_balance_is_its_entries_and_all_come_to_nothing(database, steps):
    """There is no balance kept beside them that could differ."""
    want: dict[UUID, int] = {}
    done = []
    with database.writing(console("test")) as uow:
        before = all_balances(uow.session)
        for kind, who, amount, days in steps:
            told = posting(who, amount, DAY + timedelta(days=days))
            account = holder_account(POINTS, who)
            if kind == "reverse" and done:
                key, sign, whose, much = done.pop()
                reverse(uow, key, "记错了")
                want[whose] = want.get(whose, 0) - sign * much
            elif kind == "give":
                done.append((give(uow, POINTS, told), 1, account, amount))
                want[account] = want.get(account, 0) + amount
            elif kind == "spend" and want.get(account, 0) >= amount:
                done.append((spend(uow, POINTS, told), -1, account, amount))
                want[account] = want.get(account, 0) - amount
        after = all_balances(uow.session)
        assert sum(after.values()) == 0
        for account, points in want.items():
            assert after.get(account, 0) - before.get(account, 0) == points
        keys = list(want)
        some = balances(uow.session, keys)
        assert {key: some.get(key, 0) for key in keys} == {key: after.get(key, 0) for key in keys}
