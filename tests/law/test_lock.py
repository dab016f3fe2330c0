"""The lock holds the digest of every shipped pack, and a changed pack is seen."""

import dataclasses

from tests.law.shipped import BY_NAME, PACKS, SHELF, TAX
from xinyong.adapters.packs import read_lock
from xinyong.law.lock import digest, lock_text, stale


def test_the_lock_is_current() -> None:
    """`xinyong packs lint --lock` writes what stands in packs.lock."""
    assert lock_text(BY_NAME.values()) == read_lock(PACKS)


def test_a_changed_pack_is_stale() -> None:
    """New, gone and changed packs are told apart."""
    locked = lock_text([TAX, BY_NAME["cn.serious-list@2021-09-01"]])
    changed = dataclasses.replace(TAX, unit="1")
    new = BY_NAME["cn.serious-list@2016-04-01"]

    assert [
        ("cn.serious-list@2016-04-01", "cn.serious-list@2016-04-01 is not in the lock."),
        ("cn.serious-list@2021-09-01", "cn.serious-list@2021-09-01 is in the lock and not on the shelf."),
        ("cn.tax.rating@2025-07-01", "cn.tax.rating@2025-07-01 has changed since it was locked."),
    ] == [(finding.path, finding.text) for finding in stale(locked, [changed, new])]


def test_a_digest_is_of_what_a_pack_says() -> None:
    """Any part of a pack is in its digest: without one choice it is another."""
    less = dataclasses.replace(TAX, choices=TAX.choices[1:])

    assert digest(TAX) == digest(dataclasses.replace(TAX))
    assert digest(TAX) != digest(less)
    assert {one.digest for one in SHELF.packs} == {digest(pack) for pack in BY_NAME.values()}
