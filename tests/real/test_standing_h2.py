"""Standings of debarred bodies, before, inside and after: reported, not ours, and judged by no pack of ours."""

import datetime as dt
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

from tests.real.test_h2 import FILE, MAPPING, UNSHOWN
from tests.registries import AUTHORITY, CLERK, Registry, Row, read
from tests.shared import shared_file
from xinyong.app.standings import Standings
from xinyong.bootstrap import asking, law, registry
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import Draft, PackActivated, RecordEntered
from xinyong.standing.report import report
from xinyong.standing.standing import Standing, encoded

DAY: Final = dt.timedelta(days=1)
FAR: Final = dt.date(2099, 12, 31)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry that took in the file, with every shipped pack in force."""
    found = Registry(Path(tmp_path_factory.mktemp("h2")))
    found.take_in(shared_file(FILE), MAPPING)
    with registry.opened(found.data) as store, store.writing(registry.now()) as writer:
        contents = [PackActivated(pack=one.pack.name, digest=one.digest, active=True) for one in law.shelf().packs]
        writer.append([Draft(content=content, actor=CLERK) for content in contents])
    return found


@pytest.fixture
def standings(kept: Registry) -> Generator[Standings]:
    """Standings of that registry."""
    with asking.standings(kept.data) as found:
        yield found


@pytest.fixture
def listed(kept: Registry) -> dict[tuple[str, str], str]:
    """The list identifier of each row, by name and first day."""
    with registry.opened(kept.data) as store:
        contents = [entry.content for entry in store.entries(Seq(0))]
    return {
        (content.document["name"], str(content.facts["effective"])): content.listing or ""
        for content in contents
        if isinstance(content, RecordEntered)
    }


def _rows() -> list[Row]:
    return [row for row in read(shared_file(FILE)) if row["Entity Debarred"] != UNSHOWN]


def _told(standing: Standing) -> tuple[str, str | None, str, str, dt.date | None]:
    (listing,) = standing.listings
    return (listing.phase, listing.authority, listing.standing, listing.effect, standing.next_change)


def _next(day: dt.date, *edges: dt.date | None) -> dt.date | None:
    return min((edge for edge in edges if edge is not None and edge > day), default=None)


def test_every_debarment_is_before_inside_and_after_its_own_dates(
    standings: Standings, listed: dict[tuple[str, str], str]
) -> None:
    """The file's last day is inside, the day after it is after; these edges are the next changes.

    But for days on which the law comes or goes by which the body, known by a list alone, is not rated.
    """
    rows = _rows()
    ratings = [one.pack for one in law.shelf().of_registries() if one.pack.rating is not None]
    terms = {term for pack in ratings for term in (pack.valid_from, pack.valid_to) if term is not None}
    for row in rows:
        identifier = listed[row["Entity Debarred"], row["Start Date"]]
        start = dt.date.fromisoformat(row["Start Date"])
        last = dt.date.fromisoformat(row["End Date"]) if row["End Date"] else None
        after = None if last is None else last + DAY
        ours = (AUTHORITY, "reported, not ours", "none")

        found = [standings.standing(identifier, as_of=day) for day in (start - DAY, start, last or FAR)]

        inside = ("inside", *ours)
        assert [
            ("before", *ours, _next(start - DAY, start, *terms)),
            (*inside, _next(start, after, *terms)),
            (*inside, _next(last or FAR, after, *terms)),
        ] == list(map(_told, found))
        gone = standings.standing(identifier, as_of=FAR)
        assert ("inside" if last is None else "after", *ours, None) == _told(gone)

    assert len(rows) == 56


def test_no_pack_of_ours_judges_a_row_of_another_list(standings: Standings, listed: dict[tuple[str, str], str]) -> None:
    """With every pack in force there is no rating, no proposal, no publication and nothing unknown."""
    for identifier in listed.values():
        standing = standings.standing(identifier, as_of=dt.date(2015, 6, 1))

        assert standing.law
        assert ((), (), (), ()) == (standing.ratings, standing.proposals, standing.publication, standing.unknowns)


def test_before_the_ledger_knew_it_there_is_no_such_listing(kept: Registry, listed: dict[tuple[str, str], str]) -> None:
    """Asked as known before the file came in, the same subject has no listing on any day."""
    identifier = next(iter(listed.values()))
    with asking.standings(kept.data) as standings:
        subject = standings.subject(identifier)
        opened = standings.store.of_subject(subject)[0].header.seq
        standing = standings.of(subject, as_of=dt.date(2012, 1, 1), known=opened)

    assert () == standing.listings


def test_the_report_says_whose_list_it_is(standings: Standings, listed: dict[tuple[str, str], str]) -> None:
    """In both languages the heading of the section says that it is reported, not ours, and without effect."""
    identifier = listed["Ochoa Farming Inc.", "2011-02-18"]
    standing = standings.standing(identifier, as_of=dt.date(2012, 1, 1))

    english, chinese = ([section.title for section in report(standing, language)] for language in ("en", "zh"))

    assert "Lists of others (reported, not ours, no effect)" in english
    assert "他人名单（仅转述，非本系统所列，无效果）" in chinese
    assert b"Ochoa Farming Inc." in encoded(standing)
