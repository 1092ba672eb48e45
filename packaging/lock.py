"""Write the lock files: every package, direct or not, with one exact version per Python.

    make lock PYTHONS="python3.11 python3.12 python3.13"

Each interpreter resolves `pyproject.toml` by its own pip, because only that pip evaluates the
markers for its own version. Lines that differ between interpreters get a ``python_version``
marker, packages that only Windows needs a ``sys_platform`` marker. The files carry names and
versions and nothing else: no addresses, so that every mirror can serve them.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ON_WINDOWS = re.compile(r"""(sys_platform|platform_system)\s*==\s*["'](win32|Windows)["']""")
HEADER = "# {what}\n# Written by `make lock`; do not edit by hand.\n"

Pins = dict[str, str]  # name → version


def canonical(name: str) -> str:
    """Return a package name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def resolve(python: str, wanted: list[str]) -> list[dict]:
    """Return what pip would install into an empty environment of `python`."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        report = Path(folder, "report.json")
        pip = [f"{folder}/bin/python", "-m", "pip", "install", "--quiet", "--dry-run"]
        subprocess.run([*pip, "--report", str(report), *wanted], check=True)
        return [found["metadata"] for found in json.loads(report.read_text())["install"]]


def version_of(python: str) -> str:
    """Return ``3.12`` and the like."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run(
        [python, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


def pins(found: list[dict]) -> Pins:
    """Return name → version of a resolution."""
    return {canonical(package["name"]): package["version"] for package in found}


def windows_only(python: str, found: list[dict]) -> Pins:
    """Return what the same packages need on Windows on top."""
    needed = set()
    for package in found:
        for requirement in package.get("requires_dist", []):
            name, _, marker = requirement.partition(";")
            if ON_WINDOWS.search(marker) and "extra" not in marker:
                needed.add(re.match(r"[\w.-]+", name)[0])
    extra = {canonical(name) for name in needed} - set(pins(found))
    return pins(resolve(python, sorted(extra))) if extra else {}


def lines(by_python: dict[str, Pins], marker: str = "") -> list[str]:
    """Merge one resolution per Python into requirement lines."""
    merged = []
    for name in sorted(set().union(*by_python.values())):
        versions = {python: found.get(name) for python, found in by_python.items()}
        if len(set(versions.values())) == 1:
            merged.append(f"{name}=={versions.popitem()[1]}{marker}")
            continue
        for version in dict.fromkeys(filter(None, versions.values())):
            chosen = [python for python, own in versions.items() if own == version]
            merged.append(f"{name}=={version} ; {between(chosen, list(versions))}")
    return merged


def between(chosen: list[str], pythons: list[str]) -> str:
    """Return the marker for a run of neighbouring versions, open at the ends of the list."""
    first, after = pythons.index(chosen[0]), pythons.index(chosen[-1]) + 1
    lower = [f"python_version >= '{pythons[first]}'"] if first else []
    upper = [f"python_version < '{pythons[after]}'"] if after < len(pythons) else []
    return " and ".join(lower + upper)


def main(pythons: list[str]) -> None:
    """Resolve for each interpreter, oldest first, and write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run = {version_of(python): resolve(python, project["dependencies"]) for python in pythons}
    both = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    test = {version_of(python): resolve(python, both) for python in pythons}

    run_pins = {python: pins(found) for python, found in run.items()}
    for_windows = windows_only(pythons[-1], list(run.values())[-1])
    test_pins = {
        python: {name: v for name, v in pins(found).items() if name not in run_pins[python]}
        for python, found in test.items()
    }
    desk = [*lines(run_pins), *lines({"": for_windows}, " ; sys_platform == 'win32'")]
    write("requirements.lock", "What the program needs to run.", desk)
    write("requirements-test.lock", "What the tests and checks need on top.", lines(test_pins))


def write(name: str, what: str, content: list[str]) -> None:
    """Write one lock file."""
    text = HEADER.format(what=what) + "\n".join(content) + "\n"
    (ROOT / "packaging" / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
