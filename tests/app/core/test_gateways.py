"""Gateways: read from a file without secrets, and what goes through them is one message."""

import json
from datetime import UTC, datetime

import pytest

from app.core.gateways.channels import Channel
from app.core.gateways.config import GatewayFault, HttpGateway, read_gateways
from app.core.gateways.sending import NotSent, Outgoing, Refused, filled, send
from tests.factories.gateways import fake_gateway, smtp_server, write_gateways

SMS = """
[sms]
url = "http://127.0.0.1:{port}/send"
secret_header = "Authorization"
secret_file = "sms.secret"
"""
SMTP = """
[smtp]
host = "127.0.0.1"
port = {port}
sender = "centre@example.cn"
"""


def notice(channel=Channel.SMS, text="事件已办结", to="13812346021", **more):
    given = {
        "id": "0" * 32,
        "channel": channel,
        "to": to,
        "subject": "办结",
        "text": text,
        "reference": "TABC234",
        "case": "1",
        "at": datetime(2026, 11, 24, 6, 5, tzinfo=UTC),
    }
    return Outgoing(**{**given, **more})


def test_without_a_file_there_are_no_gateways(tmp_path):
    assert read_gateways(tmp_path).channels == ()


def test_a_message_carries_its_key_and_the_secret_that_lies_beside(tmp_path):
    with fake_gateway() as fake:
        write_gateways(tmp_path, SMS.format(port=fake.port), sms="Bearer geheim")
        send(read_gateways(tmp_path), notice())

    ((headers, body),) = fake.taken
    assert body == {"phone": "13812346021", "text": "事件已办结", "id": "0" * 32}
    assert headers["Idempotency-Key"] == "0" * 32
    assert headers["Authorization"] == "Bearer geheim"
    assert "geheim" not in repr(read_gateways(tmp_path))


@pytest.mark.parametrize(
    ("status", "error"), [(500, NotSent), (429, NotSent), (400, Refused), (302, Refused)]
)
def test_what_a_gateway_answers_decides_whether_it_is_tried_again(tmp_path, status, error):
    with fake_gateway() as fake:
        fake.answers.append(status)
        write_gateways(tmp_path, SMS.format(port=fake.port), sms="x")
        with pytest.raises(error):
            send(read_gateways(tmp_path), notice())

    assert len(fake.taken) == 1  # a secret follows no redirection


def test_a_gateway_that_is_not_there_is_tried_again(tmp_path):
    with fake_gateway() as gone:
        port = gone.port
    write_gateways(tmp_path, SMS.format(port=port), sms="x")

    with pytest.raises(NotSent):
        send(read_gateways(tmp_path), notice())


@pytest.mark.parametrize("text", ['"} , {"admin": "1', "a\nb\x00", "{phone}{id}", "中文\\u0022"])
def test_no_text_becomes_more_than_a_value(text):
    json_body = filled(HttpGateway("http://a"), notice(text=text))
    form = filled(
        HttpGateway(
            "http://a", content_type="application/x-www-form-urlencoded", body="t={text}&p={phone}"
        ),
        notice(text=f"{text}&p=1"),
    )

    assert json.loads(json_body)["text"] == text
    assert form.count("&") == 1
    assert form.endswith("&p=13812346021")


def test_a_letter_arrives_with_one_recipient_and_one_subject(tmp_path):
    with smtp_server() as (letters, port):
        write_gateways(tmp_path, SMTP.format(port=port))
        sent = notice(Channel.EMAIL, to="unit@example.cn", subject="办结\r\nBcc: x@example.cn")
        send(read_gateways(tmp_path), sent)
        letters.refuse = "550 no such user"
        with pytest.raises(Refused):
            send(read_gateways(tmp_path), sent)

    (envelope,) = letters.taken
    assert envelope.rcpt_tos == ["unit@example.cn"]
    head = envelope.content.decode("ascii").split("\r\n\r\n")[0]
    assert "\nBcc:" not in head
    assert f"<{'0' * 32}@example.cn>" in head


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "[sms]\nurl = 'ftp://a'",
        "[sms]\nurl = 'http://a'\nunknown = 1",
        "[sms]\nurl = 'http://a'\nsecret_header = 'A: b'",
        "[sms]\nurl = 'http://a'\nsecret_file = 'missing.secret'",
        "[smtp]\nhost = 'a'\nport = 25\nsender = 'a@b\\nBcc: c@d'",
        "[smtp]\nhost = 'a'\nport = 25\nsender = 'a@b'\nuser = 'u'",
        "[fax]\nurl = 'http://a'",
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path, text):
    write_gateways(tmp_path, text)

    with pytest.raises(GatewayFault):
        read_gateways(tmp_path)


def test_a_secret_that_others_may_read_is_refused(tmp_path):
    write_gateways(tmp_path, SMS.format(port=1), sms="x")
    (tmp_path / "sms.secret").chmod(0o644)

    with pytest.raises(GatewayFault):
        read_gateways(tmp_path)
