"""Staff verbs: who may give and take which role, leaving, and invitations."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mandrivna.core import policy, rules
from mandrivna.core.act import Act
from mandrivna.core.actions import invitations
from mandrivna.core.actions import staff as actions
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Invitation, Membership, Operation, Staff
from mandrivna.core.problems import Forbidden, Refused
from tests.factories.staff import PASSWORD, act, actor, library, person, role_of

pytestmark = pytest.mark.django_db


def codes_of(call) -> list[str]:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        call()
    return refusal.value.codes


# --- the person -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["", "Ім’я", "a b", ".dot", "x" * 61, "a\nb"])
def test_a_username_people_cannot_type_is_refused(username: str) -> None:
    with pytest.raises(ValidationError) as error:
        Staff.objects.create_user(username, name="Хтось")
    assert list(error.value.message_dict) == ["username"]


def test_usernames_and_addresses_are_kept_in_lower_case_and_once() -> None:
    made = Staff.objects.create_user(" Olena.K ", name="Олена", email="Olena@Example.org")
    assert (made.username, made.email, made.has_usable_password()) == ("olena.k", "olena@example.org", False)
    with pytest.raises(ValidationError):
        Staff.objects.create_user("OLENA.K", name="Інша")
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff(username="another", name="Інша", email="olena@example.org").save()


def test_many_may_have_no_address() -> None:
    for username in ("a", "b"):
        Staff.objects.create_user(username, name=username)
    assert Staff.objects.filter(email="").count() == 2


# --- roles ------------------------------------------------------------------------------------------------------------


def test_a_role_is_given_once_and_taken_at_once() -> None:
    root, hub, _other = library()
    boss, maria = person("boss", "director", root), person("maria", "guardian", hub)
    first = actions.grant_role(act(boss), staff=maria, unit=hub, role="cataloguer")
    again = actions.grant_role(act(boss), staff=maria, unit=hub, role="cataloguer")
    assert first == again
    assert actor(maria).can("fund.edit", hub.path) is True
    actions.end_role(act(boss), membership=first, reason="перейшла до іншого відділу")
    assert actor(maria).can("fund.edit") is False
    assert Membership.objects.filter(pk=first.pk, until=timezone.localdate() - dt.timedelta(days=1)).count() == 1


def test_a_role_ended_today_can_be_given_again_today() -> None:
    root, hub, _other = library()
    boss, maria = person("boss", "director", root), person("maria", "guardian", hub)
    actions.end_role(act(boss), membership=role_of(maria), reason="помилка")
    actions.grant_role(act(boss), staff=maria, unit=hub, role="guardian")
    assert actor(maria).can("lending.issue", hub.path) is True


def test_nobody_grants_a_role_with_permissions_they_lack() -> None:
    root, hub, other = library()
    local, maria = person("local", "director", hub), person("maria", "guardian", hub)
    assert actions.grant_role(act(local), staff=maria, unit=hub, role="hub_librarian").role == "hub_librarian"
    with pytest.raises(Forbidden):
        actions.grant_role(act(local), staff=maria, unit=other, role="guardian")
    Membership.objects.filter(staff=local).update(role="methodist")
    with pytest.raises(Forbidden):
        actions.grant_role(act(local), staff=local, unit=hub, role="director")
    assert codes_of(lambda: actions.grant_role(act(person("boss", "director", root)), staff=maria, unit=hub, role="tsar")) == [
        "unknown_role"
    ]


def test_somebody_with_the_right_to_manage_staff_still_cannot_make_a_director() -> None:
    """An institution may let methodists invite; that must not let them crown themselves."""
    root, _hub, _other = library()
    policy.edit(
        Act(actor=SYSTEM), policy="roles", key="permissions/core.staff.edit", value=["director", "methodist"], reason="допомога"
    )
    meth, boss = person("meth", "methodist", root), person("boss", "director", root)
    person("second", "director", root)
    assert codes_of(lambda: actions.grant_role(act(meth), staff=meth, unit=root, role="director")) == ["role_above_own"]
    assert codes_of(lambda: invitations.invite(act(meth), unit=root, role="director", name="Подруга")) == ["role_above_own"]
    assert codes_of(lambda: actions.end_role(act(meth), membership=role_of(boss), reason="заздрість")) == ["role_above_own"]
    assert codes_of(lambda: actions.deactivate(act(meth), staff=boss, reason="заздрість")) == ["role_above_own"]
    assert actions.grant_role(act(meth), staff=boss, unit=root, role="promoter").role == "promoter"


def test_the_last_director_stays() -> None:
    root, hub, _other = library()
    boss = person("boss", "director", root)
    assert codes_of(lambda: actions.end_role(act(boss), membership=role_of(boss), reason="утома")) == ["last_director"]
    assert codes_of(lambda: actions.deactivate(Act(actor=SYSTEM), staff=boss, reason="звільнено")) == ["last_director"]
    local = person("local", "director", hub)
    assert codes_of(lambda: actions.end_role(act(boss), membership=role_of(boss), reason="утома")) == ["last_director"]
    actions.end_role(act(boss), membership=role_of(local), reason="хаб закрито")
    second = person("second", "director", root)
    actions.end_role(act(second), membership=role_of(boss), reason="зміна керівництва")
    assert [m.staff for m in Membership.objects.on(timezone.localdate()).filter(role="director")] == [second]


def test_a_director_who_has_left_does_not_count_as_one() -> None:
    root, _hub, _other = library()
    boss, gone = person("boss", "director", root), person("gone", "director", root)
    Staff.objects.filter(pk=gone.pk).update(is_active=False)
    assert codes_of(lambda: actions.end_role(act(boss), membership=role_of(boss), reason="утома")) == ["last_director"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_taking_a_role_needs_a_reason(reason: str) -> None:
    root, hub, _other = library()
    boss, maria = person("boss", "director", root), person("maria", "guardian", hub)
    assert codes_of(lambda: actions.end_role(act(boss), membership=role_of(maria), reason=reason)) == ["reason_missing"]


# --- leaving ----------------------------------------------------------------------------------------------------------


def test_somebody_who_leaves_keeps_nothing_but_their_past() -> None:
    root, hub, _other = library()
    boss, maria = person("boss", "director", root), person("maria", "director", hub)
    invitations.invite(act(maria), unit=hub, role="guardian", name="Опікун")
    salt = maria.session_salt
    actions.deactivate(act(boss), staff=maria, reason="звільнено за згодою сторін")
    maria.refresh_from_db()
    assert (maria.is_active, maria.session_salt == salt, actor(maria).grants) == (False, False, ())
    assert Membership.objects.filter(staff=maria).count() == 1
    assert Invitation.objects.get().revoked_at is not None


def test_nobody_switches_themselves_off_and_everybody_needs_a_reason() -> None:
    root, _hub, _other = library()
    boss, second = person("boss", "director", root), person("second", "director", root)
    assert codes_of(lambda: actions.deactivate(act(boss), staff=boss, reason="відпустка")) == ["not_oneself"]
    assert codes_of(lambda: actions.deactivate(act(boss), staff=second, reason="")) == ["reason_missing"]


def test_a_stranger_cannot_be_switched_off_from_another_hub() -> None:
    _root, hub, other = library()
    local, stranger = person("local", "director", hub), person("stranger", "guardian", other)
    for verb in (
        lambda: actions.deactivate(act(local), staff=stranger, reason="так"),
        lambda: actions.end_sessions(act(local), staff=stranger),
    ):
        with pytest.raises(Forbidden):
            verb()
    assert Staff.objects.get(pk=stranger.pk).is_active is True


def test_somebody_who_comes_back_starts_without_roles() -> None:
    root, hub, _other = library()
    boss, maria = person("boss", "director", root), person("maria", "guardian", hub)
    actions.deactivate(act(boss), staff=maria, reason="декрет")
    assert codes_of(lambda: actions.grant_role(act(boss), staff=maria, unit=hub, role="guardian")) == ["staff_left"]
    actions.reactivate(act(boss), staff=maria)
    assert (Staff.objects.get(pk=maria.pk).is_active, actor(maria).grants) == (True, ())


def test_a_repeated_deactivation_is_one_operation() -> None:
    root, hub, _other = library()
    boss, maria = person("boss", "director", root), person("maria", "guardian", hub)
    once = act(boss)
    before = Operation.objects.count()
    for _time in range(2):
        actions.deactivate(once, staff=maria, reason="звільнено")
    assert Operation.objects.count() == before + 1


# --- invitations ------------------------------------------------------------------------------------------------------


def invitation(**about) -> tuple[Invitation, str]:
    root, hub, _other = library()
    boss = person("boss", "director", root)
    return invitations.invite(act(boss), unit=hub, role="hub_librarian", name="Нова Людина", email="nova@example.org", **about)


def test_an_invited_person_gets_exactly_the_role_offered() -> None:
    made, token = invitation()
    binding = invitations.open_invitation(token)
    joined = invitations.accept_invitation(binding, username="Nova", password=PASSWORD)
    made.refresh_from_db()
    assert (joined.username, joined.name, joined.email, joined.check_password(PASSWORD)) == (
        "nova",
        "Нова Людина",
        "nova@example.org",
        True,
    )
    assert [(m.unit_id, m.role) for m in joined.memberships.all()] == [(made.unit_id, "hub_librarian")]
    assert (made.accepted_by, made.used_at is not None) == (joined, True)


def test_tokens_have_128_bits_and_are_kept_only_as_hashes() -> None:
    made, token = invitation()
    binding = invitations.open_invitation(token)
    made.refresh_from_db()
    stored = json.dumps({field.attname: str(getattr(made, field.attname)) for field in made._meta.concrete_fields})
    bodies = json.dumps(list(Operation.objects.values_list("body", flat=True)), default=str)
    assert (len(token), token in stored, binding in stored, token in bodies, binding in bodies) == (22, False, False, False, False)


def test_a_password_never_enters_an_operation() -> None:
    _made, token = invitation()
    invitations.accept_invitation(invitations.open_invitation(token), username="nova", password="дуже-секретний-пароль")
    assert "секретний" not in json.dumps(list(Operation.objects.values_list("body", "answer")), default=str, ensure_ascii=False)


def test_looking_at_a_link_uses_nothing_up() -> None:
    made, token = invitation()
    for _time in range(5):
        invitations.look_at_invitation(token)
    made.refresh_from_db()
    assert (made.opened_at, made.used_at) == (None, None)


def status_of(call) -> int:
    with pytest.raises(invitations.InvitationRefused) as refusal:
        call()
    return refusal.value.status


def test_a_wrong_token_was_never_there() -> None:
    _made, token = invitation()
    assert status_of(lambda: invitations.look_at_invitation(token[:-1] + ("A" if token[-1] != "A" else "B"))) == 404
    assert status_of(lambda: invitations.open_invitation("")) == 404


def test_an_opened_link_belongs_to_one_browser() -> None:
    _made, token = invitation()
    binding = invitations.open_invitation(token)
    assert invitations.open_invitation(token, binding) == binding
    assert status_of(lambda: invitations.look_at_invitation(token)) == 410
    assert status_of(lambda: invitations.look_at_invitation(token, "another-browser")) == 410
    assert status_of(lambda: invitations.open_invitation(token, "another-browser")) == 410
    assert status_of(lambda: invitations.accept_invitation("another-browser", username="thief", password=PASSWORD)) == 410
    assert status_of(lambda: invitations.accept_invitation("", username="thief", password=PASSWORD)) == 410


@pytest.mark.parametrize(("minutes", "works"), [(9, True), (10, False), (60, False)])
def test_there_are_ten_minutes_after_opening(minutes: int, works: bool) -> None:
    made, token = invitation()
    binding = invitations.open_invitation(token)
    Invitation.objects.filter(pk=made.pk).update(
        opened_at=timezone.now() - dt.timedelta(minutes=minutes, seconds=0 if works else 1)
    )
    if works:
        assert invitations.accept_invitation(binding, username="nova", password=PASSWORD).username == "nova"
    else:
        assert status_of(lambda: invitations.accept_invitation(binding, username="nova", password=PASSWORD)) == 410


def test_a_link_works_once() -> None:
    _made, token = invitation()
    binding = invitations.open_invitation(token)
    invitations.accept_invitation(binding, username="nova", password=PASSWORD)
    assert status_of(lambda: invitations.accept_invitation(binding, username="second", password=PASSWORD)) == 410
    assert status_of(lambda: invitations.look_at_invitation(token, binding)) == 410


def test_an_expired_and_a_revoked_link_are_dead() -> None:
    made, token = invitation()
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())
    assert status_of(lambda: invitations.open_invitation(token)) == 410
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() + dt.timedelta(days=1))
    invitations.revoke_invitation(Act(actor=SYSTEM), invitation=made)
    assert status_of(lambda: invitations.open_invitation(token)) == 410


def test_an_invitation_dies_with_the_right_of_who_made_it() -> None:
    root, hub, _other = library()
    boss, local = person("boss", "director", root), person("local", "director", hub)
    _made, token = invitations.invite(act(local), unit=hub, role="guardian", name="Нова")
    binding = invitations.open_invitation(token)
    actions.end_role(act(boss), membership=role_of(local), reason="зловживав")
    assert status_of(lambda: invitations.accept_invitation(binding, username="nova", password=PASSWORD)) == 410
    assert Staff.objects.filter(username="nova").count() == 0


def test_a_used_link_cannot_be_revoked() -> None:
    made, token = invitation()
    invitations.accept_invitation(invitations.open_invitation(token), username="nova", password=PASSWORD)
    assert codes_of(lambda: invitations.revoke_invitation(Act(actor=SYSTEM), invitation=made)) == ["invitation_used"]


def test_a_taken_name_leaves_the_link_usable() -> None:
    made, token = invitation()
    binding = invitations.open_invitation(token)
    assert codes_of(lambda: invitations.accept_invitation(binding, username="BOSS", password=PASSWORD)) == ["username_taken"]
    made.refresh_from_db()
    assert made.used_at is None
    assert invitations.accept_invitation(binding, username="nova", password=PASSWORD).username == "nova"


@pytest.mark.parametrize(
    ("about", "code", "field"),
    [
        ({"name": " "}, "name_missing", "name"),
        ({"days": 0}, "days", "days"),
        ({"days": 31}, "days", "days"),
        ({"email": "boss@example.org"}, "email_taken", "email"),
        ({"email": "не пошта"}, "bad_field", "email"),
        ({"role": "tsar"}, "unknown_role", "role"),
    ],
)
def test_a_wrong_invitation_is_refused_beside_its_field(about: dict, code: str, field: str) -> None:
    root, hub, _other = library()
    boss = person("boss", "director", root, email="boss@example.org")
    with pytest.raises(Refused) as refusal:
        invitations.invite(act(boss), **{"unit": hub, "role": "guardian", "name": "Хтось", **about})
    assert [(p.code, p.field) for p in refusal.value.problems] == [(code, field)]
    assert Invitation.objects.count() == 0


def test_only_who_manages_staff_there_invites() -> None:
    root, hub, other = library()
    for username, role, unit in (("maria", "hub_librarian", hub), ("local", "director", other), ("audit", "auditor", root)):
        with pytest.raises(Forbidden):
            invitations.invite(act(person(username, role, unit)), unit=hub, role="guardian", name="Хтось")
    assert rules.STAFF_EDIT.sees == 2
