"""Where the real data for tests lie; they never enter the repository, so a test asks here or is skipped."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[2] / "shared"


def shared_file(name: str) -> Path:
    """The path of a real file, such as ``data/h2_debarments.csv``.

    The folder is ``XINYONG_SHARED`` where that is set, else ``shared`` beside the repository. Where the file is absent
    the calling test is skipped with a reason, or fails where ``XINYONG_REQUIRE_SHARED=1`` says that it must be there.
    """
    path = Path(os.environ.get("XINYONG_SHARED", _BESIDE_THE_REPOSITORY)) / name
    if path.exists():
        return path
    reason = f"the real data {name!r} is not on this machine; set XINYONG_SHARED to the folder that holds it"
    if os.environ.get("XINYONG_REQUIRE_SHARED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
