"""A paper with everything that the standard knows, for tests that measure it."""

from datetime import UTC, date, datetime

from app.papers.chart import Bars
from app.papers.frame import Span
from app.papers.official import (
    BODY,
    FIRST,
    SECOND,
    Block,
    Colophon,
    Head,
    Listing,
    Official,
    Words,
)
from app.papers.table import Column, Row

MOMENT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TEXT = (
    "11月16日至22日，受理事件436件，办结407件，办结率93.3%；超时6件（比上周少3件）。"
    "“依法办事”，《条例》（2026年）规定：“综治”。"
)
RARE = "湴塱墘𡌶"


def heading(text: str) -> Words:
    """Return a heading 一、"""
    return Words((Span(text, FIRST),), mark=text, is_heading=True)


def paragraph(text: str) -> Words:
    """Return a paragraph of body text."""
    return Words((Span(text, BODY),))


def rows(count: int) -> tuple[Row, ...]:
    """Return rows of a table of figures."""
    return tuple(
        Row((f"第{at}社区", str(at * 37 % 91)), keys=("", f"row{at}")) for at in range(count)
    )


BLOCKS: tuple[Block, ...] = (
    heading("一、总体情况"),
    paragraph(TEXT * 4),
    heading("二、主要特点"),
    Words(
        (
            Span("（一）南塘、望江门占两成多。", SECOND),
            Span("两个社区受理", BODY),
            Span("97", BODY, key="two"),
            Span(f"件，{RARE}。" + TEXT, BODY),
        ),
        mark="（一）南塘、望江门占两成多",
        level=1,
    ),
    Bars(
        "周三最多",
        tuple(f"周{each}" for each in "一二三四五六日"),
        (61, 70, 97, 66, 58, 44, 40),
        tuple(f"day{at}" for at in range(7)),
        (55, 71, 80, 60, 66, 40, 30),
        ((40, 80),) * 7,
        ("本周", "上周", "通常"),
        "单位：件。",
    ),
    Listing("各社区受理", (Column("社区"), Column("受理", 60, figures=True)), rows(60)),
)


def official(
    blocks: tuple[Block, ...] = BLOCKS, *, title: str = "2026年第47周综治工作情况"
) -> Official:
    """Return a paper of a week."""
    return Official(
        name="周报.pdf",
        issuer="柳溪街道综治中心",
        title=title,
        moment=MOMENT,
        blocks=blocks,
        head=Head("柳溪街道综治周报", "第47期", "柳溪街道综治中心", "2026年11月23日"),
        signed_on=date(2026, 11, 23),
        colophon=Colophon("抄送：区委政法委，各社区。", "柳溪街道综治中心", date(2026, 11, 23)),
        mark="演示数据",
    )


def plain(blocks: tuple[Block, ...]) -> Official:
    """Return a paper of text only, from the first line of its first page on."""
    return Official("文.pdf", "柳溪街道综治中心", "题", MOMENT, blocks)
