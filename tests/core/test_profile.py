"""How an institution speaks of itself: kept with a trace, refused with a reason, seen on every page."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from mandrivna.core import profile
from mandrivna.core.act import Act
from mandrivna.core.actions.profile import EDITABLE, adopt_rules, edit_profile, set_accent, set_logo, shades_of, skip_step
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import AuditEntry, Logo, Operation, Profile, UnitEvent, UseRules
from mandrivna.core.problems import Forbidden, Refused
from tests.factories.library import library
from tests.factories.pictures import picture
from tests.factories.staff import act, person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def lib():
    return library()


def told(unit):
    return [(event.what, event.before, event.after) for event in UnitEvent.objects.filter(unit=unit).exclude(what="opened")]


def codes(call, **about):
    with pytest.raises(Refused) as refusal:
        call(Act(actor=SYSTEM), **about)
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def sent(data):
    return base64.b64encode(data).decode()


def test_a_change_is_kept_with_its_trace(lib):
    edit_profile(Act(actor=SYSTEM), unit=lib.root, about={"slogan": "Книга їде до вас", "links": ["https://example.org/knyha"]})
    edit_profile(Act(actor=SYSTEM), unit=lib.root, about={"slogan": "Книга вже в дорозі"})
    row = Profile.objects.get()
    assert (row.slogan, row.links) == ("Книга вже в дорозі", ["https://example.org/knyha"])
    assert told(lib.root) == [
        (
            "profile",
            {"slogan": "", "links": []},
            {"slogan": "Книга їде до вас", "links": ["https://example.org/knyha"]},
        ),
        ("profile", {"slogan": "Книга їде до вас"}, {"slogan": "Книга вже в дорозі"}),
    ]
    assert list(AuditEntry.objects.filter(action="core.edit_profile").values_list("after__slogan", flat=True)) == [
        "Книга їде до вас",
        "Книга вже в дорозі",
    ]


def test_what_is_already_so_leaves_no_trace(lib):
    for _time in range(2):
        edit_profile(Act(actor=SYSTEM), unit=lib.root, about={"slogan": "Книга їде"})
    assert (len(told(lib.root)), AuditEntry.objects.filter(action="core.edit_profile").count()) == (1, 1)


def test_every_page_asks_once_and_sees_the_change_at_once(lib, django_assert_num_queries):
    assert profile.profile_for_site() == profile.SiteProfile("Наукова бібліотека")
    with django_assert_num_queries(0):
        profile.profile_for_site()
    edit_profile(Act(actor=SYSTEM), unit=lib.root, about={"public_name": "Мандрівні полиці", "short_name": "МП"})
    seen = profile.profile_for_site()
    assert (seen.name, seen.short_name) == ("Мандрівні полиці", "МП")


def test_another_process_sees_the_change_when_its_memory_is_stale(lib, monkeypatch):
    profile.profile_for_site()
    Profile.objects.create(unit=lib.root, public_name="Зі сусіднього процесу")
    assert profile.profile_for_site().name == "Наукова бібліотека"
    monkeypatch.setattr(profile, "FRESH", -1.0)
    assert profile.profile_for_site().name == "Зі сусіднього процесу"


def test_an_empty_installation_has_no_name_yet(db):
    assert profile.profile_for_site() == profile.SiteProfile()


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({"links": ["http://example.org/"]}, [("bad_link", "links")]),
        ({"links": ["javascript:alert(1)"]}, [("bad_link", "links")]),
        ({"links": ["https://хто@example.org/"]}, [("bad_link", "links")]),
        ({"links": ["https://example.org/\\evil"]}, [("bad_link", "links")]),
        ({"links": ["https://[bad/"]}, [("bad_link", "links")]),
        ({"links": ["https://example.org/"] * 9}, [("too_many_links", "links")]),
        ({"links": "https://example.org/"}, [("too_many_links", "links")]),
        ({"accent": "#000000"}, [("not_editable", "")]),
        ({"kind": "hub"}, [("not_editable", "")]),
    ],
)
def test_refusals_of_particulars(lib, about, expected):
    assert codes(edit_profile, unit=lib.root, about=about) == expected
    assert not Profile.objects.exists()


def test_only_an_institution_has_a_profile(lib):
    calls = (
        (edit_profile, {"about": {}}),
        (set_logo, {"picture": ""}),
        (set_accent, {"accent": "", "accent_dark": ""}),
        (adopt_rules, {"text": "Так", "since": DAY}),
        (skip_step, {"step": "staff"}),
    )
    assert [codes(call, unit=lib.hub, **about) for call, about in calls] == [[("not_an_institution", "")]] * 5


@pytest.mark.parametrize(
    ("role", "at", "may"),
    [
        ("director", "root", True),
        ("methodist", "root", True),
        ("director", "hub", False),
        ("cataloguer", "root", False),
        ("auditor", "root", False),
    ],
)
def test_who_may(lib, role, at, may):
    staff = person("hto", role, getattr(lib, at))
    if may:
        assert edit_profile(act(staff), unit=lib.root, about={"slogan": "Так"}).slogan == "Так"
    else:
        with pytest.raises(Forbidden):
            edit_profile(act(staff), unit=lib.root, about={"slogan": "Ні"})


# --- logo ---


def test_a_logo_is_replaced_and_the_old_one_goes(lib):
    first = set_logo(Act(actor=SYSTEM), unit=lib.root, picture=sent(picture())).logo
    second = set_logo(Act(actor=SYSTEM), unit=lib.root, picture=sent(picture(size=(30, 30)))).logo
    assert list(Logo.objects.values_list("digest", flat=True)) == [second.digest]
    assert [after for _what, _before, after in told(lib.root)] == [{"logo": first.digest[:12]}, {"logo": second.digest[:12]}]
    assert set_logo(Act(actor=SYSTEM), unit=lib.root, picture="").logo is None
    assert not Logo.objects.exists()


def test_what_is_no_picture_is_refused_and_nothing_is_kept(lib):
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    assert [codes(set_logo, unit=lib.root, picture=text) for text in (sent(svg), sent(b"x"), "це не base64")] == [
        [("logo_vector", "logo")],
        [("logo_not_a_picture", "logo")],
        [("logo_not_a_picture", "logo")],
    ]
    assert not Logo.objects.exists()


# --- colour ---


def test_both_shades_are_kept_when_both_can_be_read(lib):
    light, dark = shades_of("#1f6f78")
    row = set_accent(Act(actor=SYSTEM), unit=lib.root, accent=light, accent_dark=dark)
    seen = profile.profile_for_site()
    assert (row.accent, row.accent_dark, seen.accent, seen.accent_dark) == (light, dark, light, dark)
    assert set_accent(Act(actor=SYSTEM), unit=lib.root, accent="", accent_dark="").accent == ""


@pytest.mark.parametrize(
    ("light", "dark", "expected"),
    [
        ("#e8b04b", "#e8b04b", [("contrast", "accent")]),
        ("#8a3d1e", "#8a3d1e", [("contrast", "accent_dark")]),
        ("#8a3d1e", "", [("not_a_colour", "accent_dark")]),
        ("red", "#e8b04b", [("not_a_colour", "accent")]),
        ("#8A3D1E", "#e8b04b", [("not_a_colour", "accent")]),
        ("#8a3d1e;}body{", "#e8b04b", [("not_a_colour", "accent")]),
    ],
)
def test_what_cannot_be_read_is_refused_never_put_right_in_silence(lib, light, dark, expected):
    assert codes(set_accent, unit=lib.root, accent=light, accent_dark=dark) == expected


# --- rules of use ---


def test_rules_have_versions_and_each_day_has_its_own(lib):
    for text, day in (("Повертаємо за 30 днів.", DAY), ("Повертаємо за 15 днів.", DAY + dt.timedelta(days=10))):
        adopt_rules(Act(actor=SYSTEM), unit=lib.root, text=text, since=day)
    days = (DAY - dt.timedelta(days=1), DAY, DAY + dt.timedelta(days=9), DAY + dt.timedelta(days=10))
    found = [profile.rules_on(lib.root, day) for day in days]
    assert [rules and (rules.number, rules.text) for rules in found] == [
        None,
        (1, "Повертаємо за 30 днів."),
        (1, "Повертаємо за 30 днів."),
        (2, "Повертаємо за 15 днів."),
    ]


def test_the_same_words_again_are_the_version_that_stands(lib):
    for text in ("Так.\r\n\r\nІ так.", "Так.\n\nІ так. "):
        adopt_rules(Act(actor=SYSTEM), unit=lib.root, text=text, since=DAY)
    assert list(UseRules.objects.values_list("number", "text")) == [(1, "Так.\n\nІ так.")]


def test_refusals_of_rules(lib):
    adopt_rules(Act(actor=SYSTEM), unit=lib.root, text="Так.", since=DAY)
    assert codes(adopt_rules, unit=lib.root, text="  ", since=DAY) == [("no_text", "text")]
    assert codes(adopt_rules, unit=lib.root, text="Інакше.", since=DAY - dt.timedelta(days=1)) == [("before_last", "since")]


def test_a_version_is_never_altered(lib):
    made = adopt_rules(Act(actor=SYSTEM), unit=lib.root, text="Так.", since=DAY)
    made.text = "Ні."
    with pytest.raises(TypeError):
        made.save()


def test_only_the_staff_step_may_be_skipped(lib):
    assert codes(skip_step, unit=lib.root, step="loan") == [("not_skippable", "step")]
    assert skip_step(Act(actor=SYSTEM), unit=lib.root, step="staff").skipped == ["staff"]


def test_said_twice_it_is_one_operation(lib):
    said = Act(actor=SYSTEM)
    for _time in range(2):
        edit_profile(said, unit=lib.root, about={"slogan": "Раз"})
    assert Operation.objects.filter(verb="core.edit_profile").count() == 1


def test_what_may_be_edited_are_fields_of_the_profile():
    assert set(EDITABLE) <= {field.name for field in Profile._meta.concrete_fields}
