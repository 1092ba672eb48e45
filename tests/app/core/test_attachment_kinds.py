"""Files by content: what is taken, what is refused, and how it is called."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.attachments import prepare
from app.core.attachments.errors import (
    FileCanRun,
    FileDamaged,
    FileEmpty,
    FileKindUnknown,
    FileTooLarge,
    FileUnreadable,
)
from app.core.attachments.kinds import Kind, kind_of
from app.core.attachments.names import paper_name, safe_name
from app.core.errors import AppError
from app.core.words import sentence
from tests.factories.files import PDF, archive, photo
from tests.properties import few


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


@few(40)
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


def test_preparing_needs_no_picture_library_for_a_document():
    """A desk that never sees a photo never loads Pillow."""
    code = (
        "import sys; from app.core.attachments import prepare;"
        "prepare(b'%PDF-1.7', 'a.pdf'); print('PIL' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


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


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("受理回执 K7M2-Q9XA.pdf", "受理回执 K7M2-Q9XA.pdf"),
        ("交办单 身份证/户口本.pdf", "交办单 身份证_户口本.pdf"),
        ("../../.config/autostart/x", "_.._.config_autostart_x.pdf"),
        ("C:\\Users\\Public\\a.pdf", "C__Users_Public_a.pdf"),
        ("通知.hta", "通知.pdf"),
        ("通知.pdf.exe", "通知.pdf.pdf"),
    ],
)
def test_a_paper_leads_into_no_other_folder_and_is_opened_as_what_it_is(told, wanted):
    assert paper_name(told) == wanted
