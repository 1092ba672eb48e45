"""The shipped phrases: many, believable, loaded once; and the order people give to theirs."""

import pytest
import sqlalchemy as sa

from app.cases.actions.phrases import (
    TEXT_MOST,
    PhraseDetails,
    drop_phrase,
    order_phrases,
    save_phrase,
)
from app.cases.models.work import Macro, Phrase
from app.cases.phrase_book import load_phrases, phrases_in, shipped_phrases
from app.cases.queries.phrases import all_phrases, macros, offered_phrases
from app.cases.rules import EventKind
from app.core.errors import Conflict, NotAllowed


def load(centre, who="director"):
    with centre.database.writing(centre.actor(who)) as uow:
        return load_phrases(uow)


def kept(centre, who="handler") -> list[str]:
    with centre.database.reading() as session:
        return [row.text for row in all_phrases(session, centre.actor(who))]


def test_at_least_forty_phrases_are_shipped_each_once_and_short_enough():
    rows = tuple(phrases_in(shipped_phrases()))

    assert len(rows) >= 40
    assert len({(step, kind, text) for step, kind, text in rows}) == len(rows)
    assert all(text == text.strip() and len(text) <= TEXT_MOST for _, _, text in rows)


def test_they_are_loaded_once_whatever_becomes_of_them(centre):
    added = load(centre)
    with centre.database.reading() as session:
        first = all_phrases(session, centre.actor("director"))[0]
    centre.do("director", drop_phrase, first.id, first.version)

    again = load(centre)

    assert (added, again) == (len(tuple(phrases_in(shipped_phrases()))), 0)
    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Phrase)) == added
        assert session.scalar(sa.select(sa.func.count()).select_from(Macro)) == 2


def test_only_who_approves_loads_them(centre):
    with pytest.raises(NotAllowed):
        load(centre, "handler")


def test_a_phrase_for_a_kind_is_offered_for_that_kind_only(centre):
    load(centre)
    with centre.database.reading() as session:
        actor, step = centre.actor("handler"), EventKind.FINISHED
        found = {
            code: {row.text[:2] for row in offered_phrases(session, actor, step, category=code)}
            for code in ("C01-003", "E01-002")
        }

    assert "井盖" in found["C01-003"] - found["E01-002"]
    assert "垃圾" in found["E01-002"] - found["C01-003"]


def test_the_shipped_macros_can_be_run(centre):
    load(centre)
    case_id = centre.register()
    centre.assign(case_id)
    with centre.database.reading() as session:
        found = {row.name: row for row in macros(session, centre.actor("handler"))}

    from app.cases.actions.macros import run_macro

    centre.do("handler", run_macro, found["到场即办"].id, case_id, centre.version(case_id))

    assert centre.card(case_id).state == "finished"


def test_what_is_kept_already_is_not_kept_twice(centre):
    once = centre.do("handler", save_phrase, PhraseDetails("已到场", EventKind.PROGRESSED))
    again = centre.do("handler", save_phrase, PhraseDetails(" 已到场 ", EventKind.PROGRESSED))
    other = centre.do("handler", save_phrase, PhraseDetails("已到场", EventKind.FINISHED))

    assert once == again != other
    assert kept(centre) == ["已到场", "已到场"]


def test_phrases_are_offered_in_the_order_they_were_given(centre):
    keys = [centre.do("handler", save_phrase, PhraseDetails(text)) for text in ("甲", "乙", "丙")]

    centre.do("handler", order_phrases, (keys[2], keys[0], keys[1]))

    assert kept(centre) == ["丙", "甲", "乙"]


def test_an_order_of_other_phrases_than_there_are_is_a_conflict(centre):
    keys = [centre.do("handler", save_phrase, PhraseDetails(text)) for text in ("甲", "乙")]

    with pytest.raises(Conflict):
        centre.do("handler", order_phrases, (keys[1],))
    with pytest.raises(Conflict):
        centre.do("handler", order_phrases, (keys[1], keys[1]))

    assert kept(centre) == ["甲", "乙"]


def test_the_centres_order_is_given_by_who_approves(centre):
    key = centre.do("director", save_phrase, PhraseDetails("大家说"), shared=True)

    with pytest.raises(NotAllowed):
        centre.do("handler", order_phrases, (key,))
