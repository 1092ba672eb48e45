"""Who reported: how it is checked, cleaned, and stood for elsewhere."""

import os
from dataclasses import dataclass, field
from typing import Any

from app.cases.actions.steps import clean_text
from app.cases.personal import (
    DocumentKind,
    clean_document,
    clean_phone,
    last_four,
    phone_key,
    salted,
)


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported: all of it personal, kept in `case_person` alone."""

    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    document_kind: DocumentKind | None = None
    document_number: str = field(default="", repr=False)
    address: str = field(default="", repr=False)

    def is_empty(self) -> bool:
        """Tell whether nothing is known: an anonymous report."""
        return not f"{self.name}{self.phone}{self.document_number}{self.address}".strip()


NOBODY = Reporter()
"""An anonymous report."""


def person_values(reporter: Reporter, pepper: bytes) -> dict[str, Any]:
    """Return the columns of `CasePerson` for a reporter, checked and cleaned; the salt is new."""
    phone = clean_phone(reporter.phone)
    return {
        "name": " ".join(clean_text(reporter.name).split())[:64],
        "phone": phone,
        "phone_key": phone_key(phone, pepper) if phone else None,
        "phone_last4": last_four(phone),
        "document_kind": reporter.document_kind,
        "document_number": clean_document(reporter.document_kind, reporter.document_number),
        "address": clean_text(reporter.address)[:200],
        "salt": os.urandom(16),
    }


def person_hash(values: dict[str, Any]) -> str:
    """Return the salted hash that stands for a reporter in events and journal."""
    return salted(f"{values['name']}|{values['phone']}", values["salt"])
