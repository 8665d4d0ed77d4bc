"""«Перші кроки»: from an empty institution to the first loan, seen from the data, resumable, for whoever has the rights."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Invitation, Kind, Profile, Sample, Unit
from mandrivna.fund.models import Copy
from mandrivna.lending.models import Loan
from mandrivna.readers.models import Reader
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db
START = "/work/start/"


@pytest.fixture
def root():
    return found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Наукова бібліотека")


@pytest.fixture
def director(root):
    return browser_of(person("director", "director", root))


def to(code):
    return reverse("workspace:start_step", args=[code])


def standing(client):
    return {step.code: (step.done, step.skipped) for step in client.get(START).context["steps"]}


def hub_and_shelf(root):
    hub = create_unit(Act(actor=SYSTEM), parent=root, kind=Kind.HUB, name="Простір", mode="travelling")
    return hub, create_unit(Act(actor=SYSTEM), parent=hub, kind=Kind.SHELF, name="Полиця")


def test_the_whole_way(root, director):
    assert director.get(START).context["here"].code == "profile"
    assert director.post(to("profile"), form(public_name="Мандрівні полиці", phone="050")).headers["Location"] == START
    sent = form(department="Відділ опису", hub="Простір на Садовій", address="Садова, 1", mode="travelling")
    assert director.post(to("units"), sent).status_code == 302
    assert list(Unit.objects.exclude(pk=root.pk).values_list("kind", "name", "actual_address").order_by("pk")) == [
        ("department", "Відділ опису", ""),
        ("hub", "Простір на Садовій", "Садова, 1"),
    ]
    assert director.get(START).context["here"].code == "staff"
    assert director.post("/work/start/skip/", form(step="staff")).headers["Location"] == START
    hub = Unit.objects.get(kind=Kind.HUB)
    assert director.post(to("shelf"), form(name="Полиця біля входу", place=hub)).status_code == 302
    shelf = Unit.objects.get(kind=Kind.SHELF)
    assert director.get(START).context["form"]["place"].value() == shelf.pk
    assert (
        director.post(to("book"), form(title="Тигролови", authors="Багряний І.", isbn="", year="", place=shelf)).status_code == 302
    )
    assert director.post(to("reader"), form(pseudonym="Ластівка", place=shelf)).status_code == 302
    offered = director.get(START).context["form"]
    assert (
        [str(copy.record) for copy in offered.fields["copy"].queryset],
        [r.pseudonym for r in offered.fields["reader"].queryset],
    ) == (
        ["Багряний І. Тигролови"],
        ["Ластівка"],
    )
    sent = form(reader=Reader.objects.get(), copy=Copy.objects.get())
    assert director.post(to("loan"), sent).headers["Location"] == START
    assert (Loan.objects.count(), Loan.objects.get().place) == (1, shelf)
    last = director.get(START)
    assert (last.context["here"], last.context["left"], "Усе готово" in text_of(last)) == (None, 0, True)
    assert "steps_left" not in director.get("/work/").content.decode()
    assert "Перші кроки" not in text_of(director.get("/work/"))


def test_it_begins_where_the_data_stand(root, director):
    """Nothing is stored: what somebody did on the ordinary screens is done here, too."""
    hub_and_shelf(root)
    assert standing(director) == {
        "profile": (False, False),
        "units": (True, False),
        "staff": (False, False),
        "shelf": (True, False),
        "book": (False, False),
        "reader": (False, False),
        "loan": (False, False),
    }
    assert "лишилося" in text_of(director.get("/work/"))


def test_a_colleague_is_invited_and_the_step_is_done(root, director):
    sent = form(name="Олена Вигадана", email="", role="hub_librarian", unit=root)
    response = director.post("/work/start/invite/", sent)
    assert (response.status_code, "/work/join/" in response.content.decode(), START in response.content.decode()) == (
        201,
        True,
        True,
    )
    assert (Invitation.objects.count(), standing(director)["staff"]) == (1, (True, False))


def test_skipping_the_colleague_does_not_do_the_first_step(root, director):
    director.post("/work/start/skip/", form(step="staff"))
    assert (standing(director)["staff"], standing(director)["profile"]) == ((False, True), (False, False))
    assert Profile.objects.get().public_name == ""


def test_a_step_other_than_the_next_may_be_opened(root, director):
    page = director.get(to("units"))
    assert (page.context["here"].code, page.status_code) == ("units", 200)
    assert director.get(to("nosuch")).status_code == 404


def test_the_same_form_sent_twice_is_one_place(root, director):
    sent = form(department="Відділ", hub="Простір", address="", mode="travelling")
    for _time in range(2):
        assert director.post(to("units"), sent).status_code == 302
    assert Unit.objects.count() == 3


@pytest.mark.parametrize(
    ("code", "sent", "field"),
    [
        ("profile", {"public_name": ""}, "public_name"),
        ("profile", {"public_name": "Так", "email": "ні"}, "email"),
        ("units", {"hub": "", "mode": "travelling"}, "hub"),
        ("units", {"hub": "Простір", "mode": "occupied"}, "mode"),
        ("shelf", {"name": "Полиця", "place": ""}, "place"),
        ("book", {"title": "", "place": "shelf"}, "title"),
        ("book", {"title": "Так", "isbn": "978-0-00-000000-1", "place": "shelf"}, "isbn"),
        ("reader", {"pseudonym": "", "place": "shelf"}, "pseudonym"),
        ("loan", {"reader": "", "copy": ""}, "reader"),
    ],
)
def test_refusals_stand_beside_their_fields(root, director, code, sent, field):
    _hub, shelf = hub_and_shelf(root)
    response = director.post(to(code), form(**{name: shelf if value == "shelf" else value for name, value in sent.items()}))
    assert (response.status_code, response.context["here"].code) == (422, code)
    assert field in response.context["form"].errors
    assert not Copy.objects.exists()


def test_a_refused_invitation_comes_back_filled_in(root, director):
    response = director.post("/work/start/invite/", form(name="Олена", email="x", role="hub_librarian", unit=root))
    assert (response.status_code, list(response.context["form"].errors), response.context["form"]["name"].value()) == (
        422,
        ["email"],
        "Олена",
    )


def test_the_invitation_wants_a_fresh_proof(root):
    stale = browser_of(person("director", "director", root), proved=600)
    response = stale.post("/work/start/invite/", form(name="Олена", role="hub_librarian", unit=root))
    assert (response.status_code, Invitation.objects.count()) == (403, 0)


def test_another_institution_is_not_touched():
    world = World()
    far = world.browser("stranger")
    assert far.get(START).context["unit"] == world.elsewhere
    response = far.post(to("shelf"), form(name="Чужа", place=world.lib.hub))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["place"])


def test_who_looks_after_no_institution_is_told_so():
    world = World()
    lead = browser_of(person("lead", "director", world.lib.hub))
    assert "у всьому закладі" not in text_of(lead.get(START))
    assert "в усьому закладі" in text_of(lead.get(START))
    assert [world.browser(who).get(START).status_code for who in ("owner", "cataloguer", "auditor")] == [403, 403, 403]


def test_a_methodist_sees_which_steps_are_the_directors(root):
    methodist = browser_of(person("methodist", "methodist", root))
    assert "На цей крок у вас немає права" in text_of(methodist.get(to("reader")))


def test_the_page_costs_little_and_the_same_with_one_shelf_and_with_three(root, director):
    hub, _shelf = hub_and_shelf(root)
    one = queries(director, to("book"))
    for name in ("Друга", "Третя"):
        create_unit(Act(actor=SYSTEM), parent=hub, kind=Kind.SHELF, name=name)
    assert (queries(director, to("book")), one <= 12) == (one, True)


def test_nobody_types_into_a_page_that_looks_again_by_itself(root, director):
    """While the example comes no form is open; a refused form stays where it is and the page waits."""
    Sample.objects.create(before={})
    page = director.get(START)
    assert (page.headers["Refresh"], page.context["form"]) == ("4", None)
    refused = director.post(to("profile"), form(name=""))
    assert ("Refresh" in refused.headers, refused.status_code) == (False, 422)
