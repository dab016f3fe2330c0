"""Golden cases run: every case through every evaluator given, compared with what its author worked out by hand.

Guarantees that nothing is compared with what an evaluator said: the expected side comes from the case alone. A case of
one pack asks that pack on the day; a case of a family lets the law choose the versions, as a standing does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.law.golden import CaseResult as Result
from xinyong.law.golden import Decided, Difference
from xinyong.law.pack import Feeds
from xinyong.ledger.entries import Header, RecordEntered
from xinyong.rules.compiled import compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.outcome import State
from xinyong.rules.records import Record
from xinyong.standing import governing
from xinyong.standing.law import Version
from xinyong.standing.past import Recorded
from xinyong.standing.proposals import proposals_of
from xinyong.standing.publication import windows_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xinyong.law.golden import Case, CaseFile, CaseRecord
    from xinyong.law.pack import Pack
    from xinyong.law.shelf import Shelf
    from xinyong.rules.compiled import CompiledPack
    from xinyong.rules.outcome import Outcome

SUBJECT = 1


class CaseFault(Fault):
    """A case can't be run: it names no pack, or expects nothing."""

    code = "CASE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an evaluator says of the records of a case under one pack on one day."""

    grade: str | None
    total: int | None
    hits: Mapping[str, int | None]
    unknowns: tuple[str, ...]
    proposals: tuple[str, ...]
    next_change: dt.date | None


class Evaluator(Protocol):
    """One reader of the law."""

    @property
    def name(self) -> str:
        """What it is called in a difference."""
        ...

    def __call__(self, pack: Pack, records: Sequence[Record], day: dt.date) -> Answer:
        """Return what a pack says of one subject's records on a day."""
        ...


@cache
def compiled(pack: Pack) -> CompiledPack:
    """Return a pack made ready, once for all cases of it."""
    return compile_pack(pack)


class Interpreter:
    """The reader for one subject, with reasons."""

    name = "interpret"

    def __call__(self, pack: Pack, records: Sequence[Record], day: dt.date) -> Answer:
        """Return what `rules.interpret` says."""
        outcome = interpret(records, compiled(pack), day)
        return Answer(
            grade=outcome.grade,
            total=outcome.total,
            hits=_hits(outcome, {rule.id for rule in pack.rules if isinstance(rule.effect, Feeds)}),
            unknowns=tuple(sorted({hit.rule for hit in outcome.hits if hit.state is State.UNKNOWN})),
            proposals=tuple(sorted(outcome.proposes)),
            next_change=outcome.next_change,
        )


def _hits(outcome: Outcome, feeds: set[str]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for hit in outcome.hits:
        if hit.state in (State.COUNTS, State.REPEATED) and hit.rule not in feeds:
            before = found.get(hit.rule)
            found[hit.rule] = hit.counted if before is None else before + (hit.counted or 0)
    return found


def run_cases(shelf: Shelf, files: Iterable[tuple[str, CaseFile]], evaluators: Sequence[Evaluator]) -> Iterator[Result]:
    """Run cases, file by file.

    Args:
        shelf: the packs that cases may name.
        files: each file's name and contents; a file or its cases name their pack.
        evaluators: at least one; every case is asked of each.

    Raises:
        CaseFault: a case names no pack, or expects nothing.
        PackFault: it names a pack that is not on the shelf.
    """
    for name, file in files:
        for case in file.cases:
            pack = case.pack or file.pack
            if pack is None:
                what = f"The case {case.id} in {name} names no pack."
                raise CaseFault(what, remedy="Write `pack: id@version` (or a family's id) above the cases.")
            yield _Run(shelf, case, pack, evaluators).result(name)


class _Run:
    """One case."""

    def __init__(self, shelf: Shelf, case: Case, pack: str, evaluators: Sequence[Evaluator]) -> None:
        self._case = case
        self._name = pack
        self._evaluators = evaluators
        self._versions = tuple(
            Version(compiled=compiled(found.pack), digest=found.digest) for found in shelf.find(pack)
        )
        self._family = "@" not in pack

    def result(self, file: str) -> Result:
        """Return the case's differences."""
        expect = self._case.expect
        if not any(getattr(expect, name) is not None for name in expect.__slots__):
            what = f"The case {self._case.id} in {file} expects nothing."
            raise CaseFault(what, remedy="Say at least a grade, a total, hits or proposals.")
        found = [*self._answers(), *self._windows()]
        if self._family:
            found += [*self._decided(), *self._chosen()]
        return Result(case=self._case, pack=self._name, file=file, differences=tuple(found))

    def _records(self, known: dt.date | None) -> list[Record]:
        return [
            Record(SUBJECT, seq, record.kind, record.facts())
            for seq, record in enumerate(self._case.records, start=1)
            if record.known_on(known)
        ]

    def _running(self) -> Version | None:
        return governing.in_force(self._versions, self._case.day) if self._family else self._versions[0]

    def _answers(self) -> Iterator[Difference]:
        expect = self._case.expect
        version = self._running()
        if self._family:
            running = None if version is None else version.pack.valid_from
            yield from _differs("versions", "version", expect.version, running)
        if version is None:
            return
        for evaluator in self._evaluators:
            answer = evaluator(version.pack, self._records(self._case.known), self._case.day)
            yield from _differs(evaluator.name, "grade", expect.grade, answer.grade)
            yield from _differs(evaluator.name, "total", expect.total, answer.total)
            yield from _differs(evaluator.name, "hits", expect.hits, dict(answer.hits))
            if expect.next_change is not None and not self._family:
                yield from _differs(evaluator.name, "next_change", expect.next_change, answer.next_change)
            if not self._family:
                yield from _differs(evaluator.name, "unknowns", _sorted(expect.unknowns), answer.unknowns)
                yield from _differs(evaluator.name, "proposals", _sorted(expect.proposals), answer.proposals)

    def _decided(self) -> Iterator[Difference]:
        expected = self._case.expect.decided
        if expected is None:
            return
        closed = governing.decided(self._versions, self._case.day)
        for evaluator in self._evaluators:
            if closed is None:
                found = Decided(year=None)
            else:
                answer = evaluator(closed.version.pack, self._records(closed.published), closed.cut_off)
                total = None if expected.total is None else answer.total
                found = Decided(year=closed.year, grade=answer.grade, total=total)
            yield from _differs(evaluator.name, "decided", expected, found)

    def _chosen(self) -> Iterator[Difference]:
        """Proposals of a family: which law applies to an act, and the milder one."""
        expect = self._case.expect
        records = self._records(self._case.known)
        said: dict[tuple[str, bool], Outcome] = {}

        def ask(version: Version, any_act: bool) -> Outcome:  # noqa: FBT001 - the shape that proposals ask for
            key = (version.pack.name, any_act)
            if key not in said:
                said[key] = interpret(records, version.any_act if any_act else version.compiled, self._case.day)
            return said[key]

        found = tuple(proposals_of(self._versions, self._case.day, ask))
        for effect, expected in (("propose", expect.proposals), ("choose", expect.to_choose), ("none", expect.milder)):
            lists = tuple(sorted({one.list for one in found if one.effect == effect}))
            yield from _differs("proposals", effect, _sorted(expected), lists)
        rules = tuple(sorted({hit.rule for outcome in said.values() for hit in outcome.hits if _unknown(hit.state)}))
        yield from _differs("interpret", "unknowns", _sorted(expect.unknowns), rules)

    def _windows(self) -> Iterator[Difference]:
        """Terms of publication: the first day on which nothing is shown any more, by window."""
        expected = self._case.expect.published
        if expected is None:
            return
        found: dict[str, dt.date | None] = {}
        for seq, record in enumerate(self._case.records, start=1):
            if record.known_on(self._case.known):
                for version in governing.judges(self._versions, record.effective, self._case.day):
                    for window in windows_of(_recorded(seq, record), version.pack, self._case.day):
                        found[window.window] = window.latest_end
        yield from _differs("publication", "published", expected, found)


def _unknown(state: State) -> bool:
    return state is State.UNKNOWN


def _sorted(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(sorted(names))


def _differs(evaluator: str, part: str, expected: object, found: object) -> Iterator[Difference]:
    if expected is not None and expected != found:
        yield Difference(evaluator=evaluator, part=part, expected=str(expected), found=str(found))


def _recorded(seq: int, record: CaseRecord) -> Recorded:
    """Return a record of a case as one of a ledger that never was: only its kind and facts are read."""
    content = RecordEntered(
        kind=record.kind, key="", row="", facts=record.facts(), document={}, source=(), delivery="", line=seq
    )
    header = Header(
        seq=Seq(seq), kind="record.entered", version=1, subject=SubjectNumber(SUBJECT), valid_on=None, known_at=0,
        authority=None, actor=None, commitment="", link="",
    )  # fmt: skip
    return Recorded(header, content)
