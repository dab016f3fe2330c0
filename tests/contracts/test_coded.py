"""Who is an organisation of the registry and not only a row of somebody's list, on every database."""

from itertools import chain

from tests.contracts.stores import about, fresh, organisation, put
from xinyong.adapters.store import Target
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import IdentifierGiven, SubjectOpened


def test_rows_of_lists_are_not_among_the_coded(target: Target) -> None:
    """Codes come with subject and scheme in order, from a number on, up to one; rows of lists don't."""
    store = fresh(target)
    first = organisation(store, name="甲")
    with store.writing(2000) as writer:
        listed = writer.open_subject()
        opened = SubjectOpened(subject_class="enterprise", shown_by="list")
        writer.append(about(listed, opened, IdentifierGiven(scheme="list", value="list:b:2")))
    second = organisation(store, code="91110000600037341L", name="乙")
    last = put(store, about(second, IdentifierGiven(scheme="lei", value="5493000000000000000X")))

    whole = list(chain.from_iterable(store.coded(Seq(0))))

    assert [(first, "uscc"), (second, "uscc"), (second, "lei")] == [(subject, scheme) for _, subject, scheme in whole]
    assert whole[1:] == list(chain.from_iterable(store.coded(whole[0][0])))
    assert whole[:2] == list(chain.from_iterable(store.coded(Seq(0), up_to=Seq(last - 1))))
    store.close()
