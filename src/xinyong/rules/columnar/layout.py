"""The numbering of everything a run evaluates: units, packs, lines, sums and marks, fixed before any text is written.

A line is a rule, an accrual or a conclusion of some pack; lines are numbered across packs, rules of a pack in the
pack's order. A slot is a sum of points that has limits of its own. A mark is a bit that says what a hit does beside
points; one OR over a subject's hits collects them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, assert_never

from xinyong.law.effects import Caps, Classes, DirectMode, Feeds, Grades, Lifts, Proposes, Scores, Starts
from xinyong.rules.compiled import CompiledPack, PackFault, lowest_score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xinyong.law.effects import Effect
    from xinyong.law.rule import Limit
    from xinyong.rules.compiled import CompiledRule

    Mark: TypeAlias = tuple[str, str | int, int | None]

BITS: Final = 62
"""Marks that one BIGINT holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A family of packs as it speaks on a day: one group of columns in the ratings.

    Attributes:
        slug: what the columns start with.
        packs: the versions that judge records on the day.
        rating: the one of them whose rating is shown, or None.
    """

    slug: str
    packs: tuple[CompiledPack, ...]
    rating: CompiledPack | None


def unit_of(pack: CompiledPack) -> Unit:
    """Return the unit of one pack alone."""
    return Unit(slug=pack.slug, packs=(pack,), rating=pack if pack.pack.rating is not None else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A sum of points: of one rule that has a limit, of a category that has one, or of all the rest of a pack.

    Attributes:
        rule: the limited rule's id, or None.
        category: the category's id, or None for the rest.
        limit: bounds of the rule's sum.
    """

    number: int
    pack: int
    rule: str | None
    category: str | None
    limit: Limit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A rule, an accrual or a conclusion, numbered.

    Attributes:
        number: across all packs; from 1.
        pack: place of its pack in the layout.
        slot: the sum that its points go to, or None.
        weight: what its points are multiplied by on their way into the slot.
        mark: the bit that it sets, or 0.
        word: which of the BIGINTs holds the bit.
    """

    number: int
    pack: int
    source: Literal["rule", "accrual", "conclusion"]
    id: str
    effect: Effect | None
    rule: CompiledRule | None
    slot: int | None
    weight: int
    mark: int
    word: int


class Layout:
    """The numbering of one run; pure data, the same for the same units in the same order."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = tuple(units)
        self.packs: tuple[CompiledPack, ...] = tuple(pack for unit in units for pack in unit.packs)
        self.unit_of_pack = tuple(place for place, unit in enumerate(units) for _ in unit.packs)
        self.slots: list[Slot] = []
        self.marks: list[dict[Mark, tuple[int, int]]] = []
        self._bits = 0
        for place in range(len(self.packs)):
            self._mark(place)
        self.words = self._bits // BITS + 1
        self.lines: tuple[Line, ...] = tuple(self._lines())

    @cached_property
    def rules(self) -> tuple[Line, ...]:
        """The lines that read records."""
        return tuple(line for line in self.lines if line.source == "rule")

    @cached_property
    def scoring(self) -> frozenset[int]:
        """The numbers of lines whose points count."""
        return frozenset(line.number for line in self.lines if line.slot is not None)

    @cached_property
    def feeding(self) -> frozenset[int]:
        """The numbers of lines that only feed facts."""
        return frozenset(line.number for line in self.lines if isinstance(line.effect, Feeds))

    def place(self, pack: CompiledPack) -> int:
        """Return the place of this very pack in the layout."""
        return next(place for place, found in enumerate(self.packs) if found is pack)

    def number(self, pack: int, line_id: str) -> int | None:
        """Return the number of a rule that runs, or None."""
        return self._numbers.get((pack, line_id))

    def numbers(self, pack: int, ids: Sequence[str]) -> list[int]:
        """Return the numbers of those of these rules that run."""
        return [number for name in ids if (number := self.number(pack, name)) is not None]

    def of_pack(self, pack: int, source: str) -> Iterator[Line]:
        """Yield a pack's lines of a source."""
        return (line for line in self.lines if line.pack == pack and line.source == source)

    @cached_property
    def _numbers(self) -> dict[tuple[int, str], int]:
        return {(line.pack, line.id): line.number for line in self.rules}

    def _lines(self) -> Iterator[Line]:
        number = 0
        for place, pack in enumerate(self.packs):
            for rule in pack.rules:
                number += 1
                yield self._line(number, place, "rule", rule.id, effect=rule.effect, rule=rule)
            for accrual in pack.accruals:
                number += 1
                slot, weight = self._slot(place, None, accrual.category, None)
                yield Line(
                    number=number,
                    pack=place,
                    source="accrual",
                    id=accrual.id,
                    effect=None,
                    rule=None,
                    slot=slot,
                    weight=weight,
                    mark=0,
                    word=0,
                )
            for conclusion in pack.conclusions:
                number += 1
                said = conclusion.conclusion
                yield self._line(number, place, "conclusion", said.id, effect=said.effect)

    def _line(  # noqa: PLR0913 - the fields of a line
        self,
        number: int,
        pack: int,
        source: Literal["rule", "conclusion"],
        line_id: str,
        *,
        effect: Effect,
        rule: CompiledRule | None = None,
    ) -> Line:
        slot, weight = None, 1
        if isinstance(effect, Scores) and self.packs[pack].pack.rating is not None:
            limit = None if rule is None else rule.rule.limit
            slot, weight = self._slot(pack, None if limit is None else line_id, effect.category, limit)
        mark = self._key(pack, effect)
        word, bit = (0, 0) if mark is None else self.marks[pack][mark]
        return Line(
            number=number,
            pack=pack,
            source=source,
            id=line_id,
            effect=effect,
            rule=rule,
            slot=slot,
            weight=weight,
            mark=bit,
            word=word,
        )

    def _slot(self, pack: int, rule: str | None, category: str | None, limit: Limit | None) -> tuple[int, int]:
        """Return the slot of a line's points, and the weight that they carry into it."""
        rating = self.packs[pack].pack.rating
        categories = () if rating is None else rating.categories
        found = next((one for one in categories if one.id == category), None)
        weight = 1
        if found is not None and found.limit is None:
            weight = found.weight if rule is None else 1
            category = None if rule is None else category
        for slot in self.slots:
            if (slot.pack, slot.rule, slot.category) == (pack, rule, category):
                return slot.number, weight
        slot = Slot(number=len(self.slots), pack=pack, rule=rule, category=category, limit=limit)
        self.slots.append(slot)
        return slot.number, weight

    def _mark(self, pack: int) -> None:
        """Give every effect of a pack beside points a bit."""
        compiled = self.packs[pack]
        effects = [rule.effect for rule in compiled.rules]
        effects += [conclusion.conclusion.effect for conclusion in compiled.conclusions]
        found: dict[Mark, tuple[int, int]] = {}
        for effect in effects:
            mark = self._key(pack, effect)
            if mark is not None and mark not in found:
                found[mark] = (self._bits // BITS, 1 << self._bits % BITS)
                self._bits += 1
        if len(found) > BITS * BITS:
            what = f"{compiled.pack.name} has too many different effects."
            raise PackFault(what, remedy="Split the pack.")
        self.marks.append(found)

    def _key(self, pack: int, effect: Effect) -> Mark | None:  # noqa: PLR0911 - one closed list of effects
        compiled = self.packs[pack]
        match effect:
            case Grades():
                if effect.mode is DirectMode.FINAL:
                    return ("direct", compiled.ranks[effect.grade], None)
                return ("lowest", lowest_score(compiled.pack, effect.grade) or 0, None)
            case Caps():
                return ("ceiling", compiled.ranks[effect.grade], None)
            case Lifts():
                return ("floor", compiled.ranks[effect.grade], None)
            case Classes():
                return ("class", effect.grade, effect.at_least)
            case Starts():
                return ("start", effect.score, None)
            case Proposes():
                return ("list", effect.list, None)
            case Scores() | Feeds():
                return None
            case _:
                assert_never(effect)
