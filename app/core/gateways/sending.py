"""Sending one notice through a gateway: once, within a time, and nothing else with it."""

import json
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote_plus
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from app.core.errors import AppError
from app.core.gateways.channels import Channel
from app.core.gateways.config import Gateways, HttpGateway, MailGateway
from app.core.text import one_line

_OK = range(200, 300)
_AGAIN = (408, 425, 429)
_ANSWER_BYTES = 2_000


class NotSent(AppError):
    """The gateway did not take it, and it may be tried again; facts: ``why``."""

    code = "gateways.not_sent"


class Refused(AppError):
    """The gateway will never take it like this; facts: ``why``."""

    code = "gateways.refused"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One notice on its way.

    Attributes:
        id: The same at every try: by it a gateway knows one it has had already.
        to: Telephone number or mail address; "" for a webhook.
        reference: By which an answer is told to belong to it.
        case: Number of the case.
    """

    id: str
    channel: Channel
    to: str = field(repr=False)
    subject: str
    text: str
    reference: str
    case: str
    at: datetime


def send(gateways: Gateways, notice: Outgoing) -> None:
    """Send a notice through the gateway of its channel.

    Raises:
        NotSent: It may be tried again.
        Refused: It never goes out like this.
    """
    gateway = getattr(gateways, notice.channel.value)
    if gateway is None:
        raise NotSent(why=notice.channel)
    if isinstance(gateway, MailGateway):
        _by_mail(gateway, notice)
    else:
        _by_http(gateway, notice)


class _NoRedirect(HTTPRedirectHandler):
    """A secret is shown to the computer that was named, and to no other."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


_OPENER = build_opener(ProxyHandler({}), _NoRedirect())


def _by_http(gateway: HttpGateway, notice: Outgoing) -> None:
    body = filled(gateway, notice)
    headers = {
        "Content-Type": f"{gateway.content_type}; charset=utf-8",
        "Idempotency-Key": notice.id,
    }
    if gateway.secret_header:
        headers[gateway.secret_header] = gateway.secret
    is_query = gateway.method == "GET"
    url = f"{gateway.url}{'&' if '?' in gateway.url else '?'}{body}" if is_query else gateway.url
    data = None if is_query else body.encode()
    request = Request(url, data=data, headers=headers, method=gateway.method)  # noqa: S310
    try:
        with _OPENER.open(request, timeout=gateway.timeout_s) as answer:
            status = answer.status
            answer.read(_ANSWER_BYTES)
    except HTTPError as error:
        status = error.code
        error.close()
    except (URLError, HTTPException, OSError) as error:
        raise NotSent(why=type(error).__name__) from error
    if status in _OK:
        return
    if status in _AGAIN or status >= 500:
        raise NotSent(why=status)
    raise Refused(why=status)


def filled(gateway: HttpGateway, notice: Outgoing) -> str:
    """Return the body of a request: values are written as its form asks, so that no text of a
    notice can become more than a value.
    """
    written: Callable[[str], str] = (
        (lambda text: json.dumps(text, ensure_ascii=False)[1:-1])
        if gateway.content_type == "application/json" and gateway.method != "GET"
        else quote_plus
    )
    values = {
        "phone": notice.to,
        "text": notice.text,
        "id": notice.id,
        "reference": notice.reference,
        "case": notice.case,
    }
    body = gateway.body
    parts = []
    while body:  # in one pass: what a value holds is never taken for a place to fill
        start, end = body.find("{"), -1
        name = next((n for n in values if body.startswith(f"{{{n}}}", start)), None)
        if start < 0:
            parts.append(body)
            break
        if name is None:
            parts.append(body[: start + 1])
            body = body[start + 1 :]
            continue
        end = start + len(name) + 2
        parts += [body[:start], written(values[name])]
        body = body[end:]
    return "".join(parts)


def _by_mail(gateway: MailGateway, notice: Outgoing) -> None:
    message = EmailMessage()
    message["From"], message["To"] = gateway.sender, notice.to
    message["Subject"] = one_line(notice.subject)
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = f"<{notice.id}@{gateway.sender.partition('@')[2]}>"
    message.set_content(notice.text, cte="base64")  # no server need know eight bits
    try:
        _deliver(gateway, message)
    except smtplib.SMTPResponseException as error:
        kind = Refused if 500 <= error.smtp_code < 600 else NotSent
        raise kind(why=error.smtp_code) from error
    except smtplib.SMTPRecipientsRefused as error:
        raise Refused(why="recipient") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(why=type(error).__name__) from error


def _deliver(gateway: MailGateway, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    given = (gateway.host, gateway.port)
    if gateway.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*given, timeout=gateway.timeout_s, context=context)
    else:
        server = smtplib.SMTP(*given, timeout=gateway.timeout_s)
    with server:
        if gateway.security == "starttls":
            server.starttls(context=context)
        if gateway.user:
            server.login(gateway.user, gateway.password)
        server.send_message(message)
