"""The generated pages of record kinds and forms say what the data say."""

from pathlib import Path
from typing import Final

import pytest

from xinyong.adapters.files.reference import pages

_DOCS: Final = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize(("page", "text"), pages(_DOCS).items(), ids=[page.stem for page in pages(_DOCS)])
def test_a_page_is_what_its_data_say(page: Path, text: str) -> None:
    """`python -m xinyong.adapters.files.reference` writes what is there."""
    assert text == page.read_text(encoding="utf-8")
