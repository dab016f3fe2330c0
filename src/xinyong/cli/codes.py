"""Commands about codes: what a code is, and codes issued from a pool."""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from xinyong.cli import output
from xinyong.cli.options import AsJson
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.register.identification import Identification

_STANDARD_INPUT = "-"


@app.command()
def identify(
    code: Annotated[str, typer.Argument(metavar="CODE|-", help="A code, or - for one a line from standard input.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say what a code is: valid, quarantine (a human looks at it), refused or synthetic, with the reasons.

    A personal number is refused and never shown. The answer stands in the status; the exit code is 0 whatever it is.
    """
    from xinyong.register.identification import identify as identified  # noqa: PLC0415 - not needed for help

    found = (identified(text) for text in _codes(code))
    if as_json:
        output.write_lines(map(_plain, found))
    elif code == _STANDARD_INPUT:
        output.table(("Code", "Status", "Scheme", "Why"), map(_row, found))
    else:
        for one in found:
            _tell(one)


def _codes(code: str) -> Iterator[str]:
    lines: Iterable[str] = sys.stdin if code == _STANDARD_INPUT else (code,)
    return (line.strip("\r\n") for line in lines if line.strip())


def _plain(found: "Identification") -> dict[str, object]:
    return {
        "code": found.code,
        "status": found.status.value,
        "scheme": found.scheme.value if found.scheme else None,
        "subject_class": found.subject_class.value if found.subject_class else None,
        "synthetic": found.synthetic,
        "reasons": [{"code": reason.code, "text": reason.text} for reason in found.reasons],
        "changes": [change.value for change in found.changes],
    }


def _row(found: "Identification") -> tuple[str, str, str, str]:
    reasons = " ".join(reason.text for reason in found.reasons)
    return found.code, found.status.value, found.scheme.value if found.scheme else "-", reasons


def _tell(found: "Identification") -> None:
    output.say(f"{found.code}: {found.status.value}")
    if found.scheme is not None:
        shown = f", {found.subject_class.value}" if found.subject_class else ""
        output.say(f"  {found.scheme.value}{shown}")
    for change in found.changes:
        output.say(f"  spelling: {change.value.replace('_', ' ')} put right")
    for reason in found.reasons:
        output.say(f"  {reason.code}: {reason.text}")
