"""Forms of work, directions and audiences: what is shipped, what an institution may change, and what it may not."""

from __future__ import annotations

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Refused
from mandrivna.programme.states import Counts
from mandrivna.programme.terms import CLASSES, terms

pytestmark = pytest.mark.django_db


def change(key: str, value: object) -> None:
    policy.edit(Act(actor=SYSTEM), policy="programme", key=key, value=value, reason="звірено з інструкцією")


def test_what_the_form_itself_names_is_personal_development_and_all_else_is_to_be_checked():
    known = terms()
    certain = {code for code, form in known.forms.items() if form.counts == Counts.PERSONAL and not form.verify}
    assert certain == {"lecture", "master_class", "workshop", "training", "seminar", "course"}
    assert {form.verify for code, form in known.forms.items() if code in ("antilecture", "webinar", "art_studio", "practice")} == {
        True
    }
    assert {known.counts("meeting"), known.counts("post"), known.counts("no_such")} == {Counts.SOCIOCULTURAL, Counts.NOTHING}
    assert set(CLASSES.values()) == set(Counts)


def test_an_institution_names_a_form_of_its_own_and_takes_one_out_of_the_lists():
    change("forms/own_1/label", "літературний батл")
    change("forms/podcast/label", "")
    change("forms/own_1/counts", "захід з особистісного розвитку")
    known = terms()
    assert ("own_1", "літературний батл") in known.form_choices()
    assert "podcast" not in dict(known.form_choices())
    assert "podcast" in dict(known.form_choices("podcast"))  # what is recorded already keeps its choice
    assert known.counts("own_1") == Counts.PERSONAL


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("forms/lecture/counts", "колись", "policy_unknown_class"),
        ("forms/lecture/counts", 5, "policy_unknown_class"),
        ("forms/lecture/label", "л" * 61, "policy_label"),
        ("directions/reading", 7, "policy_label"),
        ("settings/rest_days", [["середина"]], "policy_weekdays"),
        ("settings/rest_days", "неділя", "policy_weekdays"),
        ("settings/rest_days", [["понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя"]], "policy_weekdays"),
        ("settings/signup_keep_days", 61, "policy_out_of_range"),
        ("settings/remind_days", "день", "policy_out_of_range"),
        ("settings", {}, "policy_unknown_key"),
        ("forms/lecture", {"label": "", "counts": ""}, "policy_unknown_key"),
    ],
)
def test_what_would_break_the_lists_is_refused(key, value, code):
    with pytest.raises(Refused) as refusal:
        change(key, value)
    assert refusal.value.codes == [code]
