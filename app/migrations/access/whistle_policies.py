"""Who may read and write the rows of whistles and of the powers a street holds.

Whistles are for whoever may read the case, drafted by whoever disposes of it, and changed by
whoever works on it, each side its own part (`parts`). The register of
powers is for whoever reads the street's figures; the director keeps it, and whoever disposes of
the street's cases puts uses down.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import OF_CASE, WORKS, may, reaches
from app.migrations.access.policy import DESK, Policy

_SUMMONS = f"{OF_CASE} AND {may(Right.ASSIGN_CASE, Right.APPROVE)}"
_READS = reaches("street", Right.READ_FIGURES)
_KEEPS = reaches("street", Right.APPROVE)
_USES = reaches("street", Right.ASSIGN_CASE)

WHISTLES: dict[str, Policy] = {
    "whistle": Policy((DESK,), OF_CASE, _SUMMONS, WORKS),
    "whistle_unit": Policy((DESK,), OF_CASE, _SUMMONS, WORKS),
    "street_power": Policy((DESK,), _READS, _KEEPS, _KEEPS),
    # What was put down stays; what came of it, and what was answered, is added later.
    "power_use": Policy(
        (DESK,), _READS, _USES, _USES, fields=("result", "answer", "answered_on", "version")
    ),
}
