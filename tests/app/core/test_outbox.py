"""What somebody wrote while the server was away is kept, whatever happens, and for them alone."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.core.ids import new_id
from app.core.outbox import Entry, EntryKind, EntryState, Outbox, OutboxPasswordWrong
from app.core.outbox.log import FILE
from app.core.outbox.vault import (
    NobodyKnownHere,
    asides,
    folder_of,
    make_vault,
    open_vault,
    set_aside,
)

AT = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
PASSWORD, PHONE = "opensesame26", "13812346021"


def entry(title="井盖不见了", subject="", minutes=0):
    at = AT + timedelta(minutes=minutes)
    return Entry(new_id(), EntryKind.PROGRESS, at, title, subject, {"phone": PHONE})


@pytest.fixture
def folder(home):
    return folder_of("server/jiezhi", "lina")


@pytest.fixture
def box(folder):
    return Outbox(make_vault(folder, PASSWORD))


def again(folder, password=PASSWORD):
    return Outbox(open_vault(folder, password))


def test_what_was_kept_is_there_at_the_next_start_in_order_with_what_became_of_it(box, folder):
    first, second, third = entry("一", minutes=0), entry("二", minutes=1), entry("三", minutes=2)
    for each in (first, second, third):
        box.put(each)
    box.refuse(first.key, "别人先动了")
    box.done(second.key)

    found = again(folder).entries

    assert [(each.title, each.state) for each in found] == [
        ("一", EntryState.REFUSED),
        ("三", EntryState.WAITING),
    ]
    assert found[0].why == "别人先动了"
    assert found[1] == third


def test_a_refused_entry_can_be_tried_again_with_what_was_seen_by_then(box, folder):
    each = entry()
    box.put(each)
    box.refuse(each.key, "别人先动了")

    box.try_again(each.key, seen=None)

    (found,) = again(folder).entries
    assert (found.state, found.why, found.given) == (
        EntryState.WAITING,
        "",
        {"phone": PHONE, "seen": None},
    )


def test_the_same_key_is_kept_once(box):
    each = entry()
    box.put(each)
    box.put(each)

    assert box.entries == (each,)


def test_nothing_on_the_disk_can_be_read_without_the_password(box, folder):
    box.put(entry("井盖不见了"))

    told = b"".join(file.read_bytes() for file in folder.rglob("*"))
    names = str(folder)

    assert PHONE.encode() not in told
    assert "井盖".encode() not in told
    assert "lina" not in names
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.rglob("*"))
    with pytest.raises(OutboxPasswordWrong):
        open_vault(folder, "opensesame27")


def test_nobody_opens_what_is_not_there(home):
    with pytest.raises(NobodyKnownHere):
        open_vault(folder_of("server/jiezhi", "nobody"), PASSWORD)


@pytest.mark.parametrize("cost", [1 << 30, 2, 0, -1, "x"])
def test_a_cost_nobody_of_us_wrote_is_not_paid(box, folder, cost):
    kept = json.loads((folder / "key.json").read_text())
    (folder / "key.json").write_text(json.dumps(kept | {"n": cost}))

    with pytest.raises(NobodyKnownHere):
        open_vault(folder, PASSWORD)


def test_a_new_password_opens_it_and_the_one_of_before_does_no_more(box, folder):
    each = entry()
    box.put(each)

    box.wrap("a new one 26")

    assert again(folder, "a new one 26").entries == (each,)
    with pytest.raises(OutboxPasswordWrong):
        open_vault(folder, PASSWORD)


def test_wherever_the_power_goes_only_the_line_being_written_is_lost(box, folder):
    whole, torn, after = entry("一"), entry("二"), entry("三")
    box.put(whole)
    file = folder / FILE
    kept = file.stat().st_size
    box.put(torn)
    body = file.read_bytes()

    for size in (*range(kept, len(body), 9), len(body) - 1):
        file.write_bytes(body[:size])
        left = again(folder)
        assert left.entries == (whole,)
        left.put(after)
        kept_now = again(folder)
        assert (kept_now.entries, kept_now.damaged) == ((whole, after), 0)


def test_damage_in_the_middle_takes_nothing_else_with_it(box, folder):
    first, second, third = entry("一"), entry("二"), entry("三")
    file = folder / FILE
    box.put(first)
    begin = file.stat().st_size
    box.put(second)
    box.put(third)
    body = bytearray(file.read_bytes())
    body[begin + 30] ^= 1
    file.write_bytes(body)

    left = again(folder)

    assert left.entries == (first, third)
    assert left.damaged == 1


def test_what_was_said_to_be_kept_outlives_a_program_that_is_killed(folder):
    code = (
        "import os, signal\n"
        "from tests.app.core.test_outbox import *\n"
        "box = Outbox(make_vault(folder_of('server/jiezhi', 'lina'), PASSWORD))\n"
        "for number in range(5): box.put(entry(str(number)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=False)

    assert done.returncode == -signal.SIGKILL
    assert [each.title for each in again(folder).entries] == ["0", "1", "2", "3", "4"]


def test_what_is_over_leaves_nothing_on_the_disk(box, folder):
    each = entry()
    box.put(each)
    box.done(each.key)

    assert (folder / FILE).stat().st_size == 0
    assert again(folder).entries == ()


def test_what_a_second_program_of_the_same_person_wrote_is_not_swept_away(box, folder):
    mine, theirs = entry("这个窗口写的"), entry("另一个窗口写的")
    box.put(mine)
    again(folder).put(theirs)

    box.done(mine.key)

    assert [each.title for each in again(folder).entries] == ["另一个窗口写的"]


def test_two_notes_on_a_case_as_it_was_seen_follow_each_other(box, folder):
    case = str(new_id())
    first, second, other = entry(subject=case), entry(subject=case), entry(subject=case)
    for each in (first, second, other):
        box.put(each)

    box.done(first.key, seen=5, after=6)
    box = again(folder)
    assert box.version_after(case, 5) == 6
    box.done(second.key, seen=6, after=7)

    assert box.version_after(case, 5) == 7
    assert box.version_after(case, 8) == 8
    assert box.version_after(str(UUID(int=1)), 5) == 5


def test_what_an_older_password_locked_is_taken_over_with_it(box, folder):
    each = entry()
    box.put(each)
    set_aside(folder)
    new = Outbox(make_vault(folder, "a new one 26"))
    assert new.set_aside() == 1

    with pytest.raises(OutboxPasswordWrong):
        new.take_over("guessed")
    assert new.take_over(PASSWORD) == 1

    assert again(folder, "a new one 26").entries == (each,)
    assert asides(folder) == ()
