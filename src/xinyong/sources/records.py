"""Rows of any kind: each is read by the own form of the kind it names; a kind outside the catalogue is refused."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final

import msgspec

from xinyong.sources import cells as reading
from xinyong.sources.door import mask_cells
from xinyong.sources.kind_form import own_form
from xinyong.sources.prepared import Objection, Prepared
from xinyong.sources.preparing import Outcome, Preparer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xinyong.law.kinds import Catalogue
    from xinyong.sources.layout import Circumstances
    from xinyong.sources.mapping import Mapping

UNKNOWN_KIND: Final = "kind-unknown"


class RecordsPreparer:
    """Prepares rows that say their kind themselves. What is kept of a row begins with the kind."""

    def __init__(self, mapping: Mapping, given: Circumstances, catalogue: Catalogue) -> None:
        """Compile; `mapping.kind_column` must be there."""
        self._mapping = mapping
        self._given = given
        self._catalogue = catalogue
        self._kind = mapping.place(mapping.kind_column or "")
        self._of_kind: dict[str, tuple[Preparer, Callable[[Sequence[str]], tuple[str, ...]]]] = {}

    def prepare(self, line: int, cells: Sequence[str]) -> Outcome:
        """Return what may be kept of a row, or that it is about a person."""
        kind = reading.clean(cells[self._kind])
        compiled = self._of_kind.get(kind) or self._compiled(kind)
        if compiled is None:
            return self._refused(line, cells)
        preparer, of_form = compiled
        found = preparer.prepare(line, of_form(cells))
        if not isinstance(found, Prepared):
            return found
        masked = tuple((cell + 1, start, end, scheme) for cell, start, end, scheme in found.masked)
        return msgspec.structs.replace(found, source=(kind, *found.source), masked=masked)

    def _compiled(self, name: str) -> tuple[Preparer, Callable[[Sequence[str]], tuple[str, ...]]] | None:
        kind = self._catalogue.kinds.get(name)
        if kind is None:
            return None
        form = own_form(kind)
        places = [self._mapping.place(column.code) for column in form.columns]
        compiled = Preparer(form, self._given), itemgetter(*places)
        self._of_kind[name] = compiled
        return compiled

    def _refused(self, line: int, cells: Sequence[str]) -> Prepared:
        kept = tuple(mask_cells(cells).cells)
        column = self._mapping.kind_column or ""
        text = "the catalogue holds no such record kind"
        fix = "Name a kind of docs/reference/record-kinds.md."
        return broken(line, Objection("refused", column, kept[self._kind], UNKNOWN_KIND, text, fix), kept)


def broken(line: int, objection: Objection, source: tuple[str, ...] = ()) -> Prepared:
    """Return a row of which nothing but its masked cells can be kept."""
    return Prepared(
        line=line,
        kind="",
        key="",
        row="",
        objection=objection,
        doubt=False,
        identifier=None,
        subject_class="",
        shown_by="",
        others=(),
        names=(),
        since=None,
        change=None,
        facts={},
        days={},
        document={},
        source=source,
        masked=(),
        listing=None,
        snapshot_on=None,
    )
