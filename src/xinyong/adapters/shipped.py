"""The data that ship with the program: packs, mappings and templates.

Guarantees one answer for an installed wheel and for a checkout. Refuses to guess: a folder in neither is a Fault.
"""

from importlib.resources import files
from pathlib import Path

from xinyong.kernel.errors import Fault


class MissingData(Fault):
    """The program was installed without the data that belong to it."""

    code = "MISSING-DATA"


def data_dir(name: str) -> Path:
    """Return the folder ``packs``, ``mappings`` or ``templates``.

    Raises:
        MissingData: if this installation carries no such folder.
    """
    package = Path(str(files("xinyong")))
    places = (package / "_data" / name, package.parents[1] / name)
    for place in places:
        if place.is_dir():
            return place
    message = f"this installation of xinyong carries no folder {name!r}"
    raise MissingData(
        message,
        why=f"looked in {' and '.join(map(str, places))}",
        remedy="Install xinyong from its wheel or run it from a whole checkout.",
    )
