"""The packs that ship, read once for the tests of this folder."""

from pathlib import Path

from xinyong.adapters.files.mappings import load_catalogue
from xinyong.adapters.packs import load_shelf
from xinyong.law.pack import Pack

TOP = Path(__file__).resolve().parents[2]
PACKS = TOP / "packs"
SHELF = load_shelf([PACKS])
KINDS = load_catalogue()
BY_NAME: dict[str, Pack] = {one.pack.name: one.pack for one in SHELF.packs}
TAX = BY_NAME["cn.tax.rating@2025-07-01"]
