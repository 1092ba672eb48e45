"""One append-only double-entry ledger: whatever is counted goes from one account to another."""
