"""A mutant: one exact change of one module, planted in a process that has not imported it yet.

No file of the tree is touched. A mutant whose text is not found exactly once no longer says anything, and is an error.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Literal

from typing_extensions import override

SOURCES = Path(__file__).resolve().parents[2] / "src"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault.

    Attributes:
        name: what is wrong with it, in words joined by hyphens.
        module: the module that has it.
        old, new: the text that it replaces, and by what.
        seen_by: what must see it: the comparison of both evaluators over made packs, the same from day to day, or the
            cases worked out by hand. What both evaluators share can only be seen by the last.
    """

    name: str
    module: str
    old: str
    new: str
    seen_by: Literal["comparison", "days", "hand"] = "comparison"

    @property
    def path(self) -> Path:
        """The file of the module."""
        return SOURCES / f"{self.module.replace('.', '/')}.py"


class NotPlantedError(Exception):
    """The text of a mutant is not in its module, or more than once; or the module was imported before."""


def changed(mutant: Mutant, source: str) -> str:
    """The module's text with the fault in it."""
    times = source.count(mutant.old)
    if times != 1 or mutant.old == mutant.new:
        message = f"{mutant.name}: its text is {times} times in {mutant.module}"
        raise NotPlantedError(message)
    return source.replace(mutant.old, mutant.new)


def plant(mutant: Mutant) -> None:
    """Let the module be imported with the fault from now on, in this process."""
    if mutant.module in sys.modules:
        message = f"{mutant.name}: {mutant.module} was imported before"
        raise NotPlantedError(message)
    changed(mutant, mutant.path.read_text(encoding="utf-8"))
    sys.meta_path.insert(0, _Finder(mutant))


class _Finder(MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    @override
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._mutant.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            spec.loader = _Loader(self._mutant)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self._mutant = mutant

    @override
    def get_code(self, fullname: str) -> CodeType:
        source = self._mutant.path.read_text(encoding="utf-8")
        return compile(changed(self._mutant, source), str(self._mutant.path), "exec", dont_inherit=True)
