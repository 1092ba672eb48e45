"""The right font per role where it is installed, the next best where not, and no hole ever."""

import struct
from functools import cache
from pathlib import Path

import pytest

from app.core import words
from app.papers import fonts
from app.papers.fonts import (
    FontBook,
    FontRole,
    NoPaperFont,
    Wish,
    Wishes,
    font_folders,
    font_warnings,
    installed_fonts,
)
from app.papers.sfnt import Face, faces_in
from app.papers.typeface import unicode_map

EVERY_ROLE = dict.fromkeys(FontRole, Wish(("Paper Song",), ("Stand In",), 0.03))


def sfnt(
    *names: str, tables: tuple[bytes, ...] = (b"glyf",), rights: int = 0, weight: int = 400
) -> bytes:
    """Return the beginnings of a font file: enough to be recognised, not to draw."""
    texts = [name.encode("utf-16-be") for name in names]
    records, at = b"", 0
    for text in texts:
        records += struct.pack(">6H", 3, 1, 0x804, 1, len(text), at)
        at += len(text)
    name_table = struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + b"".join(texts)
    style = struct.pack(">4x3H52xH", weight, 5, rights, 0)
    parts = {b"name": name_table, b"OS/2": style} | dict.fromkeys(tables, b"\0" * 4)
    offset = 12 + 16 * len(parts)
    directory, body = b"", b""
    for tag, content in parts.items():
        directory += struct.pack(">4s3I", tag, 0, offset + len(body), len(content))
        body += content
    return b"\0\1\0\0" + struct.pack(">4H", len(parts), 0, 0, 0) + directory + body


def test_a_font_file_is_known_by_its_names(tmp_path):
    file = tmp_path / "a.ttf"
    file.write_bytes(sfnt("方正小标宋简体", "FZXiaoBiaoSong-B05S", weight=700))

    (face,) = faces_in(file)

    assert face == Face(file, 0, frozenset({"方正小标宋简体", "fzxiaobiaosong-b05s"}), 700, False)


@pytest.mark.parametrize(
    "content",
    [
        sfnt("Outlines", tables=(b"CFF ",)),  # reportlab cannot embed these
        sfnt("Closed", rights=2),  # the maker forbids embedding
        b"OTTO" + b"\0" * 40,
        b"\0\1\0\0\0\xff",
        b"ttcf\0\1\0\0\xff\xff\xff\xff",
        b"",
    ],
)
def test_a_file_no_pdf_can_carry_is_passed_over(tmp_path, content):
    file = tmp_path / "a.ttf"
    file.write_bytes(content)

    assert faces_in(file) == ()


def face(name: str, weight: int = 400, *, slanted: bool = False) -> Face:
    """Return a face that is only a name."""
    return Face(
        Path(f"/nowhere/{name}-{weight}.ttf"), 0, frozenset({name.casefold()}), weight, slanted
    )


def test_the_right_font_wins_over_a_stand_in_and_the_upright_regular_over_others():
    regular = face("Paper Song")
    faces = [
        face("Stand In"),
        face("Paper Song", 700),
        face("Paper Song", 401, slanted=True),
        regular,
    ]

    book = FontBook(faces, Wishes(EVERY_ROLE))

    first, second = book.choices(FontRole.BODY)
    assert (first.face, first.is_right, first.thicken) == (regular, True, 0.0)
    assert (second.face.names, second.is_right, second.thicken) == ({"stand in"}, False, 0.03)


def test_a_missing_font_is_said_with_what_stands_in():
    told = font_warnings(FontBook([face("Stand In")], Wishes(EVERY_ROLE)))

    assert told[0] == "没有仿宋字体，暂用 Stand In 代替。"
    assert font_warnings(FontBook([], Wishes(EVERY_ROLE)))[0] == "没有仿宋字体，也没有可代替的。"


def test_without_any_font_the_refusal_says_what_to_install():
    book = FontBook([], Wishes(EVERY_ROLE))

    with pytest.raises(NoPaperFont) as refusal:
        book.runs("受理", FontRole.BODY)

    assert "请安装" in words.sentence(refusal.value)


def test_a_damaged_font_file_is_passed_over():
    good = installed_fonts().choices(FontRole.BODY)[0].face
    wishes = dict.fromkeys(FontRole, Wish(("Broken",), (next(iter(good.names)),)))
    book = FontBook([face("Broken"), good], Wishes(wishes))

    (run,) = book.runs("受理", FontRole.BODY)

    assert run.font.fontName == f"{good.path}:{good.index}"


def test_every_role_is_drawn_on_this_machine():
    book = installed_fonts()

    for role in FontRole:
        (run,) = book.runs("受理回执", role)
        assert run.lost == ""


def test_a_rare_character_is_drawn_by_another_font_and_comes_back_as_itself():
    runs = installed_fonts().runs("𠮷祥里䶮阳楼", FontRole.BODY)

    assert "".join(run.text for run in runs) == "𠮷祥里䶮阳楼"
    assert len({run.font.fontName for run in runs}) > 1
    assert all(run.lost == "" for run in runs)


def test_a_character_no_font_has_becomes_a_square_and_is_named():
    runs = installed_fonts().runs("甲\U000f0000\ud800乙", FontRole.BODY)

    assert "".join(run.text for run in runs) == "甲□□乙"
    assert "".join(run.lost for run in runs) == "\U000f0000\ud800"


def test_marks_in_the_middle_of_the_em_box_are_left_to_another_font():
    faces = installed_fonts()._faces
    ming = [face for face in faces if "ar pl uming cn" in face.names]
    assert ming, "packaging/system-packages names fonts-arphic-uming"
    roles = dict.fromkeys(FontRole, Wish(("AR PL UMing CN",), ("LXGW WenKai",)))
    book = FontBook(faces, Wishes(roles, avoid={"AR PL UMing CN": "。"}))
    alone = FontBook(ming, Wishes(roles, avoid={"AR PL UMing CN": "。"}))

    drawn_by = [Path(run.font.fontName).stem for run in book.runs("完。", FontRole.BODY)]
    assert drawn_by == ["uming", "LXGWWenKai-Regular"]
    assert len(alone.runs("完。", FontRole.BODY)) == 1  # better in the middle than missing


def test_windows_fonts_are_looked_for_where_windows_keeps_them(monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("WINDIR", "D:/Windows")
    monkeypatch.setenv("LOCALAPPDATA", "D:/Local")

    assert [folder.as_posix() for folder in font_folders()] == [
        "D:/Windows/Fonts",
        "D:/Local/Microsoft/Windows/Fonts",
    ]


def test_the_way_back_to_unicode_uses_pairs_beyond_the_first_plane():
    told = unicode_map("Song", [0x41, 0x20BB7] + [0x4E00] * 120)

    assert "<01> <D842DFB7>" in told
    assert [line for line in told.splitlines() if "beginbfchar" in line] == [
        "100 beginbfchar",
        "22 beginbfchar",
    ]


def test_a_font_without_everyday_characters_only_fills_in(monkeypatch):
    """A traditional 仿宋 would draw half of a sentence and leave the rest to another font."""
    drawn = {"old": "湴門", "new": "湴" + fonts._EVERYDAY}

    class Drawn:
        def __init__(self, file):
            self.covers = lambda character: character in drawn[file.path.stem]

    monkeypatch.setattr(fonts, "_loaded", cache(Drawn))
    faces = [
        Face(Path("old.ttf"), 0, frozenset({"paper song"}), 400, False),
        Face(Path("new.ttf"), 0, frozenset({"stand in"}), 400, False),
    ]
    book = FontBook(faces, Wishes(EVERY_ROLE))

    assert book.leading(FontRole.BODY).face is faces[1]
    assert [run.font.covers("門") for run in book.runs("湴门門", FontRole.BODY)] == [False, True]
    assert font_warnings(book)[0] == "没有仿宋字体，暂用 Stand In 代替。"
