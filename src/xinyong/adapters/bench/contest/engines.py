"""Rule engines of others, each judging one record at a time in its fastest form; `plain.settle` does the windows.

An expression per kind gives the index of the rule that a record meets, -1 where the amount is unknown, -2 where no rule
is met. The kind itself is looked up outside of expression languages: that is in their favour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.adapters.bench.contest.plain import NONE, UNKNOWN, Row
from xinyong.adapters.bench.contest.workload import KINDS, TABLE

if TYPE_CHECKING:
    from collections.abc import Callable


def _ladder(kind: str, *, null: str, branch: str) -> str:
    """Return nested choices over the amount for one kind, in the words of an expression language."""
    if kind in _SIMPLE:
        return str(_SIMPLE[kind])
    text = str(NONE)
    for index, row in reversed(list(enumerate(TABLE))):
        if row.kind == kind:
            text = branch.format(low=row.low, high=row.high, rule=index, other=text)
    return null.format(unknown=UNKNOWN, other=text)


_SIMPLE: Final = {row.kind: index for index, row in enumerate(TABLE) if row.low is None}
_CONDITIONAL: Final = tuple(kind for kind in KINDS if kind not in _SIMPLE)


def zen_judge() -> Callable[[Row], int]:
    """Return a judge over zen-engine's compiled expressions."""
    import zen  # noqa: PLC0415 - an optional peer

    programs = {
        kind: zen.compile_expression(
            _ladder(
                kind,
                null="amount == null ? {unknown} : ({other})",
                branch="amount >= {low} and amount < {high} ? {rule} : ({other})",
            )
        )
        for kind in KINDS
    }

    def judge(row: Row) -> int:
        return int(programs[row.kind].evaluate({"amount": row.amount}))

    return judge


def zen_table_judge() -> Callable[[Row], int]:
    """Return a judge over a zen-engine decision table, the form its users write."""
    import zen  # noqa: PLC0415 - an optional peer

    rules = [{"_id": f"u-{kind}", "k": f"'{kind}'", "a": "null", "o": str(UNKNOWN)} for kind in _CONDITIONAL] + [
        {
            "_id": f"r{index}",
            "k": f"'{row.kind}'",
            "a": f"[{row.low}..{row.high})" if row.low is not None else "",
            "o": str(index),
        }
        for index, row in enumerate(TABLE)
    ]
    content = {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
            {
                "id": "t",
                "name": "t",
                "type": "decisionTableNode",
                "position": {"x": 0, "y": 0},
                "content": {
                    "hitPolicy": "first",
                    "inputs": [
                        {"id": "k", "name": "k", "type": "expression", "field": "kind"},
                        {"id": "a", "name": "a", "type": "expression", "field": "amount"},
                    ],
                    "outputs": [{"id": "o", "name": "o", "type": "expression", "field": "rule"}],
                    "rules": rules,
                },
            },
            {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "t", "type": "edge"},
            {"id": "e2", "sourceId": "t", "targetId": "out", "type": "edge"},
        ],
    }
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": content}}})

    def judge(row: Row) -> int:
        result = engine.evaluate("rules", {"kind": row.kind, "amount": row.amount})["result"]
        return result.get("rule", NONE) if result else NONE

    return judge


def cel_judge() -> Callable[[Row], int]:
    """Return a judge over Google's CEL in C++, the fastest binding in `peers` when this was written."""
    from cel_expr_python import cel  # noqa: PLC0415 - an optional peer

    environment = cel.NewEnv(variables={"amount": cel.Type.INT, "known": cel.Type.BOOL})
    programs = {
        kind: environment.compile(
            _ladder(
                kind,
                null="!known ? {unknown} : ({other})",
                branch="amount >= {low} && amount < {high} ? {rule} : ({other})",
            )
        )
        for kind in KINDS
    }

    def judge(row: Row) -> int:
        known = {"amount": row.amount or 0, "known": row.amount is not None}
        return int(programs[row.kind].eval(data=known).value())

    return judge


def rust_cel_judge() -> Callable[[Row], int]:
    """Return a judge over the Rust CEL binding `common-expression-language`, by compiled programs."""
    import cel  # noqa: PLC0415 - an optional peer

    programs = {
        kind: cel.compile(
            _ladder(
                kind,
                null="!known ? {unknown} : ({other})",
                branch="amount >= {low} && amount < {high} ? {rule} : ({other})",
            )
        )
        for kind in KINDS
    }

    def judge(row: Row) -> int:
        known = {"amount": row.amount or 0, "known": row.amount is not None}
        return int(programs[row.kind].execute(known))

    return judge


JUDGES: Final[dict[str, Callable[[], Callable[[Row], int]]]] = {
    "zen_expression": zen_judge,
    "zen_table": zen_table_judge,
    "cel_cpp": cel_judge,
    "cel_rust": rust_cel_judge,
}
