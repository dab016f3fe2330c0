"""Commands about codes: what a code is, and codes issued from a pool."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, Actor, AsJson, DataDir
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

    Of standard input each line is answered, an empty one too. A personal number is refused and never shown. The answer
    stands in the status; the exit code is 0 whatever it is.
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
    if code != _STANDARD_INPUT:
        return iter((code,))
    return (line.strip("\r\n") for line in sys.stdin)


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


pool = typer.Typer(no_args_is_help=True, help="Codes for a registering authority, out of a pool.")
app.add_typer(pool, name="codes")


@pool.command("issue")
def issue(
    count: Annotated[int, typer.Argument(metavar="COUNT", min=1, help="How many codes.")] = 1,
    *,
    by: Actor,
    authority: Annotated[str, typer.Option("--authority", metavar="CHARACTER", help="First character of the codes.")],
    category: Annotated[str, typer.Option("--category", metavar="CHARACTER", help="Second character of the codes.")],
    division: Annotated[
        str, typer.Option("--division", metavar="DIGITS", help="Six digits; 99.... in synthetic stores.")
    ],
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Take new codes out of the pool; nobody else gets them, from no other process."""
    from xinyong.app.codes import Pool, issue_codes  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        asked = Pool(authority=authority, category=category, division=division)
        codes = issue_codes(store, asked, count=count, by=by, known_at=registry.now())
    if as_json:
        output.write_lines({"code": code} for code in codes)
    else:
        for code in codes:
            output.say(code)
