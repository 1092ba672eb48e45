"""What is ticked for a need, added up in words."""

from PySide6.QtCore import QCoreApplication

from app.party.lists.queries.rows import NeedRow
from app.party.lists.rules import OfferKind
from app.party.lists.telling import need_line, unit_of
from ui.party.lists.choosing import Ticked


def enough_of(need: NeedRow, ticked: tuple[Ticked, ...]) -> bool:
    """Tell whether all that is lacking is covered."""
    given: dict[OfferKind, int] = {}
    for one in ticked:
        given[one.kind] = given.get(one.kind, 0) + one.amount
    return all(given.get(want.kind, 0) >= want.amount for want in need.wants)


def sum_words(need: NeedRow, ticked: tuple[Ticked, ...]) -> str:
    """Return it added up: 选了 3 项：60 + 20 = 80 人次，够 80；场地有了."""
    translate = QCoreApplication.translate
    parts = [
        _part(want.kind, want.amount, [one.amount for one in ticked if one.kind is want.kind])
        for want in need.wants
    ]
    words = translate("Lists", "选了 {count} 项：{parts}")
    return words.format(count=len(ticked), parts="；".join(parts))


def asking_words(need: NeedRow, ticked: tuple[Ticked, ...]) -> str:
    """Return what can be sent to the units before anything is formed."""
    translate = QCoreApplication.translate
    words = translate(
        "Lists",
        "{by}需要“{title}”（{line}）。想请{unit}以“{resource}”支持 {amount} {of}，能否参加？",
    )
    return "\n".join(
        words.format(
            by=need.needed_by,
            title=need.title,
            line=need_line(need),
            unit=one.row.offered_by,
            resource=one.row.title,
            amount=one.amount,
            of=unit_of(one.kind),
        )
        for one in ticked
    )


def _part(kind: OfferKind, lacking: int, amounts: list[int]) -> str:
    translate = QCoreApplication.translate
    if kind is OfferKind.VENUE and lacking == 1:
        return translate("Lists", "场地有了") if amounts else translate("Lists", "还缺场地")
    if not amounts:
        words = translate("Lists", "还缺 {lacking} {unit}")
        return words.format(lacking=lacking, unit=unit_of(kind))
    whole = sum(amounts)
    added = " + ".join(map(str, amounts))
    told = f"{added} = {whole}" if len(amounts) > 1 else added
    if whole >= lacking:
        words = translate("Lists", "{told} {unit}，够 {lacking}")
    else:
        words = translate("Lists", "{told} {unit}，还差 {rest}")
    return words.format(told=told, unit=unit_of(kind), lacking=lacking, rest=lacking - whole)
