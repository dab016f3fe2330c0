"""The generated pages of law and schemas, written to disk.

`python -m xinyong.adapters.law_reference` writes them below `docs/` of a checkout; a test compares them with the packs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.adapters.packs import load_cases, load_shelf
from xinyong.adapters.shipped import data_dir
from xinyong.app.law_pages import family_page, index_page
from xinyong.law.schema import case_schema, pack_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xinyong.law.golden import CaseFile

_INDEX_MARK = "<!-- generated from here -->\n"


def pages(docs: Path) -> Mapping[Path, str]:
    """Return every generated page below a folder of documentation, with its text."""
    root = data_dir("packs")
    shelf = load_shelf([root])
    cases: dict[str, list[tuple[str, CaseFile]]] = {}
    for name, pack in [(name, one.pack.name) for one in shelf.packs for name in one.cases] + [
        (name, family) for family, name in shelf.family_cases
    ]:
        _, file = load_cases(Path(name))
        link = Path(os.path.relpath(name, root)).as_posix()
        cases.setdefault(pack, []).append((f"../../packs/{link}", file))
    families = shelf.families()
    found = {docs / "law" / f"{family}.md": family_page(versions, cases) for family, versions in families.items()}
    first = docs / "law" / "README.md"
    kept = first.read_text(encoding="utf-8").partition(_INDEX_MARK)[0]
    found[first] = kept + _INDEX_MARK + "\n" + index_page(families)
    for name, schema in (("pack", pack_schema()), ("cases", case_schema())):
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        found[docs / "reference" / f"{name}.schema.json"] = text
    return found


def main() -> None:
    """Write the pages."""
    for path, text in pages(Path("docs")).items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
