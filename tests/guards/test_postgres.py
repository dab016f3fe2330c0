"""The databases that tests are given."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def test_each_version_answers_as_itself(postgres_server: postgres.Server, postgres_url: str) -> None:
    """A database is empty, in UTF-8, on this machine alone and on a server that the test did not choose."""
    with psycopg.connect(_libpq(postgres_url)) as connection:
        version = connection.info.server_version // 10000
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        encoding = connection.execute("SHOW server_encoding").fetchone()

    assert version in {18, 15}
    assert tables == (0,)
    assert encoding == ("UTF8",)
    assert postgres_server.address.host == "127.0.0.1"


def test_databases_are_apart(postgres_server: postgres.Server) -> None:
    """What is written in one database is not in the next."""
    with postgres_server.database() as first, postgres_server.database() as second:
        with psycopg.connect(_libpq(first)) as connection:
            connection.execute("CREATE TABLE here (n int)")
        with psycopg.connect(_libpq(second)) as connection:
            found = connection.execute("SELECT to_regclass('here')").fetchone()

    assert found == (None,)


def test_a_database_is_gone_after_its_test(postgres_server: postgres.Server) -> None:
    """A database is dropped at the end, also while somebody still uses it."""
    with postgres_server.database() as url:
        forgotten = psycopg.connect(_libpq(url))
    forgotten.close()

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(_libpq(url))


def test_a_wrong_password_is_refused(postgres_url: str) -> None:
    """Nobody else on this machine gets in."""
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(_libpq(postgres_url), password="guessed")  # noqa: S106 - it is wrong on purpose


def test_a_given_server_takes_the_place_of_the_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """``XINYONG_TEST_POSTGRES`` is used as it stands, for version 18 alone."""
    monkeypatch.setenv("XINYONG_TEST_POSTGRES", "postgresql://who@there:1234/postgres")

    given = postgres.server("18").address

    assert given.render_as_string() == "postgresql+psycopg://who@there:1234/postgres"


def test_a_killed_run_leaves_no_server() -> None:
    """A run that is killed with all its chances gone still loses its servers and their files, within seconds."""
    program = """
import os, signal
from tests import postgres
postgres.open_room()
postgres.server("18")
print(os.environ["PYTEST_XINYONG_ROOM"], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""

    killed = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=False)
    room = Path(killed.stdout.strip())
    deadline = time.monotonic() + 30
    while room.exists() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert killed.returncode == -signal.SIGKILL
    assert room.name.startswith("xinyong-postgres-")
    assert not room.exists()
