"""Lists that a pack can propose, and windows in which records are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time
from xinyong.law.text import Text  # noqa: TC001 - as above

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTerm:
    """A list that a pack can propose: its id, who keeps it, term and exit in words with their citation.

    Attributes:
        context: the field of its ground, one lower-case word; measures of that field are connected with it. None: the
            list takes no measure but those whose article names it.
        beneficial: a redlist: whoever stands on it has benefits and no burden of it.
    """

    id: str
    title: Text
    keeper: str
    term_months: int | None
    context: str | None = None
    beneficial: bool = False
    citation: Citation


def is_beneficial(lists: Iterable[ListTerm], name: str) -> bool:
    """Whether one of these lists is a redlist of that id; a list that is not among them is none."""
    return any(item.beneficial for item in lists if item.id == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWindow:
    """For how long records of some kinds are published: shortest and longest term from a date column, in months.

    Attributes:
        runs_from: the date column from which both terms run.
        longest_months: None: the source gives no longest term, unless `until` does.
        until: the date column on which publication ends, where the law ends it with the act itself; beside no
            `longest_months`.
    """

    id: str
    kinds: tuple[str, ...]
    when: str | None = None
    runs_from: str
    shortest_months: int | None
    longest_months: int | None
    until: str | None = None
    citation: Citation
