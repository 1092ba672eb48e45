"""Entries of the ledger by the names the desk uses."""

from app.ledger.queries import StatementLine
from app.ledger.rules import TransferKind

__all__ = ["StatementLine", "TransferKind"]
