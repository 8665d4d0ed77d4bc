"""Keys of programs: how a secret looks, what it may, when it ends."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.staff import deactivate, end_role
from mandrivna.core.actions.tokens import issue_token, record_token, revoke_token
from mandrivna.core.codec import Withheld
from mandrivna.core.models import ApiToken, AuditEntry, Membership, Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.tokens import NOTE_EVERY, PREFIX, SHAPE, actor_of, mac_of, new_secret, token_of
from mandrivna.lending.rules import ISSUE, RETURN
from tests.factories.staff import act, library, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    root, hub, other = library()
    return root, hub, other, person("olena", "director", root)


def issued(house, unit=None, rights=("lending.issue", "lending.return"), days=9):
    return issue_token(act(house[3]), unit=unit or house[1], name=" Термінал ", permissions=list(rights), days=days)


def test_a_secret_is_recognised_and_only_a_keyed_code_of_it_is_kept(house):
    token, secret = issued(house)
    assert secret.startswith(PREFIX) and SHAPE.fullmatch(secret)
    assert (token.name, token.permissions, token.issued_by) == ("Термінал", ["lending.issue", "lending.return"], house[3])
    assert bytes(token.mac) == mac_of(secret)
    kept = repr(list(ApiToken.objects.values())) + repr(list(Operation.objects.values())) + repr(list(AuditEntry.objects.values()))
    assert secret not in kept and secret[len(PREFIX) :] not in kept
    assert Operation.objects.get(pk=token.pk).body["mac"] is None
    assert token_of(secret) == token


def test_what_is_no_key_is_nothing_and_a_slip_costs_no_question(house, django_assert_num_queries):
    _token, secret = issued(house)
    slipped = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    with django_assert_num_queries(0):
        assert [token_of(text) for text in ("", "x", secret[:-1], secret + "0", secret.upper(), slipped)] == [None] * 6
    assert token_of(new_secret()) is None


def test_it_does_not_more_than_its_issuer_may_now(house):
    root, hub, other, olena = house
    _token, secret = issued(house)
    actor = actor_of(token_of(secret))
    assert (actor.staff_id, actor.name) == (olena.pk, "Термінал")
    assert [actor.can(ISSUE, unit.path) for unit in (hub, other, root)] == [True, False, False]
    assert not actor.can("readers.view", hub.path)
    person("second", "director", root)
    end_role(Act(actor=act(olena).actor), membership=Membership.objects.get(staff=olena), reason="інша посада")
    assert not actor_of(token_of(secret)).can(RETURN)


def test_a_role_below_the_keys_unit_is_a_right_only_there(house):
    root, hub, other, _olena = house
    nina = person("nina", "director", root)
    token, _secret = issue_token(act(nina), unit=root, name="К", permissions=["lending.issue"], days=9)
    person("third", "director", root)
    Membership.objects.filter(staff=nina).update(unit=hub)
    actor = actor_of(ApiToken.objects.get(pk=token.pk))
    assert [actor.can(ISSUE, unit.path) for unit in (hub, other, root)] == [True, False, False]


def test_it_ends_with_its_day_its_revocation_and_its_issuer(house):
    over, revoked, left = issued(house), issued(house), issued(house)
    ApiToken.objects.filter(pk=over[0].pk).update(expires_at=timezone.now())
    again = act(house[3])
    assert revoke_token(again, token=revoked[0]) == revoke_token(again, token=revoked[0])
    assert [token_of(secret) for _token, secret in (over, revoked)] == [None, None]
    assert token_of(left[1]) == left[0]
    person("second", "director", house[0])
    deactivate(Act(actor=act(person("third", "director", house[0])).actor), staff=house[3], reason="звільнення")
    assert token_of(left[1]) is None


def test_when_it_was_used_is_noted_now_and_then(house):
    _token, secret = issued(house)
    token_of(secret)
    first = ApiToken.objects.get().used_at
    token_of(secret)
    assert ApiToken.objects.get().used_at == first
    ApiToken.objects.update(used_at=first - NOTE_EVERY - dt.timedelta(seconds=1))
    token_of(secret)
    assert ApiToken.objects.get().used_at >= first


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"name": "х" * 81}, "name_missing"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"permissions": []}, "no_permissions"),
        ({"permissions": ["core.staff.edit"]}, "not_for_programs"),
        ({"permissions": ["lending.issue", "no.such"]}, "not_for_programs"),
    ],
)
def test_what_is_refused(house, about, code):
    given = {"name": "Термінал", "permissions": ["lending.issue"], "days": 9, **about}
    with pytest.raises(Refused) as refusal:
        issue_token(act(house[3]), unit=house[1], **given)
    assert (refusal.value.codes, ApiToken.objects.count()) == ([code], 0)


def test_nobody_gives_a_right_they_lack_or_a_key_of_a_closed_unit(house):
    technician = person("tech", "technician", house[0])
    with pytest.raises(Refused) as refusal:
        issue_token(act(technician), unit=house[1], name="Т", permissions=["lending.issue"], days=9)
    assert refusal.value.codes == ["above_own"]
    house[1].closed_on = timezone.localdate()
    with pytest.raises(Refused) as refusal:
        issued(house)
    assert refusal.value.codes == ["unit_closed"]
    with pytest.raises(Forbidden):
        issue_token(act(person("g", "guardian", house[1])), unit=house[1], name="Т", permissions=["lending.issue"], days=9)


def test_a_form_sent_twice_makes_one_key_and_shows_its_secret_once(house):
    once = act(house[3])
    about = {"unit": house[1], "name": "Термінал", "permissions": ["lending.issue"], "days": 9}
    first, again = issue_token(once, **about), issue_token(once, **about)
    assert (first[0], again[1], ApiToken.objects.count()) == (again[0], "", 1)
    assert token_of(first[1]) == first[0]
    assert record_token(once, **about, mac=Withheld(mac_of("x").hex())) == first[0]
