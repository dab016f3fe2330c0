"""Held rows that settle by themselves: what was mended came in, turned out a person's, or a later whole list says anew.

A row is told by the key that its cells give. Of a row that turns out a person's nothing is kept, here neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.app.deliveries import Delivery, deliveries
from xinyong.app.held import items, key_of
from xinyong.ledger.entries import RecordEntered
from xinyong.sources.layout import Circumstances
from xinyong.sources.prepared import Prepared
from xinyong.sources.preparing import Preparer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xinyong.kernel.ids import Seq
    from xinyong.ledger.store import Held, Store
    from xinyong.sources.forms import Forms

_PAGE: Final = 1_000
_CLASSLESS: Final = "class-not-shown"


def settle_sent_again(store: Store, forms: Forms, delivery: str, on: dt.date, *, known_at: int) -> int:
    """Settle the open rows of the same authority and form whose key a delivery brought; return how many.

    What a delivery entered after a row was held, under the key that the row has, is the mended row. A whole list says
    everything anew: what was held of an earlier one it has again, mended or not, or no longer.
    """
    known = {one.delivery: one for one in deliveries(store)}
    this = known[delivery]
    settled: list[int] = []
    pending: list[tuple[int, str, Delivery]] = []
    for item, of in _open_of_form(store, forms, this, known):
        if item.delivery == delivery:
            continue
        if _says_anew(this, of):
            settled.append(item.id)
        else:
            key = key_of(store, forms, item, of, on)
            if key:
                pending.append((item.id, key, of))
        if len(pending) >= _PAGE:
            settled += _answered(store, pending)
            pending = []
    settled += _answered(store, pending)
    return _settled(store, settled, known_at)


def settle_persons(  # noqa: PLR0913 - what came, as it came, and when
    store: Store,
    forms: Forms,
    delivery: str,
    rows: Iterable[tuple[int, Sequence[str]]],
    on: dt.date,
    *,
    known_at: int,
) -> int:
    """Settle the open rows whose class nothing showed and that a delivery says are persons'; return how many.

    Args:
        store: where they are held.
        forms: by which they were read.
        delivery: the later delivery, of the same authority.
        rows: its rows as it came, line and cells; they are read only where such a row is open, and nothing is kept.
        on: the day of the delivery.
        known_at: now, ms UTC.
    """
    known = {one.delivery: one for one in deliveries(store)}
    this = known[delivery]
    mapping = forms.form(this.mapping)
    column = mapping.subject.type.column
    if column is None:
        return 0
    asked: dict[str, list[int]] = {}
    for item, of in _open_of_form(store, forms, this, known):
        if item.reason == _CLASSLESS and (key := key_of(store, forms, item, of, on)):
            asked.setdefault(key, []).append(item.id)
    if not asked:
        return 0
    given = Circumstances(authority=this.authority, plane=store.plane, on=on, trusting=True)
    settled = [
        held
        for key in _keys_of_persons(Preparer(mapping, given), mapping.place(column), rows)
        for held in asked.pop(key, ())
    ]
    return _settled(store, settled, known_at)


def _open_of_form(
    store: Store, forms: Forms, this: Delivery, known: Mapping[str, Delivery]
) -> Iterator[tuple[Held, Delivery]]:
    """Yield the open rows of a delivery's authority and form, each with the delivery in which it came."""
    family = _scope(forms, this.mapping)
    for item in items(store, "open"):
        of = known[item.delivery]
        if of.authority == this.authority and _scope(forms, of.mapping) == family:
            yield item, of


def _settled(store: Store, held: Sequence[int], known_at: int) -> int:
    """Write that these rows settled by themselves; return how many."""
    if held:
        with store.writing(known_at) as writer:
            for number in held:
                writer.settle(number, "superseded")
    return len(held)


def _keys_of_persons(preparer: Preparer, place: int, rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[str]:
    """Yield the keys that rows about persons would have if their type column, at a place, said nothing."""
    for line, cells in rows:
        if cells[place].strip() and not isinstance(preparer.prepare(line, cells), Prepared):
            silent = preparer.prepare(line, [*cells[:place], "", *cells[place + 1 :]])
            if isinstance(silent, Prepared):
                yield silent.key


def held_under(store: Store, forms: Forms, keys: Sequence[str], on: dt.date) -> Iterator[Held]:
    """Yield the held rows, settled or not, whose cells are still there and give one of these keys.

    Args:
        store: where they are.
        forms: by which they were read; a row whose form is gone gives no key.
        keys: row keys, in hex.
        on: today.
    """
    wanted = set(keys)
    known = {one.delivery: one for one in deliveries(store)} if wanted else {}
    for item in items(store, None) if wanted else ():
        if item.source and key_of(store, forms, item, known[item.delivery], on) in wanted:
            yield item


def _says_anew(this: Delivery, earlier: Delivery) -> bool:
    """Whether a delivery is a list of the same day or a later one than an earlier delivery, and of the same name."""
    if this.snapshot_of is None or this.snapshot_of != earlier.snapshot_of:
        return False
    return this.snapshot_on is not None and earlier.snapshot_on is not None and this.snapshot_on >= earlier.snapshot_on


def _scope(forms: Forms, mapping: str) -> str:
    """Return what the keys of a form are told apart by; a form that is no longer there has its own name."""
    return forms.form(mapping).scope if mapping in forms.names else mapping


def _answered(store: Store, pending: list[tuple[int, str, Delivery]]) -> list[int]:
    """Return the held rows whose key stands as a later delivery wrote it; their own may hold another row of the key."""
    if not pending:
        return []
    current = store.current([key for _, key, _ in pending])
    return [
        held
        for (held, _, of), now in zip(pending, current, strict=True)
        if now is not None and not now.erased and not now.removed and _is_later(store, now.seq, of)
    ]


def _is_later(store: Store, seq: Seq, than: Delivery) -> bool:
    entry = store.entry(seq) if seq > than.seq else None
    return entry is not None and isinstance(entry.content, RecordEntered) and entry.content.delivery != than.delivery
