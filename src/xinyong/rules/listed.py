"""Codes that a condition lists: records of another code can't meet it, and need not be looked at.

Both evaluators ask this of a rule's condition: everybody's records are joined to the rules by kind and code, and the
walk of one organisation passes over rules that list other codes than the record has. A record without a code may meet
any rule, as far as anybody knows.
"""

from __future__ import annotations

from itertools import chain

from xinyong.law.expr import tree


def codes_of(when: tree.Node | None) -> tuple[str, ...]:
    """Return the codes that a conjunction lists; none where any may do."""
    asked = listing(when)
    return () if asked is None else _listed(asked)


def listing(when: tree.Node | None) -> tree.Node | None:
    """Return the part of a conjunction that lists its codes."""
    return next((part for part in conjuncts(when) if _listed(part)), None)


def conjuncts(when: tree.Node | None) -> tuple[tree.Node, ...]:
    """Return the parts of a condition of which each must be met."""
    if when is None:
        return ()
    return tuple(chain.from_iterable(map(conjuncts, when.parts))) if isinstance(when, tree.And) else (when,)


def _listed(part: tree.Node) -> tuple[str, ...]:
    match part:
        case tree.Compare(
            sign=tree.Comparison.EQUAL, left=tree.Column(name="code"), right=tree.Literal(value=str(code))
        ):
            return (code,)
        case tree.Among(operand=tree.Column(name="code")):
            return tuple(dict.fromkeys(str(option.value) for option in part.options))
        case _:
            return ()
