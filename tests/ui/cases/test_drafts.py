"""Drafts on disk, and the values they carry."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.rules import Source
from app.core.actor import Actor
from ui.cases.drafts import DraftStore
from ui.cases.form_values import FormValues

NOW = datetime(2026, 11, 24, 6, 5, 58, tzinfo=UTC)
FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.fixture
def store(tmp_path) -> DraftStore:
    return DraftStore(tmp_path / "drafts" / "someone")


def test_what_was_kept_comes_back_with_its_moment_and_files(store):
    store.save({"text": "井盖 🕳 不见了"}, NOW, 1)
    store.keep_file(SECOND, "后.jpg", b"2")
    store.keep_file(FIRST, "先.jpg", b"1")

    draft = store.load()

    assert (draft.values, draft.kept_at) == ({"text": "井盖 🕳 不见了"}, NOW)
    assert [(path.name, path.read_bytes()) for path in draft.files] == [
        ("先.jpg", b"1"),
        ("后.jpg", b"2"),
    ]


def test_an_older_state_never_overwrites_a_newer_one(store):
    store.save({"text": "新"}, NOW, 2)
    store.save({"text": "旧"}, NOW, 1)

    assert store.load().values == {"text": "新"}


def test_a_state_that_was_still_on_its_way_does_not_come_back_after_saving(store):
    store.save({"text": "一半"}, NOW, 1)
    store.clear(3)
    store.save({"text": "迟到"}, NOW, 2)

    assert store.load() is None


def test_a_file_taken_back_is_gone(store):
    store.save({}, NOW, 1)
    store.keep_file(FIRST, "错.jpg", b"1")

    store.drop_file(FIRST)

    assert store.load().files == ()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"kept_at": "x", "values": {}}', '{"kept_at": 1}']
)
def test_a_broken_draft_is_no_draft(store, tmp_path, text):
    store.save({}, NOW, 1)
    (tmp_path / "drafts" / "someone" / "form.json").write_text(text, encoding="utf-8")

    assert store.load() is None


def test_nothing_kept_is_no_draft(store):
    assert store.load() is None


def test_people_and_databases_have_drafts_of_their_own():
    one, other = Actor(FIRST, "周敏", "d"), Actor(SECOND, "韩立群", "d")
    DraftStore.of(one, "a.db").save({"text": "甲"}, NOW, 1)

    assert DraftStore.of(one, "a.db").load().values == {"text": "甲"}
    assert DraftStore.of(other, "a.db").load() is None
    assert DraftStore.of(one, "b.db").load() is None


@given(
    st.builds(
        FormValues,
        text=st.text(),
        place=st.text(),
        longitude=st.none() | st.floats(73, 136),
        source=st.sampled_from([source.value for source in Source]),
        phone=st.text(),
        is_anonymous=st.booleans(),
        unit_id=st.just("") | st.uuids().map(str),
        happened_at=st.just("") | st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
    )
)
def test_values_survive_the_way_to_disk_and_back(values):
    assert FormValues.from_json(json.loads(json.dumps(values.to_json()))) == values


def test_values_an_older_program_kept_in_another_way_are_left_out():
    kept = {
        "text": "井盖",
        "source": "pigeon",
        "level": 3,
        "longitude": "east",
        "unit_id": "nobody",
        "happened_at": "yesterday",
        "colour": "red",
    }

    assert FormValues.from_json(kept) == FormValues(text="井盖")


def test_a_form_in_which_only_choices_were_made_is_empty():
    assert FormValues(category="C01-003", wants_call_back=False).is_empty()
    assert not FormValues(phone="1").is_empty()
