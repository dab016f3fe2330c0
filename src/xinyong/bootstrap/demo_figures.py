"""What the demo reads out of the files of an evaluation: grades, whom to explain, lists month by month, a digest."""

# ruff: noqa: S608 - names of packs and columns of this program; nothing that came in gets into the text

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from msgspec import structs

from xinyong.app.demo.society import months
from xinyong.app.demo.summary import Count, Grades
from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.dates import add_months
from xinyong.kernel.ids import SubjectNumber
from xinyong.law.published import WHOLE
from xinyong.law.terms import grade_of
from xinyong.rules.compiled import slug
from xinyong.rules.engine import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xinyong.law.pack import Pack
    from xinyong.law.published import PublishedGrades
    from xinyong.law.shelf import Shelf
    from xinyong.ledger.columns import Columns

_NONE: Final = "not rated"
_READABLE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the files say.

    Attributes:
        subjects: everybody who was rated, in order.
        explained: who is worth explaining: most packs, then about as many contributions as a reader wants to read.
        grades: of each rating that somebody has.
        digest: SHA-256 over the ratings in order of subject, in hex.
    """

    subjects: tuple[SubjectNumber, ...]
    explained: SubjectNumber
    grades: tuple[Grades, ...]
    digest: str


def read(columns: Columns, out: Path, shelf: Shelf, published: Sequence[PublishedGrades]) -> Read:
    """Read an evaluation's files in the folder `out`; `published` is set beside it."""
    columns.attach("ratings", str(out / "ratings.parquet"))
    columns.attach("contributions", str(out / "contributions.parquet"))
    names = [str(row[0]) for row in columns.rows("SELECT column_name FROM (DESCRIBE ratings)")]
    subjects = [SubjectNumber(int(str(row[0]))) for row in columns.rows("SELECT subject FROM ratings ORDER BY subject")]
    most = columns.rows(
        "SELECT subject FROM contributions WHERE state = 'counts' AND points <> 0 GROUP BY subject"
        f" ORDER BY count(DISTINCT pack) DESC, abs(count(*) - {_READABLE}), subject LIMIT 1"
    )
    found: list[Grades] = []
    for family, versions in shelf.families().items():
        for status in ("decided", "running"):
            column = f"{slug(family)}_{'decided_' if status == 'decided' else ''}grade"
            if column in names:
                grades = _grades(columns, column, versions, status)
                grades = structs.replace(
                    grades, published=tuple(said(one) for one in published if one.family == family)
                )
                found += [grades] if any(one.name != _NONE for one in grades.grades) else []
    order = [f'"{name}"' for name in names]
    return Read(
        subjects=tuple(subjects),
        explained=SubjectNumber(int(str(most[0][0]))) if most else subjects[0],
        grades=tuple(found),
        digest=digest(columns, "ratings", order, order=["subject"]),
    )


def said(published: PublishedGrades) -> str:
    """Return a published distribution in words, with its source grade.

    >>> from xinyong.kernel.cite import Citation
    >>> from xinyong.law.published import PublishedGrades
    >>> from xinyong.law.text import Text
    >>> cited = Citation(instrument="公报", grade=SourceGrade.NEWS)
    >>> said(PublishedGrades(family="f", of=Text(zh="", en="2018"), counted=4, shares={"A": 2525}, citation=cited))
    '2018 (4 rated): A 25.25 % [N]'
    """
    shares = ", ".join(f"{grade} {share * 100 / WHOLE:.2f} %" for grade, share in published.shares.items())
    rated = "" if published.counted is None else f" ({published.counted:,} rated)"
    grade = published.citation.grade
    unverified = ", unverified" if grade is SourceGrade.UNVERIFIED else ""
    return f"{published.of.en}{rated}: {shares} [{grade.value}{unverified}]"


def listed(columns: Columns, records: str) -> tuple[int, ...]:
    """Return how many organisations stood on the list of abnormal operations at the end of each month."""
    found: list[int] = []
    for month in months():
        day = add_months(month, 1)
        query = (
            f"SELECT count(DISTINCT subject) FROM {records} WHERE kind = 'abnormal.listing'"
            f" AND effective < DATE '{day}' AND (ended IS NULL OR ended >= DATE '{day}')"
        )
        found.append(int(str(columns.rows(query)[0][0])))
    return tuple(found)


def _grades(columns: Columns, column: str, versions: tuple[Pack, ...], status: str) -> Grades:
    counts = {
        str(grade): int(str(count))
        for grade, count in columns.rows(f"SELECT coalesce(\"{column}\", '{_NONE}'), count(*) FROM ratings GROUP BY 1")
    }
    family = slug(versions[0].id)
    unknown = columns.rows(f'SELECT count(*) FROM ratings WHERE "{family}_unknown" > 0')[0][0]
    rated = [version for version in versions if version.rating is not None]
    ordered = dict.fromkeys(grade for version in reversed(rated) for grade in _in_order(version))
    return Grades(
        pack=versions[0].id,
        title=rated[-1].title.en,
        status="decided" if status == "decided" else "running",
        partial=rated[-1].use.value == "partial",
        unverified=any(grade_of(version) is SourceGrade.UNVERIFIED for version in rated),
        grades=tuple(Count(name=grade, count=counts[grade]) for grade in (*ordered, _NONE) if counts.get(grade, 0)),
        with_unknown=int(str(unknown)),
    )


def _in_order(pack: Pack) -> list[str]:
    """Grades as a reader expects them: bands from the best, special classes before the last one."""
    if pack.rating is None:
        return []
    bands = [band.grade for band in pack.rating.bands]
    return [*bands[:2], *pack.rating.special, *bands[2:]]
