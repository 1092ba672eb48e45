"""Codes of authenticators, against the examples of the standards."""

from base64 import b32decode
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.totp import (
    DRIFT,
    STEP_S,
    address_of,
    code_of,
    digits_of,
    new_secret,
    step_of,
    wait_s,
)

RFC = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds, code):
    assert code_of(RFC, seconds // STEP_S) == code


@given(st.integers(300, 2**33), st.integers(-4, 4))
def test_a_phone_may_be_half_a_minute_off_and_no_more(seconds, steps_off):
    code = code_of(RFC, seconds // STEP_S + steps_off)

    found = step_of(RFC, code, seconds, 0)

    near = {code_of(RFC, seconds // STEP_S + off) for off in range(-DRIFT, DRIFT + 1)}
    assert (found is not None) == (code in near)


def test_a_code_is_taken_once():
    step = step_of(RFC, code_of(RFC, 100), 100 * STEP_S, 0)

    assert step == 100
    assert step_of(RFC, code_of(RFC, 100), 100 * STEP_S, step) is None
    assert step_of(RFC, code_of(RFC, 101), 100 * STEP_S, step) == 101


def test_an_authenticator_reads_name_and_secret_from_the_code():
    secret = new_secret()

    address = urlsplit(address_of(secret, "chen.fang", "柳溪街道综治中心"))

    asked = parse_qs(address.query)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert asked["issuer"] == ["柳溪街道综治中心"]
    assert b32decode(asked["secret"][0]) == secret


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "12a456", "abcdef"])
def test_what_is_no_code_is_none(typed):
    assert digits_of(typed) == ""


def test_blanks_between_the_digits_do_no_harm():
    assert digits_of(" 123 456 ") == "123456"


def test_the_wait_doubles_up_to_an_hour_and_only_every_fifth_try_waits():
    assert [wait_s(tries, 0.0) for tries in (0, 1, 4, 6)] == [0, 0, 0, 0]
    assert [wait_s(tries, 0.0) for tries in (5, 10, 15, 20, 25, 500)] == [
        *(300, 600, 1200, 2400, 3600, 3600)
    ]
    assert (wait_s(5, 299.0), wait_s(5, 300.0)) == (1, 0)
