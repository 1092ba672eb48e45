"""Keys made by the client ascend, whatever the clock does."""

import threading
import time
from uuid import RFC_4122

import pytest

from app.core.ids import KeyMaker, new_id


def test_keys_are_uuids_of_version_seven_with_the_present_millisecond():
    before = time.time_ns() // 1_000_000
    key = KeyMaker().new_id()
    after = time.time_ns() // 1_000_000

    assert (key.version, key.variant) == (7, RFC_4122)
    assert before <= key.int >> 80 <= after + 1


def test_keys_ascend_also_when_the_clock_stands_still_or_is_set_back(monkeypatch):
    now = time.time_ns() + 10_000_000_000
    moments = iter([now] * 50 + [now - 60_000_000_000] * 50)
    monkeypatch.setattr("app.core.ids.time.time_ns", lambda: next(moments))

    keys = KeyMaker()
    made = [keys.new_id() for _ in range(100)]

    assert made == sorted(made)
    assert len(set(made)) == 100


def test_keys_made_together_ascend_between_those_made_before_and_after(monkeypatch):
    now = time.time_ns()
    monkeypatch.setattr("app.core.ids.time.time_ns", lambda: now)
    keys = KeyMaker()

    made = [keys.new_id(), *keys.new_ids(5_000), keys.new_id()]  # more than a millisecond counts

    assert made == sorted(made)
    assert len(set(made)) == 5_002
    assert {(key.version, key.variant) for key in made} == {(7, RFC_4122)}
    assert len({key.int & (1 << 62) - 1 for key in made}) == 5_002


def test_threads_never_make_the_same_key():
    made: list = []
    threads = [
        threading.Thread(target=lambda: made.extend(new_id() for _ in range(500))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(made)) == 2_000


@pytest.mark.parametrize(("offset_ms", "moved"), [(3_600_000, True), (60_000, False)])
def test_a_desk_whose_clock_is_far_off_makes_keys_of_the_server_s_time(offset_ms, moved):
    keys = KeyMaker()
    keys.follow_server(offset_ms)

    ahead = (keys.new_id().int >> 80) - time.time_ns() // 1_000_000

    assert (ahead > 1_000_000) is moved
