"""CHANGELOG.md keeps its form, and the version is the same wherever it stands."""

import re
import tomllib
from datetime import date

from app.core.database import VERSION
from tests.sources import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text("utf-8")
KINDS = ["新增", "变更", "弃用", "移除", "修复", "安全", "内部"]
RELEASE = re.compile(r"## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})")


def sections() -> list[tuple[str, str]]:
    """Return the second-level sections as heading and body."""
    parts = re.split(r"^(## .*)$", TEXT, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_every_section_is_a_release_but_the_unreleased_one_on_top():
    headings = [heading for heading, _ in sections()]

    assert headings[0] == "## [未发布]" or RELEASE.fullmatch(headings[0])
    assert all(RELEASE.fullmatch(heading) for heading in headings[1:])


def test_releases_stand_newest_first():
    found = [RELEASE.fullmatch(heading) for heading, _ in sections()]
    releases = [
        (tuple(map(int, release[1].split("."))), date.fromisoformat(release[2]))
        for release in found
        if release
    ]

    assert releases
    assert releases == sorted(releases, reverse=True)


def test_kinds_of_change_are_known_come_in_order_and_are_not_empty():
    for heading, body in sections():
        parts = re.split(r"^### (.*)$", body, flags=re.MULTILINE)
        kinds = parts[1::2]

        assert [kind for kind in KINDS if kind in kinds] == kinds, heading
        assert all("\n- " in text for text in parts[2::2]), heading


def test_the_newest_release_is_the_version_of_the_program():
    newest = next(found for found in map(RELEASE.fullmatch, dict(sections())) if found)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert newest[1] == project["version"] == VERSION
