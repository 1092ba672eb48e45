"""Reading papers back with another program than the one that drew them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., str]


@pytest.fixture
def poppler(tmp_path: Path) -> Run:
    """Run one of poppler's tools over a PDF and return what it says."""

    def run(tool: str, pdf: bytes, *options: str, output: str = "") -> str:
        file = tmp_path / "paper.pdf"
        file.write_bytes(pdf)
        outputs = [output] if output else []
        done = subprocess.run([tool, *options, file, *outputs], capture_output=True, check=True)
        assert done.stderr == b"", done.stderr.decode()
        return done.stdout.decode()

    return run
