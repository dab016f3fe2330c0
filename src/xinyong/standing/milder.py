"""The choice of the milder law for everybody, as SQL text over contributions: what `proposals` does for one subject.

Guarantees the same effects as `proposals.proposals_of`; a test holds them equal. Grounds of the law of the day and
grounds of earlier laws come out of the contributions of an evaluation; what the law of the day says of acts of any day
comes out of a second evaluation, of those subjects alone that have a ground under an earlier law. Names of tables start
with `xy_milder`.
"""

# ruff: noqa: S608 - the text is made of names and numbers of packs that were compiled; nothing that came in gets into it

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xinyong.law.effects import Proposes
from xinyong.law.expr.sql import constant
from xinyong.law.pack import Governs
from xinyong.rules.columnar.layout import Unit
from xinyong.rules.columnar.text import FAR_TEXT, temporary, values
from xinyong.rules.compiled import slug
from xinyong.standing.governing import in_force
from xinyong.standing.proposals import ENDLESS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from xinyong.standing.law import Law, Version

GROUNDS: Final = "xy_milder_grounds"
"""Met grounds, of laws of the day and of earlier ones: `family, list, subject, seq, until, months, earlier`."""

_OTHERS: Final = "xy_milder_others"
_EFFECTS: Final = "xy_milder_effects"
SUBJECTS: Final = "xy_milder_subjects"
RECORDS: Final = "xy_milder_records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of packs that proposes lists on a day.

    Attributes:
        slug: what its columns start with.
        now: the version in force on the day, or None.
        earlier: other versions whose acts are judged by them.
        lists: ids of the lists that any of them proposes, in the order of the packs.
    """

    slug: str
    now: Version | None
    earlier: tuple[Version, ...]
    lists: tuple[str, ...]


def families_on(law: Law, day: dt.date) -> tuple[Family, ...]:
    """Return the families that propose lists on a day."""
    found: list[Family] = []
    for family, versions in law.families.items():
        now = in_force(versions, day)
        earlier = tuple(one for one in versions if one.pack.governs is Governs.ACT and one is not now)
        speaking = [one for one in versions if one is now or one in earlier]
        proposed = {row[2] for one in speaking for row in _proposers(one)}
        lists = dict.fromkeys(item.id for one in speaking for item in one.pack.lists if item.id in proposed)
        if lists:
            found.append(Family(slug=slug(family), now=now, earlier=earlier, lists=tuple(lists)))
    return tuple(found)


def units_of(families: Sequence[Family]) -> tuple[Unit, ...]:
    """Return what is asked of the laws of the day about acts of any day."""
    return tuple(
        Unit(slug=family.slug, packs=(family.now.any_act,), rating=None)
        for family in families
        if family.now is not None and family.earlier
    )


def begun() -> Iterator[str]:
    """Yield the statements that begin an empty table of grounds."""
    columns = "family VARCHAR, list VARCHAR, subject BIGINT, seq BIGINT, until DATE, months INTEGER"
    yield f"CREATE OR REPLACE TEMP TABLE {GROUNDS} ({columns}, earlier BOOLEAN, met BOOLEAN)"


def grounds(families: Sequence[Family], contributions: str) -> str:
    """Return the statement that adds the met grounds of a table of contributions."""
    rows = [row for family in families for row in _rows(family)]
    return f"INSERT INTO {GROUNDS} BY NAME {_joined(rows, contributions, _MET)}"


def whom(records: str, subjects: str) -> Iterator[str]:
    """Yield the statements that make the subjects with a ground under an earlier law, and their records."""
    touched = f"SELECT DISTINCT subject FROM {GROUNDS} WHERE earlier"
    yield temporary(SUBJECTS, f"SELECT s.* FROM {subjects} AS s SEMI JOIN ({touched}) AS t USING (subject)")
    yield temporary(RECORDS, f"SELECT r.* FROM {records} AS r SEMI JOIN {SUBJECTS} USING (subject)")


def chosen(families: Sequence[Family], contributions: str) -> Iterator[str]:
    """Yield the statements that choose, over the contributions of `units_of`, and make the table `chosen_lists`."""
    rows = [(family.slug, *row) for family in families if family.now for row in _proposers(family.now)]
    yield temporary(_OTHERS, _joined([(*row, "FALSE") for row in rows], contributions, f"{_MET} OR {_UNKNOWN}"))
    best = "max({'until': until, 'months': months}) FILTER (WHERE met)"
    others = f"SELECT family, list, subject, seq, count(*) AS others, {best} AS best FROM {_OTHERS} GROUP BY ALL"
    same = "o.family = g.family AND o.list = g.list AND o.subject = g.subject AND o.seq IS NOT DISTINCT FROM g.seq"
    known = ", ".join(constant(family.slug) for family in families if family.now is not None) or "''"
    effect = (
        f"CASE WHEN NOT g.earlier THEN 'propose' WHEN g.family NOT IN ({known}) THEN 'choose' "
        "WHEN o.best IS NULL THEN CASE WHEN o.others > 0 OR g.seq IS NULL THEN 'choose' ELSE 'none' END "
        "WHEN g.until <= o.best.until AND g.months <= o.best.months THEN 'propose' "
        "WHEN g.until >= o.best.until AND g.months >= o.best.months THEN 'propose' ELSE 'choose' END"
    )
    inside = f"(SELECT * FROM {GROUNDS} SEMI JOIN {SUBJECTS} USING (subject)) AS g"
    found = f"SELECT g.family, g.list, g.subject, {effect} AS effect FROM {inside} LEFT JOIN ({others}) AS o ON {same}"
    yield temporary(_EFFECTS, found)
    texts = [
        f'{_texts(family, effect)} AS "{family.slug}_{name}"'
        for family in families
        for effect, name in _COLUMNS.items()
    ]
    yield temporary(CHOSEN, f"SELECT {', '.join(('subject', *texts))} FROM {_EFFECTS} GROUP BY subject")


def shown(family: Family, ratings: str, lists: str) -> Iterator[str]:
    """Yield the columns of a family's lists, beside a table of ratings and the table of what was chosen.

    Args:
        family: the family.
        ratings: the ratings, whose column of grounds is right for whom nothing was to be chosen.
        lists: the table `CHOSEN` under the name that the query gives it.
    """
    grounds = f'{ratings}."{family.slug}_grounds"'
    own = f'{lists}."{family.slug}_lists"'
    yield f'CASE WHEN {lists}.subject IS NULL THEN {grounds} ELSE {own} END AS "{family.slug}_lists"'
    yield f'{lists}."{family.slug}_lists_to_choose"'


CHOSEN: Final = "xy_milder_chosen"
"""A row for each subject with a ground under an earlier law: lists that are proposed, and lists left to a human."""

_COLUMNS: Final = {"propose": "lists", "choose": "lists_to_choose"}
_MET: Final = "(c.truth = 'met' AND c.state IN ('counts', 'repeated'))"
_UNKNOWN: Final = "c.state = 'unknown'"


def _texts(family: Family, effect: str) -> str:
    """The ids of the lists with an effect, in the packs' order, joined by commas; null for none."""
    of = f"family = {constant(family.slug)} AND effect = '{effect}'"
    each = [f"CASE WHEN bool_or({of} AND list = {constant(name)}) THEN {constant(name)} END" for name in family.lists]
    return f"nullif(concat_ws(',', {', '.join(each)}), '')"


def _proposers(version: Version) -> Iterator[tuple[str, str, str, int]]:
    """Yield what of a version proposes lists: pack, rule, list, and the months of a listing."""
    months = {item.id: item.term_months for item in version.pack.lists}
    effects = [(rule.id, rule.effect) for rule in version.compiled.rules]
    effects += [(one.conclusion.id, one.conclusion.effect) for one in version.compiled.conclusions]
    for name, effect in effects:
        if isinstance(effect, Proposes):
            term = months.get(effect.list)
            yield version.pack.name, name, effect.list, ENDLESS if term is None else term


def _rows(family: Family) -> Iterator[tuple[str, str, str, str, int, str]]:
    for version in (*family.earlier, *([] if family.now is None else [family.now])):
        for row in _proposers(version):
            yield (family.slug, *row, "FALSE" if version is family.now else "TRUE")


def _joined(rows: Sequence[tuple[str, str, str, str, int, str]], contributions: str, where: str) -> str:
    """The query of the grounds in a table of contributions, by what proposes lists."""
    texts = [(*map(constant, row[:4]), str(row[4]), row[5]) for row in rows] or [("''", "''", "''", "''", "0", "FALSE")]
    named = f"({values(texts)}) AS p(family, pack, rule, list, months, earlier)"
    fields = (
        "p.family, p.list, c.subject, c.seq, coalesce(c.until, {far}) AS until, CAST(p.months AS INTEGER) AS months"
    )
    return (
        f"SELECT {fields.format(far=FAR_TEXT)}, p.earlier, c.truth = 'met' AS met "
        f"FROM {contributions} AS c JOIN {named} "
        f"ON CAST(c.pack AS VARCHAR) = p.pack AND CAST(c.rule AS VARCHAR) = p.rule WHERE {where}"
    )
