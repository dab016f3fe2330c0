"""The demo's page of pictures: server-made SVG with the numbers under each, and nothing fetched from anywhere.

Guarantees a page that stands alone: no script, no font, no image, no address of another host; its content security
policy forbids all of them and allows one style sheet by its digest. Every picture has a title, a description and its
data as a table. Everything is escaped by Jinja2. Refuses to render a value that the template asks for and nobody gave.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xinyong.adapters.shipped import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.app.demo.summary import Count, Delay, Series, Summary

WIDTH: Final = 360
"""Width of every picture in its own units; the page scales it."""

_ROW: Final = 26
_WIDEST_LABEL: Final = 230
_LATIN: Final = 6.6
_CJK: Final = 12.5
_AFTER_BAR: Final = 22
_PLOT_HEIGHT: Final = 190
_PLOT_LEFT: Final = 44
_PLOT_RIGHT: Final = 8
_TICKS: Final = 4
_NICE: Final = (1, 2, 4, 5, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar lying on its side: name and number are written beside it."""

    name: str
    note: str
    count: int
    percent: str
    y: int
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A picture of bars, longest value as wide as the plot."""

    bars: tuple[Bar, ...]
    height: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through a series; `number` (from 1) picks its colour and dashes."""

    name: str
    number: int
    points: str
    values: tuple[int, ...]
    end_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A picture of lines over months."""

    lines: tuple[Line, ...]
    months: tuple[str, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    height: int = _PLOT_HEIGHT + 24
    left: int = _PLOT_LEFT
    bottom: int = _PLOT_HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a stacked bar, class `number` from 1."""

    name: str
    number: int
    count: int
    percent: str
    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One row of stacked pieces."""

    name: str
    note: str
    total: int
    y: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacks:
    """A picture of stacked bars that all fill the plot; `without`: names of those with nothing to stack."""

    rows: tuple[Stack, ...]
    without: tuple[str, ...]
    classes: tuple[str, ...]
    height: int


def page(summary: Summary, files: Sequence[tuple[str, str]]) -> str:
    """Return the page as HTML.

    Args:
        summary: what to show.
        files: names of the files beside the page and what each holds.
    """
    import jinja2  # noqa: PLC0415 - only where a page is written

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(data_dir("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["grouped"] = _grouped
    style = environment.get_template("style.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("index.html").render(
        summary=summary,
        files=files,
        style=style,
        style_digest=f"sha256-{digest}",
        width=WIDTH,
        rows=bars([_count(name, getattr(summary.rows, name)) for name in _ROW_CLASSES]),
        grades=[(grades, bars(grades.grades)) for grades in summary.grades],
        refusals=bars(summary.refusals),
        planted=bars(summary.planted),
        lists=lines(summary.lists, [f"{month:%Y-%m}" for month in summary.months]),
        delays=stacks(summary.delays, summary.delay_classes),
    )


def bars(counts: Sequence[Count]) -> Bars:
    """Lay out one bar for each count, in the order given."""
    most = max((count.count for count in counts), default=0) or 1
    total = sum(count.count for count in counts)
    left = min(max((_written(count.name) for count in counts), default=0) + 14, _WIDEST_LABEL)
    written = (_written(f"{_grouped(count.count)} {_percent(count.count, total)}") for count in counts)
    room = WIDTH - left - max(written, default=0) - _AFTER_BAR
    return Bars(
        bars=tuple(
            Bar(
                name=count.name,
                note=count.note,
                count=count.count,
                percent=_percent(count.count, total),
                y=place * _ROW,
                width=round(room * count.count / most, 1),
            )
            for place, count in enumerate(counts)
        ),
        height=len(counts) * _ROW,
        left=left,
    )


def lines(series: Sequence[Series], months: Sequence[str]) -> Lines:
    """Lay out one line for each series over the months."""
    top = _ceiling(max((value for one in series for value in one.values), default=0))
    step = (WIDTH - _PLOT_LEFT - _PLOT_RIGHT) / max(len(months) - 1, 1)

    def across(place: int) -> float:
        return round(_PLOT_LEFT + place * step, 1)

    def up(value: int) -> float:
        return round(_PLOT_HEIGHT - (_PLOT_HEIGHT - 12) * value / top, 1)

    return Lines(
        lines=tuple(
            Line(
                name=one.name,
                number=number,
                points=" ".join(f"{across(place)},{up(value)}" for place, value in enumerate(one.values)),
                values=one.values,
                end_y=up(one.values[-1]) if one.values else 0,
            )
            for number, one in enumerate(series, start=1)
        ),
        months=tuple(months),
        across=tuple(Tick(at=across(place), label=name[:4]) for place, name in enumerate(months) if name[5:] == "01"),
        up=tuple(Tick(at=up(top * mark // _TICKS), label=_grouped(top * mark // _TICKS)) for mark in range(_TICKS + 1)),
    )


def stacks(delays: Sequence[Delay], classes: Sequence[str]) -> Stacks:
    """Lay out one full-width bar for each authority that delivered decisions, cut into the classes of its delays."""
    late = [delay for delay in delays if delay.rows]
    return Stacks(
        rows=tuple(_stack(delay, classes, place) for place, delay in enumerate(late)),
        without=tuple(delay.authority for delay in delays if not delay.rows),
        classes=tuple(classes),
        height=len(late) * _STACK_ROW,
    )


_STACK_ROW: Final = 40
_ROW_CLASSES: Final = ("entered", "corrected", "repeated", "refused", "quarantined", "personal")


def _stack(delay: Delay, classes: Sequence[str], place: int) -> Stack:
    total = sum(delay.classes) or 1
    pieces: list[Piece] = []
    before = 0
    for number, (name, count) in enumerate(zip(classes, delay.classes, strict=True), start=1):
        pieces.append(
            Piece(
                name=name,
                number=number,
                count=count,
                percent=_percent(count, total),
                x=round(WIDTH * before / total, 1),
                width=round(WIDTH * count / total, 1),
            )
        )
        before += count
    note = "" if delay.median is None else f"median {_grouped(delay.median)} days"
    return Stack(name=delay.authority, note=note, total=delay.rows, y=place * _STACK_ROW, pieces=tuple(pieces))


def _count(name: str, count: int) -> Count:
    from xinyong.app.demo.summary import Count  # noqa: PLC0415 - the type is imported for checkers alone above

    return Count(name=name, count=count)


def _written(label: str) -> int:
    """Return about how wide a label is when it is written: Latin letters are narrow, Chinese ones are not.

    >>> _written("blue"), _written("蓝")
    (26, 12)
    """
    return int(sum(_LATIN if letter.isascii() else _CJK for letter in label))


def _percent(count: int, total: int) -> str:
    """Return a share for people; what is there but small is not called nought.

    >>> _percent(1, 3), _percent(1, 100_000), _percent(0, 5)
    ('33.3 %', '<0.1 %', '0 %')
    """
    if not count:
        return "0 %"
    share = 100 * count / total
    return f"{share:.1f} %" if share >= _SMALLEST_SHARE else "<0.1 %"


_SMALLEST_SHARE: Final = 0.1


def _grouped(number: int) -> str:
    return f"{number:,}"


def _ceiling(value: int) -> int:
    """Return a round number at or above `value`, a multiple of the number of ticks.

    >>> _ceiling(0), _ceiling(93), _ceiling(1201)
    (4, 100, 2000)
    """
    size = 1
    while True:
        found = next((n * size for n in _NICE if n * size >= value and n * size % _TICKS == 0), None)
        if found is not None:
            return found
        size *= 10
