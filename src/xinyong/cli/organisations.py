"""Commands of the registering authority's desk: register, record what befalls an organisation, take a mistake back."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, Actor, AsJson, DataDir, Reason, Subject
from xinyong.cli.root import app
from xinyong.register.subjects import SubjectClass

if TYPE_CHECKING:
    from collections.abc import Callable

    from xinyong.app.standings import Standings
    from xinyong.register.organisations import Event, Organisation

On: TypeAlias = Annotated[
    dt.datetime,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DAY", help="The first day on which it is so."),
]
Language: TypeAlias = Annotated[str, typer.Option("--language", metavar="TAG", help="Language of the name.")]

_SAID: Final = {"renamed": "renamed", "merged_into": "merged", "split_from": "split off", "struck_off": "struck off"}

organisation = typer.Typer(
    no_args_is_help=True, help="The register: new organisations, and what befalls them; nothing adverse passes on."
)
app.add_typer(organisation, name="organisation")


@organisation.command("register")
def register(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its first registered name.")],
    *,
    by: Actor,
    on: On,
    authority: Annotated[str, typer.Option("--authority", metavar="CHARACTER", help="First character of its code.")],
    category: Annotated[str, typer.Option("--category", metavar="CHARACTER", help="Second character of its code.")],
    division: Annotated[
        str, typer.Option("--division", metavar="DIGITS", help="Six digits; 99.... in synthetic stores.")
    ],
    stated: Annotated[
        SubjectClass | None, typer.Option("--class", metavar="CLASS", help="Its class, where the category shows none.")
    ] = None,
    language: Language = "zh",
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Open an organisation under a new code out of the pool."""
    from xinyong.app.codes import Pool  # noqa: PLC0415 - heavy
    from xinyong.app.registry import Founding, register_organisation  # noqa: PLC0415 - with it
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    pool = Pool(authority=authority, category=category, division=division)
    founding = Founding(pool=pool, name=name, on=on.date(), language=language, subject_class=stated)
    with registry.opened(data) as store:
        found = register_organisation(store, founding, by=by, known_at=registry.now())
    if as_json:
        output.write_json(found)
    else:
        output.say(f"{found.code}: {name.strip()} (#{found.subject}, {found.subject_class}), from {on.date()} on.")


@organisation.command("rename")
def rename(
    identifier: Subject,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new registered name.")],
    *,
    by: Actor,
    on: On,
    language: Language = "zh",
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Record that the registered name of a language is another from a day on; the former one keeps its days."""
    from xinyong.register.organisations import Renamed  # noqa: PLC0415 - not needed for help

    event = Renamed(on=on.date(), name=name, language=language)
    _record(identifier, "renamed", lambda _: event, data=data, by=by, as_json=as_json)


@organisation.command("merge")
def merge(
    identifier: Subject,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The organisation that goes on, by any identifier.")],
    *,
    by: Actor,
    on: On,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Record that an organisation ended in another one; one command for each that merges."""
    from xinyong.register.organisations import MergedInto  # noqa: PLC0415 - not needed for help

    def event(standings: "Standings") -> "Event":
        return MergedInto(on=on.date(), successor=standings.subject(into))

    _record(identifier, "merged_into", event, data=data, by=by, as_json=as_json)


@organisation.command("split")
def split(
    identifier: Subject,
    origin: Annotated[str, typer.Argument(metavar="FROM", help="The organisation out of which it came.")],
    *,
    by: Actor,
    on: On,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Record that an organisation came out of another one; strike the other one off if it ended."""
    from xinyong.register.organisations import SplitFrom  # noqa: PLC0415 - not needed for help

    def event(standings: "Standings") -> "Event":
        return SplitFrom(on=on.date(), origin=standings.subject(origin))

    _record(identifier, "split_from", event, data=data, by=by, as_json=as_json)


@organisation.command("strike-off")
def strike_off(
    identifier: Subject,
    *,
    by: Actor,
    on: On,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Record that the register removed an organisation; its cause is delivered as a record of its kind."""
    from xinyong.register.organisations import StruckOff  # noqa: PLC0415 - not needed for help

    event = StruckOff(on=on.date())
    _record(identifier, "struck_off", lambda _: event, data=data, by=by, as_json=as_json)


@organisation.command("take-back")
def take_back(
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help="Number of the change, as `history` shows it.")],
    *,
    by: Actor,
    reason: Reason,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Take back a renaming, merger, split or striking-off that never was; the ledger keeps that it was said."""
    from xinyong.app.taking_back import take_back as taken_back  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        [change] = registry.seqs([entry])
        found = taken_back(store, change, reason=reason, by=by, known_at=registry.now())
    if as_json:
        output.write_json(found)
    else:
        output.say(f"#{found.subject}: {_SAID[found.event]} on {found.on} is taken back by {by}; it never was.")


def _record(
    identifier: str,
    what: Literal["renamed", "merged_into", "split_from", "struck_off"],
    event: "Callable[[Standings], Event]",
    *,
    data: Path,
    by: str,
    as_json: bool,
) -> None:
    from xinyong.app.registry import last_change, record_event  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import asking, registry  # noqa: PLC0415 - heavy

    with asking.standings(data) as standings:
        subject = standings.subject(identifier)
        found = record_event(standings.store, subject, event(standings), by=by, known_at=registry.now())
        entry = last_change(standings.store, subject)
    told = {"subject": subject, "event": what, "entry": entry, "by": by, **_plain(found)}
    if as_json:
        output.write_json(told)
    else:
        output.say(f"#{subject}: {_SAID[what]} on {found.day}, recorded by {by} as entry {entry}.")
        output.say(_sentence(found))


def _plain(found: "Organisation") -> dict[str, object]:
    return {
        "on": found.day,
        "names": [held.name for held in found.current_names],
        "existence": found.existence.value,
        "ended_on": found.ended_on,
        "successors": list(found.successors),
        "origins": list(found.origins),
    }


def _sentence(found: "Organisation") -> str:
    names = ", ".join(held.name for held in found.current_names) or "without a registered name"
    others = [f"into #{other}" for other in found.successors] + [f"out of #{other}" for other in found.origins]
    return f"  {names}: {', '.join((found.existence.value.replace('_', ' '), *others))}"
