"""Who may be meant by a name: candidates with reasons, and nothing where nothing is alike."""

from pathlib import Path

from tests.app.ledgers import BEGINNING, code_of, ledger
from xinyong.app.search import find


def test_candidates_come_with_the_reason_and_their_identifiers(tmp_path: Path) -> None:
    """The same name first, the like one after it; each with its code, so that a standing can be asked for."""
    found = ledger(tmp_path)
    same = found.organisation(BEGINNING, 1, name="北京大明科技有限公司")
    like = found.organisation(BEGINNING, 2, name="北京大明科技发展有限公司")
    found.organisation(BEGINNING, 3, name="广州海运集团")

    candidates = find(found.store, "北京大明科技有限公司")

    assert [same, like] == [one.subject for one in candidates]
    assert ("same", 100, (f"uscc {code_of(1)}",)) == (
        candidates[0].likeness,
        candidates[0].score,
        candidates[0].identifiers,
    )
    assert all(one.why.endswith(".") for one in candidates)
    assert candidates[0].score > candidates[1].score


def test_nothing_like_it_is_no_candidate(tmp_path: Path) -> None:
    """A name that shares nothing with any other finds nobody."""
    found = ledger(tmp_path)
    found.organisation(BEGINNING, 1, name="北京大明科技有限公司")

    assert () == find(found.store, "Zulu Mining Ltd.")


def test_no_more_candidates_than_asked_for(tmp_path: Path) -> None:
    """Twenty of one name, five asked for: the five with the lowest numbers, the same each time."""
    found = ledger(tmp_path)
    subjects = [found.organisation(BEGINNING, number, name="长江贸易有限公司") for number in range(20)]

    assert subjects[:5] == [one.subject for one in find(found.store, "长江贸易有限公司", limit=5)]
