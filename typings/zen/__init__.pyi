from collections.abc import Mapping
from typing import TypedDict

class PyExpression:
    def evaluate(self, context: Mapping[str, int | None]) -> int: ...

class EvaluateResponse(TypedDict):
    result: dict[str, int]

class ZenEngine:
    def __init__(self, options: Mapping[str, object]) -> None: ...
    def evaluate(self, key: str, context: Mapping[str, str | int | None]) -> EvaluateResponse: ...

def compile_expression(expression: str) -> PyExpression: ...
