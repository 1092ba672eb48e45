"""Answers to notices: files that a gateway or a mail program drops into a folder, read by their
reference. Nothing of a file is trusted but its size, and nothing in it is carried out.
"""

import email.policy
import hashlib
import json
import logging
from dataclasses import dataclass
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path

import sqlalchemy as sa

from app.cases.models import CaseFile
from app.cases.models.notices import Notice, NoticeReply
from app.cases.notice_rules import REFERENCE
from app.cases.personal import clean_phone, phone_key
from app.core.actor import system
from app.core.changes import Topic
from app.core.database import Database, Uow, has_own_account
from app.core.errors import AppError
from app.core.gateways.config import GatewayFault, read_gateways
from app.core.ids import new_id
from app.core.text import storable
from app.core.words import say, sentence

MOST_BYTES = 256 * 1024
MOST_FILES = 100
TEXT_MOST = 500
DONE, REFUSED = "done", "refused"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file holds.

    Attributes:
        sender: Number or address it says it came from, "" for none.
    """

    reference: str
    text: str
    sender: str


def read_replies(database: Database) -> str:
    """Read what lies in the folder of answers; each file is kept aside, read or refused."""
    try:
        folder = read_gateways().replies
    except GatewayFault as error:
        return sentence(error)
    with database.reading() as session:
        if folder is None or has_own_account(session):
            return say("chores.replies_none")
    taken = refused = 0
    for file in _files(folder):
        ok = _take(database, file)
        _put_aside(folder, file, DONE if ok else REFUSED)
        taken, refused = taken + ok, refused + (not ok)
    return say("chores.replies_read", taken=taken, refused=refused)


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    plain = (f for f in found if f.suffix.lower() in (".json", ".eml"))
    return [f for f in plain if f.is_file() and not f.is_symlink()][:MOST_FILES]


def _put_aside(folder: Path, file: Path, where: str) -> None:
    try:
        (folder / where).mkdir(exist_ok=True)
        file.replace(folder / where / file.name)
    except OSError as error:
        log.warning("an answer stays where it is: %s", error)


def _take(database: Database, file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            body = opened.read(MOST_BYTES + 1)
    except OSError:
        return False
    answer = answer_in(file.suffix.lower(), body) if len(body) <= MOST_BYTES else None
    if answer is None:
        return False
    with database.writing(system("cases.replies")) as uow:
        return _keep(uow, answer, hashlib.sha256(body).hexdigest(), database.state.pepper)


def answer_in(suffix: str, body: bytes) -> Answer | None:
    """Return what a file says, None where no reference is found in it."""
    try:
        text, sender = _json(body) if suffix == ".json" else _mail(body)
    except (ValueError, LookupError, UnicodeDecodeError, TypeError, AttributeError):
        return None
    found = REFERENCE.search(text.upper())
    if found is None:
        return None
    start, end = found.span()
    said = " ".join(storable(text[:start] + text[end:]).split()).strip(" ：:，,。")
    return Answer(found[0], said[:TEXT_MOST], sender)


def _json(body: bytes) -> tuple[str, str]:
    told = json.loads(body.decode("utf-8-sig"))
    return f"{told.get('reference', '')} {told['text']}", str(told.get("from", ""))


def _mail(body: bytes) -> tuple[str, str]:
    message = BytesParser(policy=email.policy.default).parsebytes(body)
    part = message.get_body(("plain",))
    text = part.get_content() if part is not None else ""
    own = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    quoted = [line for line in text.splitlines() if line.lstrip().startswith(">")]
    subject = str(message["Subject"] or "")
    said = " ".join(own)
    if REFERENCE.search(said.upper()) is None:  # it may stand in the subject or what is quoted
        found = REFERENCE.search(f"{subject} {' '.join(quoted)}".upper())
        said = f"{found[0] if found else ''} {said}"
    return said, parseaddr(str(message["From"] or ""))[1].lower()


def _keep(uow: Uow, answer: Answer, digest: str, pepper: bytes) -> bool:
    notice = uow.session.scalars(
        sa.select(Notice).where(Notice.reference == answer.reference)
    ).one_or_none()
    if notice is None:
        return False
    had = sa.select(NoticeReply.id).where(NoticeReply.digest == digest)
    if uow.session.scalar(had) is not None:
        return True
    case = uow.session.get_one(CaseFile, notice.case_id)
    reply = NoticeReply(
        id=new_id(),
        notice_id=notice.id,
        case_id=case.id,
        at=uow.now,
        text=answer.text,
        is_from_there=_is_from_there(notice, answer.sender, pepper),
        digest=digest,
    )
    uow.session.add(reply)
    uow.session.flush()
    uow.record("notices.replied", Topic.NOTICE, notice.id, region=case.region, case=str(case.id))
    uow.touched(Topic.CASE, case.id, case.region)
    return True


def _is_from_there(notice: Notice, sender: str, pepper: bytes) -> bool | None:
    if not sender or not notice.to_key:
        return None
    try:
        address = sender if "@" in sender else clean_phone(sender)
    except AppError:
        return False
    return phone_key(address, pepper) == notice.to_key
