"""Actors by account and office; a person's number is no account."""

import pytest

from xinyong.register.actors import Actor, ActorFault, ActorKind


def test_an_actor_has_an_account_an_office_and_a_kind() -> None:
    """What a registry knows of a person who decides."""
    actor = Actor(account="li.na", office="某市市场监督管理局", kind=ActorKind.OFFICIAL)

    assert ("li.na", "某市市场监督管理局", "official") == (actor.account, actor.office, actor.kind.value)


@pytest.mark.parametrize(
    ("account", "office"),
    [
        ("", "office"),
        ("9lives", "office"),
        ("Li Na", "office"),
        ("li.na", "  "),
        ("li.na", "x" * 201),
        ("a-11010519491231002x", "office"),
        ("li.na", "desk of 11010519491231002X"),
    ],
)
def test_who_can_be_no_actor(account: str, office: str) -> None:
    """No account, no office, or a personal number in either."""
    with pytest.raises(ActorFault) as refused:
        Actor(account=account, office=office, kind=ActorKind.AGENT)

    assert "19491231" not in str(refused.value)
