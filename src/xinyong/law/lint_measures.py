"""What well-made measures are: by themselves, and beside the lists and statutes of a whole shelf.

The limits of joint punishment, as findings: nothing adverse without an article, connected with the ground (one field,
or an article that names the list), and no heavier than the article allows (kind and term). Benefits follow from
redlists alone, and nothing else does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from xinyong.law.lint_report import Report
from xinyong.law.measure import OF_OTHERS, OF_PERSONS, MeasureKind
from xinyong.law.pack import Subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xinyong.law.finding import Finding
    from xinyong.law.listing import ListTerm
    from xinyong.law.measure import Consequences, Measure
    from xinyong.law.pack import Pack

CONTEXT: Final = re.compile(r"[a-z]+(-[a-z]+)*")


class _Shelf(NamedTuple):
    """What measures refer to: lists by their id, as the first pack declares them, measures by `pack-id#measure-id`."""

    lists: dict[str, ListTerm]
    statutes: dict[str, Measure]


def lint_measures(pack: Pack, report: Report) -> None:
    """Find what is wrong with the measures of one pack."""
    found = pack.consequences
    if found is None:
        return
    statute = found.memorandum is None
    for measure in found.measures:
        place = report.at(f"consequences.measures[{measure.id}]")
        _itself(measure, place)
        organisation = pack.subjects is Subjects.ORGANISATION
        place.at("kind").unless(
            not (organisation and measure.kind in OF_PERSONS),
            "measure-person",
            f"{measure.kind.value!r} falls on natural persons.",
            "Leave it out: measures of an organisation are never inherited by its people.",
        )
        based = not statute or (bool(measure.citation.article) and measure.basis is None)
        place.unless(based, "measure-article", "a statute's measure rests on its own article.", "Name the article.")
    known = None if found.memorandum is None else found.memorandum.measures
    report.at("consequences.memorandum.measures").unless(
        known is None or len(found.measures) <= known,
        "measure-count",
        f"it holds {len(found.measures)} measures of {known}.",
        "Count again, or leave the count out.",
    )


def _itself(measure: Measure, place: Report) -> None:
    one = bool(measure.lists) != (measure.trigger is not None)
    place.unless(
        one, "measure-ground", "it follows from a list or from a decision, one of both.", "Name `lists` or `trigger`."
    )
    short, long = measure.shortest_months, measure.longest_months
    ordered = short is None or long is None or 0 < short <= long
    timeless = short is None and long is None
    place.unless(
        ordered and (timeless or not measure.while_listed),
        "measure-term",
        "its term is none.",
        "Write months from shortest to longest, or `while_listed: true`.",
    )
    place.at("context").unless(
        CONTEXT.fullmatch(measure.context) is not None,
        "measure-context",
        f"{measure.context!r} is no field.",
        "Write one word, such as `tax`.",
    )
    voluntary = measure.kind in OF_OTHERS and bool(measure.authorities)
    place.at("authorities").unless(
        not voluntary, "measure-voluntary", "nobody can be made to take it.", "Leave the authorities out."
    )


def statutes(packs: Iterable[Pack]) -> dict[str, Measure]:
    """Return the measures on which a memorandum's may rest, those of all other instruments, by `pack-id#measure-id`."""
    return {
        f"{pack.id}#{measure.id}": measure
        for pack in packs
        if pack.consequences is not None and pack.consequences.memorandum is None
        for measure in pack.consequences.measures
    }


def lint_shelf(packs: Sequence[tuple[Pack, str]]) -> tuple[Finding, ...]:
    """Return what is wrong between the measures of a shelf and its lists and statutes.

    Args:
        packs: each pack with its file.
    """
    shelf = _Shelf(
        lists={item.id: item for pack, _ in reversed(packs) for item in reversed(pack.lists)},
        statutes=statutes(pack for pack, _ in packs),
    )
    findings: list[Finding] = []
    for pack, file in packs:
        for item in pack.lists:
            Report(file, f"lists[{item.id}]", findings).unless(
                item.beneficial is shelf.lists[item.id].beneficial,
                "list-direction",
                "another pack says of the same list that it is no redlist."
                if item.beneficial
                else "another pack says of the same list that it is a redlist.",
                "Say the same in each of them.",
            )
        if pack.consequences is not None:
            _beside(pack.consequences, shelf, Report(file, "consequences", findings))
    return tuple(findings)


def _beside(found: Consequences, shelf: _Shelf, report: Report) -> None:
    if found.memorandum is not None:
        _known(found.memorandum.lists, shelf, report.at("memorandum.lists"))
    for measure in found.measures:
        place = report.at(f"measures[{measure.id}]")
        _known(measure.lists, shelf, place.at("lists"))
        basis = measure if measure.basis is None else shelf.statutes.get(measure.basis)
        if basis is None:
            text = f"no statute of the shelf has the measure {measure.basis!r}."
            place.at("basis").say("measure-basis-unknown", text, "Write `pack-id#measure-id`.")
            continue
        _directed(measure, shelf, place)
        _proportionate(measure, basis, place)
        _connected(measure, basis, shelf, place)


def _known(lists: Sequence[str], shelf: _Shelf, place: Report) -> None:
    for name in lists:
        place.unless(
            name in shelf.lists,
            "measure-list-unknown",
            f"no pack declares the list {name!r}; a rating is none.",
            "Name a list.",
        )


def _directed(measure: Measure, shelf: _Shelf, place: Report) -> None:
    benefit = measure.kind is MeasureKind.BENEFIT
    text = "a benefit follows from a list that is no redlist." if benefit else "a burden follows from a redlist."
    for name in measure.lists:
        item = shelf.lists.get(name)
        right = item is None or item.beneficial is benefit
        place.at("lists").unless(right, "measure-direction", text, "Name another list, or mend `beneficial`.")


def _proportionate(measure: Measure, basis: Measure, place: Report) -> None:
    same = measure.kind is basis.kind
    text = f"{measure.kind.value!r} is not the {basis.kind.value!r} that its article allows."
    place.at("kind").unless(same, "measure-heavier", text, "Take the kind of the article.")
    bound = basis.longest_months
    longer = bound is not None and (measure.while_listed or (measure.longest_months or 0) > bound)
    text = f"its article allows {bound} months at most."
    place.unless(not longer, "measure-heavier", text, "Take a term within it.")


def _connected(measure: Measure, basis: Measure, shelf: _Shelf, place: Report) -> None:
    for name in measure.lists:
        item = shelf.lists.get(name)
        named = basis.named and (basis is measure or name in basis.lists)
        if item is None or named:
            continue
        place.unless(
            item.context == basis.context,
            "measure-unconnected",
            f"{name} is about {item.context or 'nothing stated'}, its article about {basis.context}.",
            "Leave it out, or show the article that names the list.",
        )
