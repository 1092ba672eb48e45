"""Who may read and write notices out: desks queue them and read the log; only the service sends.

A row says of which event and template it is, and nothing that goes out: whoever writes one past the
program can at most let somebody be told once more of what happened to their own case, and only of
what did happen. Nobody reads the keyed hash of an address: by it, whoever knows what a masked
number shows could find out the rest.
"""

from app.accounts.rules import Right
from app.migrations.access.conditions import DIRECTORY, OF_CASE, STAFF, WORKS, of_all
from app.migrations.access.policy import DESK, Policy

_KEEPS = of_all(Right.MANAGE_KINDS)
_UNSENT = (
    "state = 'waiting' AND tries = 0 AND sent_at IS NULL AND text = '' AND last4 = ''"
    " AND to_key = '' AND reference IS NULL AND fault = '' AND detail = ''"
)
_SOON = "next_at <= now() + interval '10 minutes'"
"""A row put off for years would keep the one of the program from being written."""

NOTICES: dict[str, Policy] = {
    "notice": Policy(
        (DESK,),
        OF_CASE,
        f"{WORKS} AND {_UNSENT} AND jz.is_now(queued_at) AND {_SOON}",
        columns=(
            *("id", "case_id", "ordinal", "template_id", "audience", "channel", "unit_id"),
            *("state", "queued_at", "next_at", "tries", "sent_at", "text", "last4"),
            *("reference", "fault", "detail"),
        ),
    ),
    "notice_gateway": Policy(DIRECTORY, STAFF),
    "notice_reply": Policy((DESK,), OF_CASE),
    "notice_template": Policy(DIRECTORY, STAFF, _KEEPS, _KEEPS),
}
