"""Policies: what is shipped, what the institution changed, and that the roles policy says everything."""

from __future__ import annotations

import pytest

from mandrivna.core import policy, roles
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import PolicyEdit
from mandrivna.core.permissions import PERMISSIONS
from mandrivna.core.problems import Forbidden, Refused
from tests.factories.staff import act, actor, library, person

KEY = "permissions/fund.view"
pytestmark = pytest.mark.django_db


def change(value: object, *, key: str = KEY, reason: str = "домовилися на нараді") -> PolicyEdit:
    return policy.edit(Act(actor=SYSTEM), policy="roles", key=key, value=value, reason=reason)


def test_without_edits_what_is_shipped_is_in_force() -> None:
    assert policy.load("roles") == policy.seed("roles")


def test_a_caller_that_spoils_its_copy_spoils_nothing() -> None:
    policy.load("roles")["permissions"].clear()
    policy.seed("roles")["permissions"].clear()
    assert len(policy.load("roles")["permissions"]) == len(PERMISSIONS)


def test_the_latest_edit_wins_and_null_goes_back_to_the_seed() -> None:
    shipped = policy.seed("roles")["permissions"]["fund.view"]
    change(["director"])
    change(["director", "guardian"])
    assert policy.load("roles")["permissions"]["fund.view"] == ["director", "guardian"]
    change(None)
    assert policy.load("roles")["permissions"]["fund.view"] == shipped
    assert [(row.sequence, row.value) for row in policy.history("roles", KEY)] == [
        (3, None),
        (2, ["director", "guardian"]),
        (1, ["director"]),
    ]


def test_an_upgrade_brings_new_keys_and_keeps_the_edited_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    change(["director"])
    newer = policy.seed("roles")
    newer["permissions"]["fund.view"] = ["guardian"]
    newer["permissions"]["fund.new"] = ["technician"]
    monkeypatch.setattr(policy, "_seed", lambda name: newer)
    loaded = policy.load("roles")["permissions"]
    assert (loaded["fund.view"], loaded["fund.new"]) == (["director"], ["technician"])


def test_an_edit_of_a_key_that_is_gone_stays_in_history_without_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    row = change(["director"])
    older = policy.seed("roles")
    del older["permissions"]["fund.view"]
    monkeypatch.setattr(policy, "_seed", lambda name: older)
    assert "fund.view" not in policy.load("roles")["permissions"]
    assert policy.without_effect("roles") == [row]


def test_loading_is_one_query(django_assert_num_queries) -> None:
    change(["director"])
    change(["director", "guardian"])
    with django_assert_num_queries(1):
        policy.load("roles")


def test_what_is_made_of_a_policy_is_made_once_and_anew_after_an_edit(django_assert_num_queries) -> None:
    made = []

    def make(data: dict) -> list[str]:
        made.append(1)
        return data["permissions"]["fund.view"]

    shipped = policy.seed("roles")["permissions"]["fund.view"]
    with django_assert_num_queries(2):
        assert [policy.made("roles", make), policy.made("roles", make)] == [shipped, shipped]
    change(["director"])
    assert (policy.made("roles", make), len(made)) == (["director"], 2)
    change(None)
    assert (policy.made("roles", make), len(made)) == (shipped, 3)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("permissions/no.such", ["director"], "policy_unknown_key"),
        ("roles/director", ["x"], "roles_unknown_permission"),
        (KEY, ["director", "tsar"], "roles_unknown_role"),
        (KEY, "director", "roles_not_a_list"),
        (KEY, [1], "roles_not_a_list"),
        (KEY, ["director", "director"], "roles_doubled"),
        ("permissions/fund.edit", ["director", "auditor"], "roles_auditor_reads"),
        ("permissions/core.staff.edit", ["methodist"], "roles_director_keeps"),
        ("permissions/core.policy.edit", [], "roles_director_keeps"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_written(key: str, value: object, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        change(value, key=key)
    assert refusal.value.codes == [code]
    assert PolicyEdit.objects.count() == 0


def test_an_edit_needs_a_reason() -> None:
    with pytest.raises(Refused) as refusal:
        change(["director"], reason="  ")
    assert (refusal.value.codes, refusal.value.problems[0].field) == (["policy_reason"], "reason")


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        policy.edit(Act(actor=SYSTEM), policy="../secrets", key="a", value=1, reason="x")
    assert refusal.value.codes == ["policy_unknown_key"]


def test_an_edit_is_never_altered_nor_deleted() -> None:
    row = change(["director"])
    row.value = ["guardian"]
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_a_policy_binds_all_so_the_right_is_needed_at_the_root() -> None:
    root, hub, _other = library()
    boss, deputy = person("boss", "director", root), person("deputy", "director", hub)
    with pytest.raises(Forbidden):
        policy.edit(act(deputy), policy="roles", key=KEY, value=["director"], reason="моє")
    policy.edit(act(boss), policy="roles", key=KEY, value=["director"], reason="усім")
    assert not actor(person("maria", "methodist", root)).can("fund.view")


def test_a_doubled_key_in_a_policy_file_is_refused() -> None:
    with pytest.raises(ValueError, match="said twice: a"):
        policy.parse("a: 1\nb: 2\na: 3\n")


# --- the roles policy says everything ---------------------------------------------------------------------------------


def test_roles_yaml_is_exhaustive_both_ways() -> None:
    assert roles.faults(policy.seed("roles"), PERMISSIONS.keys()) == []
    assert roles.check_roles(None) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda d: d["permissions"].pop("fund.view"), "permission «fund.view» is not in roles.yaml"),
        (lambda d: d["permissions"].update({"fund.burn": ["director"]}), "roles.yaml knows «fund.burn», the program does not"),
        (lambda d: d["permissions"]["fund.view"].append("tsar"), "«fund.view»: unknown role «tsar»"),
        (lambda d: d["permissions"]["fund.view"].append("director"), "«fund.view»: a role twice"),
        (
            lambda d: d["permissions"]["fund.edit"].append("auditor"),
            "«fund.edit» changes something and is held by the read-only auditor",
        ),
        (lambda d: d["permissions"]["core.policy.edit"].remove("director"), "«core.policy.edit» must stay with the director"),
    ],
)
def test_the_system_check_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch, spoil, fault: str) -> None:
    data = policy.seed("roles")
    spoil(data)
    monkeypatch.setattr(policy, "_seed", lambda name: data)
    assert [message.msg for message in roles.check_roles(None)] == [fault]


def test_every_role_has_something_and_labels_reach_the_translators() -> None:
    seed = policy.seed("roles")
    assert {role for role, codes in roles.codes_by_role().items() if not codes} == set()
    assert [str(label) for label in roles.LABELS] == list(seed["roles"].values())


def test_only_two_roles_see_readers_names_and_a_volunteer_the_doors_of_one_round() -> None:
    table = roles.codes_by_role()
    personal = {p.code for p in PERMISSIONS if p.sees >= 3}
    assert {role for role, codes in table.items() if codes & personal} == {"director", "hub_librarian", "volunteer"}
    assert table["volunteer"] == {"lending.deliver_own"}
