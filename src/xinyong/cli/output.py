"""What a command writes: tables and sentences for people, canonical JSON for machines.

Results go to standard output and nothing else does; whatever is said about the work goes to standard error. With
`--json` a list is one object a line, in the same order as the table, and a single result is one object. Keys are
sorted, so the same result is the same bytes.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

_WIDE: Final = 160


def encode(value: object) -> str:
    """Return a value as canonical JSON: sorted keys, UTF-8, no blanks."""
    import msgspec  # noqa: PLC0415 - not needed to show the version

    return msgspec.json.encode(value, order="sorted").decode()


def fields(value: object) -> dict[str, Any]:
    """Return the fields of a struct or dataclass as plain values."""
    import msgspec  # noqa: PLC0415 - as above

    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain


def write_json(value: object) -> None:
    """Write one JSON object on a line."""
    typer.echo(encode(value))


def write_lines(values: Iterable[object]) -> None:
    """Write one JSON object a line."""
    for value in values:
        write_json(value)


def say(text: str = "") -> None:
    """Write a line of the result."""
    typer.echo(text)


def note(text: str) -> None:
    """Say something about the work, on standard error."""
    typer.echo(text, err=True)


def show(*parts: RenderableType) -> None:
    """Draw something of rich on standard output: as wide as the terminal, or wide enough where nobody watches."""
    from rich.console import Console  # noqa: PLC0415 - costs a start 60 ms

    watched = sys.stdout.isatty()
    screen = Console(file=sys.stdout, highlight=False, width=None if watched else _WIDE)
    for part in parts:
        with screen.capture() as drawn:
            screen.print(part)
        typer.echo("\n".join(line.rstrip() for line in drawn.get().split("\n")).strip("\n"))


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "", right: Iterable[str] = ()
) -> None:
    """Draw a table; columns named in `right` are set flush right; nothing in it is read as markup."""
    from rich import box  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    flush = set(right)
    drawn = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    for name in columns:
        drawn.add_column(name, justify="right" if name in flush else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell(value)) for value in row))
    show(drawn)


def pairs(values: Mapping[str, object], *, title: str = "") -> None:
    """Draw names and values, one a line."""
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for name, value in values.items():
        grid.add_row(Text(name), Text(cell(value)))
    if title:
        say(title)
    show(grid)


def cell(value: Any) -> str:  # noqa: ANN401 - a table shows anything
    """Return a value as a table shows it: grouped digits for numbers, `-` for what is unknown.

    >>> cell(1234567), cell(None), cell(True)
    ('1,234,567', '-', 'yes')
    """
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.2f}"
        case _:
            return str(value)
