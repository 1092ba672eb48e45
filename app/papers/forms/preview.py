"""How the template of a paper looks while it is written: set with an example or with a real case,
of which nothing personal is shown.
"""

from app.core.words import label
from app.papers.briefing.known import Known
from app.papers.briefing.preview import Preview
from app.papers.forms.checking import form_faults
from app.papers.forms.drawing import set_form
from app.papers.forms.filling import rows_of, shown
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import read_form
from app.papers.forms.offers import Facts, FieldType, Offer, Row, Value, example_facts, offers_of
from app.papers.official import SetPaper


def preview_form(text: str, kind: FormKind, facts: Facts | None = None) -> Preview:
    """Return how a template looks.

    Args:
        text: The template in TOML.
        kind: Of which paper.
        facts: Of a real one; None shows an example.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    faults = form_faults(text, kind)
    if faults:
        return Preview(faults)
    told = example_facts(kind) if facts is None else impersonal(kind, facts)
    paper = set_form(read_form(text), told, is_demo=False)
    found = SetPaper(paper.name, paper.body, 1, warnings=paper.warnings)
    return Preview((), found, known_of(kind, told))


def impersonal(kind: FormKind, facts: Facts) -> dict[str, Value]:
    """Return the facts of a real paper with the example in place of whatever tells of a person."""
    offers = offers_of(kind)
    found = dict(facts)
    for name, offer in offers.items():
        if offer.is_personal and offer.type is not FieldType.LIST:
            found[name] = offer.example if found[name] else found[name]
        elif offer.is_personal:
            found[name] = tuple(_row(offer, row) for row in rows_of(found[name]))
    return found


def _row(offer: Offer, row: Row) -> Row:
    hidden = {each.name: shown(each.example) for each in offer.row if each.is_personal}
    return {**row, **{name: example for name, example in hidden.items() if row[name]}}


def known_of(kind: FormKind, facts: Facts) -> tuple[Known, ...]:
    """Return what texts of a template may name, with what it is in the preview."""
    found = []
    for offer in offers_of(kind).values():
        if offer.type is FieldType.LIST:
            found.append(Known(offer.name, f"{offer.about}（{label(offer.type)}）", ""))
            found += [
                Known(each.name, f"{offer.about}：{each.about}", shown(each.example))
                for each in offer.row
            ]
            continue
        about = offer.about
        if offer.type is not FieldType.TEXT:
            about = f"{about}（{label(offer.type)}）"
        found.append(Known(offer.name, about, shown(facts[offer.name])))
    return tuple(found)
