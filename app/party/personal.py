"""Personal values of members: matched without being read, and masked; pure."""

import hmac

from app.cases.personal import DocumentKind as DocumentKind

MASKED_DIGITS = 4


def document_key(number: str, pepper: bytes) -> str:
    """Return the keyed hash by which a clean document number is matched without being read.

    All its signs count, a letter too, unlike in that of a telephone number.
    """
    return hmac.digest(pepper, f"document:{number}".encode(), "sha256").hex()


def masked_document(number: str) -> str:
    """Return the last four signs of a document number: ``****0021``; "" for none."""
    return f"****{number[-MASKED_DIGITS:]}" if number else ""
