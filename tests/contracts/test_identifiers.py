"""Identifiers of a scheme, page by page, and codes for two at once, on every database."""

from concurrent.futures import ThreadPoolExecutor

from tests.contracts.stores import REAL_CODE, about, fresh, organisation, put
from xinyong.adapters.store import Target, open_store
from xinyong.app.codes import Pool, issue_codes
from xinyong.ledger.entries import IdentifierGiven

POOL = Pool(authority="9", category="1", division="310000")


def test_identifiers_of_a_scheme_come_in_order_with_their_newest_holder(target: Target) -> None:
    """Each value stands once, at whoever was said last to hold it; other schemes are left out; pages join up."""
    store = fresh(target)
    first = organisation(store, name="甲")
    second = organisation(store, code="91110000600037341L", name="乙")
    for subject, key in ((first, "list:b:2"), (first, "list:a:1"), (second, "list:b:2"), (second, "list:B:3")):
        put(store, about(subject, IdentifierGiven(scheme="list", value=key)))

    whole = store.identifiers("list")
    pages = [store.identifiers("list", after=after, limit=1) for after in ("", *(value for value, _ in whole))]

    assert {("list:a:1", first), ("list:b:2", second), ("list:B:3", second)} == set(whole)
    assert [*([one] for one in whole), []] == pages
    assert {REAL_CODE, "91110000600037341L"} == {value for value, _ in store.identifiers("uscc")}
    store.close()


def test_two_who_take_codes_at_once_never_get_the_same(target: Target) -> None:
    """Twenty transactions on two connections share out the first twenty codes of the pool."""
    fresh(target).close()
    stores = [open_store(target), open_store(target)]

    with ThreadPoolExecutor(2) as both:
        taken = [
            both.submit(issue_codes, stores[turn % 2], POOL, count=1, by="lin", known_at=5000) for turn in range(20)
        ]
        codes = [code for one in taken for code in one.result()]

    assert 20 == len(set(codes))
    assert {"91310000MA"} == {code[:10] for code in codes}
    for store in stores:
        store.close()
