"""The JSON Schema of the standing, written to disk.

`python -m xinyong.adapters.standing_reference` writes it below `docs/` of a checkout; a test compares it with the
types.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from xinyong.standing.roadmap import Roadmap
from xinyong.standing.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping


def pages(docs: Path) -> Mapping[Path, str]:
    """Return every generated file below a folder of documentation, with its text."""
    found: dict[Path, str] = {}
    for name, kind in (("standing", Standing), ("roadmap", Roadmap)):
        schema = msgspec.json.schema(kind)
        text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
        found[docs / "reference" / f"{name}.schema.json"] = f"{text}\n"
    return found


def main() -> None:
    """Write the files."""
    for path, text in pages(Path("docs")).items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
