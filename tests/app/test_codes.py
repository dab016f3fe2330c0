"""Codes out of the pool, on real stores: valid, of the store's plane, and never twice."""

import multiprocessing
from pathlib import Path

import pytest

from tests.contracts.stores import fresh, organisation
from xinyong.adapters.store import SqlStore, open_store
from xinyong.app.actors import UnknownActorFault
from xinyong.app.codes import MOST, Pool, issue_codes
from xinyong.kernel.ids import Plane
from xinyong.register.code_pool import CodePoolFault, code_for
from xinyong.register.identification import Status, identify

SHANGHAI = Pool(authority="9", category="1", division="310000")
NOWHERE = Pool(authority="9", category="1", division="990101")


def _take(path: Path, times: int) -> list[str]:
    """Take codes one by one, each in a transaction of its own."""
    store = open_store(path, wait_s=30)
    found = [code for _ in range(times) for code in issue_codes(store, SHANGHAI, count=1, by="lin", known_at=5000)]
    store.close()
    return found


def test_codes_of_a_real_store_are_valid(store: SqlStore) -> None:
    """What is given out is what `identify` calls valid, of the pool that was asked."""
    codes = issue_codes(store, SHANGHAI, count=500, by="lin", known_at=5000)

    assert {Status.VALID} == {identify(code).status for code in codes}
    assert {"91310000MA"} == {code[:10] for code in codes}
    assert 500 == len(set(codes))


def test_codes_of_a_synthetic_store_carry_its_mark(synthetic_store: SqlStore) -> None:
    """They belong to nobody and say so."""
    codes = issue_codes(synthetic_store, NOWHERE, count=3, by="lin", known_at=5000)

    assert [Status.SYNTHETIC] * 3 == [identify(code).status for code in codes]


def test_a_store_gives_out_codes_of_its_own_plane_alone(store: SqlStore, synthetic_store: SqlStore) -> None:
    """A real store refuses divisions that were never assigned, a synthetic one all others."""
    with pytest.raises(CodePoolFault, match="A real store gives out no code of division 990101"):
        issue_codes(store, NOWHERE, count=1, by="lin", known_at=5000)
    with pytest.raises(CodePoolFault, match="A synthetic store gives out no code of division 310000"):
        issue_codes(synthetic_store, SHANGHAI, count=1, by="lin", known_at=5000)


def test_a_code_that_somebody_holds_is_passed_over(store: SqlStore) -> None:
    """A delivered code that the pool would give out next is not given out again."""
    [first, second, third] = [code_for("9", "1", division="310000", serial=serial).text for serial in range(3)]
    organisation(store, code=second)

    assert [first, third] == issue_codes(store, SHANGHAI, count=2, by="lin", known_at=5000)


def test_pools_count_apart(store: SqlStore) -> None:
    """Another division begins at its own first code."""
    beijing = Pool(authority="9", category="1", division="110000")
    issue_codes(store, SHANGHAI, count=7, by="lin", known_at=5000)

    assert [code_for("9", "1", division="110000", serial=0).text] == issue_codes(
        store, beijing, count=1, by="lin", known_at=5000
    )


def test_two_processes_at_once_never_collide(tmp_path: Path) -> None:
    """Two processes that take 15 codes each from one file get 30 different ones, the first 30 of the pool."""
    path = tmp_path / "store.db"
    fresh(path).close()

    with multiprocessing.get_context("spawn").Pool(2) as processes:
        taken = processes.starmap(_take, [(path, 15), (path, 15)], chunksize=1)

    pool = [code_for("9", "1", division="310000", serial=serial).text for serial in range(30)]
    assert sorted(pool) == sorted([*taken[0], *taken[1]])


def test_a_refused_request_takes_nothing(store: SqlStore) -> None:
    """Strangers, individual businesses and too many codes are refused, and the pool stays where it was."""
    with pytest.raises(UnknownActorFault):
        issue_codes(store, SHANGHAI, count=1, by="zhao", known_at=5000)
    with pytest.raises(CodePoolFault, match="individual business"):
        issue_codes(store, Pool(authority="9", category="2", division="310000"), count=1, by="lin", known_at=5000)
    with pytest.raises(CodePoolFault, match="can't be given out at once"):
        issue_codes(store, SHANGHAI, count=MOST + 1, by="lin", known_at=5000)
    with pytest.raises(CodePoolFault, match="0 codes"):
        issue_codes(store, SHANGHAI, count=0, by="lin", known_at=5000)

    assert Plane.REAL is store.plane
    assert [code_for("9", "1", division="310000", serial=0).text] == issue_codes(
        store, SHANGHAI, count=1, by="lin", known_at=5000
    )
