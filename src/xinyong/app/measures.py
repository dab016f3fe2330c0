"""Lists and what follows from them, as people ask: which lists there are, and which measures a list would bring.

What is said here is what instruments of a day provide. Nothing of it is in force against anybody: that takes a decision
in due process. A measure that lacks an authority, an article or an end is shown with what it lacks, never as one that
applies.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.errors import Fault
from xinyong.law.lint_measures import statutes
from xinyong.law.measure import OF_OTHERS, gaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xinyong.law.measure import Measure
    from xinyong.law.pack import Pack
    from xinyong.law.shelf import Shelf


class UnknownListFault(Fault):
    """No pack declares such a list."""

    code = "LIST"


class ListLine(msgspec.Struct, frozen=True, kw_only=True):
    """A list: who keeps it, for how long an entry stands, and where that is written.

    Attributes:
        term_months: None: the source gives no term.
        beneficial: a redlist.
        measures: how many measures follow from it on the day, those that lack something not among them.
        inert: how many lack something.
    """

    list: str
    title_zh: str
    title_en: str
    keeper: str
    term_months: int | None
    context: str | None
    beneficial: bool
    pack: str
    instrument: str
    article: str
    note: str
    grade: str
    unverified: bool
    measures: int
    inert: int


class MeasureLine(msgspec.Struct, frozen=True, kw_only=True):
    """A measure as it stands in an instrument.

    Attributes:
        lists, trigger_zh, trigger_en: from which lists it follows, or from which decision.
        voluntary: others take it of their own will; no authority does.
        statute: the instrument and article on which a memorandum's measure rests; empty: its own.
        gaps: what keeps it from being applied; empty: nothing.
    """

    measure: str
    title_zh: str
    title_en: str
    kind: str
    lists: tuple[str, ...]
    trigger_zh: str
    trigger_en: str
    authorities: tuple[str, ...]
    voluntary: bool
    context: str
    shortest_months: int | None
    longest_months: int | None
    while_listed: bool
    instrument: str
    article: str
    note: str
    grade: str
    unverified: bool
    statute: str
    gaps: tuple[str, ...]


class MemorandumLine(msgspec.Struct, frozen=True, kw_only=True):
    """A memorandum: what is known of it, and how much of it a pack holds.

    Attributes:
        agencies, measures: how many signed it and how many measures it has, None where no source says.
        encoded, inert: measures that the pack holds, and those of them that lack something.
    """

    pack: str
    title_zh: str
    title_en: str
    valid_from: dt.date
    lists: tuple[str, ...]
    agencies: int | None
    measures: int | None
    encoded: int
    inert: int
    grade: str
    unverified: bool


def lists_on(shelf: Shelf, day: dt.date) -> tuple[ListLine, ...]:
    """Return the lists that instruments of a day know, by id."""
    following = measures_on(shelf, None, day)
    found: dict[str, ListLine] = {}
    for pack in _of_day(shelf, day):
        for item in pack.lists:
            mine = [line for line in following if item.id in line.lists]
            inert = sum(bool(line.gaps) for line in mine)
            citation = item.citation
            found[item.id] = ListLine(
                list=item.id,
                title_zh=item.title.zh,
                title_en=item.title.en,
                keeper=item.keeper,
                term_months=item.term_months,
                context=item.context,
                beneficial=item.beneficial,
                pack=pack.name,
                instrument=citation.instrument,
                article=citation.article,
                note=citation.note,
                grade=citation.grade.value,
                unverified=citation.grade is SourceGrade.UNVERIFIED,
                measures=len(mine) - inert,
                inert=inert,
            )
    return tuple(found[name] for name in sorted(found))


def measures_on(shelf: Shelf, wanted: str | None, day: dt.date) -> tuple[MeasureLine, ...]:
    """Return the measures that instruments of a day let follow.

    Args:
        shelf: the packs.
        wanted: a list; None: all measures, those that follow from decisions too.
        day: whose law is asked.

    Raises:
        UnknownListFault: no pack of the day declares the list.
    """
    packs = list(_of_day(shelf, day))
    known = {item.id for pack in packs for item in pack.lists}
    if wanted is not None and wanted not in known:
        what = f"No pack of {day} declares the list {wanted!r}."
        raise UnknownListFault(what, remedy=f"Known lists: {', '.join(sorted(known)) or 'none'}.")
    based = statutes(packs)
    return tuple(
        _line(pack, measure, based)
        for pack in packs
        for measure in _measures(pack)
        if wanted is None or wanted in measure.lists
    )


def memoranda_on(shelf: Shelf, day: dt.date) -> tuple[MemorandumLine, ...]:
    """Return the memoranda of a day, in order of the shelf."""
    return tuple(_memoranda(shelf, day))


def _memoranda(shelf: Shelf, day: dt.date) -> Iterator[MemorandumLine]:
    packs = list(_of_day(shelf, day))
    based = statutes(packs)
    for pack in packs:
        found = None if pack.consequences is None else pack.consequences.memorandum
        if found is not None:
            grade = found.citation.grade
            yield MemorandumLine(
                pack=pack.name,
                title_zh=pack.title.zh,
                title_en=pack.title.en,
                valid_from=pack.valid_from,
                lists=found.lists,
                agencies=found.agencies,
                measures=found.measures,
                encoded=len(_measures(pack)),
                inert=sum(bool(_line(pack, measure, based).gaps) for measure in _measures(pack)),
                grade=grade.value,
                unverified=grade is SourceGrade.UNVERIFIED,
            )


def _of_day(shelf: Shelf, day: dt.date) -> Iterator[Pack]:
    for pack in (one.pack for one in shelf.of_registries()):
        if pack.valid_from <= day and (pack.valid_to is None or day < pack.valid_to):
            yield pack


def _measures(pack: Pack) -> tuple[Measure, ...]:
    return () if pack.consequences is None else pack.consequences.measures


def _line(pack: Pack, measure: Measure, based: Mapping[str, Measure]) -> MeasureLine:
    basis = None if measure.basis is None else based.get(measure.basis)
    citation = measure.citation
    missing = [gap.value for gap in gaps(measure)]
    if measure.basis is not None and basis is None:
        missing.append("the statute that it rests on is not law on this day")
    return MeasureLine(
        measure=f"{pack.id}#{measure.id}",
        title_zh=measure.title.zh,
        title_en=measure.title.en,
        kind=measure.kind.value,
        lists=measure.lists,
        trigger_zh="" if measure.trigger is None else measure.trigger.zh,
        trigger_en="" if measure.trigger is None else measure.trigger.en,
        authorities=measure.authorities,
        voluntary=measure.kind in OF_OTHERS,
        context=measure.context,
        shortest_months=measure.shortest_months,
        longest_months=measure.longest_months,
        while_listed=measure.while_listed,
        instrument=citation.instrument,
        article=citation.article,
        note=citation.note,
        grade=citation.grade.value,
        unverified=citation.grade is SourceGrade.UNVERIFIED,
        statute="" if basis is None else basis.citation.place,
        gaps=tuple(missing),
    )
