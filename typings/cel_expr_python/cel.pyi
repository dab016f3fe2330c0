from collections.abc import Mapping

class Type:
    BOOL: Type
    INT: Type

class Value:
    def value(self) -> int: ...

class Expression:
    def eval(self, *, data: Mapping[str, int | bool]) -> Value: ...

class Env:
    def compile(self, expression: str) -> Expression: ...

def NewEnv(*, variables: Mapping[str, Type]) -> Env: ...
