"""What archives ask of a PDF (ISO 19005-2, PDF/A-2b) beyond embedded fonts: metadata as XMP that
say the same as the document information, and what red, green and blue mean.

Conformance is not claimed in the file: only a validator that was not written here may say so.
"""

from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

from app.core.clock import local
from app.papers.lines import printable

PROGRAM = "街治通"
_SRGB = "sRGB IEC61966-2.1"
_DATE_AT, _DATE_LENGTH = 24, 12  # of the profile's making, in its header (ICC.1:2022, 7.2)
_ID_AT, _ID_LENGTH = 84, 16  # a checksum that may be left out
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords></pdf:Keywords>
<pdf:Trapped>False</pdf:Trapped>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def make_archivable(canvas: Canvas, *, title: str, author: str, moment: datetime | None) -> None:
    """Give a document its information, the same as XMP, and the meaning of its colours.

    Args:
        canvas: Of the document, nothing drawn yet.
        title: What it is.
        author: Who issues it.
        moment: When it was made (aware); None for no moment in particular, so that the same
            facts give the same bytes.
    """
    title, author = _plain(title), _plain(author)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(title)
    canvas.setCreator(PROGRAM)
    anyhow: Any = canvas  # its stubs leave out the document: no door leads to catalogue and time
    document = anyhow._doc  # noqa: SLF001
    at = local(moment or _NO_MOMENT).replace(microsecond=0)
    offset_s = int((at.utcoffset() or at - at).total_seconds())
    document._timeStamp = SimpleNamespace(  # noqa: SLF001  as above
        t=at.timestamp(),
        YMDhms=at.timetuple()[:6],
        dhh=offset_s // 3600,
        dmm=offset_s % 3600 // 60,
    )
    told = _XMP.format(
        title=escape(title),
        author=escape(author),
        program=PROGRAM,
        producer=escape(document.info.producer),
        moment=at.isoformat(),
    )
    catalogue = document.Catalog
    named = [*catalogue.__NoDefault__, "OutputIntents"]
    catalogue.__NoDefault__ = catalogue.__Refs__ = named
    catalogue.Metadata = _metadata(told)
    catalogue.OutputIntents = PDFArray([_intent(document)])


def _plain(text: str) -> str:
    """Return a text without what XML and readers cannot hold: lone surrogates, control marks."""
    return " ".join(printable(text).encode("utf-8", "replace").decode().split())


def _metadata(told: str) -> Any:
    stream: Any = PDFStream()
    stream.content = told.encode()
    stream.dictionary = PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")})
    stream.filters = []  # a reader that knows nothing of PDF finds it in the open
    return stream


def _intent(document: Any) -> Any:
    profile: Any = PDFStream()
    profile.content = srgb_profile()
    profile.dictionary = PDFDictionary({"N": 3})
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(_SRGB),
            "Info": PDFString(_SRGB),
            "DestOutputProfile": document.Reference(profile, "srgb"),
        }
    )


@cache
def srgb_profile() -> bytes:
    """Return an ICC profile of sRGB, made here; its date is taken out, so it is always the same."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_DATE_AT : _DATE_AT + _DATE_LENGTH] = bytes((7, 208, 0, 1, 0, 1, *(0,) * 6))  # 2000-01-01
    made[_ID_AT : _ID_AT + _ID_LENGTH] = bytes(_ID_LENGTH)
    return bytes(made)
