"""One engine in a process of its own: builds its input, rates three times, prints one line of JSON.

`python -m xinyong.adapters.bench.contest.one ENGINE ORGANISATIONS REASONS`. The input is in the engine's own form and
not timed; the answers on a smaller set are digested, so that nobody is fast by being wrong.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec
import numpy as np

from xinyong.adapters.bench.contest.arrays import Rated
from xinyong.adapters.bench.contest.plain import Row, judge_plain, settle
from xinyong.adapters.bench.contest.workload import KINDS, START, Records, records

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

RUNS: Final = 3
CHECKED: Final = 20_000
"""Organisations whose answers are compared; every engine rates these too."""

Rater: TypeAlias = "Callable[[bool], Callable[[], Rated]]"
"""Given whether reasons are wanted: a function that rates and returns a function that gives the answers as arrays."""


class Timed(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of each run, and the digest of the answers on the smaller set."""

    seconds: list[float]
    answers: str


def _xinyong(found: Records) -> Rater:
    from xinyong.adapters.bench.contest.ours import Columnar  # noqa: PLC0415 - each process loads its own engine alone

    engine = Columnar(found)

    def rate(reasons: bool) -> Callable[[], Rated]:  # noqa: FBT001 - the one argument there is
        written = engine.rate(reasons=reasons)
        return lambda: filled(found.organisations, *written.answers())

    return rate


def _interpret(found: Records) -> Rater:
    from xinyong.adapters.bench.contest.ours import Walk  # noqa: PLC0415 - as above

    walk = Walk(by_organisation(found))

    def rate(reasons: bool) -> Callable[[], Rated]:  # noqa: ARG001, FBT001 - it always gives its reasons
        outcomes = walk.rate()
        return lambda: filled(found.organisations, *walk.answers(outcomes))

    return rate


def _numpy(found: Records) -> Rater:
    from xinyong.adapters.bench.contest import arrays  # noqa: PLC0415 - as above

    def rate(reasons: bool) -> Callable[[], Rated]:  # noqa: FBT001 - as above
        rated = arrays.rate(found, reasons=reasons)
        return lambda: rated

    return rate


def _openfisca(found: Records) -> Rater:
    from xinyong.adapters.bench.contest import openfisca  # noqa: PLC0415 - as above

    law = openfisca.system(found)

    def rate(reasons: bool) -> Callable[[], Rated]:  # noqa: FBT001 - as above
        rated = openfisca.rate(law, found, reasons=reasons)
        return lambda: rated

    return rate


def _polars(found: Records) -> Rater:
    from xinyong.adapters.bench.contest import frames  # noqa: PLC0415 - as above

    frame, rules = frames.frame(found), frames.rules()

    def rate(reasons: bool) -> Callable[[], Rated]:  # noqa: FBT001 - as above
        graded, told = frames.rate(frame, rules, reasons=reasons)
        columns = ("subject", "seq", "rule", "points")
        reason = None if told is None else tuple(told[name].to_numpy().astype(np.int64) for name in columns)
        return lambda: filled(found.organisations, [graded[name].to_numpy() for name in graded.columns], reason)

    return rate


def _row_engine(judge: Callable[[Row], int]) -> Callable[[Records], Rater]:
    def build(found: Records) -> Rater:
        rows = by_organisation(found)

        def rate(reasons: bool) -> Callable[[], Rated]:  # noqa: FBT001 - as above
            answers = {subject: settle(own, judge, reasons=reasons) for subject, own in rows.items()}
            table = [(subject, one.total, one.grade, one.unknown) for subject, one in answers.items()]
            told = [
                (subject, reason.seq, reason.rule, reason.points)
                for subject, one in answers.items()
                for reason in one.reasons
            ]
            return lambda: filled(found.organisations, _columns(table), tuple(_columns(told)))

        return rate

    return build


def _peer(name: str) -> Callable[[Records], Rater]:
    def build(found: Records) -> Rater:
        from xinyong.adapters.bench.contest import engines  # noqa: PLC0415 - as above

        return _row_engine(engines.JUDGES[name]())(found)

    return build


BUILDERS: Final[dict[str, Callable[[Records], Rater]]] = {
    "xinyong": _xinyong,
    "polars": _polars,
    "numpy": _numpy,
    "openfisca": _openfisca,
    "xinyong_interpret": _interpret,
    "plain": _row_engine(judge_plain),
    "zen_expression": _peer("zen_expression"),
    "zen_table": _peer("zen_table"),
    "cel_cpp": _peer("cel_cpp"),
    "cel_rust": _peer("cel_rust"),
}
ENGINES: Final = tuple(BUILDERS)
ROW_ENGINES: Final = ("xinyong_interpret", "plain", "zen_expression", "zen_table", "cel_cpp", "cel_rust")


def by_organisation(found: Records) -> dict[int, list[Row]]:
    """Return the records of each organisation that has any, as rows."""
    days = found.effective.astype("datetime64[D]")
    rows: dict[int, list[Row]] = {}
    columns = zip(
        found.subject.tolist(),
        found.seq.tolist(),
        found.kind.tolist(),
        found.effective.tolist(),
        found.amount.tolist(),
        found.unknown.tolist(),
        days.astype("datetime64[M]").astype(np.int64).tolist(),
        days.astype("datetime64[Y]").astype(np.int64).tolist(),
        strict=True,
    )
    for subject, seq, kind, effective, amount, dark, month, year in columns:
        row = Row(seq, KINDS[kind], effective, None if dark else amount, month, year)
        rows.setdefault(subject, []).append(row)
    return rows


def filled(size: int, graded: Sequence[NDArray[np.int64]], told: Sequence[NDArray[np.int64]] | None) -> Rated:
    """Return answers for every organisation: those that an engine does not name keep the start score."""
    subject, total, grade, unknown = graded
    columns = {
        name: np.full(size, value, dtype=np.int64) for name, value in (("total", START), ("grade", 0), ("unknown", 0))
    }
    for name, values in zip(columns, (total, grade, unknown), strict=True):
        columns[name][subject] = values
    reasons = None if told is None else (told[0], told[1], told[2], told[3])
    return Rated(**columns, reasons=reasons)


def _columns(rows: list[tuple[int, int, int, int]]) -> list[NDArray[np.int64]]:
    return list(np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def digest(rated: Rated) -> str:
    """Return the digest over total, grade and unknown hits by organisation and the sorted contributions."""
    parts = [rated.total, rated.grade, rated.unknown]
    if rated.reasons is not None:
        subject, seq, rule, points = rated.reasons
        order = np.lexsort((rule, seq))
        parts += [subject[order], seq[order], rule[order], points[order]]
    sums = hashlib.sha256()
    for part in parts:
        sums.update(np.ascontiguousarray(part, dtype=np.int64).tobytes())
    return sums.hexdigest()


def main(engine: str, organisations: int, *, reasons: bool) -> Timed:
    """Return the times of one engine on one core, and the digest of its answers."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    build = BUILDERS[engine]
    answers = digest(build(records(CHECKED))(reasons)())
    rate = build(records(organisations))
    seconds: list[float] = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        rate(reasons)
        seconds.append(time.perf_counter() - begun)
    return Timed(seconds=seconds, answers=answers)


if __name__ == "__main__":
    found = main(sys.argv[1], int(sys.argv[2]), reasons=sys.argv[3] == "1")
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
