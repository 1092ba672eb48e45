"""Covered photos: everybody sees the boxes, the original is read by few, for a reason, noted."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.attach import attach_to_case, open_case_file
from app.cases.actions.covering import ask_original, cover_case_photo, open_original
from app.cases.actions.personal import ReasonMissing
from app.cases.queries.files import case_files
from app.cases.queries.originals import photo_to_cover, read_original
from app.core.attachments import Box, prepare, shown_file
from app.core.attachments.covering import covers_of
from app.core.attachments.errors import (
    BoxesMissing,
    BoxOutside,
    CoverConflict,
    NotCoverable,
    StoredDamaged,
    TooManyBoxes,
)
from app.core.attachments.tables import (
    AttachmentCover,
    AttachmentCoverChunk,
    AttachmentCoverThumbnail,
    AttachmentReading,
)
from app.core.changes import Topic
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.core.words import sentence
from tests.factories.files import PDF, opened
from tests.factories.portraits import BOX, portrait, shows_the_face
from tests.factories.tables import readable_tables


def add(centre, case_id, body=None, name="现场.jpg", actor="receptionist", **kwargs):
    prepared = prepare(body or portrait(), name, **kwargs)
    with centre.database.writing(centre.actor(actor)) as uow:
        return attach_to_case(uow, case_id, prepared, command_key=new_id())


def cover(centre, case_id, key, boxes=(BOX,), actor="receptionist", seen=0, command=None):
    return cover_case_photo(
        centre.database,
        centre.actor(actor),
        case_id,
        key,
        boxes,
        seen_version=seen,
        command_key=command or new_id(),
    )


def ask(centre, case_id, key, actor="receptionist", reason="核对车牌"):
    with centre.database.writing(centre.actor(actor)) as uow:
        return ask_original(uow, case_id, key, reason, command_key=new_id())


def read(centre, case_id, request, actor="receptionist"):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return read_original(session, centre.actor(actor), case_id, request, now=now)


def files(centre, case_id, actor="receptionist"):
    with centre.database.reading() as session:
        return case_files(session, centre.actor(actor), case_id)


def shown(centre, key):
    with centre.database.reading() as session:
        return shown_file(session, key)


def journal(centre, action):
    with centre.database.reading() as session:
        asked = sa.select(JournalEntry).where(JournalEntry.action == action)
        return session.scalars(asked.order_by(JournalEntry.id)).all()


def pictures_in(centre) -> dict[str, list[bytes]]:
    """Return every stored value that a picture may be made of, by table; chunks joined."""
    found: dict[str, list[bytes]] = {}
    with centre.database.engine.connect() as connection:
        for table in readable_tables(connection):
            for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')):
                values = [bytes(v) for v in row if isinstance(v, bytes | memoryview)]
                found.setdefault(table, []).extend(values)
    return found


@pytest.fixture
def case_id(centre):
    return centre.register()


@pytest.mark.parametrize("is_evidence", [False, True])
def test_everybody_sees_the_boxes_and_the_stored_bytes_stay(centre, case_id, tmp_path, is_evidence):
    body = portrait(quality=95)
    key = add(centre, case_id, body, is_evidence=is_evidence)
    before = shown(centre, key).body
    assert shows_the_face(before)

    assert cover(centre, case_id, key) == 1

    path = open_case_file(
        centre.database, centre.actor("grid_worker"), case_id, key, folder=tmp_path
    )
    listed = files(centre, case_id, "grid_worker")
    for seen in (shown(centre, key).body, listed.thumbnails[key], path.read_bytes()):
        assert not shows_the_face(seen)
    assert max(opened(path.read_bytes()).getpixel((232, 192))) <= 16
    assert opened(path.read_bytes()).getpixel((20, 20))[0] > 80
    assert read(centre, case_id, ask(centre, case_id, key)).body == before
    assert (before == body) == is_evidence


def test_what_is_hidden_stands_in_the_tables_of_the_original_only(centre, case_id):
    key = add(centre, case_id, is_evidence=True)
    cover(centre, case_id, key, (Box(0, 0, 10, 10),))  # the face was missed
    cover(centre, case_id, key, (BOX,), seen=1)

    stored = pictures_in(centre)

    faces = {table for table, values in stored.items() if any(map(shows_the_face, values))}
    assert faces == {"attachment_chunk", "attachment_thumbnail"}
    assert {"attachment_cover_chunk", "attachment_cover_thumbnail"} <= set(stored)


def test_the_list_tells_of_the_covered_picture_and_who_covered_it(centre, case_id, clock):
    key = add(centre, case_id, portrait(form="PNG"), "车牌.png", is_evidence=True)
    cover(centre, case_id, key, (BOX, Box(0, 0, 9, 9)))

    (row,) = files(centre, case_id).rows

    assert (row.name, row.media_type) == ("车牌.jpg", "image/jpeg")
    assert row.size_bytes == len(shown(centre, key).body)
    assert (row.cover.version, row.cover.box_count) == (1, 2)
    assert (row.cover.person_name, row.cover.created_at) == ("周敏", clock.now())


def test_without_the_right_nothing_gives_the_original(centre, case_id, tmp_path):
    key = add(centre, case_id)
    cover(centre, case_id, key)
    request = ask(centre, case_id, key)
    seen = read(centre, case_id, request)
    worker = centre.actor("grid_worker")

    assert not files(centre, case_id, "grid_worker").may_read_originals
    with pytest.raises(NotAllowed):
        ask(centre, case_id, key, "grid_worker")
    with pytest.raises(NotFound):
        read(centre, case_id, request, "grid_worker")
    with pytest.raises(NotFound):
        read(centre, case_id, key, "grid_worker")
    with pytest.raises(CoverConflict), centre.database.reading() as session:
        photo_to_cover(session, worker, case_id, key)
    with pytest.raises(NotAllowed):
        cover(centre, case_id, key, (), "grid_worker", seen=1)
    with pytest.raises(NotAllowed):
        open_original(centre.database, worker, case_id, seen, folder=tmp_path / "open")
    assert not (tmp_path / "open").exists()
    assert not shows_the_face(shown(centre, key).body)


def test_a_right_withdrawn_after_asking_gives_nothing(centre, case_id):
    key = add(centre, case_id)
    cover(centre, case_id, key)
    request = ask(centre, case_id, key)
    asker, worker = centre.actor("receptionist"), centre.actor("grid_worker")
    centre.people["receptionist"] = replace(asker, grants=worker.grants)

    with pytest.raises(NotAllowed):
        read(centre, case_id, request)


@pytest.mark.parametrize("actor", ["stranger", "administrator", "auditor"])
def test_who_does_not_see_the_case_neither_covers_nor_reads(centre, case_id, actor):
    key = add(centre, case_id)

    with pytest.raises(NotFound):
        cover(centre, case_id, key, actor=actor)
    with pytest.raises(NotFound):
        ask(centre, case_id, key, actor)
    with pytest.raises(NotFound), centre.database.reading() as session:
        photo_to_cover(session, centre.actor(actor), case_id, key)


def test_a_confidential_case_needs_the_second_right_too(centre):
    case_id = centre.register(is_confidential=True)
    key = add(centre, case_id)
    cover(centre, case_id, key)
    centre.assign(case_id)

    for actor in ("receptionist", "dispatcher", "handler"):
        with pytest.raises(NotAllowed) as refused:
            ask(centre, case_id, key, actor)
        assert "保密" in sentence(refused.value)
    assert shows_the_face(
        read(centre, case_id, ask(centre, case_id, key, "director"), "director").body
    )


def test_a_photo_of_another_case_is_not_found(centre, case_id):
    other = centre.register()
    key = add(centre, other)

    with pytest.raises(NotFound):
        cover(centre, case_id, key)
    with pytest.raises(NotFound):
        ask(centre, case_id, key)
    request = ask(centre, other, key)
    with pytest.raises(NotFound):
        read(centre, case_id, request)


def test_a_request_is_good_for_thirty_seconds_for_its_person_once_committed(centre, case_id, clock):
    key = add(centre, case_id)
    cover(centre, case_id, key)
    request = ask(centre, case_id, key)

    with pytest.raises(NotFound):
        read(centre, case_id, request, "dispatcher")
    clock.advance(timedelta(seconds=31))
    with pytest.raises(NotFound):
        read(centre, case_id, request)
    with centre.database.writing(centre.actor("receptionist")) as uow:
        lost = ask_original(uow, case_id, key, "核对车牌", command_key=new_id())
        uow.session.rollback()
    with pytest.raises(NotFound):
        read(centre, case_id, lost)


def test_a_reading_needs_a_reason_and_is_journaled(centre, case_id, tmp_path):
    key = add(centre, case_id)
    cover(centre, case_id, key)

    with pytest.raises(ReasonMissing):
        ask(centre, case_id, key, reason=" 　看 ")
    seen = read(centre, case_id, ask(centre, case_id, key, reason="交警调取\n车牌"))
    path = open_original(
        centre.database, centre.actor("receptionist"), case_id, seen, folder=tmp_path
    )

    assert path.read_bytes() == seen.body
    (noted,) = journal(centre, "attachments.read_original")
    assert (noted.person_name, noted.subject) == ("周敏", str(case_id))
    assert noted.facts == {"attachment": str(key), "reason": "交警调取 车牌"}
    assert len(journal(centre, "attachments.open_original")) == 1


def test_the_journal_counts_the_boxes_and_does_not_say_where_they_are(centre, case_id):
    news = []
    centre.database.subscribe(news.extend)
    key = add(centre, case_id)
    news.clear()
    cover(centre, case_id, key, (BOX, Box(10, 10, 20, 20)))

    (noted,) = journal(centre, "attachments.cover")
    assert noted.facts == {"attachment": str(key), "version": 1, "boxes": 2}
    assert [(one.topic, one.key) for one in news] == [(Topic.ATTACHMENT, str(case_id))]


def test_the_boxes_can_be_changed_by_who_may_read_the_original(centre, case_id):
    key = add(centre, case_id)
    cover(centre, case_id, key, (Box(0, 0, 50, 50),), "grid_worker")
    seen = read(centre, case_id, ask(centre, case_id, key, "dispatcher"), "dispatcher")
    assert (seen.boxes, seen.version) == ((Box(0, 0, 50, 50),), 1)

    cover(centre, case_id, key, (*seen.boxes, BOX), "dispatcher", seen=1)

    assert not shows_the_face(shown(centre, key).body)
    with centre.database.reading() as session:
        history = covers_of(session, key)
    assert [(one.version, one.box_count, one.person_name) for one in history] == [
        (2, 2, "韩立群"),
        (1, 1, "邓秋霞"),
    ]


def test_a_cover_laid_on_the_wrong_photo_can_be_taken_back(centre, case_id):
    key = add(centre, case_id)
    with pytest.raises(BoxesMissing):
        cover(centre, case_id, key, ())
    cover(centre, case_id, key)

    cover(centre, case_id, key, (), seen=1)

    assert shows_the_face(shown(centre, key).body)
    assert files(centre, case_id).rows[0].cover.box_count == 0


def test_of_two_who_cover_from_the_same_picture_the_second_is_told(centre, case_id):
    key = add(centre, case_id)
    cover(centre, case_id, key, (BOX,), "dispatcher")

    with pytest.raises(CoverConflict) as refused:
        cover(centre, case_id, key, (Box(0, 0, 5, 5),))

    assert sentence(refused.value).startswith("“现场.jpg”刚被别人遮挡过，这次没有保存")
    assert files(centre, case_id).rows[0].cover.person_name == "韩立群"


def test_of_two_who_cover_in_the_same_moment_one_wins(centre, case_id):
    key = add(centre, case_id)
    start, ended = threading.Barrier(2), []

    def one(actor):
        start.wait(10)
        try:
            ended.append(cover(centre, case_id, key, actor=actor))
        except CoverConflict as error:
            ended.append(type(error))

    hands = [threading.Thread(target=one, args=(name,)) for name in ("dispatcher", "receptionist")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(30)

    assert sorted(ended, key=str) == [1, CoverConflict]


def test_the_same_command_twice_covers_once(centre, case_id):
    key, command = add(centre, case_id), new_id()

    assert cover(centre, case_id, key, command=command) == 1
    assert cover(centre, case_id, key, command=command) == 1
    assert len(journal(centre, "attachments.cover")) == 1


@pytest.mark.parametrize(
    ("boxes", "refusal"),
    [
        ((Box(600, 0, 100, 10),), BoxOutside),
        ((Box(0, 0, 1, 1),) * 10_000, TooManyBoxes),
    ],
)
def test_boxes_that_are_none_change_nothing(centre, case_id, boxes, refusal):
    key = add(centre, case_id)

    with pytest.raises(refusal):
        cover(centre, case_id, key, boxes)

    assert files(centre, case_id).rows[0].cover is None
    assert journal(centre, "attachments.cover") == []


@pytest.mark.parametrize(("body", "name"), [(PDF, "判决书.pdf"), ("说明".encode(), "说明.txt")])
def test_what_is_no_picture_is_refused_in_a_sentence(centre, case_id, body, name):
    key = add(centre, case_id, body, name)

    for attempt in (
        lambda: cover(centre, case_id, key),
        lambda: ask(centre, case_id, key),
    ):
        with pytest.raises(NotCoverable) as refused:
            attempt()
        assert sentence(refused.value).startswith(f"“{name}”不是程序能显示的图片")
    assert not files(centre, case_id).rows[0].can_be_covered


def test_the_same_photo_attached_again_stays_covered(centre, case_id):
    key = add(centre, case_id)
    cover(centre, case_id, key)

    assert add(centre, case_id, name="再来一次.jpg") == key
    assert not shows_the_face(shown(centre, key).body)


def test_a_cover_that_was_lost_or_tampered_with_gives_nothing(centre, case_id):
    key = add(centre, case_id)
    cover(centre, case_id, key)

    with centre.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.delete(AttachmentCoverChunk))
        connection.execute(sa.delete(AttachmentCoverThumbnail))
    assert files(centre, case_id).thumbnails == {}
    with pytest.raises(StoredDamaged):
        shown(centre, key)


@pytest.mark.parametrize("table", [AttachmentCover, AttachmentReading])
def test_the_database_refuses_to_change_what_was_noted(centre, case_id, table):
    key = add(centre, case_id)
    cover(centre, case_id, key)
    ask(centre, case_id, key)
    column = "boxes" if table is AttachmentCover else "reason"

    with (
        pytest.raises(sa.exc.DBAPIError, match="append-only"),
        centre.database.writing(centre.actor("director")) as uow,
    ):
        uow.session.execute(sa.update(table).values({column: getattr(table, column)}))
