"""Why a case is called about in words, the same on screen and on paper; pure."""

from app.cases.drawing import CallReason, DrawnBy, Plan, Share, place_of, places
from app.cases.queries.calling import CallRow
from app.cases.rules import Source
from app.core.words import label, say


def share_words(share: Share, names: dict[str, str]) -> str:
    """Return ``来电：每 10 件抽 3 件``; `names` are those of the kinds by code."""
    what = say("cases.call.rest")
    if share.by is DrawnBy.SOURCE:
        what = label(Source(share.key))
    elif share.by is DrawnBy.KIND:
        what = names.get(share.key, share.key)
    return say(f"cases.call.{_amount(share)}", what=what, drawn=share.drawn, of=share.of)


def plan_words(plan: Plan, names: dict[str, str]) -> str:
    """Return a whole plan in one line."""
    if not plan.shares:
        return say(f"cases.call.only_{_amount(plan.rest)}", drawn=plan.rest.drawn, of=plan.rest.of)
    return say("cases.call.joint").join(
        share_words(share, names) for share in (*plan.shares, plan.rest)
    )


def why_words(row: CallRow) -> str:
    """Return why a case is called about, or is not: ``抽中：来电每 10 件抽 3 件，这是第 47 件``."""
    if row.reason in (CallReason.PROMISED, CallReason.NO_PHONE):
        return label(row.reason)
    share = share_of(row)
    if share.drawn == share.of:
        return say("cases.call.why_all")
    told = share_words(share, {share.key: row.share_name})
    return say("cases.call.why", reason=label(row.reason), share=told, serial=row.serial)


def places_words(row: CallRow, plan: Plan) -> str:
    """Return which places of the block were drawn: what anybody can redo; "" where all were."""
    share = share_of(row)
    drawn = row.reason in (CallReason.DRAWN, CallReason.NOT_DRAWN)
    if not drawn or share.drawn in (0, share.of) or plan.number != row.plan:
        return ""
    block, place = place_of(share, row.serial)
    found = "、".join(map(str, places(plan, share, row.street, block)))
    return say("cases.call.places", block=block + 1, place=place, places=found)


def share_of(row: CallRow) -> Share:
    """Return the share by which a row was drawn."""
    by, _, key = row.share.partition(":")
    known = by in tuple(DrawnBy)
    return Share(DrawnBy(by) if known else DrawnBy.REST, key, row.drawn, row.drawn_of)


def _amount(share: Share) -> str:
    if share.drawn == 0:
        return "none"
    return "all" if share.drawn == share.of else "some"
