"""Packs as people handle them: list, show, lint, compare, bring into force. Golden cases are `app.pack_cases`'s.

Guarantees that only a pack without findings comes into force, by the entry of a named official, with its digest. The
shelf, the catalogue and the texts of the locks are given: reading folders is an adapter's.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from xinyong.app.actors import require_official
from xinyong.app.law_pages import provisions
from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.errors import Fault
from xinyong.law.lint import graded, lint_family, lint_pack
from xinyong.law.lint_catalogue import reconstructs
from xinyong.law.lint_measures import lint_shelf
from xinyong.law.lint_overrides import lint_overridden
from xinyong.law.lock import stale
from xinyong.law.pack import LAB_ALONE
from xinyong.law.rewriting import spares
from xinyong.law.terms import grade_of, kinds_read, rule_columns
from xinyong.ledger.entries import Draft, PackActivated
from xinyong.rules.applicability import kinds_of, schemes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xinyong.law.finding import Finding
    from xinyong.law.kinds import Catalogue
    from xinyong.law.override import Override
    from xinyong.law.pack import Pack
    from xinyong.law.rule import Rule
    from xinyong.law.shelf import Shelf, Shelved
    from xinyong.ledger.store import Store


class UnfitPackFault(Fault):
    """A pack with findings was to come into force."""

    code = "PACK-UNFIT"


class PackLine(msgspec.Struct, frozen=True, kw_only=True):
    """A pack in a list.

    Attributes:
        grade: the lowest grade of its citations (P O N S D A M, best first); M is from memory, unsourced.
        unverified: that lowest grade is M.
        lab_alone: no registry brings it into force.
        encoded, total, of: how much of the instrument it encodes; `total` None: the source gives no count.
    """

    pack: str
    title_zh: str
    title_en: str
    valid_from: dt.date
    valid_to: dt.date | None
    governs: str
    use: str
    lab_alone: bool
    grade: str
    unverified: bool
    encoded: int
    total: int | None
    of: str
    rules: int
    cases: int
    digest: str
    file: str


class ColumnLine(msgspec.Struct, frozen=True, kw_only=True):
    """A column that a pack reads of a kind, with the field of the form that fills it."""

    column: str
    type: str
    unit: str
    meaning: str
    field: str
    title_zh: str
    title_en: str
    codes: tuple[str, ...]
    required: bool


class KindLine(msgspec.Struct, frozen=True, kw_only=True):
    """A record kind that a pack reads."""

    kind: str
    title_zh: str
    title_en: str
    deliverers: tuple[str, ...]
    columns: tuple[ColumnLine, ...]


class RuleLine(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, as a reader looks for it: what it reads, what it does, where it stands."""

    rule: str
    title_zh: str
    title_en: str
    kinds: tuple[str, ...]
    columns: tuple[str, ...]
    when: str | None
    effect: str
    instrument: str
    article: str
    grade: str
    note: str
    unverified: bool
    disabled: str | None


class PartLine(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a pack beside its rules that rests on a provision: a band, a list, a window, a period.

    Attributes:
        unverified: what it says comes from memory (grade M).
    """

    part: str
    title: str
    instrument: str
    article: str
    grade: str
    unverified: bool


class OverrideLine(msgspec.Struct, frozen=True, kw_only=True):
    """An override: which rules of which pack do not count which acts, on which article.

    Attributes:
        acts: the condition that an act is spared, in the rule language, its days included.
    """

    override: str
    title_zh: str
    title_en: str
    pack: str
    rules: tuple[str, ...]
    acts: str
    instrument: str
    article: str
    grade: str
    note: str
    unverified: bool


class ChoiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """What the source leaves open, and what the pack does about it."""

    question: str
    choice: str
    reason: str


class PackPage(msgspec.Struct, frozen=True, kw_only=True):
    """A pack whole: enough to write records and cases for it by hand.

    Attributes:
        unit: what one point of the integers is worth.
        reconstructs: it ended before there was a national catalogue: it judges acts of its own days alone.
        applies: schemes of identifiers, one of which its subjects hold.
        recorded: kinds, of one of which its subjects have a record; empty: they need none.
        grades: grades of the bands, best first, then special classes; empty where it rates nothing.
        parts: what else in it rests on a provision.
        lowest: the instruments and articles of the lowest grade.
    """

    line: PackLine
    unit: str
    reconstructs: bool
    applies: tuple[str, ...]
    recorded: tuple[str, ...]
    grades: tuple[str, ...]
    lists: tuple[str, ...]
    kinds: tuple[KindLine, ...]
    rules: tuple[RuleLine, ...]
    overrides: tuple[OverrideLine, ...]
    parts: tuple[PartLine, ...]
    choices: tuple[ChoiceLine, ...]
    lowest: tuple[str, ...]


class Activation(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that an official brought into force, or took out of it; `changed` False: it was so already."""

    pack: str
    digest: str
    active: bool
    changed: bool


def listed(shelf: Shelf) -> tuple[PackLine, ...]:
    """Return the packs of a shelf in order of family and first day."""
    return tuple(map(_line, shelf.packs))


def shown(shelved: Shelved, kinds: Catalogue) -> PackPage:
    """Return everything about one pack."""
    pack = shelved.pack
    rating = pack.rating
    grades = () if rating is None else (*(band.grade for band in rating.bands), *rating.special)
    choices = (*(() if pack.transition is None else (pack.transition,)), *pack.choices)
    return PackPage(
        line=_line(shelved),
        unit=pack.unit,
        reconstructs=reconstructs(pack, kinds),
        applies=schemes_of(pack),
        recorded=kinds_of(pack),
        grades=grades,
        lists=tuple(item.id for item in pack.lists),
        kinds=tuple(_kinds(pack, kinds)),
        rules=tuple(_rule(pack, rule) for rule in pack.rules),
        overrides=tuple(_override(pack, one) for one in pack.overrides or ()),
        parts=tuple(_parts(pack)),
        choices=tuple(ChoiceLine(question=one.question, choice=one.choice, reason=one.reason) for one in choices),
        lowest=tuple(one.place for one in graded(pack)),
    )


def linted(shelf: Shelf, kinds: Catalogue, locks: Iterable[tuple[str, str]] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with the packs of a shelf, beside each other too, and with the locks of their folders.

    Args:
        shelf: the packs.
        kinds: the catalogue of record kinds.
        locks: the folder and the text of each `packs.lock`; it answers for the packs below its folder.
    """
    findings = [finding for one in shelf.packs for finding in lint_pack(one.pack, kinds, file=one.file)]
    for family in shelf.families():
        findings += lint_family([(one.pack, one.file) for one in shelf.packs if one.pack.id == family])
    findings += lint_shelf([(one.pack, one.file) for one in shelf.packs])
    findings += lint_overridden([(one.pack, one.file) for one in shelf.packs], kinds)
    for folder, text in locks:
        inside = [one.pack for one in shelf.packs if one.file.startswith(folder)]
        findings += stale(text, inside, file=f"{folder}/packs.lock")
    return tuple(findings)


def activate(  # noqa: PLR0913 - who, what, when, and the law that it is checked against
    store: Store,
    packs: Sequence[Shelved],
    *,
    kinds: Catalogue,
    actor: str,
    known_at: int,
    active: bool = True,
    beside: Sequence[Shelved] = (),
) -> tuple[Activation, ...]:
    """Bring packs into force, or take them out of it, by one entry each; what is so already stays without an entry.

    Args:
        store: the registry.
        packs: the packs, all or none of which come into force.
        kinds: the catalogue of record kinds that they are checked against.
        actor: account of the official who decides.
        known_at: now, ms UTC.
        active: False takes them out of force.
        beside: further packs, to whose lists and statutes measures may refer, and whose rules overrides may name.

    Raises:
        UnknownActorFault, NotOfficialFault: `actor` may not decide.
        UnfitPackFault: a pack has findings, or is one that runs in the lab alone.
    """
    official = require_official(store, actor)
    barred = [one.pack for one in packs if active and one.pack.use in LAB_ALONE]
    if barred:
        what = f"{barred[0].name} can't come into force: its use is {barred[0].use.value}."
        remedy = "Leave it out: drafts, and packs without a legal basis, run in the lab alone."
        raise UnfitPackFault(what, remedy=remedy)
    findings = _against(packs, kinds, beside) if active else []
    if findings:
        lines = "\n".join(f"  {finding.line()}" for finding in findings)
        what = f"{len(findings)} finding(s) keep packs from coming into force:\n{lines}\n"
        raise UnfitPackFault(what, remedy="Mend them; `xinyong packs lint` shows them again.")
    done: list[Activation] = []
    with store.writing(known_at) as writer:
        before = in_force(store)
        for shelved in packs:
            name, digest = shelved.pack.name, shelved.digest
            changed = before.get(name) != digest if active else name in before
            done.append(Activation(pack=name, digest=digest, active=active, changed=changed))
            if changed:
                content = PackActivated(pack=name, digest=digest, active=active)
                draft = Draft(content=content, valid_on=None, authority=official.office, actor=official.account)
                writer.append([draft])
    return tuple(done)


def _against(packs: Sequence[Shelved], kinds: Catalogue, beside: Sequence[Shelved]) -> list[Finding]:
    """Return what keeps packs from coming into force, by themselves and beside those that they refer to."""
    named = {one.pack.name: one for one in (*beside, *packs)}
    mine = {one.file for one in packs}
    referring = lint_shelf([(one.pack, one.file) for one in named.values()])
    alone = [found for one in packs for found in lint_pack(one.pack, kinds, file=one.file)]
    overridden = lint_overridden([(one.pack, one.file) for one in named.values()], kinds, about=mine)
    return [*alone, *(found for found in referring if found.file in mine), *overridden]


def in_force(store: Store) -> dict[str, str]:
    """Return the packs that officials brought into force: full name to digest."""
    found: dict[str, str] = {}
    for entry in store.of_kinds(("pack.activated",)):
        match entry.content:
            case PackActivated(pack=pack, digest=digest, active=True):
                found[pack] = digest
            case PackActivated(pack=pack):
                found.pop(pack, None)
            case _:
                pass
    return found


def _line(shelved: Shelved) -> PackLine:
    pack = shelved.pack
    return PackLine(
        pack=pack.name,
        title_zh=pack.title.zh,
        title_en=pack.title.en,
        valid_from=pack.valid_from,
        valid_to=pack.valid_to,
        governs=pack.governs.value,
        use=pack.use.value,
        lab_alone=pack.use in LAB_ALONE,
        grade=grade_of(pack).value,
        unverified=grade_of(pack) is SourceGrade.UNVERIFIED,
        encoded=pack.coverage.encoded,
        total=pack.coverage.total,
        of=pack.coverage.of,
        rules=len(pack.rules),
        cases=len(shelved.cases),
        digest=shelved.digest,
        file=shelved.file,
    )


def _kinds(pack: Pack, kinds: Catalogue) -> Iterator[KindLine]:
    for read in kinds_read(pack):
        kind = kinds.kinds.get(read.kind)
        fields = {} if kind is None else {field.fact: field for field in kind.fields if field.fact is not None}
        columns: list[ColumnLine] = []
        for column in read.columns:
            field = fields.get(column.name)
            columns.append(
                ColumnLine(
                    column=column.name,
                    type=column.type,
                    unit=column.unit,
                    meaning=column.meaning,
                    field="" if field is None else field.name,
                    title_zh="" if field is None else field.title.zh,
                    title_en="" if field is None else field.title.en,
                    codes=() if field is None else field.codes,
                    required=field is not None and field.required,
                )
            )
        yield KindLine(
            kind=read.kind,
            title_zh="" if kind is None else kind.title.zh,
            title_en="" if kind is None else kind.title.en,
            deliverers=() if kind is None else kind.deliverers,
            columns=tuple(columns),
        )


def _parts(pack: Pack) -> Iterator[PartLine]:
    ids = {f"rule `{rule.id}`" for rule in pack.rules} | {f"override `{one.id}`" for one in pack.overrides or ()}
    for found in provisions(pack):
        if found.part not in ids:
            yield PartLine(
                part=found.part.replace("`", ""),
                title=found.title,
                instrument=found.citation.instrument,
                article=found.citation.article,
                grade=found.citation.grade.value,
                unverified=found.citation.grade is SourceGrade.UNVERIFIED,
            )


def _override(pack: Pack, override: Override) -> OverrideLine:
    return OverrideLine(
        override=override.id,
        title_zh=override.title.zh,
        title_en=override.title.en,
        pack=override.pack,
        rules=override.rules,
        acts=spares(override, pack),
        instrument=override.citation.instrument,
        article=override.citation.article,
        grade=override.citation.grade.value,
        note=override.citation.note,
        unverified=override.citation.grade is SourceGrade.UNVERIFIED,
    )


def _rule(pack: Pack, rule: Rule) -> RuleLine:
    return RuleLine(
        rule=rule.id,
        title_zh=rule.title.zh,
        title_en=rule.title.en,
        kinds=rule.kinds,
        columns=tuple(sorted(rule_columns(pack, rule))),
        when=rule.when,
        effect=type(rule.effect).__name__.lower(),
        instrument=rule.citation.instrument,
        article=rule.citation.article,
        grade=rule.citation.grade.value,
        note=rule.citation.note,
        unverified=rule.citation.grade is SourceGrade.UNVERIFIED,
        disabled=rule.disabled,
    )
