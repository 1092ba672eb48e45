"""What a file is, judged by its content; the name is believed only where it is harmless."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from app.core.attachments.errors import FileCanRun, FileDamaged, FileKindUnknown


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        media_type: As stored and shown.
        endings: File name endings without the dot; the first is given to files with another.
        picture: Pillow's name of the format; empty where it is no picture we can draw.
    """

    media_type: str
    endings: tuple[str, ...]
    picture: str = ""


JPEG = Kind("image/jpeg", ("jpg", "jpeg"), "JPEG")
PDF = Kind("application/pdf", ("pdf",))
_PLAIN_TEXT = Kind("text/plain", ("txt", "csv", "log", "md", "json", "ini", "srt"))
_ZIP = Kind("application/zip", ("zip",))
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCUMENT = "application/vnd.oasis.opendocument."

_BY_START = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind("image/png", ("png",), "PNG")),
    (b"GIF87a", Kind("image/gif", ("gif",), "GIF")),
    (b"GIF89a", Kind("image/gif", ("gif",), "GIF")),
    (b"II*\x00", Kind("image/tiff", ("tif", "tiff"), "TIFF")),
    (b"MM\x00*", Kind("image/tiff", ("tif", "tiff"), "TIFF")),
    (b"%PDF-", PDF),
    (b"{\\rtf", Kind("application/rtf", ("rtf",))),
    (b"#!AMR", Kind("audio/amr", ("amr",))),
    (b"ID3", Kind("audio/mpeg", ("mp3",))),
    (b"\xff\xfb", Kind("audio/mpeg", ("mp3",))),
    (b"\xff\xf3", Kind("audio/mpeg", ("mp3",))),
    (b"OggS", Kind("audio/ogg", ("ogg", "oga", "ogv"))),
    (b"fLaC", Kind("audio/flac", ("flac",))),
    (b"\x1aE\xdf\xa3", Kind("video/x-matroska", ("mkv", "webm"))),
)
_RIFF = {
    b"WEBP": Kind("image/webp", ("webp",), "WEBP"),
    b"WAVE": Kind("audio/wav", ("wav",)),
    b"AVI ": Kind("video/x-msvideo", ("avi",)),
}
_BRANDS = {  # the ISO media family names itself after "ftyp"
    b"heic": Kind("image/heic", ("heic", "heif")),
    b"heix": Kind("image/heic", ("heic", "heif")),
    b"mif1": Kind("image/heic", ("heic", "heif")),
    b"qt  ": Kind("video/quicktime", ("mov",)),
    b"M4A ": Kind("audio/mp4", ("m4a",)),
}
_BMP = Kind("image/bmp", ("bmp",), "BMP")
_MP4 = Kind("video/mp4", ("mp4", "m4v", "3gp"))
_OLE = (  # names of the main stream in documents of older office programs
    ("WordDocument", Kind("application/msword", ("doc", "wps"))),
    ("Workbook", Kind("application/vnd.ms-excel", ("xls", "et"))),
    ("Book", Kind("application/vnd.ms-excel", ("xls", "et"))),
    ("PowerPoint Document", Kind("application/vnd.ms-powerpoint", ("ppt", "dps"))),
)
_IN_ZIP = (
    ("word/document.xml", Kind(_OFFICE + "wordprocessingml.document", ("docx",))),
    ("xl/workbook.xml", Kind(_OFFICE + "spreadsheetml.sheet", ("xlsx",))),
    ("ppt/presentation.xml", Kind(_OFFICE + "presentationml.presentation", ("pptx",))),
    ("OFD.xml", Kind("application/ofd", ("ofd",))),
)
_BY_MIMETYPE = {
    _DOCUMENT + "text": Kind(_DOCUMENT + "text", ("odt",)),
    _DOCUMENT + "spreadsheet": Kind(_DOCUMENT + "spreadsheet", ("ods",)),
    _DOCUMENT + "presentation": Kind(_DOCUMENT + "presentation", ("odp",)),
}

_PROGRAMS = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"!<arch>",
    b"\xed\xab\xee\xdb",
    b"ITSF",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
# fmt: off
_RUN_ENDINGS = frozenset({
    "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "inf", "jse", "lnk", "msi", "msp", "ps1",
    "reg", "scr", "url", "vb", "vbe", "vbs", "wsf", "wsh",  # Windows
    "appimage", "bash", "deb", "desktop", "dmg", "iso", "rpm", "run", "sh", "so",  # Linux, images
    "apk", "jar", "js", "php", "pl", "py", "pyw", "rb",  # languages
    "chm", "htm", "html", "mht", "mhtml", "svg", "xhtml",  # pages that carry scripts
    "docm", "dotm", "pptm", "xlsm", "xltm",  # documents with macros
})
# fmt: on
_SCRIPT = re.compile(
    r"\s*(#!|<!doctype\s+html|<(html|head|body|script|svg|hta|job|package)\b)", re.I
)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENOUGH = 4096  # bytes of a text that show what it is


def ending(name: str) -> str:
    """Return the ending of a file name in lower case, without the dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(body: bytes, name: str) -> Kind:
    """Return what a file is.

    Raises:
        FileCanRun: It is, calls itself or carries a program, script or macro.
        FileDamaged: It begins like an archive and is none.
        FileKindUnknown: It is none of what is kept.
    """
    if ending(name) in _RUN_ENDINGS or _is_program(body):
        raise FileCanRun(name=name)
    if body.startswith(b"PK\x03\x04"):
        return _zip_kind(body, name)
    kind = _by_mark(body) or _text_kind(body, name)
    if kind is None:
        raise FileKindUnknown(name=name)
    return kind


def _is_program(body: bytes) -> bool:
    # Two letters alone might begin a note; no note holds a zero byte.
    return body.startswith(_PROGRAMS) or (body.startswith(b"MZ") and b"\0" in body[:64])


def _by_mark(body: bytes) -> Kind | None:
    if body[:4] == b"RIFF":
        return _RIFF.get(body[8:12])
    if body[4:8] == b"ftyp":
        return _BRANDS.get(body[8:12], _MP4)
    if body[:2] == b"BM" and body[6:10] == bytes(4):
        return _BMP
    if body.startswith(_OLE_START):
        return next((kind for stream, kind in _OLE if stream.encode("utf-16-le") in body), None)
    return next((kind for start, kind in _BY_START if body.startswith(start)), None)


def _zip_kind(body: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            inside = archive.namelist()
            mimetype = _mimetype(archive)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise FileDamaged(name=name) from error
    if any(_runs(entry) for entry in inside):
        raise FileCanRun(name=name)
    found = (kind for entry, kind in _IN_ZIP if entry in inside)
    return _BY_MIMETYPE.get(mimetype) or next(found, _ZIP)


def _mimetype(archive: zipfile.ZipFile) -> str:
    listed = archive.NameToInfo.get("mimetype")
    if listed is None or listed.file_size > len(max(_BY_MIMETYPE, key=len)):
        return ""
    return archive.read(listed).decode("ascii", "replace")


def _runs(entry: str) -> bool:
    package = entry in ("AndroidManifest.xml", "META-INF/MANIFEST.MF")
    macro = entry.lower().endswith("vbaproject.bin")
    return package or macro or ending(entry) in _RUN_ENDINGS


def _text_kind(body: bytes, name: str) -> Kind | None:
    text = _decoded(body)
    if text is None or _NOT_TEXT.search(text):
        return None
    if _SCRIPT.match(text[:_ENOUGH]):
        raise FileCanRun(name=name)
    return _PLAIN_TEXT


def _decoded(body: bytes) -> str | None:
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
