"""Reads the catalogue of record kinds and the mappings from YAML: those that ship with the program, and one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from xinyong.adapters.shipped import data_dir
from xinyong.law.editions import Editions, read_editions
from xinyong.law.kinds import Catalogue, catalogue, read_kinds
from xinyong.law.prohibited import read_prohibited
from xinyong.sources.forms import Forms
from xinyong.sources.mapping import Mapping, MappingFault, read_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment] # the same interface


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Return every record kind of the folder (default: what ships), with prohibited data and the editions.

    Raises:
        EditionFault: the editions of the national catalogue are not well made.
        KindFault: a document is not well made, or asks for what must not be collected.
    """
    shipped = data_dir("mappings")
    limits = shipped / "limits" / "prohibited.yaml"
    prohibited = read_prohibited(_read(limits), limits.name)
    paths = sorted((folder or shipped / "kinds").glob("*.yaml"))
    return catalogue(
        (kind for path in paths for kind in read_kinds(_read(path), path.name)), prohibited, load_editions()
    )


def load_editions() -> Editions:
    """Return the editions of the national catalogue that ship.

    Raises:
        EditionFault: they are not well made.
    """
    path = data_dir("mappings") / "catalogue" / "national.yaml"
    return read_editions(_read(path), path.name)


def load_forms(own: Iterable[Path] = ()) -> Forms:
    """Return every form: what ships, and the mappings in files or folders of one's own.

    Raises:
        MappingFault: a mapping is not well made, or two have one name.
    """
    kinds = load_catalogue()
    folders = [data_dir("mappings"), *own]
    written: dict[str, Mapping] = {}
    for path in (path for folder in folders for path in _files(folder)):
        mapping = read_mapping(_read(path), path.name, kinds)
        if mapping.id in written or mapping.id in kinds.kinds:
            what = f"{path.name}: there is a form {mapping.id!r} already."
            raise MappingFault(what, remedy="Give the mapping another id.")
        written[mapping.id] = mapping
    return Forms(catalogue=kinds, written=written)


def form_named(name: str, *, kept: Path | None = None, keep: bool = True) -> tuple[Forms, Mapping]:
    """Return all forms and the one named: an id, a record kind, or the path of a mapping of one's own.

    Args:
        name: of the form.
        kept: a folder of mappings of one's own; one that is named by its path is copied there, so that what came in by
            it can be shown and settled later.
        keep: whether it is copied; not where nothing comes in.

    Raises:
        MappingFault: there is none, it is not well made, or its id is another's.
    """
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        forms = load_forms([path])
        name = read_mapping(_read(path), path.name, forms.catalogue).id
        if kept is None or not keep:
            return forms, forms.form(name)
        kept.mkdir(parents=True, exist_ok=True)
        (kept / f"{name}.yaml").write_bytes(path.read_bytes())
    forms = load_forms([kept] if kept is not None and kept.is_dir() else [])
    return forms, forms.form(name)


def kept_otherwise(name: str, kept: Path) -> Mapping | None:
    """Return the mapping that is kept under the id of a mapping's file, where it says something else; else None.

    Args:
        name: of a form, as `form_named` takes it; only the path of a file can say something else.
        kept: the folder of mappings of one's own.

    Raises:
        MappingFault: one of the two is not well made.
    """
    path = Path(name)
    if path.suffix not in {".yaml", ".yml"}:
        return None
    kinds = load_catalogue()
    new = read_mapping(_read(path), path.name, kinds)
    before = kept / f"{new.id}.yaml"
    old = read_mapping(_read(before), before.name, kinds) if before.exists() else new
    return None if old == new else old


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder]


def _read(path: Path) -> Any:  # noqa: ANN401 - plain data; whoever reads it gives it a type
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except (OSError, yaml.YAMLError) as error:
        what = f"{path} can't be read as YAML."
        raise MappingFault(what, why=str(error).replace("\n", " "), remedy="Check the file.") from error
