"""Rows that did not come in: shown with reasons, given back in their own form, settled by an official.

A refused row is mended by its authority and sent again; when its key then comes in, the held row settles by itself
(`app.held_again`).
A quarantined row can be admitted by an official who answers its doubt, or rejected. What was masked stays masked, so a
row whose code was is sent again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from xinyong.app.actors import require_official
from xinyong.app.deliveries import Delivery, deliveries
from xinyong.app.intake.batch import Batch
from xinyong.app.intake.counts import Counts
from xinyong.app.intake.naming import Namer
from xinyong.app.intake.staging import StagedRow
from xinyong.app.reasons import stated
from xinyong.kernel.errors import Fault
from xinyong.ledger.entries import Draft, HeldResolved
from xinyong.sources.kind_form import RECORDS, own_form
from xinyong.sources.layout import Circumstances
from xinyong.sources.prepared import Prepared, kept
from xinyong.sources.preparing import Preparer

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from xinyong.ledger.store import CurrentRecord, Held, Store
    from xinyong.register.subjects import SubjectClass
    from xinyong.sources.forms import Forms
    from xinyong.sources.mapping import Mapping

_PAGE: Final = 1_000
_MASKED: Final = re.compile(r"\*{8,}")

REMARKS: Final = ("_line", "_verdict", "_field", "_value", "_reason", "_text", "_fix")
"""Columns after those of the form in an export of held rows; they are not read when it comes back."""


class HeldFault(Fault):
    """A held row was named that is not there, or can't be settled so."""

    code = "HELD"


class HeldRow(msgspec.Struct, frozen=True, kw_only=True):
    """A held row and the delivery that it came with."""

    id: int
    state: str
    verdict: str
    authority: str
    mapping: str
    file_name: str
    delivery: str
    line: int
    field: str
    value: str
    reason: str
    text: str
    fix: str


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """A settled row: the key of an admitted one, and whether it was entered or a correction (else it was there)."""

    held: int
    verdict: Literal["admitted", "rejected"]
    key: str | None = None
    entered: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an official decides of a held row.

    Attributes:
        admit: let it in, or leave it out.
        reason: why; it stays in the ledger.
        by: the official's account.
        stated: the class of the organisation, where the row shows none.
        on: the day of the decision.
    """

    admit: bool
    reason: str
    by: str
    on: dt.date
    stated: SubjectClass | None = None


def held_rows(
    store: Store, *, delivery: str | None = None, state: str | None = "open", authority: str | None = None
) -> Iterator[HeldRow]:
    """Yield held rows in the order in which they were held.

    Args:
        store: where they are.
        delivery: only of the delivery whose digest begins so.
        state: `open`, `admitted`, `rejected`, `superseded`, or None for all.
        authority: only of this one.
    """
    known = {one.delivery: one for one in deliveries(store)}
    for item in items(store, state):
        of = known[item.delivery]
        if authority in (None, of.authority) and (delivery is None or item.delivery.startswith(delivery)):
            yield HeldRow(
                id=item.id,
                state=item.state,
                verdict=item.verdict,
                authority=of.authority,
                mapping=of.mapping,
                file_name=of.file_name,
                delivery=item.delivery,
                line=item.line,
                field=item.field,
                value=item.value,
                reason=item.reason,
                text=item.text,
                fix=item.fix,
            )


def table(store: Store, forms: Forms, delivery: Delivery) -> Iterator[Sequence[str]]:
    """Yield the open held rows of a delivery as a table in the form in which they came, remarks in columns after it."""
    mapping = forms.form(delivery.mapping)
    codes = [column.code for column in mapping.columns]
    yield (*codes, *REMARKS)
    for item in items(store, "open", delivery.delivery):
        cells = dict(zip(_codes(forms, mapping, item), item.source, strict=False))
        remarks = (str(item.line), item.verdict, item.field, item.value, item.reason, item.text, item.fix)
        yield (*(cells.get(code, "") for code in codes), *remarks)


def resolve(store: Store, forms: Forms, held: int, decision: Decision, *, known_at: int) -> Resolved:
    """Settle a held row.

    Raises:
        UnknownActorFault, NotOfficialFault: `decision.by` may not decide.
        ReasonFault: the reason can't stand in the ledger.
        HeldFault: there is no such open row, or what it lacks can't be settled by a decision.
    """
    why = stated(decision.reason)
    with store.turn(f"resolve {held}"), store.writing(known_at) as writer:
        official = require_official(store, decision.by)
        item = _open_item(store, held)
        delivery = next(one for one in deliveries(store) if one.delivery == item.delivery)
        verdict: Literal["admitted", "rejected"] = "admitted" if decision.admit else "rejected"
        judged = HeldResolved(held=held, verdict=verdict, reason=why)
        writer.append([Draft(content=judged, authority=official.office, actor=official.account)])
        writer.settle(held, verdict)
        if not decision.admit:
            return Resolved(held=held, verdict=verdict)
        staged = StagedRow(kept(_prepared(store, forms, item, delivery, decision)), 1, (), comes_again=False)
        namer = Namer(
            store=store,
            delivery=item.delivery,
            authority=delivery.authority,
            actor=official.account,
            form=forms.form(delivery.mapping),
            snapshot=False,
        )
        batch, counts = Batch(_Unerased(store), writer, namer, [staged]), Counts()
        batch.take(staged, counts)
        if batch.held:
            what = f"The held row {held} can't be admitted: {batch.held[0].text}."
            raise HeldFault(what, remedy=batch.held[0].fix)
        writer.append(batch.drafts)
    return Resolved(
        held=held,
        verdict=verdict,
        key=staged.row.key,
        entered=counts.entered > 0,
        corrected=counts.corrected > 0,
    )


class _Unerased:
    """A store whose erased keys may come again, since an official said so."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.subjects = store.subjects

    def current(self, keys: Sequence[str]) -> list[CurrentRecord | None]:
        return [None if one is not None and one.erased else one for one in self._store.current(keys)]


def _prepared(store: Store, forms: Forms, item: Held, delivery: Delivery, decision: Decision) -> Prepared:
    given = Circumstances(
        authority=delivery.authority,
        plane=store.plane,
        on=decision.on,
        trusting=True,
        stated=decision.stated,
    )
    found = _again(forms, item, delivery, given)
    if found is None:
        what = f"The held row {item.id} is about a person, or can't be read, and never comes in."
        raise HeldFault(what, remedy="Reject it.")
    if found.objection is not None:
        what = f"The held row {item.id} can't be admitted: {found.objection.text}."
        raise HeldFault(what, remedy=found.objection.fix)
    shift = len(item.source) - len(found.source)
    masked = tuple(
        (cell, match.start(), match.end(), "held")
        for cell, text in enumerate(item.source)
        for match in _MASKED.finditer(text)
    )
    placed = tuple((cell + shift, start, end, scheme) for cell, start, end, scheme in found.masked)
    return msgspec.structs.replace(found, source=item.source, masked=tuple(sorted({*placed, *masked})), line=item.line)


def _again(forms: Forms, item: Held, delivery: Delivery, given: Circumstances) -> Prepared | None:
    if delivery.mapping not in forms.names:
        return None
    mapping = forms.form(delivery.mapping)
    cells = item.source
    if mapping.id == RECORDS:
        kind = forms.catalogue.kinds.get(cells[0]) if cells else None
        if kind is None:
            return None
        mapping, cells = own_form(kind), cells[1:]
    if len(cells) != len(mapping.columns):
        return None
    found = Preparer(mapping, given).prepare(item.line, cells)
    return found if isinstance(found, Prepared) else None


def key_of(store: Store, forms: Forms, item: Held, delivery: Delivery, on: dt.date) -> str:
    """Return the key that a held row of a delivery would have on a day; empty where it can't be read."""
    given = Circumstances(authority=delivery.authority, plane=store.plane, on=on, trusting=True)
    found = _again(forms, item, delivery, given)
    return "" if found is None else found.key


def _codes(forms: Forms, mapping: Mapping, item: Held) -> list[str]:
    if mapping.id != RECORDS:
        return [column.code for column in mapping.columns]
    kind = forms.catalogue.kinds.get(item.source[0]) if item.source else None
    if kind is None:
        return [column.code for column in mapping.columns]
    return [mapping.kind_column or "", *(column.code for column in own_form(kind).columns)]


def _open_item(store: Store, held: int) -> Held:
    found = store.held(state=None, after=held - 1, limit=1)
    if not found or found[0].id != held:
        what = f"There is no held row {held}."
        raise HeldFault(what, remedy="List them with `xinyong quarantine list`.")
    if found[0].state != "open":
        what = f"The held row {held} was settled: {found[0].state}."
        raise HeldFault(what, remedy="Nothing is left to do.")
    return found[0]


def items(store: Store, state: str | None, delivery: str | None = None) -> Iterator[Held]:
    """Yield held rows in a state (None: all) in order of their number, of one delivery or all."""
    after = 0
    while page := store.held(delivery=delivery, state=state, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id
