"""Packs, kinds and cases on disk: `<jurisdiction>/<instrument>/<valid-from>/pack.yaml`, cases beside them, one lock.

Guarantees strict YAML (a key that stands twice is refused, no tag makes objects) and findings that name the file.
Reads folders, writes the lock; what the files mean is `law.source`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import yaml

from xinyong.law.finding import Finding
from xinyong.law.golden import CaseFile
from xinyong.law.lock import lock_text
from xinyong.law.pack import Pack
from xinyong.law.published import read_published
from xinyong.law.shelf import Shelf, Shelved, shelf, shelved
from xinyong.law.source import SourceFault, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xinyong.law.published import PublishedGrades

T = TypeVar("T")

LOCK = "packs.lock"
PUBLISHED = "published.yaml"


class _Loader(yaml.CSafeLoader):
    """Safe YAML in which a key stands once."""


def _table(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    loader.flatten_mapping(node)
    found: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = _built(loader, key_node)
        if key in found:
            raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=key_node.start_mark)
        found[key] = _built(loader, value_node)
    return found


def _built(loader: _Loader, node: yaml.Node) -> object:
    return cast("object", loader.construct_object(node, deep=True))  # pyright: ignore[reportUnknownMemberType] - stub


_Loader.add_constructor("tag:yaml.org,2002:map", _table)


def read_yaml(path: Path) -> object:
    """Return a YAML file's plain values.

    Raises:
        SourceFault: it can't be read, is not UTF-8, is no YAML, or holds a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return cast("object", yaml.load(text, Loader=_Loader))  # noqa: S506 - a safe loader, made stricter above
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, "unreadable", str(error), "Name a readable file in UTF-8.") from error
    except yaml.YAMLError as error:
        why = " ".join(str(error).split())
        raise _unreadable(path, "yaml", why, "Mend the YAML at that place.") from error


def _unreadable(path: Path, code: str, why: str, remedy: str) -> SourceFault:
    return SourceFault((Finding(code=code, file=str(path), path="", text=why, remedy=remedy),))


def load(path: Path, kind: type[T]) -> T:
    """Return a YAML file as a typed value.

    Raises:
        SourceFault: it can't be read as one.
    """
    return read(read_yaml(path), kind, file=str(path))


def load_shelf(roots: Sequence[Path]) -> Shelf:
    """Return every pack below these folders.

    Raises:
        SourceFault: a pack can't be read, or a root is no folder.
        PackFault: two packs have one name.
    """
    found: list[Shelved] = []
    family_cases: list[tuple[str, str]] = []
    for root in roots:
        if not root.is_dir():
            raise _unreadable(root, "unreadable", f"{root} is no folder.", "Name a folder of packs.")
        for path in sorted(root.rglob("pack.yaml")):
            pack = load(path, Pack)
            found.append(shelved(pack, str(path), map(str, _cases(path.parent))))
            family_cases += [(pack.id, str(case)) for case in _cases(path.parent.parent)]
    return shelf(found, set(family_cases))


def _cases(folder: Path) -> list[Path]:
    return sorted((folder / "cases").glob("*.yaml"))


def load_pack(path: Path) -> Shelved:
    """Return the pack of one file, wherever it stands."""
    return shelved(load(path, Pack), str(path), map(str, _cases(path.parent)))


def load_cases(path: Path, pack: str | None = None) -> tuple[str, CaseFile]:
    """Return the golden cases of one file, with its name; `pack` stands where the file names none.

    Raises:
        SourceFault: it can't be read as a file of cases.
    """
    file = load(path, CaseFile)
    return str(path), CaseFile(pack=file.pack or pack, cases=file.cases)


def shelved_cases(found: Iterable[Shelved], families: Iterable[tuple[str, str]] = ()) -> list[tuple[str, CaseFile]]:
    """Return the golden cases that stand beside packs, and those of whole families (id and file)."""
    files = [load_cases(Path(name), one.pack.name) for one in found for name in one.cases]
    return files + [load_cases(Path(name), family) for family, name in families]


def read_lock(root: Path) -> str:
    """Return the text of the lock of a folder of packs; empty where it has none."""
    path = root / LOCK
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def write_lock(root: Path, found: Shelf) -> None:
    """Write the lock of a folder of packs."""
    inside = [entry.pack for entry in found.packs if entry.file.startswith(str(root))]
    (root / LOCK).write_text(lock_text(inside), encoding="utf-8")


def load_published(roots: Iterable[Path]) -> tuple[PublishedGrades, ...]:
    """Return the published distributions that lie beside packs, in folders of packs that have such a table.

    Raises:
        SourceFault: a table can't be read.
        PublishedFault: it is not well made.
    """
    tables = [root / PUBLISHED for root in roots if (root / PUBLISHED).is_file()]
    return tuple(one for table in tables for one in read_published(read_yaml(table), table.name))
