"""From what stands to the two outputs: ratings, one wide row for each subject, and contributions.

Limits, weights, bands, direct grades, ceilings, floors and special classes follow the order that `law.pack` states;
`rules.ratings` reads the same for one subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.law.effects import Proposes
from xinyong.rules.applicability import inside
from xinyong.rules.columnar.subjects import STANDING, STATES, SUBJECTS
from xinyong.rules.columnar.text import FAR_TEXT, among, by_number, enumerated, enumeration, temporary, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.law.rating import Rating
    from xinyong.law.rule import Limit
    from xinyong.rules.columnar.layout import Layout, Mark, Unit
    from xinyong.rules.compiled import CompiledPack

LINES: Final = "xy_lines"
SUMS: Final = "xy_sums"
BLANK: Final = "xy_blank"


class Ratings:
    """The text of the outputs of one layout.

    With `held`, a rating has a column `applies`, and total and grade are null for whom its pack does not apply to.
    """

    def __init__(self, layout: Layout, *, held: bool = False) -> None:
        self._layout = layout
        self._held = held

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the ratings after `subject`, in order."""
        found: list[str] = []
        for unit in self._layout.units:
            found += [f"{unit.slug}_{name}" for name in _unit_columns(unit, held=self._held)]
        return (*found, "next_change")

    def line_table(self) -> str:
        """Return the statement that makes the table of lines: names, sums and marks by number."""
        packs = [self._layout.packs[line.pack].pack.name for line in self._layout.lines] or [""]
        ids = [line.id for line in self._layout.lines] or [""]
        rows = [
            (
                str(line.number),
                enumerated(pack, packs),
                enumerated(line.id, ids),
                str(self._layout.unit_of_pack[line.pack]),
                "NULL" if line.slot is None else str(line.slot),
                str(line.weight),
                str(line.word),
                str(line.mark),
            )
            for line, pack in zip(self._layout.lines, packs, strict=False)
        ]
        rows = rows or [("0", enumerated("", packs), enumerated("", ids), "0", "NULL", "1", "0", "0")]
        types = ("USMALLINT", "", "", "UTINYINT", "USMALLINT", "INTEGER", "UTINYINT", "BIGINT")
        names = ("rule", "pack", "name", "unit", "slot", "weight", "word", "mark")
        letters = "abcdefgh"
        fields = ", ".join(
            f"CAST({letter} AS {kind}) AS {name}" if kind else f"{letter} AS {name}"
            for letter, kind, name in zip(letters, types, names, strict=True)
        )
        return temporary(LINES, f"SELECT {fields} FROM ({values(rows)}) AS t({', '.join(letters)})")

    def statements(self) -> Iterator[str]:
        """Yield the statements that sum up what stands, by subject."""
        yield temporary(SUMS, self._sums())
        blank = f"SELECT 0 AS subject, {', '.join(f'{value} AS {name}' for name, value in self._empty())}"
        yield temporary(BLANK, self._decoded(f"({blank})"))

    def ratings(self) -> str:
        """Return the query of the ratings: a row for each subject of `xy_subjects`."""
        names = ", ".join(f'"{name}"' for name in self.columns if not name.endswith(_APPLIES))
        touched = f"SELECT subject, {names} FROM ({self._decoded(SUMS)}) AS d"
        rest = f"SELECT u.subject, {names} FROM (FROM {SUBJECTS} ANTI JOIN {SUMS} USING (subject)) AS u, {BLANK}"
        every = f"({touched} UNION ALL {rest}) AS t"
        if self._held:
            holders = f"JOIN {SUBJECTS} AS u USING (subject)"
            return f"SELECT t.subject, {self._applied()} FROM {every} {holders} ORDER BY t.subject"
        return f"SELECT subject, {names} FROM {every} ORDER BY subject"

    def _applied(self) -> str:
        """The columns of the ratings, where what a pack says of whom it does not apply to is null."""
        shown = {name: f't."{name}"' for name in self.columns}
        for unit in self._layout.units:
            if unit.rating is not None:
                condition = inside(unit.rating.pack, "u.held")
                shown[f"{unit.slug}{_APPLIES}"] = condition
                for name in (f"{unit.slug}_total", f"{unit.slug}_grade"):
                    shown[name] = f'CASE WHEN NOT {condition} THEN NULL ELSE t."{name}" END'
        return ", ".join(f'{text} AS "{name}"' for name, text in shown.items())

    def contributions(self) -> str:
        """Return the query of the contributions, sorted by subject, pack, rule and seq."""
        shown = f"state > 0 AND NOT (met AND {among('c.rule', self._layout.feeding)})"
        labels = [state.value for state in STATES.values()]
        state = by_number("state", {number: enumerated(one.value, labels) for number, one in STATES.items()}, "NULL")
        truth = f"CASE WHEN met THEN {enumerated('met', _TRUTHS)} ELSE {enumerated('unknown', _TRUTHS)} END"
        named = f"subject, seq, l.pack AS pack, l.name AS rule, {truth} AS truth"
        rest = f"CAST(counted AS BIGINT) AS points, start, until, {state} AS state"
        source = f"{STANDING} AS c JOIN {LINES} AS l USING (rule) WHERE {shown}"
        return f"SELECT {named}, {rest} FROM {source} ORDER BY subject, c.rule, seq"

    def _sums(self) -> str:
        fields = [
            *(
                f"bit_or(CASE WHEN state IN (1, 2) AND l.word = {word} THEN l.mark ELSE 0 END) AS m{word}"
                for word in range(self._layout.words)
            ),
            *(
                f"CAST(coalesce(sum(CASE WHEN l.slot = {slot.number} THEN counted * l.weight END), 0) AS BIGINT) "
                f"AS s{slot.number}"
                for slot in self._layout.slots
            ),
        ]
        for place, _ in enumerate(self._layout.units):
            fields.append(f"count(*) FILTER (WHERE state = 4 AND l.unit = {place}) AS u{place}")
            fields.append(f"min(CASE WHEN l.unit = {place} THEN nullif(nxt, {FAR_TEXT}) END) AS n{place}")
        return (
            f"SELECT subject, {', '.join(fields)} FROM {STANDING} AS c JOIN {LINES} AS l USING (rule) GROUP BY subject"
        )

    def _empty(self) -> Iterator[tuple[str, str]]:
        for word in range(self._layout.words):
            yield f"m{word}", "CAST(0 AS BIGINT)"
        for slot in self._layout.slots:
            yield f"s{slot.number}", "CAST(0 AS BIGINT)"
        for place, _ in enumerate(self._layout.units):
            yield f"u{place}", "CAST(0 AS BIGINT)"
            yield f"n{place}", "CAST(NULL AS DATE)"

    def _decoded(self, sums: str) -> str:
        """The query from sums to the columns of the ratings; totals first, so that grades name them."""
        totals: list[str] = []
        fields: list[str] = []
        for place, unit in enumerate(self._layout.units):
            if unit.rating is not None and unit.rating.pack.rating is not None:
                pack = self._layout.place(unit.rating)
                totals.append(f"{self._total(pack, unit.rating.pack.rating)} AS t{place}")
                fields.append(f'CAST(t{place} AS BIGINT) AS "{unit.slug}_total"')
                grade = self._grade(pack, unit.rating.pack.rating, f"t{place}")
                fields.append(f'{grade} AS "{unit.slug}_grade"')
            fields.append(f'CAST(u{place} AS INTEGER) AS "{unit.slug}_unknown"')
            if _lists(unit):
                fields.append(f'{self._proposed(unit)} AS "{unit.slug}_grounds"')
            fields.append(f'n{place} AS "{unit.slug}_next"')
        nexts = ", ".join(f"n{place}" for place, _ in enumerate(self._layout.units))
        fields.append(f"least({nexts}) AS next_change" if nexts else "CAST(NULL AS DATE) AS next_change")
        inner = f"SELECT *{''.join(f', {total}' for total in totals)} FROM {sums} AS s"
        return f"SELECT subject, {', '.join(fields)} FROM ({inner}) AS t"

    def _has(self, pack: int, mark: Mark) -> str | None:
        """The condition that a mark is set, or None where no line sets it."""
        found = self._layout.marks[pack].get(mark)
        return None if found is None else f"(m{found[0]} & {found[1]}) <> 0"

    def _marks(self, pack: int, kind: str) -> list[Mark]:
        return [mark for mark in self._layout.marks[pack] if mark[0] == kind]

    def _total(self, pack: int, rating: Rating) -> str:
        parts = [self._start(pack, rating)]
        own = [slot for slot in self._layout.slots if slot.pack == pack]
        parts += [_limited(f"s{slot.number}", slot.limit) for slot in own if slot.category is None]
        for category in rating.categories:
            sums = [_limited(f"s{slot.number}", slot.limit) for slot in own if slot.category == category.id]
            if sums:
                kept = _limited(f"({' + '.join(sums)})", category.limit)
                parts.append(f"{kept} * {category.weight}")
            elif category.limit is not None:
                parts.append(f"{_limited('0', category.limit)} * {category.weight}")
        return _limited(f"({' + '.join(parts)})", rating.limit)

    def _start(self, pack: int, rating: Rating) -> str:
        starts = sorted((int(mark[1]) for mark in self._marks(pack, "start")), reverse=True)
        start = _first([(self._has(pack, ("start", score, None)), str(score)) for score in starts], str(rating.start))
        scores = sorted(int(mark[1]) for mark in self._marks(pack, "lowest"))
        if not scores:
            return start
        lowest = _first([(self._has(pack, ("lowest", score, None)), str(score)) for score in scores], start)
        return f"least({start}, {lowest})"

    def _grade(self, pack: int, rating: Rating, total: str) -> str:
        labels = [*(band.grade for band in rating.bands), *rating.special]
        last = len(rating.bands) - 1
        edges = [(f"{total} >= {band.at_least}", str(rank)) for rank, band in enumerate(rating.bands[:-1])]
        rank = _first([(condition, value) for condition, value in edges], str(last))
        for kind, pick, order in (
            ("floor", "least", False),
            ("ceiling", "greatest", True),
            ("direct", "greatest", True),
        ):
            ranks = sorted((int(mark[1]) for mark in self._marks(pack, kind)), reverse=order)
            if ranks:
                neutral = str(0 if order else last)
                found = _first([(self._has(pack, (kind, one, None)), str(one)) for one in ranks], neutral)
                rank = f"{pick}({rank}, {found})"
        grades = {n: enumerated(band.grade, labels) for n, band in enumerate(rating.bands)}
        grade = f"(CASE {rank} {' '.join(f'WHEN {n} THEN {name}' for n, name in grades.items())} END)"
        return self._special(pack, rating, total, labels, grade)

    def _special(self, pack: int, rating: Rating, total: str, labels: list[str], grade: str) -> str:
        classes: list[tuple[str | None, str]] = []
        for name in rating.special:
            for mark in self._marks(pack, "class"):
                if mark[1] == name:
                    reached = "" if mark[2] is None else f" AND {total} >= {mark[2]}"
                    classes.append((f"{self._has(pack, mark)}{reached}", enumerated(name, labels)))
        if not classes:
            return grade
        direct = [self._has(pack, mark) for kind in ("direct", "lowest") for mark in self._marks(pack, kind)]
        found = _first(classes, grade)
        return (
            f"(CASE WHEN {' OR '.join(one for one in direct if one)} THEN {grade} ELSE {found} END)"
            if direct
            else found
        )

    def _proposed(self, unit: Unit) -> str:
        """The ids of the lists that a unit proposes, in the packs' order, joined by commas; null for none."""
        found: dict[str, list[str]] = {}
        for pack in unit.packs:
            place = self._layout.place(pack)
            for item in pack.pack.lists:
                condition = self._has(place, ("list", item.id, None))
                if condition is not None:
                    found.setdefault(item.id, []).append(condition)
        texts = [f"CASE WHEN {' OR '.join(conditions)} THEN '{item}' END" for item, conditions in found.items()]
        return f"nullif(concat_ws(',', {', '.join(texts)}), '')"


_TRUTHS: Final = ("met", "unknown")


_APPLIES: Final = "_applies"


def _unit_columns(unit: Unit, *, held: bool) -> tuple[str, ...]:
    rated = ("total", "grade", *(("applies",) if held else ())) if unit.rating is not None else ()
    return (*rated, "unknown", *(("grounds",) if _lists(unit) else ()), "next")


def _lists(unit: Unit) -> bool:
    """Whether any rule or conclusion of the unit proposes a list."""
    return any(_proposes(pack) for pack in unit.packs)


def _proposes(pack: CompiledPack) -> bool:
    effects = [rule.effect for rule in pack.rules]
    effects += [conclusion.conclusion.effect for conclusion in pack.conclusions]
    return any(isinstance(effect, Proposes) for effect in effects)


def _first(cases: list[tuple[str | None, str]], otherwise: str) -> str:
    """The value of the first condition that holds."""
    branches = " ".join(f"WHEN {condition} THEN {value}" for condition, value in cases if condition is not None)
    return f"(CASE {branches} ELSE {otherwise} END)" if branches else otherwise


def _limited(value: str, limit: Limit | None) -> str:
    if limit is None:
        return value
    if limit.high is not None:
        value = f"least({value}, {limit.high})"
    return value if limit.low is None else f"greatest({value}, {limit.low})"


def labels_of(rating: Rating) -> str:
    """Return the SQL type of a rating's grades."""
    return enumeration([*(band.grade for band in rating.bands), *rating.special])
