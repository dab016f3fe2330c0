"""The generated pages of record kinds and forms, written to disk.

`python -m xinyong.adapters.files.reference` writes them below `docs/` of a checkout; a test compares them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.adapters.files.mappings import load_editions, load_forms
from xinyong.app.templates import template
from xinyong.sources.cells import DATE_FORMS
from xinyong.sources.mapping import Delivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xinyong.kernel.cite import Citation
    from xinyong.law.editions import Edition, Editions
    from xinyong.law.kinds import RecordKind
    from xinyong.sources.mapping import Mapping as Form

_KINDS: str = """# Record kinds

What an authority may deliver about an organisation; a kind that does not stand here is refused.

This page is generated from `mappings/kinds/*.yaml` by `python -m xinyong.adapters.files.reference`.
Every kind has a form of its own: `xinyong template KIND` writes it blank, and `--mapping KIND` reads it.
A field with a column is read by rules; every other field is kept in the document and read by none.
Sums are written in the unit that stands beside them.
Where a kind stands in the [national catalogue](#national-catalogue) is this project's reading.
The wording of its items is from memory and marked so.
What 征信业管理条例 第十四条 allows with consent alone (income, deposits, securities, insurance, property, taxes)
are data of natural persons, of whom a registry collects nothing: no check looks for them here.
"""

_FORMS: str = """# Mappings

How the columns of each form become records.
A form that does not stand here needs a [mapping of its own](../how-to/write-a-mapping.md) and no code.

This page is generated from `mappings/*.yaml` by `python -m xinyong.adapters.files.reference`.
Columns are found by code or label, never by position; columns that are not named here are not read.
Besides these, each [record kind](record-kinds.md) has a form of its own.
`records` takes rows of any kind that name it in a column `kind`.
"""

_DELIVERS = {
    Delivers.CHANGES: "new and corrected rows; what is absent stays",
    Delivers.SNAPSHOT: "the whole list each time; what is absent was removed",
    Delivers.FIXED_TERM: "rows with an end of their own; what is absent stays until then",
}


def pages(docs: Path) -> Mapping[Path, str]:
    """Return the generated pages below a folder of documentation, with their text."""
    forms = load_forms()
    editions = load_editions()
    kinds = [forms.catalogue.kinds[name] for name in sorted(forms.catalogue.kinds)]
    written = [forms.written[name] for name in sorted(forms.written)]
    return {
        docs / "reference" / "record-kinds.md": _KINDS
        + _editions(editions)
        + "".join(_kind(kind, editions) for kind in kinds),
        docs / "reference" / "mappings.md": _FORMS + "".join(map(_form, written)) + _date_forms(),
    }


def _editions(editions: Editions) -> str:
    rows = [
        [f"`{one.id}`", one.title.zh, _days(one), str(_count(one)), _cited(one.citation)] for one in editions.editions
    ]
    latest = next(one for one in reversed(editions.editions) if one.items != "unknown")
    items = [
        [f"`{item.id}`", str(item.number), item.title.zh, item.title.en, item.citation.grade.shown]
        for item in editions.items(latest)
    ]
    local = [[f"`{one.id}`", one.title.zh, one.level, _cited(one.citation)] for one in editions.regulations]
    return (
        "\n".join(
            [
                "\n## National catalogue\n",
                _table(("edition", "title", "published", "items", "source"), rows),
                f"Items of `{latest.id}`, the last edition whose items are known:\n",
                _table(("item", "number", "zh", "en", "grade"), items),
                "A region adds to it by a regulation of its own alone:\n",
                _table(("regulation", "title", "level", "source"), local),
            ]
        ).rstrip("\n")
        + "\n"
    )


def _days(edition: Edition) -> str:
    first, last = edition.not_before, edition.not_after
    if last is None:
        return f"unknown, not before {first}"
    return f"{first}" if first == last else f"unknown, from {first} to {last}"


def _count(edition: Edition) -> int | str:
    return "unknown" if edition.items == "unknown" else len(edition.items)


def _placed(kind: RecordKind, editions: Editions) -> list[str]:
    place = kind.catalogue
    if place.outside is not None:
        alone = "; a registry refuses its deliveries" if place.lab else ""
        return [f"- No public credit information: {place.outside}{alone}"]
    regulation = None if place.supplement is None else editions.regulation(place.supplement)
    held = ", ".join(f"`{name}`" for name in place.items) if regulation is None else regulation.title.zh
    titles = {one.id: one.title for one in editions.categories}
    shown = "" if place.category is None else f"{titles[place.category].zh} · {titles[place.category].en}"
    return [
        f"- National catalogue: {held}" if regulation is None else f"- Local supplement: {held}",
        f"- Category: {shown}",
    ]


def _kind(kind: RecordKind, editions: Editions) -> str:
    months = kind.retention.months
    kept = f"{months} months" if months is not None else "no term is known"
    lines = [
        f"\n## {kind.id}\n",
        f"{kind.title.zh} · {kind.title.en}\n",
        f"- Delivered by: {', '.join(kind.deliverers)}",
        f"- Legal basis: {_cited(kind.citation)}",
        f"- About: {kind.subject_class}",
        *_placed(kind, editions),
        f"- Kept: {kept} ({_cited(kind.retention.citation)})",
        f"- Published: {kind.publication}",
        f"- Key: authority, subject, {', '.join(kind.key)}\n",
    ]
    rows = [
        [
            f"`{field.name}`",
            field.title.zh,
            field.title.en,
            field.type.value,
            field.unit,
            f"`{field.fact}`" if field.fact else "",
            "; ".join(
                word
                for word, holds in (
                    ("required", field.required),
                    ("day of the decision", field.decision),
                    ("free text", field.free_text),
                    ("personal", field.personal),
                    (f"one of {', '.join(field.codes)}", bool(field.codes)),
                )
                if holds
            ),
        ]
        for field in kind.fields
    ]
    return "\n".join(lines) + "\n" + _table(("field", "zh", "en", "type", "unit", "column", "besides"), rows)


def _form(form: Form) -> str:
    lines = [
        f"\n## {form.id}\n",
        f"{form.title.zh} · {form.title.en}\n",
        f"- Source of the form: {_cited(form.citation)}",
        f"- Records of kind: {form.kind}",
        f"- A file holds: {_DELIVERS[form.delivers]}",
        f"- Key: authority, {', '.join(form.key)}{', texts as they are written' if form.exact else ''}",
        f"- Encodings tried: {', '.join(form.encodings)}\n",
    ]
    headings, *rows = template(form).legend
    return "\n".join(lines) + "\n" + _table(headings, [[f"`{row[0]}`", *row[1:]] for row in rows])


def _date_forms() -> str:
    lines = "".join(
        f"\n- `{form.id}`" + (f", years after {form.base}" if form.base else "") for form in DATE_FORMS.values()
    )
    return f"\n## Ways to write a day\n\nNames for `dates` in a mapping; the first that fits counts.\n{lines}\n"


def _cited(citation: Citation) -> str:
    place = f", {citation.article}" if citation.article else ""
    note = f"; {citation.note}" if citation.note else ""
    return f"{citation.instrument}{place} [{citation.grade.shown}]{note}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line(headings), _line(["---"] * len(headings)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write the pages."""
    for path, text in pages(Path("docs")).items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
