"""Which gateways there are: one file beside the settings of the computer that sends.

``gateways.toml`` holds addresses and no secret; a secret lies in a file of its own beside it that
only its owner may read. Neither ever stands in the database.
"""

import os
import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from app.core.errors import AppError
from app.core.gateways.channels import Channel
from app.core.settings import config_file

GATEWAY_FILE = "gateways.toml"
TIMEOUT_S = 10
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_MAIL = re.compile(r"[^@\s<>,;:\"]{1,64}@[A-Za-z0-9.-]{1,190}")
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"


class GatewayFault(AppError):
    """The file of gateways, or a secret, cannot be used; facts: ``what``, ``why``."""

    code = "gateways.fault"


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """An address that takes a request for each notice.

    Attributes:
        url: http or https.
        method: POST or PUT, or GET where the body is the query.
        content_type: JSON or a form; decides how values are put into `body`.
        body: With ``{phone}``, ``{text}``, ``{id}``, ``{reference}``, ``{case}``.
        secret_header: Header that carries the secret, "" for none.
        secret: What it carries.
    """

    url: str
    method: str = "POST"
    content_type: str = _JSON
    body: str = '{"phone": "{phone}", "text": "{text}", "id": "{id}"}'
    secret_header: str = ""
    secret: str = field(default="", repr=False)
    timeout_s: int = TIMEOUT_S


@dataclass(frozen=True, slots=True)
class MailGateway:
    """An SMTP server.

    Attributes:
        security: ``none``, ``starttls`` or ``tls``.
        sender: Address it is sent from.
        units: Address of a unit by its code.
    """

    host: str
    port: int
    sender: str
    security: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    timeout_s: int = TIMEOUT_S


@dataclass(frozen=True, slots=True)
class Gateways:
    """All there are.

    Attributes:
        replies: Folder answers are dropped into, None where nobody does.
    """

    sms: HttpGateway | None = None
    email: MailGateway | None = None
    webhook: HttpGateway | None = None
    replies: Path | None = None

    @property
    def channels(self) -> tuple[Channel, ...]:
        """What can be sent by."""
        return tuple(channel for channel in Channel if getattr(self, channel.value) is not None)

    def place(self, channel: Channel) -> str:
        """Return which computer a channel leads to, for the settings page."""
        gateway = getattr(self, channel.value)
        if isinstance(gateway, MailGateway):
            return f"{gateway.host}:{gateway.port}"
        return urlsplit(gateway.url).netloc if gateway is not None else ""


def read_gateways(folder: Path | None = None) -> Gateways:
    """Read the file beside the settings; without one there are no gateways.

    Raises:
        GatewayFault: It, or a secret it names, cannot be used; nothing is guessed.
    """
    folder = folder or config_file().parent
    try:
        told = tomllib.loads((folder / GATEWAY_FILE).read_text("utf-8-sig"))
    except FileNotFoundError:
        return Gateways()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GatewayFault(what=GATEWAY_FILE, why=str(error)) from error
    unknown = set(told) - {"sms", "smtp", "webhook", "replies"}
    if unknown:
        raise GatewayFault(what=GATEWAY_FILE, why="、".join(sorted(unknown)))
    replies = told.get("replies", {}).get("folder", "")
    return Gateways(
        sms=_http("sms", told.get("sms"), folder),
        email=_mail(told.get("smtp"), folder),
        webhook=_http("webhook", told.get("webhook"), folder),
        replies=Path(replies) if replies else None,
    )


def _http(name: str, told: dict[str, Any] | None, folder: Path) -> HttpGateway | None:
    if told is None:
        return None
    given = dict(told)
    secret = _secret(folder, given.pop("secret_file", ""))
    made: HttpGateway = _made(HttpGateway, name, {**given, "secret": secret})
    parts = urlsplit(made.url)
    wrong = (
        (parts.scheme not in ("http", "https") or not parts.hostname, "url"),
        (made.method not in ("POST", "PUT", "GET"), "method"),
        (made.content_type not in (_JSON, _FORM), "content_type"),
        (bool(made.secret_header) and not _HEADER.fullmatch(made.secret_header), "secret_header"),
        (not 1 <= made.timeout_s <= 60, "timeout_s"),
    )
    _refuse(name, wrong)
    return made


def _mail(told: dict[str, Any] | None, folder: Path) -> MailGateway | None:
    if told is None:
        return None
    given = dict(told)
    password = _secret(folder, given.pop("secret_file", ""))
    made: MailGateway = _made(MailGateway, "smtp", {**given, "password": password})
    wrong = (
        (not made.host, "host"),
        (not 1 <= made.port <= 65_535, "port"),
        (made.security not in ("none", "starttls", "tls"), "security"),
        (not is_mail_address(made.sender), "sender"),
        (not all(is_mail_address(each) for each in made.units.values()), "units"),
        (bool(made.user) and made.security == "none", "security"),  # a password in the clear
    )
    _refuse("smtp", wrong)
    return made


def is_mail_address(text: str) -> bool:
    """Tell whether a text is one plain address, without a second one or a header behind it."""
    return bool(_MAIL.fullmatch(text))


def _made(kind: Any, name: str, given: dict[str, Any]) -> Any:
    try:
        return kind(**given)
    except TypeError as error:
        raise GatewayFault(what=name, why=str(error)) from error


def _refuse(name: str, wrong: tuple[tuple[bool, str], ...]) -> None:
    found = next((key for is_wrong, key in wrong if is_wrong), "")
    if found:
        raise GatewayFault(what=name, why=found)


def _secret(folder: Path, name: str) -> str:
    """Return what a secret's file holds: one line, which nobody but its owner may read."""
    if not name:
        return ""
    path = folder / Path(name).name
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise GatewayFault(what=path.name, why="chmod 600")
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise GatewayFault(what=path.name, why=str(error)) from error
    if not text or not text.isprintable():
        raise GatewayFault(what=path.name, why="…")
    return text
