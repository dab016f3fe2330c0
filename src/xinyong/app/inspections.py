"""Inspections drawn by class: who may be drawn, by which shares, who is, and whether a published draw is right.

What is drawn is a proposal to inspect. It is no measure on anybody, it enters no ledger, and no rule reads it.
Organisations without a class are shown as `unknown` and drawn at the instrument's general rate; where it has none, not
at all. Where an instrument says how often each is visited and gives no share, nobody is drawn unless a share is asked
for.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.app.organisations import organisation_on
from xinyong.effects.draw import Candidate, DrawFault, Placed, count, differences, digest, draw, usual, within
from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.ids import SubjectNumber
from xinyong.law.inspection import InspectionRate, bounds, rate_words
from xinyong.law.pack import Governs, Use
from xinyong.register.identifiers.scheme import Scheme
from xinyong.rules.compiled import slug
from xinyong.standing import governing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from xinyong.app.evaluate import Ledgered
    from xinyong.effects.draw import Seed
    from xinyong.kernel.ids import Seq
    from xinyong.law.pack import Pack
    from xinyong.ledger.store import Store
    from xinyong.standing.law import Law, Version

UNKNOWN: Final = "unknown"
"""The class of whom no class is known."""

HEADER: Final = ("code", "class", "place", "drawn")
NOTICE: Final = "A draw proposes inspections and nothing else: it is no measure on anybody."
_DRAWN: Final = {"yes": True, "no": False}


class ClassLine(msgspec.Struct, frozen=True, kw_only=True):
    """A class in a draw.

    Attributes:
        rate: what the instrument says of it, in words; None: nothing.
        own: the rate is the class's own and not the general one.
        share: the share that was drawn, in ten-thousandths; None: nobody is drawn.
        firms, drawn: how many are in the class, and how many of them are drawn.
        grade, unverified: the grade of the rate's source; None without a rate.
    """

    name: str
    rate: str | None
    own: bool
    share: int | None
    firms: int
    drawn: int
    instrument: str
    article: str
    grade: str | None
    unverified: bool


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """A draw: all that somebody needs to make it again, beside the list of codes and classes.

    Attributes:
        pack: the version whose schedule it follows; partial: it encodes only a part of its instrument.
        list: SHA-256 of the list of codes and classes.
        notice: what a draw is not.
    """

    pack: str
    partial: bool
    seed: str
    round: str
    list: str
    classes: tuple[ClassLine, ...]
    firms: int
    drawn: int
    notice: str = NOTICE


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """A code whose part in a published draw is not the one that the seed gives it."""

    code: str
    name: str
    wrong: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A published draw beside the one that seed, list and schedule give."""

    draw: Draw
    wrong: tuple[Wrong, ...]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be drawn on a day.

    Attributes:
        pack: the version whose classes these are.
        list: SHA-256 of the codes and classes: what is published before the seed is known.
        ended: how many have a class and were merged, split up or struck off by the day; nobody inspects them.
        decided: the evaluation year of the classes; None: they are those of the day.
    """

    pack: str
    list: str
    candidates: tuple[Candidate, ...]
    ended: int
    decided: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what is drawn: the schedule's pack, the published seed, and shares that were asked for, by class."""

    pack: Pack
    seed: Seed
    shares: Mapping[str, int] = field(default_factory=dict[str, int])


def drawn(terms: Terms, candidates: Iterable[Candidate]) -> tuple[Draw, tuple[Placed, ...]]:
    """Draw from a list of codes and classes.

    Returns:
        What was drawn by class, and all candidates in order of class and place.

    Raises:
        DrawFault: the pack has no schedule, a share is outside it, or the list is not well made.
    """
    listed = tuple(candidates)
    sizes = Counter(candidate.grade for candidate in listed)
    lines = _lines(terms, sizes)
    placed = draw(listed, terms.seed, {line.name: line.drawn for line in lines})
    return (
        Draw(
            pack=terms.pack.name,
            partial=terms.pack.use is Use.PARTIAL,
            seed=terms.seed.seed,
            round=terms.seed.round,
            list=digest(listed),
            classes=lines,
            firms=len(listed),
            drawn=sum(line.drawn for line in lines),
        ),
        placed,
    )


def checked(terms: Terms, published: Sequence[Placed]) -> Check:
    """Make a published draw again and say where it differs.

    Raises:
        DrawFault: as `drawn`.
    """
    made, again = drawn(terms, (Candidate(one.code, one.grade) for one in published))
    classes = {one.code: one.grade for one in published}
    wrong = differences(published, again)
    return Check(draw=made, wrong=tuple(Wrong(code=code, name=classes[code], wrong=text) for code, text in wrong))


def _lines(terms: Terms, sizes: Mapping[str, int]) -> tuple[ClassLine, ...]:
    schedule = terms.pack.inspections
    if schedule is None:
        what = f"{terms.pack.name} says nothing of inspections."
        raise DrawFault(what, remedy="Name a pack with a schedule: `xinyong packs show PACK` tells its parts.")
    rating = terms.pack.rating
    grades = () if rating is None else (*rating.special, *(band.grade for band in rating.bands))
    known = dict.fromkeys((*(rate.grade for rate in schedule.schedule), *grades, UNKNOWN))
    for name in (*terms.shares, *sizes):
        if name not in known:
            what = f"{terms.pack.name} knows no class {name!r}."
            raise DrawFault(what, remedy=f"Classes: {', '.join(known)}.")
    return tuple(_line(terms, name, sizes.get(name, 0)) for name in known)


def _line(terms: Terms, name: str, size: int) -> ClassLine:
    rate = None if terms.pack.inspections is None else terms.pack.inspections.rate_of(name)
    allowed = None if rate is None else rate.share
    share = terms.shares.get(name, None if allowed is None else usual(allowed))
    parts = None if share is None else within(share, allowed, grade=name)
    _, most = bounds(allowed)
    return ClassLine(
        name=name,
        rate=None if rate is None else rate_words(rate),
        own=isinstance(rate, InspectionRate),
        share=share,
        firms=size,
        drawn=0 if parts is None else count(size, parts, most),
        instrument="" if rate is None else rate.citation.instrument,
        article="" if rate is None else rate.citation.article,
        grade=None if rate is None else rate.citation.grade.value,
        unverified=rate is not None and rate.citation.grade is SourceGrade.UNVERIFIED,
    )


# Who may be drawn: the classes of a ledger.


def scheduled(law: Law, family: str, day: dt.date) -> tuple[Version, int | None]:
    """Return the version whose classes hold on a day, and the evaluation year where they are decided by the year.

    Raises:
        DrawFault: nothing of the family is in force, or no year is decided yet.
    """
    versions = law.families.get(family, ())
    version, year = governing.in_force(versions, day), None
    if version is not None and version.pack.governs is Governs.PERIOD:
        cycle = governing.decided(versions, day)
        version, year = (None, None) if cycle is None else (cycle.version, cycle.year)
    if version is None:
        what = f"{family} gives nobody a class on {day}: it is not in force here, or no year is decided yet."
        raise DrawFault(what, remedy=f"An official brings it into force: `xinyong packs activate {family}`.")
    return version, year


def listed(records: Ledgered, law: Law, family: str, day: dt.date, *, ratings: str) -> Listed:
    """Return who may be drawn, from the ratings that `app.evaluate` wrote.

    An organisation stands under its first identifier by scheme and value, whatever else it holds or held.

    Raises:
        DrawFault: as `scheduled`.
        ColumnsFault: the ratings can't be read.
    """
    version, year = scheduled(law, family, day)
    name = slug(family)
    graded = f"{name}_grade" if year is None else f"{name}_decided_grade"
    records.columns.attach("inspected", ratings)
    store = records.archive.store
    query = f'SELECT subject, "{graded}" FROM inspected WHERE "{name}_applies" IS NOT FALSE ORDER BY subject'  # noqa: S608 - names of this program
    gone = _gone(store, day, records.known)
    codes = _codes(store)
    found: list[Candidate] = []
    ended = 0
    for number, grade in records.columns.rows(query):
        subject = SubjectNumber(int(str(number)))
        if subject in gone:
            ended += 1
        elif subject in codes:
            found.append(Candidate(codes[subject], UNKNOWN if grade is None else str(grade)))
    candidates = tuple(sorted(found))
    return Listed(pack=version.pack.name, list=digest(candidates), candidates=candidates, ended=ended, decided=year)


def _gone(store: Store, day: dt.date, known: Seq) -> set[SubjectNumber]:
    """The organisations that had ended by a day; only those are looked at that something befell."""
    changed = {
        entry.header.subject
        for entry in store.of_kinds(("subject.changed",), up_to=known)
        if entry.header.subject is not None
    }
    ends = {subject: organisation_on(store, subject, day, known=known).ended_on for subject in changed}
    return {subject for subject, end in ends.items() if end is not None and end <= day}


def _codes(store: Store) -> dict[SubjectNumber, str]:
    """The first identifier of each organisation, rows of lists aside."""
    found: dict[SubjectNumber, str] = {}
    for scheme in Scheme:
        after = ""
        while scheme is not Scheme.LIST and (page := store.identifiers(scheme.value, after=after)):
            for value, subject in page:
                found.setdefault(subject, value)
            after = page[-1][0]
    return found


# The file of a draw: all candidates, so that anybody can make it again.


def list_csv(candidates: Iterable[Candidate]) -> str:
    """Return a list of codes and classes as CSV; the digest of the list is SHA-256 over its lines but the first."""
    return _csv(HEADER[:2], candidates)


def csv_of(placed: Iterable[Placed]) -> str:
    """Return a draw as CSV: code, class, place in its class, drawn or not."""
    return _csv(HEADER, ((one.code, one.grade, one.place, "yes" if one.drawn else "no") for one in placed))


def _csv(header: Sequence[str], rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def read_csv(text: str) -> tuple[Placed, ...]:
    """Return a draw that `csv_of` wrote.

    Raises:
        DrawFault: it is none, with the line.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(next(rows, ())) != HEADER:
        what = "This is no file of a draw."
        raise DrawFault(what, remedy=f"Its first line is `{','.join(HEADER)}`.")
    return tuple(_placed(row, rows.line_num) for row in rows)


def _placed(row: Sequence[str], line: int) -> Placed:
    if len(row) == len(HEADER):
        code, grade, place, said = row
        if code and grade and place.isdecimal() and said in _DRAWN:
            return Placed(code, grade, int(place), _DRAWN[said])
    what = f"Line {line} is no line of a draw."
    raise DrawFault(what, remedy=f"Write {', '.join(HEADER[:-1])} and yes or no.")
