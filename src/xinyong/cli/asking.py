"""Commands that ask: who is meant, how somebody stands, why, what would change it, and what the ledger learned."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, AsJson, AsOf, DataDir, Known, PacksDir, Subject, day
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.standing.report import Section
    from xinyong.standing.roadmap import Change, Roadmap, Verdict

Lang: TypeAlias = Annotated[Literal["en", "zh"], typer.Option("--lang", help="Language of the report.")]


@app.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, or part of one; any script.")],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="Most candidates.")] = 20,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Find who may be meant by a name; nothing follows from a likeness."""
    from xinyong.app.search import find as found_by  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        found = found_by(store, name, limit=limit)
    if as_json:
        output.write_lines(found)
    elif not found:
        output.say("Nobody in this store bears a name like this.")
    else:
        rows = ((f"#{one.subject}", one.name, one.score, one.why, ", ".join(one.identifiers)) for one in found)
        output.table(("Subject", "Name", "Score", "Why", "Identifiers"), rows, right=("Score",))


@app.command()
def standing(
    identifier: Subject,
    *,
    as_of: AsOf = None,
    known: Known = None,
    packs: PacksDir = None,
    lang: Lang = "en",
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show an organisation's standing on a day: ratings, lists, publication, unknowns, and what it rests on.

    The same ledger, law and day give the same bytes of --json.
    """
    from xinyong.bootstrap import asking  # noqa: PLC0415 - heavy
    from xinyong.standing.report import report  # noqa: PLC0415 - with it
    from xinyong.standing.standing import encoded  # noqa: PLC0415 - with it

    with asking.standings(data, packs or ()) as standings:
        found = standings.standing(identifier, as_of=day(as_of) or asking.today(), known=day(known))
    if as_json:
        output.say(encoded(found).decode())
    else:
        _tell(*report(found, lang))


@app.command()
def explain(
    identifier: Subject,
    pack: Annotated[str, typer.Argument(metavar="PACK", help="A family such as cn.tax.rating, or id@version.")],
    *,
    as_of: AsOf = None,
    known: Known = None,
    packs: PacksDir = None,
    lang: Lang = "en",
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show one rating with every contribution: article, record, from when until when, and what was unknown."""
    from xinyong.bootstrap import asking  # noqa: PLC0415 - heavy
    from xinyong.standing import report  # noqa: PLC0415 - with it

    with asking.standings(data, packs or ()) as standings:
        whole, ratings = standings.explain(identifier, pack, as_of=day(as_of) or asking.today(), known=day(known))
    if as_json:
        output.write_lines(ratings)
        return
    laws = {law.pack: law for law in whole.law}
    lines = tuple(line for rating in ratings for line in report.rating(rating, laws, lang))
    _tell(report.Section(report.title_of(whole, lang), lines))


@app.command()
def roadmap(
    identifier: Subject,
    *,
    as_of: AsOf = None,
    known: Known = None,
    packs: PacksDir = None,
    lang: Lang = "en",
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show what would change a standing and the earliest day: what time alone does, and what making good would do."""
    from xinyong.bootstrap import asking  # noqa: PLC0415 - heavy

    with asking.standings(data, packs or ()) as standings:
        found = standings.roadmap(identifier, as_of=day(as_of) or asking.today(), known=day(known))
    if as_json:
        output.write_json(found)
    else:
        for line in _roadmap_lines(found, lang):
            output.say(line)


@app.command()
def history(
    identifier: Subject,
    *,
    known: Known = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show what the ledger learned about an organisation, entry by entry."""
    from xinyong.bootstrap import asking  # noqa: PLC0415 - heavy

    with asking.standings(data) as standings:
        found = standings.history(identifier, known=day(known))
    if as_json:
        output.write_lines(found)
        return
    rows = (
        (
            event.seq,
            event.known_at[:16].replace("T", " "),
            event.kind,
            event.valid_on,
            event.authority or event.actor,
            _words(event.facts) if not event.erased else "content erased",
            "" if event.superseded_by is None else f"by {event.superseded_by}",
        )
        for event in found
    )
    columns = ("Entry", "Known", "Kind", "Valid on", "From", "Says", "Superseded")
    output.table(columns, rows, right=("Entry",))


def _roadmap_lines(found: "Roadmap", lang: Literal["en", "zh"]) -> Iterator[str]:
    from xinyong.standing.phrases import phrase  # noqa: PLC0415 - heavy

    for step in found.steps:
        for change in step.changes:
            yield phrase("step", lang, on=step.on, **_change(change, lang))
    for repair in found.repairs:
        for change in repair.changes:
            until = repair.until or phrase("open_end", lang)
            where = {"record": repair.record, "column": repair.column, "first": repair.first, "until": until}
            yield phrase("repair", lang, **where, **_change(change, lang))
    if not found.steps and not found.repairs:
        yield phrase("no_change", lang)


def _change(change: "Change", lang: Literal["en", "zh"]) -> dict[str, str]:
    from xinyong.standing import report  # noqa: PLC0415 - heavy
    from xinyong.standing.phrases import phrase  # noqa: PLC0415 - with it

    def said(verdict: "Verdict") -> str:
        total = "" if verdict.total is None else f" ({report.total_text(verdict.total, change.unit, lang)})"
        return f"{verdict.says or '-'}{total}"

    title = report.words(change.title, lang)
    mark = phrase("mark_unverified", lang) if change.unverified else ""
    return {"title": title, "mark": mark, "before": said(change.before), "after": said(change.after)}


def _words(facts: dict[str, int | str | bool]) -> str:
    """Return facts on one line; digests by their first characters, which is how commands take them."""
    return ", ".join(f"{name}={_DIGEST.sub(_short, str(value))}" for name, value in sorted(facts.items()))


def _short(digest: re.Match[str]) -> str:
    return digest[0][:12]


_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")


def _tell(*sections: "Section") -> None:
    """Write sections of lines, each line indented by its depth."""
    for number, section in enumerate(sections):
        output.say(section.title if number == 0 else f"\n{section.title}")
        for line in section.lines:
            output.say(f"{'  ' * (line.depth + 1)}{line.text}")
