"""What every test has: settings for Hypothesis that no slow machine can break, and PostgreSQL on request."""

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


def _is_one_of_many(config: pytest.Config) -> bool:
    """Tell whether this process is a worker of pytest-xdist; whoever started it opens and closes the room."""
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Open the room for this run's databases, before workers start."""
    if not _is_one_of_many(config):
        postgres.open_room()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop this run's databases, after workers have ended."""
    if not _is_one_of_many(config):
        postgres.close_room()


@pytest.fixture(scope="session", params=postgres.VERSIONS)
def postgres_server(request: pytest.FixtureRequest) -> postgres.Server:
    """A server of each version. Where 15 is not on the machine: a skip, or in CI a failure."""
    return postgres.demanded(str(request.param))


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Generator[str]:
    """The address of an empty database, ``postgresql+psycopg://...``, once for each version of the server."""
    with postgres_server.database() as url:
        yield url
