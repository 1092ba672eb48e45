"""Agreements and posts of the test centre, as its party officer puts them down."""

from dataclasses import replace
from datetime import date
from inspect import unwrap

from app.core.actor import console
from app.core.ids import new_id
from app.party.cooperation.actions.agreements import AgreementDraft, sign_agreement
from app.party.cooperation.actions.posts import Election, PostDraft, put_into_body
from app.party.cooperation.rules import CrossBody
from tests.factories.centre import COMMUNITY, STREET
from tests.factories.server import Server

SIGNED = date(2025, 11, 10)
AGREEMENT = AgreementDraft(
    STREET, "校社共建协议", ("振华小学党支部", " "), "学校：开放操场\n街道：护学", SIGNED
)


def post(name: str, body: CrossBody, compound: str = "机车新村", **more) -> PostDraft:
    """Return the draft of a post of a compound of the community."""
    draft = PostDraft(COMMUNITY, compound, name, body, "委员", SIGNED, None, Election(SIGNED, 8, 9))
    return replace(draft, **more)


def cooperation_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name."""
    with server.database.writing(console("test")) as uow:
        agreement = unwrap(sign_agreement)(uow, AGREEMENT, command_key=new_id())
        held = unwrap(put_into_body)(uow, post("郝志刚", CrossBody.BRANCH), command_key=new_id())
    return {"near_agreement": str(agreement), "near_post": str(held)}
