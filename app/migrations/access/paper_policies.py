"""Who may read papers, draft, review, sign and send them out, and say that they have them; who
changes the templates of briefings: whoever keeps the settings of all centres.

Nothing of a paper is ever changed or taken away, so no policy allows it.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import (
    IS_MY_UNIT,
    ME,
    MINE,
    STAFF,
    exists,
    of_all,
    reaches,
)
from app.migrations.access.policy import ADMIN, DESK, Policy
from app.papers.rules import OfficialKind

_DRAFTS, _SIGNS = (Right.ASSIGN_CASE, Right.APPROVE), (Right.APPROVE,)
_KEEPS, _PARTY = (Right.MANAGE_PARTY,), (Right.READ_PARTY,)
_KINDS = ", ".join(f"'{kind.value}'" for kind in OfficialKind)


def _by_kind(
    table: str, briefing: tuple[Right, ...], document: tuple[Right, ...], kind: str = ""
) -> str:
    """Return the condition that one of the rights for the paper's kind reaches its region."""
    region = f"{table}region"
    return (
        f"CASE WHEN {kind or f'{table}kind'} IN ({_KINDS}) THEN {reaches(region, *document)}"
        f" ELSE {reaches(region, *briefing)} END"
    )


_READS = _by_kind("", (Right.READ_FIGURES, Right.READ_CASES), _PARTY)
_MAKES = _by_kind("", _DRAFTS, _KEEPS)
_SENDS = _by_kind("", _DRAFTS, _KEEPS, "jz.kind_of_paper(paper_id)")
_LISTS = reaches("region", Right.READ_FIGURES, Right.READ_CASES, *_PARTY)
"""Who got a copy tells nothing of what stands in it."""
_GOT = (
    "EXISTS (SELECT 1 FROM paper_copy c WHERE c.paper_id = paper_issue.id AND "  # noqa: S608  of ours
    + IS_MY_UNIT.format("c.")
    + ")"
)
_OF_PAPER = "EXISTS (SELECT 1 FROM paper_issue p WHERE p.id = paper_id)"
"""Rows of a paper are for whoever may read it: its own policy holds within this one."""


def _of_mine(briefing: tuple[Right, ...], document: tuple[Right, ...]) -> str:
    of_mine = _by_kind("p.", briefing, document)
    return f"EXISTS (SELECT 1 FROM paper_issue p WHERE p.id = paper_id AND {of_mine})"  # noqa: S608


_SERIES = "(SELECT p.kind || '/' || p.region FROM paper_issue p WHERE p.id = paper_id)"
_SIGNED = (
    "digest = encode(sha256(body), 'hex')"
    f" AND series = {_SERIES} || '/' || extract(year FROM dated)"
    " AND jz.is_next_number(series, number) AND dated BETWEEN"
    " ((now() - interval '10 minutes') AT TIME ZONE 'Asia/Shanghai')::date AND"
    " ((now() + interval '10 minutes') AT TIME ZONE 'Asia/Shanghai')::date"
)
"""The next number of the year and the day it is: nothing is dated back nor numbered ahead."""
_MY_NAME = "(SELECT jz.my_name())"
_STEPS = (
    f"CASE step WHEN 'signed' THEN {_of_mine(_SIGNS, _SIGNS)} AND {_SIGNED}"
    f" ELSE {_of_mine(_DRAFTS, _KEEPS)} END AND (step = 'issued' OR jz.is_newest_paper(paper_id))"
)
PAPERS: dict[str, Policy] = {
    "paper_template": Policy(
        (DESK, ADMIN),
        STAFF,
        f"{of_all(Right.MANAGE_SETTINGS)} AND {MINE} AND person = {_MY_NAME}"
        " AND jz.is_now(saved_at) AND jz.is_next_template(kind, version)",
    ),
    "form_template": Policy(
        (DESK, ADMIN),
        STAFF,
        f"CASE region WHEN '' THEN {of_all(Right.MANAGE_SETTINGS)}"
        f" ELSE {reaches('region', Right.MANAGE_SETTINGS)} END AND {MINE} AND person = {_MY_NAME}"
        " AND jz.is_now(saved_at) AND valid_from >= saved_at"
        " AND jz.is_next_form(kind, region, version)",
    ),
    "paper_issue": Policy(
        (DESK,),
        f"CASE WHEN {_READS} THEN true ELSE {_GOT} END",
        f"({_MAKES}) AND drafter_id = {ME} AND drafter = {_MY_NAME}"
        " AND jz.is_now(drafted_at)"
        " AND digest = encode(sha256(convert_to(snapshot, 'UTF8')), 'hex')",
    ),
    "paper_step": Policy(
        (DESK,),
        _OF_PAPER,
        f"{_STEPS} AND person_id = {ME} AND person = {_MY_NAME} AND jz.is_now(at)",
    ),
    "paper_copy": Policy(
        (DESK,),
        f"CASE WHEN {_LISTS} THEN true ELSE {IS_MY_UNIT.format('')} END",
        f"({_SENDS}) AND sender_id = {ME} AND sender = {_MY_NAME}"
        " AND jz.is_now(sent_at) AND "
        + exists("unit u", "u.id = unit_id AND u.name = paper_copy.unit"),
    ),
    "paper_receipt": Policy(
        (DESK,),
        "EXISTS (SELECT 1 FROM paper_copy c"
        " WHERE c.paper_id = paper_receipt.paper_id AND c.unit_id = paper_receipt.unit_id)",
        f"{IS_MY_UNIT.format('')} AND person_id = {ME} AND person = {_MY_NAME} AND jz.is_now(at)",
    ),
}
