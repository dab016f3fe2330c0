"""The lock: which bytes of law a release carries, one digest a pack.

Guarantees that two packs have one digest exactly when they say the same, whatever their YAML looks like: the digest is
SHA-256 over the typed pack as RFC 8785 JSON. What a pack leaves unsaid (null) is left out, so that a key that the
format learns later changes no digest of a pack that does not use it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

import msgspec

from xinyong.law.finding import Finding
from xinyong.law.source import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xinyong.law.pack import Pack

HEADER = "# Digests of the packs of this folder; `xinyong packs lint --lock` writes it anew.\n"
REMEDY = "Review the change, add it to CHANGES.md and run `xinyong packs lint --lock`."


def canonical(pack: Pack) -> bytes:
    """Return the pack's canonical bytes."""
    return msgspec.json.encode(_said(plain(pack)), order="sorted")


def _said(value: object) -> object:
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return {name: _said(item) for name, item in table.items() if item is not None}
    return [_said(item) for item in cast("list[object]", value)] if isinstance(value, list) else value


def digest(pack: Pack) -> str:
    """Return the SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(pack)).hexdigest()


def lock_text(packs: Iterable[Pack]) -> str:
    """Return the text of `packs.lock`: one line `name digest` a pack, in order of their names."""
    return HEADER + "".join(f"{name} {found}\n" for name, found in sorted((pack.name, digest(pack)) for pack in packs))


def stale(text: str, packs: Iterable[Pack], *, file: str = "packs.lock") -> tuple[Finding, ...]:
    """Return what a lock does not say as it is: packs that are new, gone or changed."""
    locked = dict(line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    found = {pack.name: digest(pack) for pack in packs}
    reasons = dict.fromkeys(found.keys() - locked.keys(), "is not in the lock")
    reasons |= dict.fromkeys(locked.keys() - found.keys(), "is in the lock and not on the shelf")
    reasons |= {
        name: "has changed since it was locked" for name in found.keys() & locked.keys() if found[name] != locked[name]
    }
    return tuple(
        Finding(code="lock-stale", file=file, path=name, text=f"{name} {reasons[name]}.", remedy=REMEDY)
        for name in sorted(reasons)
    )
