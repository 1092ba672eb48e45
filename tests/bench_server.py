"""A PostgreSQL server of one's own for the measures that ask for one.

``python -m tests.bench_server --only live hearing load restart`` starts a server with the settings
of the recipe, lets ``main.py benchmark`` measure there, and stops it. What was loaded is kept in
``/var/tmp/jiezhi-bench-server`` for the next time; ``JIEZHI_BENCH_FOLDER`` names another place.
The ten million cases of ``growth_queue`` and ``growth_search`` stand in a database of their own,
and so do those of ``weekly_grown``.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.postgres_cluster import Cluster, start_cluster
from tests.sources import ROOT

FOLDER = Path(os.environ.get("JIEZHI_BENCH_FOLDER", "/var/tmp/jiezhi-bench-server"))
KEPT, CROWD, GROWN, YEARS = "server.json", "bench", "grown", "years"
SETTINGS = """
max_connections = 1300
shared_buffers = 4GB
effective_cache_size = 10GB
maintenance_work_mem = 512MB
max_wal_size = 8GB
random_page_cost = 1.1
jit = off
fsync = on
synchronous_commit = on
full_page_writes = on
scram_iterations = 4096
"""


def main(argv: list[str]) -> int:
    """Measure what `argv` names, or start the server again; returns the exit code."""
    if argv == ["restart"]:
        _kept().restart()
        return 0
    cluster = _kept() if (FOLDER / KEPT).exists() else _made()
    cluster.start()
    try:
        _stand(cluster)
        code = 0
        named = argv[argv.index("--only") + 1 :] if "--only" in argv else []
        stands: dict[str, list[str]] = {CROWD: [], GROWN: [], YEARS: []}
        for each in named:
            stands[_where(each)].append(each)
        for name, those in stands.items():
            if those or not named:
                code = max(code, _measure(cluster, name, argv, those))
        return code
    finally:
        cluster.rest()


def _stand(cluster: Cluster) -> None:
    """Make what is not there yet."""
    with cluster.connect() as connection:
        known = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for name in (CROWD, GROWN, YEARS):
            if name not in known:
                connection.execute(f"CREATE DATABASE {name} OWNER jiezhi TEMPLATE template0")


def _where(measure: str) -> str:
    if measure.startswith("growth_"):
        return GROWN
    return YEARS if measure == "weekly_grown" else CROWD


def _measure(cluster: Cluster, name: str, argv: list[str], those: list[str]) -> int:
    restart = f"{sys.executable} -m tests.bench_server restart"
    rest = argv[: argv.index("--only")] if "--only" in argv else argv
    given = ["--database", cluster.url(name), "--restart", restart, *rest, "--only", *those]
    command = [sys.executable, "main.py", "benchmark", *given]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _made() -> Cluster:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    cluster = start_cluster(settings=SETTINGS, folder=FOLDER)
    told = {"port": cluster.port, "passwords": cluster.passwords, "at": str(cluster.programs)}
    kept = FOLDER / KEPT
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(told))
    cluster.rest()
    return cluster


def _kept() -> Cluster:
    told = json.loads((FOLDER / KEPT).read_text())
    return Cluster(FOLDER, Path(told["at"]), told["port"], told["passwords"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
