"""What a well-made pack is: findings about one pack, and about the versions of one family beside each other.

Pure: a pack and the catalogue of kinds in, findings out, in the order of the file. No finding is a warning: a pack with
one is not activated. The codes are listed in docs/reference/pack-format.md, each with a wrong pack in tests/mistakes.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from xinyong.kernel.facts import BY_NAME, FactType
from xinyong.law.applies import CODED
from xinyong.law.expr import tree
from xinyong.law.lint_catalogue import lint_catalogue
from xinyong.law.lint_conditions import condition_columns
from xinyong.law.lint_inspections import lint_inspections
from xinyong.law.lint_measures import CONTEXT, lint_measures
from xinyong.law.lint_overrides import lint_overrides
from xinyong.law.lint_rating import lint_rating
from xinyong.law.lint_report import Report
from xinyong.law.lint_rules import filled, lint_rules
from xinyong.law.pack import Governs, Subjects, Use
from xinyong.law.terms import citations
from xinyong.register.identifiers.scheme import Scheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.kernel.cite import Citation
    from xinyong.law.finding import Finding
    from xinyong.law.kinds import Catalogue
    from xinyong.law.pack import Pack
    from xinyong.law.rule import Accrual, Conclusion, Rule

PACK_ID: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
UNITS: Final = ("1", "0.1")


def lint_pack(pack: Pack, kinds: Catalogue, *, file: str) -> tuple[Finding, ...]:
    """Return what is wrong with one pack."""
    report = Report(file)
    _identity(pack, report)
    _applies(pack, kinds, report)
    _coverage(pack, report)
    for place, citation in citations(pack):
        report.at(place).unless(
            bool(citation.instrument.strip()), "citation-missing", "no instrument is named.", "Name it."
        )
    lint_rules(pack, kinds, report)
    lint_catalogue(pack, kinds, report)
    lint_rating(pack, report)
    _lists(pack, report)
    _publication(pack, kinds, report)
    lint_inspections(pack, report)
    lint_measures(pack, report)
    lint_overrides(pack, report)
    _choices(pack, report)
    return tuple(report.findings)


def _identity(pack: Pack, report: Report) -> None:
    report.at("id").unless(
        PACK_ID.fullmatch(pack.id) is not None, "id", f"{pack.id!r} is no id.", "Write `cn.tax.rating`."
    )
    first = pack.valid_from.isoformat()
    report.at("version").unless(
        pack.version == first, "version", f"{pack.version!r} is not its first day.", f"Write {first!r}."
    )
    folder = report.file.replace("\\", "/").split("/")[-2:-1]
    placed = folder == [first] or not report.file.endswith("/pack.yaml")
    report.unless(
        placed, "folder", f"the folder is not named {first}.", "Put the pack into the folder of its first day."
    )
    ends = pack.valid_to is None or pack.valid_from < pack.valid_to
    report.at("valid_to").unless(
        ends, "dates", f"{pack.valid_to} is not after {first}.", "Name the first day on which it is no law."
    )
    report.at("unit").unless(
        pack.unit in UNITS, "unit", f"{pack.unit!r} is no unit.", f"Write one of: {', '.join(UNITS)}."
    )
    clause = pack.supersedes is None or pack.transition is not None
    report.unless(
        clause,
        "transition-missing",
        "it supersedes a version and says nothing of the transition.",
        "Add `transition:`: the clause, or the choice.",
    )
    persons = pack.subjects is Subjects.ORGANISATION or pack.use is Use.LAB
    report.at("use").unless(persons, "persons", "a pack about persons runs in the lab alone.", "Write `use: lab`.")
    parts: tuple[Rule | Conclusion | Accrual, ...] = (*pack.rules, *pack.conclusions, *pack.accruals)
    ids = [part.id for part in parts]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        report.say("id", f"the id {name!r} stands twice among rules, conclusions and accruals.", "Rename one of them.")


def _applies(pack: Pack, kinds: Catalogue, report: Report) -> None:
    schemes = () if pack.applies is None else pack.applies.schemes
    report.at("applies").unless(
        pack.applies is None or (bool(schemes) and Scheme.LIST not in schemes),
        "applies",
        "it names no scheme of codes, or rows of lists.",
        f"Write some of: {', '.join(scheme.value for scheme in CODED)}.",
    )
    for kind in (None if pack.applies is None else pack.applies.kinds) or ():
        report.at("applies").unless(
            kind in kinds.kinds,
            "applies",
            f"it knows its subjects by records of {kind!r}, a kind that no catalogue has.",
            "Name a kind of the catalogue.",
        )


def _coverage(pack: Pack, report: Report) -> None:
    covered, place = pack.coverage, report.at("coverage")
    counted = covered.encoded >= 0 and (covered.total is None or covered.encoded <= covered.total)
    place.unless(counted, "coverage", f"{covered.encoded} of {covered.total} can't be.", "Count what is encoded.")
    place.unless(bool(covered.of.strip()), "coverage", "it does not say what was counted.", "Say it in `of`.")
    whole = pack.use is not Use.IN_FORCE or covered.encoded == covered.total
    place.unless(whole, "coverage", "a pack that is not whole is partial.", "Write `use: partial`.")


def _lists(pack: Pack, report: Report) -> None:
    for item in pack.lists:
        place = report.at(f"lists[{item.id}]")
        place.unless(
            PACK_ID.fullmatch(item.id) is not None, "id", f"{item.id!r} is no id.", "Write `cn.market.serious`."
        )
        counted = item.term_months is None or item.term_months > 0
        place.unless(counted, "list-term", "a term of nothing.", "Leave `term_months: null` where none is known.")
        place.unless(
            not (item.beneficial and pack.governs is Governs.ACT),
            "list-beneficial-act",
            "a redlist in a pack of acts, for which the milder of two laws is chosen.",
            "Write `governs: day`, or put the list into a pack of its own.",
        )
        field = item.context is None or CONTEXT.fullmatch(item.context) is not None
        place.unless(field, "measure-context", f"{item.context!r} is no field.", "Write one word, such as `tax`.")


def _publication(pack: Pack, kinds: Catalogue, report: Report) -> None:
    for window in pack.publication:
        place = report.at(f"publication[{window.id}]")
        days = [window.runs_from, *(() if window.until is None else (window.until,))]
        read = list(days)
        if window.when is not None:
            read += condition_columns(window.when, tree.RECORD, place.at("when"))
        for name in days:
            column = BY_NAME.get(name)
            date = column is not None and column.type is FactType.DATE
            place.unless(date, "life-column", f"`{name}` is no date column.", "Name a column of type DATE.")
        filled(window.kinds, read, kinds, place)
        short, long = window.shortest_months, window.longest_months
        ordered = short is None or long is None or 0 <= short <= long
        place.unless(ordered, "window", f"{short} months are more than {long}.", "Swap them.")
        one = long is None or window.until is None
        place.unless(one, "window", "it ends by a term and by a column.", "Leave one of them out.")


def _choices(pack: Pack, report: Report) -> None:
    choices = (*pack.choices, *(() if pack.transition is None else (pack.transition,)))
    for number, choice in enumerate(choices):
        said = all(part.strip() for part in (choice.question, choice.choice, choice.reason))
        report.at(f"choices[{number}]").unless(
            said, "choice", "a choice says what is open, what is done and why.", "Fill it in."
        )


# A family: versions of one instrument beside each other.


def lint_family(versions: Sequence[tuple[Pack, str]]) -> tuple[Finding, ...]:
    """Return what is wrong between the versions of one family.

    Args:
        versions: each pack with its file, oldest first.
    """
    findings: list[Finding] = []
    for (earlier, _), (later, file) in itertools.pairwise(versions):
        report = Report(file, findings=findings)
        _follows(earlier, later, report)
        if later.governs is Governs.PERIOD and earlier.governs is Governs.PERIOD:
            _years(earlier, later, report.at("rating.cycle"))
    return tuple(findings)


def _follows(earlier: Pack, later: Pack, report: Report) -> None:
    first, last = later.valid_from, earlier.valid_to
    place = report.at("valid_from")
    place.unless(
        last is not None and last <= first,
        "overlap",
        f"{earlier.name} is still valid on {first}.",
        "End it with `valid_to`.",
    )
    place.unless(
        last is None or first <= last,
        "gap",
        f"nothing is valid from {last} to {first}.",
        "Close the gap, or give the days between a version.",
    )
    report.at("supersedes").unless(
        later.supersedes == earlier.name,
        "supersedes",
        f"it follows {earlier.name}.",
        f"Write `supersedes: {earlier.name}`.",
    )
    same = (earlier.governs, earlier.unit, earlier.subjects) == (later.governs, later.unit, later.subjects)
    report.unless(
        same,
        "family",
        f"{earlier.name} governs otherwise, or in another unit.",
        "Give versions of a family one way to govern and one unit.",
    )


def _years(earlier: Pack, later: Pack, report: Report) -> None:
    before = None if earlier.rating is None else earlier.rating.cycle
    after = None if later.rating is None else later.rating.cycle
    if before is None or after is None:
        return
    last, first = before.last_year, after.first_year
    if last is None or first is None:
        report.say(
            "overlap",
            "evaluation years of two versions overlap.",
            "Give the earlier one a last year and the later one a first.",
        )
        return
    report.unless(
        last < first, "overlap", f"both govern the evaluation year {first}.", "Let one year have one version."
    )
    report.unless(first <= last + 1, "gap", f"no version governs the evaluation year {last + 1}.", "Close the gap.")


def graded(pack: Pack) -> tuple[Citation, ...]:
    """Return the pack's citations of the lowest grade, the reason for the grade of the pack."""
    found = [citation for _, citation in citations(pack)]
    worst = max(citation.grade.rank for citation in found)
    return tuple(dict.fromkeys(citation for citation in found if citation.grade.rank == worst))
