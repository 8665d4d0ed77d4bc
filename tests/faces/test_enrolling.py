"""The wider form: consents and rules with their words, a child, a family, an organisation, changes and a consent taken back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.core.actions.profile import adopt_rules
from mandrivna.readers.models import Agreement, ConsentText, DocumentShown, Reader
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
ENROL = "/work/readers/enrol/"


@pytest.fixture
def world():
    return World()


def filled(world, **about):
    return form(place=world.lib.shelf, audience="general", **about)


def test_the_words_agreed_to_stand_on_the_form_and_their_versions_are_kept(world):
    adopt_rules(world.lib.act(), unit=world.lib.root, text="Повертайте вчасно.", since=world.lib.today)
    client = world.browser("owner")
    page = text_of(client.get(ENROL))
    assert [words in page for words in ("Повертайте вчасно.", "Я погоджуюся, щоб бібліотека зберігала", "окремо погоджуюся")] == [
        True
    ] * 3
    client.post(
        ENROL,
        filled(
            world, name="Олена Вигадана", consent="on", rules="on", circumstances=["displaced"], circumstances_consent="on",
            document="passport", language="en", age="36-59",
        ),
    )  # fmt: skip
    reader = Reader.objects.get()
    assert (reader.consent_version, reader.rules_number, reader.circumstances, reader.language, reader.age) == (
        "2026-04", 1, ["displaced"], "en", "36-59",
    )  # fmt: skip
    assert (Agreement.objects.count(), DocumentShown.objects.get().by) == (2, world.staff["owner"])


def test_voluntary_words_without_a_consent_of_their_own_come_back(world):
    answer = world.browser("owner").post(ENROL, filled(world, pseudonym="Сойка", circumstances=["veteran"]))
    assert (answer.status_code, list(answer.context["form"].errors), Reader.objects.count()) == (422, ["circumstances_consent"], 0)


def test_a_child_is_put_on_the_card_of_a_grown_up(world):
    adult = world.lib.reader(name="Олена Вигадана", birth_year=1990)
    client = world.browser("owner", place=world.lib.shelf)
    card = adult.cards.get().pretty
    assert client.get(f"{ENROL}?family={adult.pk}").context["form"]["family"].value() == card
    client.post(ENROL, filled(world, pseudonym="Їжачок", age="0-14", family=card))
    child = Reader.objects.get(pseudonym="Їжачок")
    assert (child.family, child.cards.count()) == (adult, 0)
    desk = client.get(reverse("workspace:desk_reader", args=[adult.pk]))
    assert reverse("workspace:desk_reader", args=[child.pk]) in desk.content.decode()
    assert "На цьому сімейному квитку" in text_of(client.get(reverse("workspace:reader", args=[adult.pk])))


@pytest.mark.parametrize("written", ["123", "людина", "9"])
def test_a_family_card_that_is_none_is_refused(world, written):
    answer = world.browser("owner").post(ENROL, filled(world, pseudonym="Їжачок", family=written))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["family"])


def test_an_organisation_is_enrolled(world):
    client = world.browser("owner")
    url = reverse("workspace:enrol_organisation")
    assert client.post(url, form(place=world.lib.shelf, name="", hub="")).status_code == 422
    unasked = form(place=world.lib.shelf, name="Гурток", guardian_name="Тестова Особа", hub="")
    assert list(client.post(url, unasked).context["form"].errors) == ["consent"]
    page = client.post(url, form(place=world.lib.shelf, name="Гурток", hub=world.lib.hub), follow=True)
    assert (Reader.objects.get().hub, "організація" in text_of(page)) == (world.lib.hub, True)


def test_particulars_are_changed_and_a_consent_is_taken_back(world):
    reader = world.lib.reader(name="Олена Вигадана", pseudonym="Сойка")
    client, url = world.browser("owner", place=world.lib.shelf), reverse("workspace:reader_amend", args=[reader.pk])
    assert "Згоди на зберігання даних не отримано" in text_of(client.get(reverse("workspace:reader", args=[reader.pk])))
    sent = {"place": world.lib.shelf, "audience": "student", "pseudonym": "Сойка", "name": "Олена Умовна"}
    assert client.post(url, form(**sent)).status_code == 422
    assert client.post(url, form(**sent, consent="on")).status_code == 302
    reader.refresh_from_db()
    assert (reader.name, reader.audience, reader.consent) == ("Олена Умовна", "student", "given")
    assert client.post(url, form(**{**sent, "name": "Олена Зразкова"})).status_code == 302, "asked once is enough"
    assert "Надані згоди" in text_of(client.get(url))
    back = reverse("workspace:reader_consent", args=[reader.pk])
    assert client.post(back, form(place=world.lib.shelf, purpose="love")).status_code == 404
    client.post(back, form(place=world.lib.shelf, purpose="data"))
    reader.refresh_from_db()
    assert (reader.name, reader.consent) == (None, "withdrawn")


def test_the_institution_writes_its_own_words(world):
    client, url = world.browser("director"), reverse("workspace:profile_consent", args=[world.lib.root.pk, "data"])
    assert "потребує звірки" in text_of(client.get(reverse("workspace:profile_consents", args=[world.lib.root.pk])))
    assert client.get(url.replace("data", "love")).status_code == 404
    assert client.post(url, form(text="", since="2026-01-01")).status_code == 422
    assert client.post(url, form(text="Наші слова.", since="2026-01-01")).status_code == 302
    assert ConsentText.objects.get().number == 1
    assert "Наші слова." in text_of(world.browser("owner").get(ENROL))
    assert world.browser("owner").get(url).status_code == 403


def test_the_form_costs_the_same_with_many_places(world):
    client = world.browser("owner", place=world.lib.shelf)
    assert queries(client, ENROL) <= 12


def test_an_address_and_the_way_to_be_reminded_are_written_down_by_the_words_of_today(world):
    """Words that were agreed to before there were letters did not speak of them."""
    client, about = world.browser("owner", place=world.lib.shelf), {"pseudonym": "Сойка", "notices_by": "mail"}
    for sent, field in (({"email": ""}, "email"), ({"email": "сойка"}, "email"), ({"email": "soika@example.org"}, "consent")):
        refused = client.post(ENROL, filled(world, **about, **sent, **({} if field == "consent" else {"consent": "on"})))
        assert (refused.status_code, list(refused.context["form"].errors), Reader.objects.count()) == (422, [field], 0)
    client.post(ENROL, filled(world, **about, email="soika@example.org", consent="on"))
    reader = Reader.objects.get()
    assert (reader.email, reader.notices_by, reader.consent, reader.consent_version) == (
        "soika@example.org", "mail", "given", "2026-04",
    )  # fmt: skip
    page = text_of(client.get(reverse("workspace:reader", args=[reader.pk])))
    assert "soika@example.org" in page and "листом на пошту" in page
    earlier = world.lib.reader(name="Умовна Олена", consent="2026-01")
    url = reverse("workspace:reader_amend", args=[earlier.pk])
    sent = {
        "place": world.lib.shelf,
        "audience": "general",
        "name": "Умовна Олена",
        "email": "olena@example.org",
        "notices_by": "call",
    }
    assert client.post(url, form(**sent)).status_code == 422
    assert client.post(url, form(**sent, consent="on")).status_code == 302
    assert client.post(url, form(**{**sent, "email": "nova@example.org"})).status_code == 302, "asked once is enough"
    earlier.refresh_from_db()
    assert (earlier.email, earlier.notices_by, earlier.consent_version) == ("nova@example.org", "call", "2026-04")
