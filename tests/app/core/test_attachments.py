"""Attachments: what is taken, what is refused, and how photos are kept."""

import os
import random
import stat
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, TiffImagePlugin

from app.core.actor import console
from app.core.attachments import (
    Prepared,
    attach,
    body_of,
    clear_exports,
    export_to,
    list_attachments,
    prepare,
    thumbnails,
)
from app.core.attachments.errors import (
    FileCanRun,
    FileDamaged,
    FileEmpty,
    FileKindUnknown,
    FileTooLarge,
    FileUnreadable,
    PictureTooManyPixels,
    StoredDamaged,
)
from app.core.attachments.kinds import Kind, kind_of
from app.core.attachments.names import safe_name
from app.core.attachments.tables import CHUNK_BYTES, Attachment, AttachmentChunk
from app.core.changes import Topic
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.errors import AppError, NotFound
from app.core.shared_settings import CentreSettings
from app.core.words import sentence

CLERK = console("前台")
CASE = str(uuid4())
REGION = "140213004"
RED, BLUE = (200, 20, 20), (20, 20, 200)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def photo(
    size=(400, 300),
    *,
    orientation: int = 1,
    taken: str | None = None,
    zone: str | None = None,
    place: tuple | None = None,
    refs: tuple[str, str] = ("N", "E"),
    form: str = "JPEG",
    **save,
) -> bytes:
    """A picture whose upper left quarter is red and the rest blue, with what a camera writes."""
    image = Image.new("RGB", size, BLUE)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill=RED)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Canary Cameras"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if zone:
        exif.get_ifd(0x8769)[0x9011] = zone
    if place:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = refs[0], degrees(place[1])
        gps[3], gps[4] = refs[1], degrees(place[0])
    out = BytesIO()
    image.save(out, form, exif=exif, **save)
    return out.getvalue()


def degrees(value: float) -> tuple:
    whole = int(value)
    minutes = int((value - whole) * 60)
    seconds = (value - whole - minutes / 60) * 3600
    return tuple(
        TiffImagePlugin.IFDRational(round(part * 10_000), 10_000)
        for part in (whole, minutes, seconds)
    )


def opened(body: bytes) -> Image.Image:
    image = Image.open(BytesIO(body))
    image.load()
    return image


def is_red(colour) -> bool:
    return colour[0] > 150 and colour[2] < 90


def put(database: Database, prepared: Prepared, subject: str = CASE, **kwargs):
    kwargs.setdefault("command_key", uuid4())
    with database.writing(CLERK) as uow:
        return attach(uow, Topic.CASE, subject, REGION, prepared, **kwargs)


# Photos


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "left top"), (2, "right top"), (3, "right bottom"), (4, "left bottom"),
     (5, "left top"), (6, "right top"), (7, "right bottom"), (8, "left bottom")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["JPEG", "TIFF", "PNG", "WEBP"])
def test_a_photo_is_turned_upright(orientation, corner, form):
    kept = prepare(photo(orientation=orientation, form=form), f"井盖.{form.lower()}")
    image = opened(kept.body)
    assert image.size == ((400, 300) if orientation < 5 else (300, 400))
    assert (kept.width_px, kept.height_px) == image.size
    across, down = corner.split()
    x = 10 if across == "left" else image.width - 10
    y = 10 if down == "top" else image.height - 10
    assert is_red(image.getpixel((x, y)))
    assert (
        sum(
            is_red(image.getpixel((a, b)))
            for a in (10, image.width - 10)
            for b in (10, image.height - 10)
        )
        == 1
    )


def test_time_and_place_are_read_and_then_dropped_with_all_metadata():
    kept = prepare(
        photo(taken="2026:11:20 08:30:05", place=(113.3001234, 40.0765432), comment=b"canary"),
        "IMG_0001.JPG",
    )
    assert kept.taken_at == datetime(2026, 11, 20, 0, 30, 5, tzinfo=UTC)
    assert kept.longitude == pytest.approx(113.3001234, abs=1e-6)
    assert kept.latitude == pytest.approx(40.0765432, abs=1e-6)
    image = opened(kept.body)
    assert not dict(image.getexif())
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"canary" not in kept.body.lower()
    assert b"canary" not in kept.thumbnail.lower()


def test_a_camera_abroad_says_its_zone():
    kept = prepare(photo(taken="2026:11:20 08:30:05", zone="+09:00"), "a.jpg")
    assert kept.taken_at == datetime(2026, 11, 19, 23, 30, 5, tzinfo=UTC)


def test_south_and_west_are_negative():
    kept = prepare(photo(place=(70.5, 33.25), refs=("S", "W")), "a.jpg")
    assert (kept.longitude, kept.latitude) == (-70.5, -33.25)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "2026:13:01 00:00:00"])
def test_a_camera_whose_clock_was_never_set_has_no_time(taken):
    assert prepare(photo(taken=taken), "a.jpg").taken_at is None


def test_a_broken_zone_counts_as_ours():
    kept = prepare(photo(taken="2026:11:20 08:00:00", zone="noon"), "a.jpg")
    assert kept.taken_at == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize("place", [(0.0, 0.0), (190.0, 40.0), (113.0, 95.0)])
def test_a_camera_without_a_fix_has_no_place(place):
    kept = prepare(photo(place=place), "a.jpg")
    assert (kept.longitude, kept.latitude) == (None, None)


def test_a_place_of_zero_denominators_is_none():
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[2] = gps[4] = tuple(TiffImagePlugin.IFDRational(1, 0) for _ in range(3))
    out = BytesIO()
    Image.new("RGB", (20, 20)).save(out, "JPEG", exif=exif)
    kept = prepare(out.getvalue(), "a.jpg")
    assert (kept.longitude, kept.latitude) == (None, None)


def test_damaged_metadata_does_not_cost_the_picture():
    body = photo(taken="2026:11:20 08:30:05")
    start = body.index(b"Exif\0\0") + 6
    kept = prepare(body[:start] + b"\xff" * 60 + body[start + 60 :], "a.jpg")
    assert kept.taken_at is None
    assert opened(kept.body).size == (400, 300)


@pytest.mark.parametrize(
    ("size", "wanted"), [((4000, 3000), (2560, 1920)), ((1500, 6000), (640, 2560))]
)
def test_a_large_photo_is_kept_at_2560_pixels(size, wanted):
    kept = prepare(photo(size), "a.jpg")
    assert opened(kept.body).size == (kept.width_px, kept.height_px) == wanted


def test_how_large_photos_are_kept_is_a_setting():
    kept = prepare(photo((1600, 1200)), "a.jpg", settings=CentreSettings(photo_max_px=800))
    assert (kept.width_px, kept.height_px) == (800, 600)


def test_evidence_keeps_every_byte_and_is_read_all_the_same():
    body = photo((4000, 3000), orientation=6, taken="2026:11:20 08:30:05", place=(113.3, 40.1))
    kept = prepare(body, "现场.jpg", is_evidence=True)
    assert kept.body == body
    assert kept.is_evidence
    assert (kept.width_px, kept.height_px) == (3000, 4000)
    assert kept.taken_at == datetime(2026, 11, 20, 0, 30, 5, tzinfo=UTC)
    assert kept.longitude == pytest.approx(113.3)
    assert max(opened(kept.thumbnail).size) == 320


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_every_colour_mode_becomes_a_plain_jpeg(mode):
    form = "TIFF" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (50, 40), 0)
    out = BytesIO()
    image.save(out, form)
    kept = opened(prepare(out.getvalue(), "a").body)
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (50, 40))
    if mode in ("RGBA", "LA"):
        assert kept.getpixel((5, 5)) == (255, 255, 255)  # what is transparent is paper


def test_a_screenshot_gets_the_ending_of_what_it_became():
    assert prepare(photo(form="PNG"), "截图.png").name == "截图.jpg"


def test_a_scan_of_several_pages_keeps_them_all():
    pages = [Image.new("L", (60, 80), shade) for shade in (0, 120, 255)]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    kept = prepare(out.getvalue(), "传真.tif")
    assert (kept.body, kept.media_type, kept.name) == (out.getvalue(), "image/tiff", "传真.tif")
    assert opened(kept.thumbnail).size == (60, 80)


def test_the_second_picture_in_a_telephone_photo_is_no_second_page():
    image = Image.new("RGB", (400, 300), RED)
    out = BytesIO()
    image.save(out, "MPO", save_all=True, append_images=[image.resize((40, 30))])
    kept = prepare(out.getvalue(), "a.jpg")
    assert kept.body != out.getvalue()
    assert opened(kept.body).format == "JPEG"


def test_the_same_photo_prepared_twice_has_one_fingerprint():
    body = photo((3000, 2000))
    assert prepare(body, "a.jpg").sha256 == prepare(body, "b.jpg").sha256


# Refusals


def test_a_file_of_thirty_megabytes_is_refused_by_size_and_limit(tmp_path):
    file = tmp_path / "photo.jpg"
    with file.open("wb") as out:
        out.write(photo())
        out.truncate(30 * 1024 * 1024)
    with pytest.raises(FileTooLarge) as refused:
        prepare(file)
    assert "30.0 MB" in sentence(refused.value)
    assert "20 MB" in sentence(refused.value)
    with pytest.raises(FileTooLarge):
        prepare(file.read_bytes(), "photo.jpg")


def png_of(width: int, height: int) -> bytes:
    """A well-formed black and white PNG of any size in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))  # fmt: skip

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed)
            + chunk(b"IEND", b""))  # fmt: skip


@pytest.mark.parametrize("side", [8_000, 11_000, 20_000])
@pytest.mark.parametrize("is_evidence", [False, True])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(side, is_evidence):
    bomb = png_of(side, side)
    assert len(bomb) < 1024 * 1024
    with pytest.raises(PictureTooManyPixels) as refused:
        prepare(bomb, "小图.png", is_evidence=is_evidence)
    assert "百万像素" in sentence(refused.value)


@pytest.mark.parametrize("is_evidence", [False, True])
def test_a_photo_cut_off_in_the_middle_is_refused(is_evidence):
    body = photo((1200, 900))
    with pytest.raises(FileDamaged) as refused:
        prepare(body[: len(body) // 2], "井盖.jpg", is_evidence=is_evidence)
    assert "井盖.jpg" in sentence(refused.value)


@given(data=st.data())
def test_however_a_picture_is_damaged_it_is_kept_or_refused_in_words(data):
    form = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "BMP", "TIFF"]))
    whole = photo((64, 48), taken="2026:11:20 08:30:05", place=(113.3, 40.1), form=form)
    body = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(8, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept = prepare(bytes(body), "a.jpg")
    except (FileDamaged, FileKindUnknown, PictureTooManyPixels):
        return
    assert kept.thumbnail


def test_a_text_that_calls_itself_a_photo_is_taken_as_the_text_it_is():
    kept = prepare("楼道里堆放杂物，请处理。".encode(), "photo.jpg")
    assert (kept.media_type, kept.name, kept.thumbnail) == ("text/plain", "photo.txt", None)


def test_a_photo_that_calls_itself_a_document_is_taken_as_the_photo_it_is():
    kept = prepare(photo(), "证明.docx")
    assert (kept.media_type, kept.name) == ("image/jpeg", "证明.jpg")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("setup.exe", b"MZ\x90\x00" + bytes(100)),
        ("photo.jpg", b"MZ\x90\x00" + bytes(100)),
        ("photo.jpg", b"\x7fELF" + bytes(100)),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("page.txt", b"  <!DOCTYPE html><p>hello"),
        ("a.txt", "\ufeff<script>alert(1)</script>".encode()),
        ("a.txt", "<script>alert(1)</script>".encode("utf-16")),
        ("note.bat", b"echo hello"),
        ("picture.svg", b"<svg/>"),
        ("photo.jpg.lnk", photo()),
    ],
)
def test_programs_and_scripts_are_refused_whatever_they_are_called(name, body):
    with pytest.raises(FileCanRun):
        prepare(body, name)


def archive(*entries: str, mimetype: str = "") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype)
        for entry in entries:
            zipped.writestr(entry, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    "entries",
    [("a/b/setup.EXE",), ("word/document.xml", "word/vbaProject.bin"), ("META-INF/MANIFEST.MF",)],
)
def test_what_hides_a_program_in_an_archive_is_refused(entries):
    with pytest.raises(FileCanRun):
        prepare(archive(*entries), "材料.zip")


def test_an_archive_cut_off_is_refused():
    with pytest.raises(FileDamaged):
        prepare(archive("a.txt")[:20], "材料.zip")


ODT = "application/vnd.oasis.opendocument.text"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("body", "media_type", "ending"),
    [
        (PDF, "application/pdf", "pdf"),
        (archive("word/document.xml", "printer.bin"), "…wordprocessingml.document", "docx"),
        (archive("xl/workbook.xml"), "…spreadsheetml.sheet", "xlsx"),
        (archive("ppt/presentation.xml"), "…presentationml.presentation", "pptx"),
        (archive("OFD.xml"), "application/ofd", "ofd"),
        (archive("content.xml", mimetype=ODT), ODT, "odt"),
        (archive("mimetype/x", "a.txt", mimetype="x" * 500), "application/zip", "zip"),
        (archive("照片/1.jpg"), "application/zip", "zip"),
        (OLE + bytes(512) + "WordDocument".encode("utf-16-le"), "application/msword", "doc"),
        (OLE + bytes(512) + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel", "xls"),
        (b"\0\0\0\x20ftypisom" + bytes(20), "video/mp4", "mp4"),
        (b"\0\0\0\x20ftypheic" + bytes(20), "image/heic", "heic"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav", "wav"),
        (b"#!AMR\n" + bytes(20), "audio/amr", "amr"),
        (b"ID3\x04" + bytes(20), "audio/mpeg", "mp3"),
        ("今天上午九时，".encode("gb18030"), "text/plain", "txt"),
        ("今天上午九时，".encode("utf-16"), "text/plain", "txt"),
        (b"BMW is parked at the gate", "text/plain", "txt"),
        (b"MZ is a name", "text/plain", "txt"),
    ],
)
def test_what_a_centre_receives_is_known_by_content(body, media_type, ending):
    kept = prepare(body, "材料")
    assert kept.media_type.endswith(media_type.removeprefix("…"))
    assert kept.name == f"材料.{ending}"
    assert kept.body == body


@pytest.mark.parametrize("body", [OLE + bytes(600), b"RIFF\0\0\0\0WHAT", bytes(range(256)) * 4])
def test_what_nobody_knows_is_refused(body):
    with pytest.raises(FileKindUnknown) as refused:
        prepare(body, "data.dat")
    assert "PDF" in sentence(refused.value)


@given(body=st.binary(min_size=1, max_size=300), name=st.text(max_size=30))
def test_any_bytes_under_any_name_are_taken_or_refused_in_words(body, name):
    refusal = None
    try:
        kept = prepare(body, name).body
    except AppError as refused:
        refusal, kept = sentence(refused), b""
    assert kept if refusal is None else refusal.endswith("。")


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "空.txt").touch()
    with pytest.raises(FileEmpty):
        prepare(tmp_path / "空.txt")


def test_a_file_that_is_gone_is_refused(tmp_path):
    with pytest.raises(FileUnreadable) as refused:
        prepare(tmp_path / "没有.jpg")
    assert "没有.jpg" in sentence(refused.value)


# Names


@pytest.mark.parametrize(
    ("given_name", "wanted"),
    [
        ("C:\\图片\\井盖.jpg", "井盖.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("a\x00b\n.jpg", "ab.jpg"),
        ("\u202egpj.tnemucod.jpg", "gpj.tnemucod.jpg"),
        ("con.jpg", "_con.jpg"),
        ("3.5米围墙", "3.5米围墙.jpg"),
        ("围墙.3.5米", "围墙.3.5米.jpg"),
        ('<a>:"b".JPG', "_a___b_.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
        ("照片 .jpeg", "照片.jpeg"),
    ],
)
def test_names_are_made_safe(given_name, wanted):
    assert safe_name(given_name, kind_of(photo(), "")) == wanted


@given(name=st.text(max_size=300))
def test_any_name_becomes_one_that_every_system_takes(name):
    made = safe_name(name, Kind("application/pdf", ("pdf",)))
    assert made.endswith(".pdf")
    assert 4 < len(made) <= 100
    assert not set(made) & set('/\\<>:"|?*\0\n\r\t\u202e')
    assert made == made.strip(" .")
    assert safe_name(made, Kind("application/pdf", ("pdf",))) == made


# In the database


def noise(size: int) -> bytes:
    """A text of `size` bytes that no packing makes smaller."""
    return random.Random(size).randbytes(size // 2).hex().encode()


@pytest.mark.parametrize("size", [2, CHUNK_BYTES, CHUNK_BYTES + 2, 3 * CHUNK_BYTES - 2])
def test_what_was_attached_comes_back_byte_by_byte(database, size):
    body = noise(size)
    key = put(database, prepare(body, "a.txt"))
    with database.reading() as session:
        assert body_of(session, key) == body
        sizes = list(session.scalars(sa.select(sa.func.length(AttachmentChunk.body))))
    assert sum(sizes) == size
    assert max(sizes) <= CHUNK_BYTES


def test_the_list_tells_what_is_known(database, clock):
    first = put(database, prepare(photo(taken="2026:11:20 08:30:05", place=(113.3, 40.1)), "a.jpg"))
    second = put(database, prepare(PDF, "判决书.pdf"))
    put(database, prepare(PDF, "别的.pdf"), subject=str(uuid4()))
    with database.reading() as session:
        rows = list_attachments(session, CASE)
        small = thumbnails(session, CASE)
    assert [row.id for row in rows] == [first, second]
    assert rows[0].taken_at == datetime(2026, 11, 20, 0, 30, 5, tzinfo=UTC)
    assert (rows[0].longitude, rows[0].latitude) == (113.3, 40.1)
    assert (rows[0].width_px, rows[0].height_px) == (400, 300)
    assert (rows[1].name, rows[1].size_bytes) == ("判决书.pdf", len(PDF))
    assert (rows[1].created_at, rows[1].person_name) == (clock.now(), CLERK.name)
    assert set(small) == {first}
    assert opened(small[first]).format == "JPEG"


def test_the_same_file_twice_in_one_case_stays_one(database):
    news = []
    database.subscribe(news.extend)
    first = put(database, prepare(photo(), "a.jpg"))
    assert put(database, prepare(photo(), "又一次.jpg")) == first
    assert put(database, prepare(photo(), "a.jpg"), subject=str(uuid4())) != first
    with database.reading() as session:
        assert len(list_attachments(session, CASE)) == 1
    assert [(change.topic, change.region) for change in news] == [(Topic.ATTACHMENT, REGION)] * 2


def test_the_same_command_twice_attaches_once(database):
    key, prepared = uuid4(), prepare(PDF, "a.pdf")
    assert put(database, prepared, command_key=key) == put(database, prepared, command_key=key)


def test_two_desks_that_attach_the_same_file_at_once_get_one(database):
    prepared = prepare(PDF, "a.pdf")
    first = put(database, prepared)
    with database.writing(CLERK) as uow:
        ask = uow.session.scalar
        uow.session.scalar = lambda *_: None  # this desk looked before the other committed
        assert attach(uow, Topic.CASE, CASE, REGION, prepared, command_key=uuid4()) == first
        uow.session.scalar = ask
    with database.reading() as session:
        assert len(list_attachments(session, CASE)) == 1


def test_the_journal_knows_the_fingerprint_and_not_the_name(database):
    prepared = prepare(PDF, "张三身份证.pdf")
    put(database, prepared)
    with database.reading() as session:
        (entry,) = session.scalars(sa.select(JournalEntry))
    assert (entry.action, entry.subject) == ("attachments.attach", CASE)
    assert entry.facts["sha256"] == prepared.sha256
    assert "张三" not in str(entry.facts)


def test_opening_writes_a_read_only_copy_and_a_journal_row(database, tmp_path):
    body = photo()
    key = put(database, prepare(body, "现场.jpg", is_evidence=True))
    path = export_to(database, key, tmp_path / "open", actor=CLERK, region=REGION)
    assert (path.name, path.read_bytes()) == ("现场.jpg", body)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o500
    with database.reading() as session:
        entry = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.action, entry.subject, entry.region) == ("attachments.open", CASE, REGION)
    assert entry.facts["attachment"] == str(key)
    clear_exports(tmp_path / "open")
    assert list((tmp_path / "open").iterdir()) == []


def test_clearing_leaves_what_others_put_there(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir()
    (folder / "notes.txt").touch()
    clear_exports(folder)
    clear_exports(tmp_path / "absent")
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]


def test_a_file_that_was_tampered_with_is_not_opened(database, tmp_path):
    key = put(database, prepare(PDF, "a.pdf"))
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            sa.update(AttachmentChunk).values(body=PDF.replace(b"endobj", b"ENDOBJ"))
        )
    with pytest.raises(StoredDamaged) as refused:
        export_to(database, key, tmp_path, actor=CLERK)
    assert "a.pdf" in sentence(refused.value)
    assert list(tmp_path.glob("jiezhi-file-*")) == []


def test_what_does_not_exist_is_not_found(database):
    with pytest.raises(NotFound), database.reading() as session:
        body_of(session, uuid4())


def test_a_file_of_twenty_megabytes_is_kept_whole(database):
    body = noise(20 * 1024 * 1024)
    key = put(database, prepare(body, "a.txt"))
    with database.reading() as session:
        assert body_of(session, key) == body
        assert session.get(Attachment, key).size_bytes == len(body)


def test_preparing_needs_no_picture_library_for_a_document():
    """A desk that never sees a photo never loads Pillow."""
    import subprocess
    import sys

    code = (
        "import sys; from app.core.attachments import prepare;"
        "prepare(b'%PDF-1.7', 'a.pdf'); print('PIL' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
