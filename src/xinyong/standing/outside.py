"""A rating that a subject does not have because its pack does not apply to it: no grade, and the reason why.

Refuses to be mistaken for a good grade or for an unknown one: a firm abroad is no subject of a tax rating here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.rules.applicability import applies, kinds_of, schemes_in, schemes_of
from xinyong.standing.governing import in_force
from xinyong.standing.part import Cited, Part, Words, cited, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from xinyong.standing.law import Version


class Outside(Part, frozen=True, kw_only=True):
    """A rating pack in force on the day that does not apply.

    Attributes:
        family: the instrument; pack: its version.
        why: the reason in words.
        needs: schemes of identifiers, one of which a subject of the pack holds; held: those that this subject holds.
        records: kinds, of one of which a subject of the pack has a record, where it is for want of one.
        cited: where the pack takes that from; None where it names nobody, and any code would do.
    """

    family: str
    pack: str
    title: Words
    why: Words
    needs: tuple[str, ...]
    held: tuple[str, ...]
    records: tuple[str, ...]
    cited: Cited | None


_LISTED: Final = Words(
    zh="仅见于他人名单，无任何代码",
    en="it is known as a row of others' lists alone, without any code",
)


def outside_of(versions: Sequence[Version], day: dt.date, held: Collection[str]) -> Outside | None:
    """Return why the rating of a family that is in force on a day does not apply; None where it does, or none is."""
    now = in_force(versions, day)
    if now is None or now.pack.rating is None or applies(now.pack, held):
        return None
    pack, needs, schemes = now.pack, schemes_of(now.pack), schemes_in(held)
    coded = any(scheme in needs for scheme in schemes)
    return Outside(
        family=pack.id,
        pack=pack.name,
        title=words(pack.title),
        why=_unrecorded(kinds_of(pack)) if coded else _uncoded(needs, schemes),
        needs=needs,
        held=schemes,
        records=kinds_of(pack) if coded else (),
        cited=None if pack.applies is None else cited(pack.applies.citation),
    )


def _unrecorded(kinds: Sequence[str]) -> Words:
    asked = ", ".join(kinds)
    return Words(
        zh=f"没有任何使其成为适用对象之记录（{asked}）", en=f"no record makes it one of its subjects ({asked})"
    )


def _uncoded(needs: Sequence[str], schemes: Sequence[str]) -> Words:
    if all(scheme == "list" for scheme in schemes):
        return _LISTED
    asked = ", ".join(needs)
    return Words(zh=f"不持有其适用对象之标识（{asked}）", en=f"it holds no identifier of its subjects ({asked})")
