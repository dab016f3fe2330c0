"""The demo's page: it stands alone, tells every number in words too, and escapes what it is given."""

import base64
import datetime as dt
import hashlib
import re
import xml.etree.ElementTree as ET

import msgspec

from xinyong.adapters import pictures
from xinyong.app.demo.summary import NOTICE, Count, Delay, Explained, Grades, Rows, Series, Summary

MONTHS = tuple(dt.date(2023 + (11 + place) // 12, (11 + place) % 12 + 1, 1) for place in range(36))


def summary(name: str = "云津市云达食品有限公司") -> Summary:
    """A small summary with one of everything."""
    return Summary(
        seed=7,
        organisations=100,
        first_day=MONTHS[0],
        last_day=dt.date(2026, 11, 30),
        deliveries=12,
        rows=Rows(
            delivered=1000, entered=900, corrected=20, repeated=30, refused=20, quarantined=10, personal=20, removed=5
        ),
        planted=(Count(name="lower case", count=3, note="a code in lower case"),),
        refusals=(Count(name="DATE", count=20, note="no such day"),),
        grades=(
            Grades(
                pack="cn.tax.rating@2025-07",
                title="Tax rating",
                status="decided",
                partial=True,
                unverified=True,
                grades=(Count(name="A", count=60), Count(name="B", count=40)),
                with_unknown=3,
            ),
        ),
        months=MONTHS,
        lists=(Series(name="Abnormal operations", values=tuple(range(36))),),
        delay_classes=("up to 7 days", "more"),
        delays=(Delay(authority="Tax", rows=90, median=5, classes=(60, 30)),),
        explained=Explained(identifier="91990101MA0000017X", name=name, sentences=("Rated A.",)),
        ratings_digest="0" * 64,
        standings_digest="f" * 64,
    )


FILES = [("summary.json", "the counts")]


def test_the_page_asks_nothing_of_any_host() -> None:
    """No address but the names of XML, no script, no image: the page needs no network."""
    html = pictures.page(summary(), FILES)

    assert not re.findall(r"https?://|//[a-z]", html)
    assert not re.findall(r"<(?:script|img|link|iframe|object)|\son[a-z]+=|\sstyle=|url\(", html)


def test_the_policy_allows_exactly_the_style_sheet_of_the_page() -> None:
    """The digest in the content security policy is that of the style element."""
    html = pictures.page(summary(), FILES)

    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    assert len(style) == 1
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in html.replace("'", "&#39;")


def test_every_picture_is_told_in_words_and_numbers() -> None:
    """Each drawing for the eye has a title, a description and a table of its numbers after it."""
    html = pictures.page(summary(), FILES)

    figures = re.findall(r"<figure>.*?</figure>", html, re.DOTALL)
    assert len(figures) == 6
    assert all(re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', figure) for figure in figures)
    assert all("<title" in figure and "<desc" in figure and "<table>" in figure for figure in figures)


def test_the_page_says_twice_that_it_is_synthetic() -> None:
    """The notice stands above and below."""
    html = pictures.page(summary(), FILES)

    assert html.count(NOTICE) == 2


def test_names_are_escaped() -> None:
    """A name that is markup stays text."""
    html = pictures.page(summary(name="<script>alert(1)</script>"), FILES)

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_drawings_are_well_formed() -> None:
    """Each drawing parses as XML on its own."""
    html = pictures.page(summary(), FILES)

    drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(drawings) == len([ET.fromstring(drawing) for drawing in drawings])  # noqa: S314 - our own page
    assert len(drawings) > 6


def test_the_longest_bar_fills_its_plot_and_others_in_proportion() -> None:
    """A bar of half the count is half as wide."""
    drawn = pictures.bars([Count(name="a", count=50), Count(name="b", count=25), Count(name="c", count=0)])

    assert drawn.bars[0].width == 2 * drawn.bars[1].width
    assert drawn.bars[2].width == 0
    assert [bar.percent for bar in drawn.bars] == ["66.7 %", "33.3 %", "0 %"]


def test_who_delivers_no_decisions_has_no_bar_and_is_named() -> None:
    """Nothing is stacked for it, no room is left for it, and the page says so."""
    late = Delay(authority="Market", rows=3, median=5, classes=(2, 1))
    none = Delay(authority="Register", rows=0, median=None, classes=(0, 0))

    drawn = pictures.stacks([none, late], ("soon", "late"))

    assert (["Market"], ("Register",)) == ([row.name for row in drawn.rows], drawn.without)
    assert pictures.stacks([late], ("soon", "late")).height == drawn.height
    said = pictures.page(msgspec.structs.replace(summary(), delays=(none, late)), FILES)
    assert "No decisions came from: Register." in said


def test_numbers_beside_bars_stay_in_the_picture() -> None:
    """However long a name and a count are, the widest bar leaves room for its number."""
    drawn = pictures.bars([Count(name="a name of more than thirty letters", count=123_456), Count(name="b", count=1)])

    assert drawn.left + drawn.bars[0].width + len("123,456 100.0 %") * 6.6 < pictures.WIDTH
    assert drawn.bars[0].width > 0


def test_nothing_to_draw_is_an_empty_picture() -> None:
    """No counts, no bars, no error."""
    assert pictures.bars([]).bars == ()
    assert pictures.stacks([], ()).rows == ()
    assert pictures.lines([], ()).lines == ()
