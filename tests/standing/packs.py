"""Small packs for tests: points by the day, a rating with a cycle in two versions, lists in two versions, windows."""

import datetime as dt

from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.effects import Effect, Feeds, Proposes, Scores
from xinyong.law.life import Life, LifeForm
from xinyong.law.listing import ListTerm, PublicationWindow
from xinyong.law.lock import digest
from xinyong.law.override import Override
from xinyong.law.pack import Choice, Coverage, Governs, Pack, Use
from xinyong.law.points import Points
from xinyong.law.rating import Band, Cycle, Rating
from xinyong.law.rule import Aggregate, Conclusion, Fact, Rule
from xinyong.law.text import Text
from xinyong.standing.law import Law, law_of

DAY = dt.date


def cite(article: str = "1", grade: SourceGrade = SourceGrade.PRIMARY) -> Citation:
    """A citation of the test act."""
    return Citation(instrument="Test Act", article=article, grade=grade)


def rule(  # noqa: PLR0913 - a pack's own words
    name: str,
    kind: str,
    effect: Effect,
    *,
    when: str | None = None,
    life: Life | None = None,
    grade: SourceGrade = SourceGrade.PRIMARY,
) -> Rule:
    """A rule over one kind; by default alive for twelve months from `effective`."""
    return Rule(
        id=name,
        title=Text(zh=name, en=name),
        citation=cite(name, grade),
        kinds=(kind,),
        when=when,
        effect=effect,
        life=life or Life(months=12, citation=cite("life")),
    )


def bands() -> tuple[Band, ...]:
    """Good from 90, fair from 60, bad below."""
    return (
        Band(grade="good", at_least=90, citation=cite("bands")),
        Band(grade="fair", at_least=60, citation=cite("bands")),
        Band(grade="bad", at_least=None, citation=cite("bands")),
    )


def points_pack(*, use: Use = Use.IN_FORCE, grade: SourceGrade = SourceGrade.PRIMARY) -> Pack:
    """Points by the day: a breach takes 20 off for a year, and 5 once it is corrected; a fine takes 50 off."""
    until_corrected = Life(months=12, ends_at="corrected", citation=cite("life"))
    from_corrected = Life(start="corrected", term_from="effective", months=12, citation=cite("life"))
    return Pack(
        id="test.points",
        version="1",
        title=Text(zh="测试评分", en="Test rating"),
        citation=cite(),
        valid_from=DAY(2015, 1, 1),
        governs=Governs.DAY,
        use=use,
        coverage=Coverage(encoded=2, total=3, of="rules", citation=cite()),
        rules=(
            rule("breach", "breach", Scores(points=Points(value=-20)), life=until_corrected, grade=grade),
            rule(
                "mended", "breach", Scores(points=Points(value=-5)), when="corrected IS NOT NULL", life=from_corrected
            ),
            rule("fine", "fine", Scores(points=Points(value=-50)), when="amount >= 1000"),
            rule("accident", "accident", Feeds(points=Points(value=1))),
        ),
        facts=(Fact(id="accidents", aggregate=Aggregate.COUNT, rules=("accident",), citation=cite("fact")),),
        conclusions=(
            Conclusion(
                id="two-accidents",
                title=Text(zh="两起事故", en="two accidents"),
                citation=cite("two"),
                when="accidents >= 2",
                effect=Proposes(list="test.unsafe"),
            ),
        ),
        lists=(_list("test.unsafe", 36),),
        rating=Rating(start=100, start_citation=cite("start"), bands=bands()),
        choices=(Choice(question="What is open?", choice="This.", reason="Nobody said."),),
    )


def cycle_pack(version: str, valid_from: dt.date, valid_to: dt.date | None, years: tuple[int, int | None]) -> Pack:
    """A rating of evaluation years, published on 30 April; a late return takes 5 off in its year until corrected."""
    return Pack(
        id="test.cycle",
        version=version,
        title=Text(zh="测试年度评价", en="Test yearly rating"),
        citation=cite(),
        valid_from=valid_from,
        valid_to=valid_to,
        governs=Governs.PERIOD,
        use=Use.IN_FORCE,
        coverage=Coverage(encoded=1, total=1, of="rules", citation=cite()),
        rules=(
            rule(
                "late",
                "late",
                Scores(points=Points(value=-5)),
                when="corrected IS NULL",
                life=Life(form=LifeForm.YEAR, citation=cite("life")),
            ),
        ),
        rating=Rating(
            start=100 if version == "old" else 93,
            start_citation=cite("start"),
            bands=bands(),
            cycle=Cycle(
                cut_off_month=12,
                cut_off_day=31,
                published_month=4,
                published_day=30,
                first_year=years[0],
                last_year=years[1],
                citation=cite("cycle"),
            ),
        ),
    )


def cycle_packs() -> tuple[Pack, Pack]:
    """The old version until 30 June 2025 (years to 2024), the new one from 1 July 2025 (years from 2025)."""
    return (
        cycle_pack("old", DAY(2014, 1, 1), DAY(2025, 7, 1), (2014, 2024)),
        cycle_pack("new", DAY(2025, 7, 1), None, (2025, None)),
    )


def list_pack(  # noqa: PLR0913 - a pack's own words
    version: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
    *,
    months: int | None,
    term: int | None = 36,
    when: str | None = None,
) -> Pack:
    """Proposes a list for an offence, for `months` from the act (None: never)."""
    life = Life(months=months or 0, citation=cite("life"))
    rules = () if months is None else (rule("offence", "offence", Proposes(list="test.list"), when=when, life=life),)
    return Pack(
        id="test.lists",
        version=version,
        title=Text(zh="测试名单", en="Test list"),
        citation=cite(),
        valid_from=valid_from,
        valid_to=valid_to,
        governs=Governs.ACT,
        use=Use.IN_FORCE,
        coverage=Coverage(encoded=1, total=1, of="rules", citation=cite()),
        rules=rules,
        lists=(_list("test.list", term),),
    )


def window_pack() -> Pack:
    """Publishes penalties for 3 to 12 months, serious ones (flag) for 12 to 36, from the day of the decision."""

    def window(name: str, when: str, shortest: int, longest: int) -> PublicationWindow:
        return PublicationWindow(
            id=name,
            kinds=("penalty",),
            when=when,
            runs_from="determined",
            shortest_months=shortest,
            longest_months=longest,
            citation=cite(name),
        )

    return Pack(
        id="test.windows",
        version="1",
        title=Text(zh="测试公示", en="Test publication"),
        citation=cite(),
        valid_from=DAY(2015, 1, 1),
        governs=Governs.ACT,
        use=Use.IN_FORCE,
        coverage=Coverage(encoded=1, total=1, of="rules", citation=cite()),
        publication=(window("serious", "flag", 12, 36), window("general", "NOT flag", 3, 12)),
    )


def emergency_pack() -> Pack:
    """Spares acts of February to June 2024: breaches, accidents and small fines, late returns due then, offences."""

    def override(name: str, pack: str, rules: tuple[str, ...], when: str | None = None) -> Override:
        title = Text(zh="疫情期间", en="during the epidemic")
        return Override(id=name, title=title, pack=pack, rules=rules, when=when, citation=cite(name))

    return Pack(
        id="test.emergency",
        version="1",
        title=Text(zh="测试紧急措施", en="Test emergency"),
        citation=cite(),
        valid_from=DAY(2024, 2, 1),
        valid_to=DAY(2024, 7, 1),
        governs=Governs.ACT,
        use=Use.IN_FORCE,
        coverage=Coverage(encoded=1, total=1, of="articles", citation=cite()),
        overrides=(
            override("breaches", "test.points", ("breach", "mended", "accident")),
            override("small-fines", "test.points@1", ("fine",), "amount < 5000"),
            override("late", "test.cycle", ("late",)),
            override("offences", "test.lists", ("offence",)),
        ),
        choices=(Choice(question="Who is affected?", choice="All.", reason="Nobody is excepted."),),
    )


def law(*packs: Pack) -> Law:
    """The law of these packs."""
    return law_of({digest(pack): pack for pack in packs}, calendar="cn-2026")


def _list(name: str, months: int | None) -> ListTerm:
    return ListTerm(id=name, title=Text(zh=name, en=name), keeper="office", term_months=months, citation=cite("term"))
