"""Service points of members: rules with caps, records that are confirmed, the ledger's sums."""
