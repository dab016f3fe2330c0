"""Names folded, cut into tokens and proposed: explained candidates, never a link."""

import csv
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import shared_file
from xinyong.kernel.ids import SubjectNumber
from xinyong.register.matching import Candidate, Likeness, candidates
from xinyong.register.names import core_name, fold_name, search_tokens, sound

NAMES = (
    (SubjectNumber(1), "臺灣電視事業股份有限公司"),
    (SubjectNumber(2), "台湾电视有限公司"),
    (SubjectNumber(3), "中华电视股份有限公司"),
    (SubjectNumber(4), "重庆长安汽车股份有限公司"),
    (SubjectNumber(5), "Lockheed Martin Missiles and Fire Control"),
    (SubjectNumber(5), "Lockheed Martin MFC"),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣電視（股）公司", "台湾电视(股)公司"),
        ("\uff21\uff23\uff2d\uff25 Trading", "acme trading"),
        ("（株）清水組", "㈱清水組"),
        ("上海A·B公司", "上海AB公司"),
    ],
)
def test_two_spellings_of_a_name_fold_to_one(one: str, other: str) -> None:
    """Script, width, case, brackets, blanks and points go."""
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("北京大明科技股份有限公司", "北京大明科技"),
        ("（株）清水組", "清水组"),
        ("ACME Trading Co., Ltd.", "acmetrading"),
        ("财团法人大明基金会", "大明基金会"),
        ("有限公司", "有限公司"),
    ],
)
def test_the_core_of_a_name_is_without_its_legal_form(name: str, core: str) -> None:
    """And a name that is nothing but a form stays."""
    assert core_name(name) == core


def test_pairs_of_characters_are_read_as_words() -> None:
    """重庆银行 has two characters of two readings each."""
    assert sound("重庆银行") == "chongqingyinhang"


@pytest.mark.parametrize("asked", ["重庆长安", "重慶長安汽車", "chongqing", "changan qiche", "cqcaqc"])
def test_a_question_shares_a_token_with_the_name_it_means(asked: str) -> None:
    """In either script, in pinyin by words, or by initials."""
    assert set(search_tokens(asked)) & set(search_tokens("重庆长安汽车股份有限公司"))


def test_a_name_and_a_question_in_either_script_find_each_other_in_real_rows() -> None:
    """Every Taipei name shares all its tokens with its simplified spelling."""
    from opencc import OpenCC  # noqa: PLC0415 - heavy, and only this test needs it

    simplified = OpenCC("t2s")
    with shared_file("data/taipei_labour_violations.csv").open(encoding="utf-8", newline="") as file:
        names = sorted({row["organisation"] for row in csv.DictReader(file)})[:500]

    assert [search_tokens(name) for name in names] == [search_tokens(simplified.convert(name)) for name in names]


@pytest.mark.parametrize(
    ("asked", "subject", "likeness", "score"),
    [
        ("台灣電視事業股份有限公司", 1, Likeness.SAME, 100),
        ("臺灣電視", 2, Likeness.SAME_BUT_FORM, 95),
        ("重庆长安", 4, Likeness.CONTAINS, 83),
        ("chongqing changan qiche", 4, Likeness.SAME_SOUND, 80),
        ("Lockhed Martin Missile & Fire Control", 5, Likeness.SIMILAR, 96),
    ],
)
def test_the_best_candidate_comes_first_with_its_reason(
    asked: str, subject: int, likeness: Likeness, score: int
) -> None:
    """One example of every reason for which a name is proposed."""
    first = candidates(asked, NAMES)[0]

    assert (subject, likeness, score) == (first.subject, first.likeness, first.score)
    assert first.likeness.explained


def test_a_subject_is_proposed_once_by_its_best_name() -> None:
    """Two names of subject 5 give one candidate."""
    assert candidates("Lockheed Martin MFC", NAMES) == (
        Candidate(subject=SubjectNumber(5), name="Lockheed Martin MFC", score=100, likeness=Likeness.SAME),
    )


@given(order=st.permutations(NAMES))
def test_the_order_of_names_does_not_matter(order: list[tuple[SubjectNumber, str]]) -> None:
    """Scores and subject numbers decide alone."""
    assert candidates("台湾电视", order) == candidates("台湾电视", NAMES)


@given(name=st.text(max_size=30))
def test_any_text_has_tokens_without_repetition(name: str) -> None:
    """No name is refused, and each token stands once."""
    assert len(search_tokens(name)) == len(set(search_tokens(name)))


def test_nothing_is_proposed_for_an_unlike_name() -> None:
    """Below the least score there is no candidate."""
    assert candidates("华为", NAMES) == ()


def test_names_load_no_heavy_library_before_they_are_used() -> None:
    """Importing the register costs neither opencc nor pypinyin nor rapidfuzz nor stdnum."""
    program = (
        "import sys, xinyong.register.matching, xinyong.register.identification, xinyong.sources.door;"
        "print(sorted({'opencc', 'pypinyin', 'rapidfuzz', 'stdnum'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"
