"""A version of an item made clean, or refused with what is missing; pure."""

import re
from dataclasses import replace

from app.core.text import one_line, storable
from app.services.items.errors import ItemCodeWrong, ItemNumberWrong, ItemPartMissing
from app.services.items.rules import (
    CATEGORY_MOST,
    CODE_MOST,
    COUNT_MOST,
    DAYS_MOST,
    LINE_MOST,
    MATERIALS_MOST,
    NAME_MOST,
    STEPS_MOST,
    UNIT_MOST,
    WORDS_MOST,
    YEARLY_MOST,
    Delegation,
    ItemBody,
    ItemPart,
    Material,
)

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def clean_item_code(text: str) -> str:
    """Return the code of an item.

    Raises:
        ItemPartMissing: There is none.
        ItemCodeWrong: It holds something that no code does.
    """
    told = one_line(text).upper()
    if not told:
        raise ItemPartMissing(part=ItemPart.CODE)
    if len(told) > CODE_MOST or not _CODE.fullmatch(told):
        raise ItemCodeWrong(code=told[:CODE_MOST])
    return told


def clean_body(body: ItemBody) -> ItemBody:
    """Return a version as it may be saved: spaces gone, texts within their length.

    Raises:
        ItemPartMissing: Name, department or category is missing, or a part of what was begun.
        ItemNumberWrong: A number is out of reach.
    """
    _number(body.limit_days, 0, DAYS_MOST)
    _number(body.yearly, 0, YEARLY_MOST)
    return replace(
        body,
        name=_said(ItemPart.NAME, body.name, NAME_MOST),
        department=_said(ItemPart.DEPARTMENT, body.department, UNIT_MOST),
        category=_said(ItemPart.CATEGORY, body.category, CATEGORY_MOST),
        situations=tuple(dict.fromkeys(body.situations)),
        summary=one_line(body.summary)[:LINE_MOST],
        conditions=storable(body.conditions).strip()[:WORDS_MOST],
        materials=tuple(_material(each) for each in body.materials[:MATERIALS_MOST]),
        fee=one_line(body.fee)[:LINE_MOST],
        place=one_line(body.place)[:LINE_MOST],
        hours=one_line(body.hours)[:LINE_MOST],
        phone=one_line(body.phone)[:UNIT_MOST],
        basis=storable(body.basis).strip()[:WORDS_MOST],
        steps=_lines(body.steps),
        delegation=_delegation(body.delegation),
    )


def lacks(body: ItemBody) -> tuple[ItemPart, ...]:
    """Return what residents would miss, so that the item cannot be published yet."""
    told = {
        ItemPart.SUMMARY: body.summary,
        ItemPart.PLACE: body.place,
        ItemPart.BASIS: body.basis,
        ItemPart.SITUATIONS: body.situations,
    }
    return tuple(part for part, value in told.items() if not value)


def _said(part: ItemPart, text: str, most: int) -> str:
    told = one_line(text)[:most]
    if not told:
        raise ItemPartMissing(part=part)
    return told


def _number(value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ItemNumberWrong(least=least, most=most)


def _lines(steps: tuple[str, ...]) -> tuple[str, ...]:
    told = (one_line(step)[:LINE_MOST] for step in steps)
    return tuple(step for step in told if step)[:STEPS_MOST]


def _material(material: Material) -> Material:
    _number(material.count, 1, COUNT_MOST)
    name = _said(ItemPart.MATERIAL, material.name, NAME_MOST)
    return replace(material, name=name, source=one_line(material.source)[:LINE_MOST])


def _delegation(given: Delegation | None) -> Delegation | None:
    if given is None:
        return None
    giver, taker = (
        _said(ItemPart.DELEGATION, each, UNIT_MOST) for each in (given.giver, given.taker)
    )
    return Delegation(giver, taker, given.since, _said(ItemPart.DELEGATION, given.basis, LINE_MOST))
