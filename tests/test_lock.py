"""The lock pins whatever the program needs, on every Python it runs on, and nothing but that."""

import re
import sys
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.sources import ROOT

LINE = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w. '<>=]+)?")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUN, TEST = "requirements.lock", "requirements-test.lock"


def lines(name: str) -> list[str]:
    """Return the requirement lines of a lock file."""
    text = (ROOT / "packaging" / name).read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def pinned(names: list[str], python: str) -> dict[str, str]:
    """Return name → version as pip reads the lock files on Linux."""
    found: dict[str, str] = {}
    for requirement in map(Requirement, (line for name in names for line in lines(name))):
        place = {"python_version": python, "sys_platform": "linux"}
        if requirement.marker is None or requirement.marker.evaluate(place):
            name = canonicalize_name(requirement.name)
            assert name not in found, f"{name} is pinned twice for Python {python}"
            found[name] = next(iter(requirement.specifier)).version
    return found


@pytest.mark.parametrize("name", [RUN, TEST])
def test_a_lock_holds_exact_versions_and_no_addresses(name: str):
    assert [line for line in lines(name) if not LINE.fullmatch(line)] == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize(
    ("wanted", "locks"),
    [
        (PROJECT["dependencies"], [RUN]),
        (PROJECT["optional-dependencies"]["test"], [RUN, TEST]),
    ],
    ids=["run", "test"],
)
def test_what_pyproject_asks_for_is_pinned(wanted: list[str], locks: list[str], python: str):
    pins = pinned(locks, python)
    asked = [
        requirement
        for requirement in map(Requirement, wanted)
        if requirement.marker is None or requirement.marker.evaluate({"python_version": python})
    ]

    unmet = [
        str(requirement)
        for requirement in asked
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]

    assert unmet == []


def test_what_the_pinned_packages_need_is_pinned_too():
    """Packages are installed without looking for more, so a gap would show on a bare machine."""
    pins = pinned([RUN, TEST], f"{sys.version_info.major}.{sys.version_info.minor}")
    needed = {
        canonicalize_name(requirement.name)
        for name in pins
        for requirement in map(Requirement, distribution(name).requires or [])
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
    }

    assert needed - set(pins) == set()
