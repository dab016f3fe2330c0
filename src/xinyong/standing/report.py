"""A standing in words, in Chinese or English: sections of lines, for any screen or printer to lay out.

Every contribution stands with its article and its record; what is partial, provisional, unverified or unknown says so
on the line where it is shown. Nothing is computed here.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.dates import SHANGHAI
from xinyong.standing.phrases import Language, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xinyong.standing.law import LawRead
    from xinyong.standing.outside import Outside
    from xinyong.standing.part import Cited, Words
    from xinyong.standing.proposals import Proposal
    from xinyong.standing.publication import Publication
    from xinyong.standing.rating import Contribution, Rating
    from xinyong.standing.spared import Spared
    from xinyong.standing.standing import Known, Standing


class Line(NamedTuple):
    """A line of a report; `depth` 0 stands at the margin."""

    depth: int
    text: str


class Section(NamedTuple):
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


def report(standing: Standing, language: Language) -> tuple[Section, ...]:
    """Return the whole standing in words; sections with nothing to say are left out, ratings and unknowns are not."""
    laws = {law.pack: law for law in standing.law}
    sections = (
        _section("ratings", language, _ratings(standing, laws, language)),
        _section("proposals", language, (line for found in standing.proposals for line in _proposal(found, language))),
        _section("listings", language, _listings(standing, language)),
        _section("publication", language, (_window(found, language) for found in standing.publication)),
        _section("unknowns", language, _unknowns(standing, language)),
        _section("spared", language, (_spared(found, language) for found in standing.spared)),
        _section("change", language, _change(standing, language)),
        _section("choices", language, _choices(standing, language)),
        _section("law", language, _law(standing, language)),
        _section("records", language, _records(standing, language)),
    )
    always = {phrase(key, language) for key in ("ratings", "unknowns")}
    nothing = (Line(0, phrase("none", language)),)
    kept = [
        section if section.lines else section._replace(lines=nothing)
        for section in sections
        if section.lines or section.title in always
    ]
    return (_head(standing, language), *kept)


def title_of(standing: Standing, language: Language) -> str:
    """Return the name that a heading calls the subject by: registered if known, else any, else its number."""
    by_form = sorted(standing.subject.names, key=lambda name: (name.form != "registered", name.form, name.name))
    return by_form[0].name if by_form else phrase("unnamed", language, number=standing.subject.number)


def words(found: Words, language: Language) -> str:
    """Return the words in the language."""
    return found.zh if language == "zh" else found.en


def cited_text(cited: Cited, language: Language) -> str:
    """Return an article in words with the grade of its source; what comes from memory says that it is unverified."""
    place = f"{cited.instrument} {cited.article}".strip()
    return f"{place} [{grade_text(cited.grade, language)}]"


def grade_text(grade: str, language: Language) -> str:
    """Return the grade of a source in words.

    >>> grade_text("M", "en"), grade_text("P", "en")
    ('M, unverified', 'P')
    """
    return phrase("grade_unverified", language) if grade == SourceGrade.UNVERIFIED.value else grade


def unknown_text(part: str, names: tuple[str, ...], language: Language) -> str:
    """Return in words what was not known.

    >>> unknown_text("points", ("amount",), "en")
    'the points are unknown (lacks amount)'
    """
    what = phrase(f"part.{part}", language)
    return phrase("part.lacks", language, part=what, names=", ".join(names)) if names else what


def points_text(points: int | None, unit: str, language: Language) -> str:
    """Return points in the instrument's own unit, signed.

    >>> points_text(-35, "0.1", "en")
    '-3.5'
    """
    if points is None:
        return phrase("unknown_value", language)
    return f"{points / 10:+.1f}" if unit == "0.1" else f"{points:+d}"


def total_text(total: int | None, unit: str, language: Language) -> str:
    """Return a total in the instrument's own unit."""
    return points_text(total, unit, language).removeprefix("+")


def _ratings(standing: Standing, laws: dict[str, LawRead], language: Language) -> Iterator[Line]:
    """Yield each rating with what still matters; what has ended is only counted."""
    for found in standing.ratings:
        alive = tuple(one for one in found.contributions if one.state != "ended")
        yield from rating(msgspec.structs.replace(found, contributions=alive), laws, language)
        if len(alive) < len(found.contributions):
            yield Line(1, phrase("ended", language, count=len(found.contributions) - len(alive)))
    for missing in standing.outside:
        if not missing.records:
            yield from outside(missing, language)
    unrecorded = [words(missing.title, language) for missing in standing.outside if missing.records]
    if unrecorded:
        yield Line(0, phrase("unrecorded", language, titles="; ".join(unrecorded)))


def outside(found: Outside, language: Language) -> Iterator[Line]:
    """Yield why there is no rating of a pack that does not apply."""
    yield Line(0, phrase("outside", language, title=words(found.title, language), why=words(found.why, language)))
    if found.cited is not None:
        yield Line(1, phrase("outside_law", language, pack=found.pack, cited=cited_text(found.cited, language)))


def rating(found: Rating, laws: dict[str, LawRead], language: Language) -> Iterator[Line]:
    """Yield a rating with every contribution: `explain` shows nothing but this."""
    key = "daily" if found.year is None else found.status
    yield Line(
        0,
        phrase(
            key,
            language,
            title=words(found.title, language),
            year=found.year,
            grade=found.grade or phrase("unknown_value", language),
            total=total_text(found.total, found.unit, language),
        ),
    )
    yield Line(1, phrase("rating_law", language, pack=found.pack, grade=grade_text(found.source_grade, language)))
    if found.known_by is not None:
        yield Line(1, phrase("rating_window", language, day=found.cut_off, known=found.known_by))
    if found.partial:
        covered = laws[found.pack].coverage
        total = "?" if covered.total is None else covered.total
        yield Line(1, phrase("partial", language, encoded=covered.encoded, total=total, of=covered.of))
    if found.unverified:
        yield Line(1, phrase("unverified", language))
    if not found.records:
        yield Line(1, phrase("no_records", language))
    if found.start is not None:
        yield Line(1, phrase("start", language, total=total_text(found.start, found.unit, language)))
    for contribution in found.contributions:
        yield from _contribution(contribution, found.unit, language)
    for cut in found.limits:
        before, after = (total_text(sum_, found.unit, language) for sum_ in (cut.before, cut.after))
        yield Line(1, phrase("limit", language, node=cut.node, id=cut.id, before=before, after=after))
    for fact in found.facts:
        value = fact.value if fact.value == fact.with_unknown else phrase("unknown_value", language)
        yield Line(1, phrase("fact", language, fact=fact.fact, value=value, cited=cited_text(fact.cited, language)))


def _contribution(found: Contribution, unit: str, language: Language) -> Iterator[Line]:
    points = f"{found.effect} {found.says}".strip()
    if found.effect == "scores":
        counts = found.state in {"counts", "repeated"}
        text = points_text(found.counted if counts else found.points, unit, language)
        points = text if counts or found.points is None else f"({text})"
    title = words(found.title, language)
    yield Line(1, phrase("contribution", language, points=points, title=title, cited=cited_text(found.cited, language)))
    yield Line(
        2,
        phrase(
            "conclusion_from" if found.record is None else "contribution_from",
            language,
            record=found.record,
            start=_day(found.start, language),
            until=_end(found.until, language) if found.start or not found.unknown else _day(None, language),
            state=phrase(f"state.{found.state}", language),
        ),
    )
    if found.life_cited is not None and found.life_cited.unverified:
        yield Line(2, phrase("life_unverified", language, cited=cited_text(found.life_cited, language)))
    for unknown in found.unknown:
        yield Line(2, unknown_text(unknown.part, unknown.names, language))


def _section(key: str, language: Language, lines: Iterable[Line]) -> Section:
    return Section(phrase(key, language), tuple(lines))


def _head(standing: Standing, language: Language) -> Section:
    lines = [
        Line(0, phrase("as_of", language, day=standing.day, seq=standing.known.seq, at=_instant(standing.known))),
        Line(0, phrase("class", language, value=standing.subject.subject_class or phrase("unknown_value", language))),
    ]
    subject = standing.subject
    lines += [
        Line(0, phrase("identifier", language, scheme=one.scheme, value=one.value)) for one in subject.identifiers
    ]
    lines += [Line(0, phrase("name", language, name=one.name, form=one.form)) for one in subject.names]
    lines += [Line(0, phrase("succession", language, on=one.on, event=one.event)) for one in subject.succession]
    lines += [Line(0, phrase("related", language, other=one.other)) for one in subject.related]
    return Section(phrase("standing", language, name=title_of(standing, language)), tuple(lines))


def _proposal(found: Proposal, language: Language) -> Iterator[Line]:
    effect = phrase(f"effect.{found.effect}", language)
    title = words(found.title, language)
    key = "proposal.redlist" if found.beneficial else "proposal"
    yield Line(0, phrase(key, language, title=title, keeper=found.keeper, effect=effect))
    why = words(found.why_that_law, language)
    if found.judged_by is None:
        yield Line(1, phrase("judged_open", language, why=why))
    else:
        yield Line(1, phrase("judged_by", language, pack=found.judged_by, why=why))
    if found.term_months is not None and found.term_cited is not None:
        yield Line(1, phrase("term", language, months=found.term_months, cited=cited_text(found.term_cited, language)))
    if found.unverified:
        yield Line(1, phrase("unverified", language))
    for ground in found.grounds:
        text = phrase(
            "ground",
            language,
            pack=ground.pack,
            title=words(ground.title, language),
            cited=cited_text(ground.cited, language),
            record="-" if ground.record is None else ground.record,
        )
        yield Line(1, text)
        for unknown in ground.unknown:
            yield Line(2, unknown_text(unknown.part, unknown.names, language))


def _listings(standing: Standing, language: Language) -> Iterator[Line]:
    for found in standing.listings:
        text = phrase(
            "listing",
            language,
            identifier=found.identifier,
            phase=phrase(f"phase.{found.phase}", language),
            start=_day(found.start, language),
            until=_end(found.until, language),
            authority=found.authority or phrase("unknown_value", language),
        )
        yield Line(0, text)


def _window(found: Publication, language: Language) -> Line:
    text = phrase(
        "window",
        language,
        record=found.record,
        phase=phrase(f"phase.{found.phase}", language),
        start=_day(found.runs_from, language),
        earliest=_day(found.earliest_end, language),
        latest=_day(found.latest_end, language),
        cited=cited_text(found.cited, language),
    )
    reason = "" if found.reason is None else words(found.reason, language)
    return Line(0, f"{text} {reason}".strip())


def _unknowns(standing: Standing, language: Language) -> Iterator[Line]:
    for found in standing.unknowns:
        record = None if found.record is None else f"#{found.record}"
        where = " · ".join(part for part in (found.pack, found.rule, record) if part is not None)
        yield Line(0, phrase("unknown", language, where=where, reason=unknown_text(found.part, found.names, language)))
    for seq in standing.erased:
        yield Line(0, phrase("erased", language, seq=seq))


def _spared(found: Spared, language: Language) -> Line:
    text = phrase(
        "spare",
        language,
        pack=found.pack,
        title=words(found.title, language),
        record=found.record,
        by=found.by,
        why=words(found.why, language),
        cited=cited_text(found.cited, language),
        until=_end(found.until, language),
    )
    return Line(0, text)


def _change(standing: Standing, language: Language) -> Iterator[Line]:
    if standing.next_change is None:
        yield Line(0, phrase("no_change", language))
    else:
        yield Line(0, phrase("next_change", language, day=standing.next_change))


def _choices(standing: Standing, language: Language) -> Iterator[Line]:
    for found in standing.choices:
        blanks = {"question": found.question, "choice": found.choice, "reason": found.reason}
        yield Line(0, phrase("choice", language, pack=found.pack, **blanks))


def _law(standing: Standing, language: Language) -> Iterator[Line]:
    for found in standing.law:
        text = phrase(
            "law_line",
            language,
            pack=found.pack,
            use=found.use,
            grade=grade_text(found.source_grade, language),
            encoded=found.coverage.encoded,
            total="?" if found.coverage.total is None else found.coverage.total,
            digest=found.digest[:16],
        )
        yield Line(0, text)
    if standing.calendar is not None:
        yield Line(0, phrase("calendar", language, edition=standing.calendar))


def _records(standing: Standing, language: Language) -> Iterator[Line]:
    for found in standing.records:
        text = phrase(
            "record",
            language,
            seq=found.seq,
            kind=found.kind,
            authority=found.authority or phrase("unknown_value", language),
            delivery=found.delivery[:12],
            line=found.line,
        )
        yield Line(0, text)
        yield Line(1, ", ".join(f"{column} = {value}" for column, value in sorted(found.facts.items())))


def _day(day: dt.date | None, language: Language) -> str:
    return phrase("unknown_value", language) if day is None else day.isoformat()


def _end(day: dt.date | None, language: Language) -> str:
    return phrase("open_end", language) if day is None else day.isoformat()


def _instant(known: Known) -> str:
    return dt.datetime.fromtimestamp(known.at / 1000, SHANGHAI).isoformat(sep=" ", timespec="seconds")
