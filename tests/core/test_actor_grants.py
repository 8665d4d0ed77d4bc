"""From memberships and the roles policy to what somebody may do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mandrivna.core import rules
from mandrivna.core.act import Act
from mandrivna.core.actions.staff import grant_role
from mandrivna.core.actor import NOBODY, SYSTEM
from mandrivna.core.models import Membership
from mandrivna.core.roles import actor_for, may_hand_out, sees
from tests.factories.staff import actor, library, person, role_of

pytestmark = pytest.mark.django_db


def test_a_role_works_in_its_unit_and_below_it_and_nowhere_else() -> None:
    root, hub, other = library()
    head, local = actor(person("head", "director", root)), actor(person("local", "director", hub))
    assert [head.can(rules.STAFF_EDIT, unit.path) for unit in (root, hub, other)] == [True, True, True]
    assert [local.can(rules.STAFF_EDIT, unit.path) for unit in (root, hub, other)] == [False, True, False]


def test_two_roles_add_up_each_in_its_own_place() -> None:
    root, hub, other = library()
    both = person("both", "guardian", hub)
    grant_role(Act(actor=SYSTEM), staff=both, unit=other, role="cataloguer")
    found = actor(both)
    assert [found.can("lending.issue", unit.path) for unit in (root, hub, other)] == [False, True, False]
    assert [found.can("fund.edit", unit.path) for unit in (root, hub, other)] == [False, False, True]


@pytest.mark.parametrize(
    ("since", "until", "may"),
    [(0, None, True), (0, 0, True), (-5, -1, False), (1, None, False), (-5, 5, True)],
)
def test_a_membership_counts_only_on_its_days(since: int, until: int | None, may: bool) -> None:
    root, _hub, _other = library()
    someone = person("someone", "director", root)
    today = timezone.localdate()
    days = {"since": today + dt.timedelta(days=since), "until": None if until is None else today + dt.timedelta(days=until)}
    Membership.objects.filter(pk=role_of(someone).pk).update(**days)
    assert actor(someone).can(rules.STAFF_EDIT) is may


def test_somebody_who_left_may_do_nothing_whatever_the_rows_say() -> None:
    root, _hub, _other = library()
    someone = person("someone", "director", root)
    someone.is_active = False
    assert actor_for(someone) is NOBODY


def test_a_role_that_the_policy_no_longer_knows_gives_nothing() -> None:
    root, _hub, _other = library()
    someone = person("someone", "director", root)
    Membership.objects.update(role="tsar")
    assert actor(someone).grants == ((root.path, frozenset()),)


def test_grants_take_two_queries_however_many_roles(django_assert_num_queries) -> None:
    root, hub, other = library()
    someone = person("someone", "guardian", hub)
    for unit in (root, other):
        grant_role(Act(actor=SYSTEM), staff=someone, unit=unit, role="guardian")
    with django_assert_num_queries(2):
        found = actor_for(someone)
    assert len(found.grants) == 3


@pytest.mark.parametrize(
    ("role", "level"), [("director", 3), ("hub_librarian", 3), ("volunteer", 3), ("guardian", 2), ("auditor", 2), ("promoter", 2)]
)
def test_what_a_role_sees_decides_whether_a_second_factor_is_compulsory(role: str, level: int) -> None:
    root, _hub, _other = library()
    assert sees(actor(person("someone", role, root))) == level


def test_nobody_hands_out_what_they_lack_there() -> None:
    root, hub, other = library()
    local = actor(person("local", "director", hub))
    assert may_hand_out(local, hub.path, "guardian") is True
    assert may_hand_out(local, other.path, "guardian") is False
    methodist = actor(person("meth", "methodist", root))
    assert may_hand_out(methodist, root.path, "hub_librarian") is False
    assert may_hand_out(methodist, root.path, "no-such-role") is False
