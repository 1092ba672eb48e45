"""Versions are compared as figures."""

import pytest

from app.core.versions import is_older, version_of


@pytest.mark.parametrize(
    ("have", "wanted", "older"),
    [
        ("0.2.0", "0.3.0", True),
        ("0.9.0", "0.10.0", True),
        ("0.10.0", "0.9.9", False),
        ("1.2", "1.2.0", False),
        ("1.2.0", "1.2.1", True),
        ("0.2.0", "", False),
        ("0.2.0", "新版", False),
        ("0.2.0", "0.3.0-rc1", False),
    ],
)
def test_the_older_of_two_versions_is_known(have, wanted, older):
    assert is_older(have, wanted) is older


def test_what_is_no_version_has_no_figures():
    assert [version_of(text) for text in ("", "1.", "v1", "1.2.3.4.5", "１.2", "0.0.0")] == [
        *(None,) * 5,
        (0,),
    ]
