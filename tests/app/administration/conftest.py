"""What tests of backups share."""

import pytest

from app.administration.backup import locks
from tests.postgres_cluster import OWNER, Cluster


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase costs whoever guesses it; tests know it."""
    monkeypatch.setattr(locks, "SCRYPT_LOG2_N", 4)


@pytest.fixture
def may_create(request: pytest.FixtureRequest):
    """Let the service account make databases, or not, as long as a test runs."""

    def let(*, may: bool = True) -> None:
        cluster: Cluster = request.getfixturevalue("cluster")
        with cluster.connect() as connection:
            connection.execute(f"ALTER ROLE {OWNER} {'' if may else 'NO'}CREATEDB")

    yield let
    if "cluster" in request.fixturenames:
        let()
