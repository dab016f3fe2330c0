"""Links: who a row of a list that names no code may be. The machine proposes with reasons, an official judges.

A judgement relates two subjects and nothing else: no record moves, nothing adverse follows. It is reversible: a later
judgement of the same two replaces an earlier one, and both stay in the ledger.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import msgspec

from xinyong.app.actors import require_official
from xinyong.app.organisations import NoSubjectFault, names_of
from xinyong.app.reasons import stated
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import SubjectNumber
from xinyong.ledger.entries import Draft, IdentifierGiven, LinkJudged, SubjectOpened
from xinyong.register.identifiers.listing import PREFIX
from xinyong.register.identifiers.scheme import Scheme
from xinyong.register.matching import candidates
from xinyong.register.names import search_tokens

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from xinyong.ledger.entries import Entry
    from xinyong.ledger.store import Store
    from xinyong.register.matching import Candidate

State: TypeAlias = Literal["open", "confirmed", "rejected"]
"""Whether a human has judged a link, and how."""

MOST: Final = 5
"""Candidates that are shown for a subject, the likeliest."""

LEAST: Final = 80
"""Likeness of 0 to 100 below which nothing is proposed: on real lists nearly all below it is chance."""

_SEARCHED: Final = 50
"""Names that are compared for a name; the search puts those with most tokens in common first."""


class LinkFault(Fault):
    """Two subjects were to be related that can't be."""

    code = "LINK"


class Pair(NamedTuple):
    """The two subjects of a link; which comes first does not matter."""

    subject: SubjectNumber
    other: SubjectNumber


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a link.

    Attributes:
        name: of an open link the name that is like the other's; else the newest.
        names: all its names, former ones too, in the order in which they became known.
        identifiers: `list:...` or codes.
    """

    subject: SubjectNumber
    name: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Two subjects that may be one organisation, and what was judged.

    Attributes:
        party: of an open link the subject that a list names without a code.
        score: likeness of the names, 0 to 100; None where a link was judged.
        likeness: in what the names are alike, a stable word; explained: the same for people.
        seq, by, reason: the judgement: its entry, the official and why; None while it is open.
    """

    state: State
    party: Party
    other: Party
    score: int | None = None
    likeness: str | None = None
    explained: str | None = None
    seq: int | None = None
    by: str | None = None
    reason: str | None = None


def links(store: Store, state: State | None = None, *, most: int = MOST, least: int = LEAST) -> Iterator[Link]:
    """Yield links: judged ones in order of their judgement, then open ones in order of their identifier.

    Args:
        store: where they are.
        state: only those; None means all.
        most: open links shown for a subject.
        least: likeness that an open link has at least; no lower than what matching itself proposes.
    """
    judged = _judgements(store)
    for entry in sorted(judged.values(), key=lambda entry: entry.header.seq):
        link = _judged(store, entry)
        if state in (None, link.state):
            yield link
    if state in (None, "open"):
        for known in _listed_only(store):
            proposed = (link for link in _proposed(store, known, judged.keys()) if (link.score or 0) >= least)
            yield from islice(proposed, most)


def confirm(store: Store, pair: Pair, *, reason: str, by: str, known_at: int) -> Link:
    """Record that two subjects are one organisation.

    Raises:
        UnknownActorFault, NotOfficialFault: `by` may not judge.
        NoSubjectFault: a subject is none of the store's.
        LinkFault: both are the same.
        ReasonFault: the reason can't stand in the ledger.
    """
    with store.writing(known_at) as writer:
        writer.append([_judgement(store, pair, "confirmed", reason=reason, by=by)])
    return _latest(store, pair)


def reject(store: Store, pair: Pair, *, reason: str, by: str, known_at: int) -> Link:
    """Record that two subjects are not one organisation; raises as `confirm` does."""
    with store.writing(known_at) as writer:
        writer.append([_judgement(store, pair, "rejected", reason=reason, by=by)])
    return _latest(store, pair)


def _judgement(store: Store, pair: Pair, verdict: Literal["confirmed", "rejected"], *, reason: str, by: str) -> Draft:
    """Return the entry of a judgement; of two subjects judged before it stands where the first one does."""
    official = require_official(store, by)
    if pair.subject == pair.other:
        what = f"Subject {pair.subject} can't be linked to itself."
        raise LinkFault(what, remedy="Name two subjects.")
    for subject in pair:
        _party(store, subject)
    before = _judgements(store).get(frozenset(pair))
    subject, other = pair
    if before is not None and before.header.subject == other:
        subject, other = other, subject
    content = LinkJudged(other=other, verdict=verdict, reason=stated(reason))
    return Draft(content=content, subject=subject, authority=official.office, actor=official.account)


def _judgements(store: Store) -> dict[frozenset[SubjectNumber], Entry]:
    """Return the newest judgement of every two subjects."""
    found: dict[frozenset[SubjectNumber], Entry] = {}
    for entry in store.of_kinds(("link.judged",)):
        if isinstance(entry.content, LinkJudged) and entry.header.subject is not None:
            found[frozenset((entry.header.subject, entry.content.other))] = entry
    return found


def _latest(store: Store, pair: Pair) -> Link:
    return _judged(store, _judgements(store)[frozenset(pair)])


def _judged(store: Store, entry: Entry) -> Link:
    header, content = entry.header, entry.content
    if not isinstance(content, LinkJudged) or header.subject is None:
        what = f"Entry {header.seq} is no judgement of a link."
        raise LinkFault(what, remedy="Check the ledger with `xinyong check-ledger`.")
    return Link(
        state=content.verdict,
        party=_party(store, header.subject),
        other=_party(store, content.other),
        seq=header.seq,
        by=header.actor,
        reason=content.reason,
    )


def _listed_only(store: Store) -> Iterator[_Known]:
    """Yield each subject that lists alone name, once, in order of its first identifier."""
    after = PREFIX
    while page := store.identifiers(Scheme.LIST.value, after=after):
        for value, subject in page:
            known = _Known.of(store, subject)
            if known.listed_only and value == min(known.party.identifiers):
                yield known
        after = page[-1][0]


def _proposed(store: Store, known: _Known, judged: Container[frozenset[SubjectNumber]]) -> Iterator[Link]:
    """Yield whom a subject may be, likeliest first, without those that were judged.

    Two subjects that both are rows of lists are shown once, at the one that was opened later.
    """
    own = known.party.subject
    for name, candidate in _candidates(store, known.party):
        subject = candidate.subject
        if subject == own or frozenset((own, subject)) in judged:
            continue
        other = _Known.of(store, subject)
        if other.listed_only and subject > own:
            continue
        yield Link(
            state="open",
            party=msgspec.structs.replace(known.party, name=name),
            other=msgspec.structs.replace(other.party, name=candidate.name),
            score=candidate.score,
            likeness=candidate.likeness.value,
            explained=candidate.likeness.explained,
        )


def _candidates(store: Store, party: Party) -> list[tuple[str, Candidate]]:
    """Return whom the names of a subject may mean, likeliest first, each by the name that is most like."""
    best: dict[SubjectNumber, tuple[str, Candidate]] = {}
    for name in party.names:
        near = store.names(search_tokens(name), limit=_SEARCHED)
        for candidate in candidates(name, near, limit=_SEARCHED):
            before = best.get(candidate.subject)
            if before is None or before[1].score < candidate.score:
                best[candidate.subject] = (name, candidate)
    return sorted(best.values(), key=lambda found: (-found[1].score, found[1].subject))


def _party(store: Store, subject: SubjectNumber) -> Party:
    return _Known.of(store, subject).party


class _Known(NamedTuple):
    """A subject as a party of a link, and whether lists alone name it."""

    party: Party
    listed_only: bool

    @classmethod
    def of(cls, store: Store, subject: SubjectNumber) -> _Known:
        contents = [entry.content for entry in store.of_subject(subject)]
        if not any(isinstance(content, SubjectOpened) for content in contents):
            what = f"There is no subject {subject}."
            raise NoSubjectFault(what, remedy="Look it up by a code or a name: `xinyong find NAME`.")
        given = [content for content in contents if isinstance(content, IdentifierGiven)]
        names = names_of(contents)
        party = Party(
            subject=subject,
            name=names[-1] if names else "",
            names=tuple(names),
            identifiers=tuple(dict.fromkeys(one.value for one in given)),
        )
        return cls(party, bool(given) and all(one.scheme == Scheme.LIST.value for one in given))
