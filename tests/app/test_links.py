"""Links, on a real store: proposed with reasons, judged by an official, reversible, without consequence."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from tests.app.ledgers import ledger
from tests.contracts.stores import REAL_CODE, about, opened, organisation, put, record
from tests.standing.packs import points_pack
from xinyong.adapters.store import SqlStore
from xinyong.app.actors import NotOfficialFault, name_actor
from xinyong.app.erasure import erase
from xinyong.app.links import Link, LinkFault, Pair, Party, confirm, links, reject
from xinyong.app.organisations import NoSubjectFault
from xinyong.app.reasons import ReasonFault
from xinyong.kernel.ids import Seq, SubjectNumber
from xinyong.ledger.entries import Draft, IdentifierGiven, LinkJudged, NameGiven, SubjectOpened
from xinyong.register.actors import Actor, ActorKind

OTHER_CODE = "91110000600037341L"


def _listed(store: SqlStore, key: str, *names: str) -> SubjectNumber:
    """Let a row of a list become known that names no code."""
    with store.writing(2500) as writer:
        subject = writer.open_subject()
        writer.append(
            about(
                subject,
                SubjectOpened(subject_class="other_organisation", shown_by="list"),
                IdentifierGiven(scheme="list", value=key),
                *(NameGiven(name=name, language="zh", form="delivered") for name in names),
            )
        )
    return subject


def _others(found: list[Link]) -> list[tuple[SubjectNumber, SubjectNumber]]:
    return [(link.party.subject, link.other.subject) for link in found]


def test_a_row_without_a_code_gets_explained_candidates(store: SqlStore) -> None:
    """The likeliest comes first, with its score and in what the names are alike; no record moves."""
    company = organisation(store, name="上海大明科技有限公司")
    organisation(store, code=OTHER_CODE, name="北京远方贸易有限公司")
    listed = _listed(store, "list:mofcom:上海大明科技股份有限公司|2024", "上海大明科技股份有限公司")

    [link] = links(store)

    assert (
        Link(
            state="open",
            party=Party(
                subject=listed,
                name="上海大明科技股份有限公司",
                names=("上海大明科技股份有限公司",),
                identifiers=("list:mofcom:上海大明科技股份有限公司|2024",),
            ),
            other=Party(
                subject=company,
                name="上海大明科技有限公司",
                names=("上海大明科技有限公司",),
                identifiers=(REAL_CODE,),
            ),
            score=95,
            likeness="same_but_form",
            explained="The same name but for its legal form.",
        )
        == link
    )


def test_an_organisation_with_a_code_asks_for_no_link(store: SqlStore) -> None:
    """Two organisations of one name are not proposed: each has its code."""
    organisation(store, name="上海大明科技有限公司")
    organisation(store, code=OTHER_CODE, name="上海大明科技有限公司")

    assert [] == list(links(store))


def test_rows_of_two_lists_are_proposed_once(store: SqlStore) -> None:
    """Of two rows without code the later one asks; a row under two keys asks once."""
    first = _listed(store, "list:b:ACME Trading", "ACME Trading Ltd")
    second = _listed(store, "list:a:Acme Trading Co", "Acme Trading Co., Ltd.")
    put(store, about(second, IdentifierGiven(scheme="list", value="list:c:Acme Trading Co")))

    assert [(second, first)] == _others(list(links(store)))


def test_every_name_of_a_row_is_looked_up(store: SqlStore) -> None:
    """An alias finds whom the first name does not."""
    company = organisation(store, name="上海大明科技有限公司")
    listed = _listed(store, "list:dod:Bright Tech", "Bright Tech Holdings", "上海大明科技有限公司")

    assert [(listed, company)] == _others(list(links(store)))


def test_a_link_by_a_former_name_shows_that_name(store: SqlStore) -> None:
    """Both sides are shown by the names that are alike; their other names stand beside."""
    company = organisation(store, name="上海大明科技有限公司")
    put(store, about(company, NameGiven(name="北京远方贸易有限公司", language="zh", form="registered")))
    _listed(store, "list:x:1", "上海大明科技有限公司", "Something Else Ltd")

    [link] = links(store)

    assert ("上海大明科技有限公司", "上海大明科技有限公司") == (link.party.name, link.other.name)
    assert ("上海大明科技有限公司", "北京远方贸易有限公司") == link.other.names


def test_no_more_candidates_than_asked(store: SqlStore) -> None:
    """The likeliest are kept."""
    best = organisation(store, name="上海大明科技有限公司")
    organisation(store, code=OTHER_CODE, name="上海大明科技发展有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")

    assert 2 == len(list(links(store)))
    assert [(listed, best)] == _others(list(links(store, most=1)))


def test_a_confirmation_is_an_entry_with_its_reason(store: SqlStore) -> None:
    """Who judged and why is in the ledger and in the list of confirmed links; the link is open no more."""
    company = organisation(store, name="上海大明科技有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")

    found = confirm(store, Pair(listed, company), reason="licence seen", by="lin", known_at=9000)

    entry = store.entry(Seq(found.seq or 0))
    assert entry is not None
    assert LinkJudged(other=company, verdict="confirmed", reason="licence seen") == entry.content
    assert (listed, "lin", "office") == (entry.header.subject, entry.header.actor, entry.header.authority)
    assert [found] == list(links(store, "confirmed")) == list(links(store))
    assert ("confirmed", "lin", "licence seen", None) == (found.state, found.by, found.reason, found.score)
    assert [] == list(links(store, "open"))
    assert [] == list(links(store, "rejected"))


def test_a_later_judgement_replaces_an_earlier_one(store: SqlStore) -> None:
    """Rejected after confirmed is rejected, in whichever order the two are named; both entries stay."""
    company = organisation(store, name="上海大明科技有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")
    confirm(store, Pair(listed, company), reason="licence seen", by="lin", known_at=9000)

    rejected = reject(store, Pair(company, listed), reason="another place", by="lin", known_at=9001)

    assert [rejected] == list(links(store))
    assert ("rejected", listed) == (rejected.state, rejected.party.subject)
    assert 2 == len(store.of_kinds(("link.judged",)))
    again = confirm(store, Pair(listed, company), reason="moved", by="lin", known_at=9002)
    assert [again] == list(links(store, "confirmed"))


def test_nothing_follows_from_a_link(store: SqlStore) -> None:
    """A confirmed link moves no record and writes nothing to the organisation."""
    company = organisation(store, name="上海大明科技有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")
    put(store, [opened(), *about(listed, record("a"))])
    facts, before = list(store.facts(Seq(0))), store.of_subject(company)

    confirm(store, Pair(listed, company), reason="licence seen", by="lin", known_at=9000)

    assert facts == list(store.facts(Seq(0)))
    assert before == store.of_subject(company)


def test_links_are_one_json_object_each(store: SqlStore) -> None:
    """Open and judged links have the same keys."""
    company = organisation(store, name="上海大明科技有限公司")
    other = organisation(store, code=OTHER_CODE, name="上海大明科技发展有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")
    reject(store, Pair(listed, other), reason="another place", by="lin", known_at=9000)

    written = [msgspec.json.decode(msgspec.json.encode(link)) for link in links(store)]

    assert ["rejected", "open"] == [line["state"] for line in written]
    assert [company] == [line["other"]["subject"] for line in written if line["state"] == "open"]
    assert written[0].keys() == written[1].keys()


def test_only_an_official_judges_with_a_reason(store: SqlStore) -> None:
    """An agent, no reason, an unknown subject and a subject with itself are refused; nothing is written."""
    company = organisation(store, name="上海大明科技有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")
    name_actor(store, actor=Actor(account="wang", office="o", kind=ActorKind.AGENT), by="lin", known_at=8000)
    before = store.checkpoint()

    with pytest.raises(NotOfficialFault):
        confirm(store, Pair(listed, company), reason="licence seen", by="wang", known_at=9000)
    with pytest.raises(ReasonFault):
        reject(store, Pair(listed, company), reason="", by="lin", known_at=9000)
    with pytest.raises(NoSubjectFault):
        confirm(store, Pair(listed, SubjectNumber(99)), reason="licence seen", by="lin", known_at=9000)
    with pytest.raises(LinkFault):
        confirm(store, Pair(listed, listed), reason="licence seen", by="lin", known_at=9000)

    assert before == store.checkpoint()


def test_an_erased_judgement_says_nothing(store: SqlStore) -> None:
    """A judgement whose content was erased is none, and the link is open again."""
    company = organisation(store, name="上海大明科技有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")
    link = Draft(content=LinkJudged(other=company, verdict="confirmed", reason="r"), subject=listed)
    seq = put(store, [link])

    erase(store, [seq], reason="order 1", by="lin", known_at=9000)

    assert ["open"] == [link.state for link in links(store)]


def test_what_is_hardly_alike_is_proposed_only_when_asked(store: SqlStore) -> None:
    """Below a likeness of 80 nothing is proposed by itself."""
    company = organisation(store, name="上海大明国际贸易有限公司")
    listed = _listed(store, "list:x:1", "上海大明科技有限公司")

    [link] = links(store, least=60)

    assert [] == list(links(store))
    assert [(listed, company)] == _others([link])
    assert link.score is not None
    assert 60 <= link.score < 80


def test_the_standing_of_whom_a_row_is_linked_to_stays_the_same(tmp_path: Path) -> None:
    """Records of a list's row, under a pack that takes points for them, never reach the organisation by a link."""
    found = ledger(tmp_path, points_pack())
    company = found.organisation(dt.date(2024, 1, 1), 1, name="大明科技有限公司")
    listed = _listed(found.store, "list:synthetic-x:1", "大明科技有限公司")
    found.record(dt.date(2024, 2, 1), listed, "breach", {"effective": dt.date(2024, 1, 31)})
    asked = dt.date(2024, 6, 1)
    before = found.standings().of(company, as_of=asked)

    confirm(found.store, Pair(listed, company), reason="licence seen", by="lin", known_at=0)

    after = found.standings().of(company, as_of=asked)
    assert [100] == [rating.total for rating in after.ratings]
    assert before == msgspec.structs.replace(after, known=before.known)
    found.store.close()
