"""What overrides took out of a standing: the rule that does not count a record, by which article, until when.

Nothing is hidden by an override: what a pack would have said without it on the day is compared with what it says.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from xinyong.law.expr import python, tree
from xinyong.law.expr.parsing import Wrong, parse_condition
from xinyong.law.rewriting import spares
from xinyong.rules.outcome import State
from xinyong.standing.part import Cited, Part, Words, cited, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xinyong.law.rewriting import Applied
    from xinyong.rules.outcome import Hit, Outcome
    from xinyong.rules.records import Record
    from xinyong.standing.law import Version


class Spared(Part, frozen=True, kw_only=True):
    """A record that a rule does not count because an override spares it.

    Attributes:
        pack, rule, title: the rule, which would have counted it, or listed it as unknown.
        by, override: the pack of the override, and its id there.
        why: the override in words.
        cited: its article.
        until: the first day whose acts it spares no more.
    """

    pack: str
    rule: str
    title: Words
    record: int
    by: str
    override: str
    why: Words
    cited: Cited
    until: dt.date | None


def spared_of(version: Version, records: Sequence[Record], without: Outcome, said: Outcome) -> Iterator[Spared]:
    """Yield what the overrides of a version spare of these records.

    Args:
        version: the version.
        records: the subject's records.
        without: what the version would say without overrides.
        said: what it says.
    """
    facts = {record.seq: {**record.facts, "kind": record.kind} for record in records}
    for hit in _missing(without, said):
        if hit.seq is None or hit.state in (State.FUTURE, State.ENDED):
            continue
        for found in version.overridden:
            if hit.rule in found.override.rules and _met(found, facts[hit.seq]):
                yield _spared(version, hit.rule, hit.seq, found)


def clocks_of(without: Outcome, said: Outcome) -> Iterator[dt.date | None]:
    """Yield the days on which something begins or ceases to be spared."""
    for hit in _missing(without, said):
        yield from (hit.start, hit.until)


def _missing(without: Outcome, said: Outcome) -> Iterator[Hit]:
    """Yield the hits on records that are not there under the overrides."""
    there = {(hit.rule, hit.seq) for hit in said.hits if hit.source == "rule"}
    yield from (hit for hit in without.hits if hit.source == "rule" and (hit.rule, hit.seq) not in there)


def _met(found: Applied, facts: python.Facts) -> bool:
    condition = parse_condition(spares(found.override, found.by), tree.RECORD)
    return not isinstance(condition, Wrong) and python.condition(condition)(facts) is True


def _spared(version: Version, rule: str, record: int, found: Applied) -> Spared:
    return Spared(
        pack=version.pack.name,
        rule=rule,
        title=words(version.parts[rule].title),
        record=record,
        by=found.by.name,
        override=found.override.id,
        why=words(found.override.title),
        cited=cited(found.override.citation),
        until=found.by.valid_to,
    )
