"""Reading papers back with another program than the one that drew them."""

import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from app.papers.form_sheet import FormFacts
from app.papers.forms.filling import fill_form, rows_of
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import FormTemplate
from app.papers.forms.offers import Facts, FieldType, Offer, offers_of

Run = Callable[..., str]
MAY_LACK = (FieldType.MOMENT, FieldType.DAY, FieldType.NUMBER)
TYPES = {
    FieldType.TEXT: str,
    FieldType.NUMBER: int,
    FieldType.MOMENT: datetime,
    FieldType.DAY: date,
    FieldType.FLAG: bool,
    FieldType.LIST: tuple,
}


@pytest.fixture
def poppler(tmp_path: Path) -> Run:
    """Run one of poppler's tools over a PDF and return what it says."""

    def run(tool: str, pdf: bytes, *options: str, output: str = "") -> str:
        file = tmp_path / "paper.pdf"
        file.write_bytes(pdf)
        outputs = [output] if output else []
        done = subprocess.run([tool, *options, file, *outputs], capture_output=True, check=True)
        assert done.stderr == b"", done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every paper that is drawn give its template what it offers, no more and no less."""

    def fill(template: FormTemplate, facts: Facts, *, is_demo: bool) -> FormFacts:
        offers = offers_of(FormKind(template.kind))
        assert set(facts) == set(offers), set(facts) ^ set(offers)
        for name, offer in offers.items():
            check(offer, facts[name])
            if offer.type is FieldType.LIST:
                for row in rows_of(facts[name]):
                    assert set(row) == {each.name for each in offer.row}, row
                    for each in offer.row:
                        check(each, row[each.name])
        return fill_form(template, facts, is_demo=is_demo)

    def check(offer: Offer, value: object) -> None:
        empty = value is None and offer.type in MAY_LACK
        assert empty or isinstance(value, TYPES[offer.type]), (offer.name, value)

    monkeypatch.setattr("app.papers.forms.drawing.fill_form", fill)
    monkeypatch.setattr("app.papers.slip.fill_form", fill)
