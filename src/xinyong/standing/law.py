"""The law that a standing is computed under: pack versions by digest, and the calendar edition, as one value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from xinyong.kernel.cite import Citation, SourceGrade, lowest
from xinyong.law.pack import Use
from xinyong.law.rewriting import applied, under
from xinyong.law.terms import grade_of
from xinyong.rules.compiled import compile_pack
from xinyong.standing.part import Part, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xinyong.law.pack import Pack
    from xinyong.law.rewriting import Applied
    from xinyong.law.rule import Accrual, Conclusion, Rule
    from xinyong.rules.compiled import CompiledPack

RUNS = (Use.IN_FORCE, Use.PARTIAL)
"""Uses under which a pack says anything in a registry."""


class Covered(Part, frozen=True, kw_only=True):
    """How much of an instrument a pack encodes; `total` None: the source gives no count."""

    encoded: int
    total: int | None
    of: str


class LawRead(Part, frozen=True, kw_only=True):
    """A pack version, or an override of some, that the standing was computed under."""

    pack: str
    digest: str
    title: Words
    use: str
    source_grade: str
    coverage: Covered


@dataclass(frozen=True, kw_only=True)
class Version:
    """A pack version, compiled, with the digest by which it came into force.

    Attributes:
        compiled: what it says, under the overrides in force.
        overridden: the overrides that concern it.
        without: what it would say without them; None where there are none.
    """

    compiled: CompiledPack
    digest: str
    overridden: tuple[Applied, ...] = ()
    without: Version | None = None

    @property
    def pack(self) -> Pack:
        """The pack itself."""
        return self.compiled.pack

    @cached_property
    def any_act(self) -> CompiledPack:
        """The pack asked about acts of any day: what it would say of an act that another version governs."""
        return compile_pack(self.pack, any_act=True)

    @cached_property
    def parts(self) -> dict[str, Rule | Accrual | Conclusion]:
        """Rules, accruals and conclusions by id."""
        parts: tuple[Rule | Accrual | Conclusion, ...] = (
            *self.pack.rules,
            *self.pack.accruals,
            *self.pack.conclusions,
        )
        return {part.id: part for part in parts}

    @cached_property
    def lives(self) -> dict[str, Citation]:
        """Where the life of a rule stands, by rule id."""
        return {rule.id: rule.life.citation for rule in self.pack.rules if rule.life.citation is not None}

    @cached_property
    def grade(self) -> SourceGrade:
        """The lowest grade of any source that the pack uses."""
        return lowest(*(citation.grade for citation in citations(self.pack)))


@dataclass(frozen=True, kw_only=True)
class Overriding:
    """A pack of overrides in force, with its digest."""

    pack: Pack
    digest: str


@dataclass(frozen=True, kw_only=True)
class Law:
    """The pack versions in force, and the calendar edition.

    Attributes:
        versions: in order of family and first day; packs whose `use` lets them say nothing are not among them.
        overriding: the overrides that are written into them, in the same order.
    """

    versions: tuple[Version, ...]
    overriding: tuple[Overriding, ...] = ()
    calendar: str | None = None

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the names and digests, hex: equal laws have equal digests."""
        lines = sorted(f"{version.pack.name} {version.digest}\n" for version in self.versions)
        lines += [f"{one.pack.name} {one.digest} until {one.pack.valid_to}\n" for one in self.overriding]
        return hashlib.sha256("".join([*lines, self.calendar or ""]).encode()).hexdigest()

    @cached_property
    def families(self) -> dict[str, tuple[Version, ...]]:
        """Versions by family, oldest first."""
        found: dict[str, tuple[Version, ...]] = {}
        for version in self.versions:
            found[version.pack.id] = (*found.get(version.pack.id, ()), version)
        return found

    @cached_property
    def read(self) -> tuple[LawRead, ...]:
        """The law as a standing shows it."""
        return tuple(_read(one.pack, one.digest) for one in self.speaking)

    @cached_property
    def speaking(self) -> tuple[Version | Overriding, ...]:
        """Versions and overrides."""
        return (*self.versions, *self.overriding)


def law_of(packs: dict[str, Pack], *, calendar: str | None = None) -> Law:
    """Return the law of packs by their digests; those that say nothing in a registry are left out.

    Raises:
        OverrideFault: an override has no end, or could burden somebody.
    """
    speaking = [Overriding(pack=pack, digest=digest) for digest, pack in packs.items() if pack.use in RUNS]
    speaking.sort(key=lambda one: (one.pack.id, one.pack.valid_from, one.pack.version))
    overriding = tuple(one for one in speaking if one.pack.overrides is not None)
    by = [one.pack for one in overriding]
    versions = (version_of(one.pack, one.digest, by) for one in speaking if one.pack.overrides is None)
    return Law(versions=tuple(versions), overriding=overriding, calendar=calendar)


def version_of(pack: Pack, digest: str, overriding: Sequence[Pack] = ()) -> Version:
    """Return a pack, compiled, as it speaks under overrides.

    Raises:
        OverrideFault: an override has no end, or could burden somebody.
    """
    plain = Version(compiled=compile_pack(pack), digest=digest)
    found = applied(pack, overriding)
    if not found:
        return plain
    return Version(compiled=compile_pack(under(pack, found)), digest=digest, overridden=found, without=plain)


def citations(value: object) -> Iterator[Citation]:
    """Yield every citation inside a pack or a part of one."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, tuple):
        for part in cast("tuple[object, ...]", value):
            yield from citations(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from citations(getattr(value, field.name))


def _read(pack: Pack, digest: str) -> LawRead:
    coverage = pack.coverage
    return LawRead(
        pack=pack.name,
        digest=digest,
        title=words(pack.title),
        use=pack.use.value,
        source_grade=grade_of(pack).value,
        coverage=Covered(encoded=coverage.encoded, total=coverage.total, of=coverage.of),
    )
