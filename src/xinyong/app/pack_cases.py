"""Golden cases run: every case through every evaluator given, compared with what its author worked out by hand.

Guarantees that nothing is compared with what an evaluator said: the expected side comes from the case alone. A case of
one pack asks that pack on the day; a case of a family lets the law choose the versions, as a standing does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.app.pack_evaluators import Answer, Evaluator, Question, compiled
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.law.golden import CaseResult as Result
from xinyong.law.golden import Decided, Difference
from xinyong.law.rewriting import applied, under
from xinyong.ledger.entries import Header, RecordEntered
from xinyong.rules.applicability import marks
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
    from xinyong.law.shelf import Shelf, Shelved
    from xinyong.rules.outcome import Outcome
    from xinyong.standing.publication import Publication

SUBJECT = 1


class CaseFault(Fault):
    """A case can't be run: it names no pack, or expects nothing."""

    code = "CASE"


def run_cases(shelf: Shelf, files: Iterable[tuple[str, CaseFile]], evaluators: Sequence[Evaluator]) -> list[Result]:
    """Run cases; return their results in order.

    Args:
        shelf: the packs that cases may name.
        files: each file's name and contents; a file or its cases name their pack.
        evaluators: at least one; every case is asked of each.

    Raises:
        CaseFault: a case names no pack, or expects nothing.
        PackFault: it names a pack that is not on the shelf.
    """
    runs: list[_Run] = []
    for name, file in files:
        for case in file.cases:
            pack = case.pack or file.pack
            if pack is None:
                what = f"The case {case.id} in {name} names no pack."
                raise CaseFault(what, remedy="Write `pack: id@version` (or a family's id) above the cases.")
            runs.append(_Run(shelf, case, pack, name))
    questions = [question for run in runs for question in run.questions.values()]
    said = {evaluator.name: iter(evaluator.ask(questions)) for evaluator in evaluators}
    return [
        run.result({name: {key: next(answers) for key in run.questions} for name, answers in said.items()})
        for run in runs
    ]


class _Run:
    """One case: what is asked of each evaluator, and what came out beside what was expected."""

    def __init__(self, shelf: Shelf, case: Case, pack: str, file: str) -> None:
        self._case = case
        self._name = pack
        self._file = file
        overriding = [found.pack for name in case.under for found in shelf.find(name)]
        self._versions = tuple(_version(found, overriding) for found in shelf.find(pack))
        self._family = "@" not in pack
        if not any(getattr(case.expect, name) is not None for name in case.expect.__slots__):
            what = f"The case {case.id} in {file} expects nothing."
            raise CaseFault(what, remedy="Say at least a grade, a total, hits or proposals.")
        self._now = governing.in_force(self._versions, case.day) if self._family else self._versions[0]
        self._closed = governing.decided(self._versions, case.day) if self._family else None
        self.questions = dict(self._asked())

    def _asked(self) -> Iterator[tuple[str, Question]]:
        if self._now is not None:
            records = self._records(self._case.known)
            yield "running", self._question(self._now.pack, records, self._case.day)
        if self._closed is not None and self._case.expect.decided is not None:
            records = self._records(self._closed.published)
            yield "decided", self._question(self._closed.version.pack, records, self._closed.cut_off)

    def _question(self, pack: Pack, records: tuple[Record, ...], day: dt.date) -> Question:
        return Question(pack=pack, records=records, day=day, held=self._held(records))

    def _held(self, records: tuple[Record, ...]) -> frozenset[str] | None:
        """Return what marks the subject of the case, where it says what it holds."""
        if self._case.holds is None:
            return None
        return marks((scheme.value for scheme in self._case.holds), (record.kind for record in records))

    def result(self, said: Mapping[str, Mapping[str, Answer]]) -> Result:
        """Return the case's differences from what each evaluator said."""
        found = [*self._windows()]
        for name, answers in said.items():
            if "running" in answers:
                found += self._running(name, answers["running"])
            found += self._decided(name, answers.get("decided"))
        if self._family:
            found += self._chosen()
        return Result(case=self._case, pack=self._name, file=self._file, differences=tuple(found))

    def _records(self, known: dt.date | None) -> tuple[Record, ...]:
        return tuple(
            Record(SUBJECT, seq, record.kind, dict(record.facts()))
            for seq, record in enumerate(self._case.records, start=1)
            if record.known_on(known)
        )

    def _running(self, name: str, answer: Answer) -> Iterator[Difference]:
        expect = self._case.expect
        yield from _differs(name, "applies", expect.applies, answer.applies)
        yield from _differs(name, "grade", expect.grade, answer.grade)
        yield from _differs(name, "total", expect.total, answer.total)
        yield from _differs(name, "hits", expect.hits, answer.hits)
        if not self._family:
            yield from _differs(name, "next_change", expect.next_change, answer.next_change)
            yield from _differs(name, "unknowns", _sorted(expect.unknowns), answer.unknowns)
            yield from _differs(name, "proposals", _sorted(expect.proposals), answer.proposals)

    def _decided(self, name: str, answer: Answer | None) -> Iterator[Difference]:
        expected = self._case.expect.decided
        if expected is None:
            return
        found = Decided(year=None)
        if answer is not None and self._closed is not None:
            total = None if expected.total is None else answer.total
            found = Decided(year=self._closed.year, grade=answer.grade, total=total)
        yield from _differs(name, "decided", expected, found)

    def _chosen(self) -> Iterator[Difference]:
        """Versions and proposals of a family: which law applies to an act, and the milder one."""
        expect = self._case.expect
        running = None if self._now is None else self._now.pack.valid_from
        yield from _differs("versions", "version", expect.version, running)
        records = self._records(self._case.known)
        said: dict[tuple[str, bool], Outcome] = {}

        def ask(version: Version, any_act: bool) -> Outcome:  # noqa: FBT001 - the shape that proposals ask for
            key = (version.pack.name, any_act)
            if key not in said:
                pack = version.any_act if any_act else version.compiled
                said[key] = interpret(records, pack, self._case.day, held=self._held(records))
            return said[key]

        found = tuple(proposals_of(self._versions, self._case.day, ask))
        for effect, expected in (("propose", expect.proposals), ("choose", expect.to_choose), ("none", expect.milder)):
            lists = tuple(sorted({one.list for one in found if one.effect == effect}))
            yield from _differs("proposals", effect, _sorted(expected), lists)
        if self._now is not None:
            ask(self._now, any_act=False)
        unknown = {hit.rule for outcome in said.values() for hit in outcome.hits if hit.state is State.UNKNOWN}
        yield from _differs("interpret", "unknowns", _sorted(expect.unknowns), tuple(sorted(unknown)))

    def _windows(self) -> Iterator[Difference]:
        """Terms of publication, by window: the first day of an early end, and the first on which nothing is shown."""
        expect = self._case.expect
        if expect.published is None and expect.early is None:
            return
        found: dict[str, Publication] = {}
        for seq, record in enumerate(self._case.records, start=1):
            if record.known_on(self._case.known):
                for version in governing.judges(self._versions, record.effective, self._case.day):
                    for window in windows_of(_recorded(seq, record), version.pack, self._case.day):
                        found[window.window] = window
        ends = {name: window.latest_end for name, window in found.items()}
        yield from _differs("publication", "published", expect.published, ends)
        early = {name: window.earliest_end for name, window in found.items()}
        yield from _differs("publication", "early", expect.early, early)


def _version(found: Shelved, overriding: Sequence[Pack]) -> Version:
    """A version under overrides; one that none concerns is the same value for every case."""
    concerned = applied(found.pack, overriding)
    return Version(compiled=compiled(under(found.pack, concerned) if concerned else found.pack), digest=found.digest)


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
