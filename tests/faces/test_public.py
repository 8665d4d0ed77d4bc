"""The site for readers: every page in both languages, found from outside as it should be, light, and without a cookie."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from mandrivna.catalogue.actions.upkeep import merge_records
from mandrivna.core.actions.profile import adopt_rules, edit_profile
from mandrivna.core.actions.units import edit_unit, set_mode
from mandrivna.faces.public.addresses import PAGES, address_in
from tests.faces.screens import World, text_of

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
LANGUAGES = ("uk", "en")


@pytest.fixture
def world():
    made = World()
    lib = made.lib
    about = {"public_name": "Бібліотека <в мандрах>", "slogan": "Ближче до вас", "joining": "Приходьте.\n\n- Без паспорта."}
    edit_profile(lib.act(), unit=lib.root, about={**about, "email": "reads@example.org", "phone": "+380 00 000 00 00"})
    adopt_rules(lib.act(), unit=lib.root, text="Хто може читати\n\nУсі.", since=timezone.localdate())
    particulars = {"actual_address": "вул. Тестова, 1", "opening_hours": ["пн–пт 9:00–18:00"], "contact": "hub@example.org"}
    words = {"directions": "Від зупинки ліворуч.", "accessibility": "Без сходинок.", "public_note": "У п’ятницю до обіду."}
    edit_unit(lib.act(), unit=lib.hub, about={**particulars, **words, "latitude": "49.444412", "longitude": "32.059812"})
    made.copy = lib.copy()
    return made


def pages(world):
    """Every page there is, by name and what it is about."""
    return [
        *((name, ()) for name in PAGES),
        *(("place", (unit.pk,)) for unit in (world.lib.hub, world.lib.shelf, world.lib.other_hub, world.lib.other_shelf)),
        ("title", (world.copy.record_id,)),
    ]


def addresses(world):
    return {(code, name, args): address_in(code, name, *args) for name, args in pages(world) for code in LANGUAGES}


def head(page):
    return page[: page.index("</head>")]


def alternates(page):
    return dict(re.findall(r'<link rel="alternate" hreflang="([a-z-]+)" href="([^"]+)">', head(page)))


def canonical(page):
    return re.findall(r'<link rel="canonical" href="([^"]+)">', head(page))


# --- every page -------------------------------------------------------------------------------------------------------


def test_every_page_opens_in_both_languages_without_a_cookie_and_with_few_questions(world):
    wrong = []
    for (code, name, _args), url in addresses(world).items():
        client = Client()
        with CaptureQueriesContext(connection) as seen:
            response = client.get(url)
        page = response.content.decode()
        said = (response.status_code, client.cookies.keys(), response["Content-Language"], f'<html lang="{code}">' in page)
        if said != (200, {}.keys(), code, True) or len(seen) > 12:
            wrong.append((url, said, len(seen)))
        one_each = [page.count(part) for part in ("<h1", "<main ", "<header", "<footer", 'class="skip"')]
        one_each.append(head(page).count("<title>"))
        if one_each != [1] * 6:
            wrong.append((url, name, one_each))
    assert wrong == []


def test_the_address_decides_the_language_whatever_the_browser_prefers(world):
    english = Client(headers={"accept-language": "en"})
    assert english.get("/places/")["Content-Language"] == "uk"
    assert Client(headers={"accept-language": "uk"}).get("/en/places/")["Content-Language"] == "en"
    assert Client().get("/uk/places/").status_code == 404  # one address a page
    # The workspace listens to what the person has chosen, not to what the browser came with.
    chosen = Client()
    chosen.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert [one.get("/accounts/login/")["Content-Language"] for one in (english, chosen)] == ["uk", "en"]


def test_canonical_and_alternates_agree_in_both_directions(world):
    found = {HOST + url: Client().get(url).content.decode() for url in addresses(world).values()}
    for url, page in found.items():
        assert canonical(page) == [url]
        others = alternates(page)
        assert set(others) == {"uk", "en", "x-default"}
        assert url in others.values()
        assert others["x-default"] == others["uk"]
        assert {alternates(found[other])["uk"] for other in others.values()} == {others["uk"]}


def test_the_other_language_is_one_link_away_and_keeps_the_question(world):
    page = Client().get("/catalogue/?q=пісня").content.decode()
    assert 'href="/en/catalogue/?q=%D0%BF%D1%96%D1%81%D0%BD%D1%8F" lang="en" hreflang="en"' in page
    back = Client().get("/en/places/").content.decode()
    assert 'href="/places/" lang="uk" hreflang="uk"' in back


def test_links_of_the_pages_lead_somewhere(world):
    """Every address of ours that stands on a page: opened once."""
    seen, wrong = set(), []
    for url in addresses(world).values():
        page = Client().get(url).content.decode()
        seen |= set(re.findall(r'<a [^>]*?href="(/[^"#]*)', page))
    for href in sorted(seen):
        status = Client().get(href.replace("&amp;", "&")).status_code
        if status not in (200, 302):
            wrong.append((href, status))
    assert wrong == []
    assert {"/", "/places/", "/catalogue/", "/join/", "/contacts/", "/rules/", "/privacy/", "/accessibility/"} <= seen


def test_parts_of_a_page_that_links_point_at_exist(world):
    for url in addresses(world).values():
        page = Client().get(url).content.decode()
        ids = set(re.findall(r'\sid="([^"]+)"', page))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
        assert {one for many in re.findall(r'aria-labelledby="([^"]+)"', page) for one in many.split()} <= ids


# --- found from outside -----------------------------------------------------------------------------------------------


def test_the_site_map_lists_exactly_the_public_pages_with_their_other_language(world):
    response = Client().get("/sitemap.xml")
    text = response.getvalue().decode()
    assert response["Content-Type"] == "application/xml"
    assert sorted(re.findall(r"<loc>([^<]+)</loc>", text)) == sorted(HOST + url for url in addresses(world).values())
    assert text.count('hreflang="x-default"') == text.count("<loc>") == text.count('hreflang="en"')


def test_a_long_site_map_is_a_list_of_files(world, monkeypatch):
    monkeypatch.setattr("mandrivna.faces.public.found.MOST", 1)
    world.lib.copy(world.lib.record("Кобзар"))
    index = Client().get("/sitemap.xml").getvalue().decode()
    files = re.findall(r"<loc>http://testserver([^<]+)</loc>", index)
    assert ("<sitemapindex" in index, files) == (True, ["/sitemap.xml?file=1", "/sitemap.xml?file=2"])
    first, second = (re.findall(r"<loc>([^<]+)</loc>", Client().get(url).getvalue().decode()) for url in files)
    assert (len(first), len(second), set(first) & set(second)) == (len(addresses(world)), 2, set())
    assert [Client().get(f"/sitemap.xml?file={wrong}").status_code for wrong in ("0", "3", "x", "²")] == [404] * 4


def test_robots_are_told_what_is_not_theirs(world, settings):
    text = Client().get("/robots.txt").content.decode()
    assert {"/work/", "/accounts/", "/my/", "/en/my/"} <= set(re.findall(r"Disallow: (\S+)", text))
    assert f"Sitemap: {HOST}/sitemap.xml" in text
    assert "noindex" not in head(Client().get("/").content.decode())
    settings.DEMO = True
    assert "Disallow: /\n" in Client().get("/robots.txt").content.decode()
    assert '<meta name="robots" content="noindex">' in head(Client().get("/").content.decode())


def test_answers_to_questions_and_pages_of_one_person_are_not_to_be_found(world):
    for url in ("/catalogue/?q=пісня", "/theme/", "/nowhere/", "/my/enter/"):
        assert '<meta name="robots" content="noindex">' in head(Client().get(url).content.decode())


def test_a_shared_link_has_a_card_with_whole_addresses(world):
    page = head(Client().get(reverse("public:place", args=[world.lib.hub.pk])).content.decode())
    assert re.findall(r'<meta property="og:(title|url|image)" content="([^"]+)">', page) == [
        ("title", "Хаб 1"),
        ("url", f"{HOST}/places/{world.lib.hub.pk}/"),
        ("image", f"{HOST}/static/look/card.png"),
    ]
    assert Client().get("/", headers={"host": "evil.example"}).status_code == 400


def test_machines_read_who_the_library_is(world):
    page = Client().get("/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1]
    assert "<" not in block
    said = json.loads(block)
    assert (said["@type"], said["name"], said["url"]) == ("Library", "Бібліотека <в мандрах>", f"{HOST}/")


def test_the_manifest_and_the_icon_browsers_ask_for(world):
    said = json.loads(Client().get("/site.webmanifest").content)
    assert (said["name"], [icon["sizes"] for icon in said["icons"]]) == ("Бібліотека <в мандрах>", ["192x192", "512x512"])
    assert Client().get("/favicon.ico")["Location"] == "/static/look/favicon.ico"


# --- kept, and for whom -----------------------------------------------------------------------------------------------


def test_pages_are_kept_for_a_minute_until_somebody_signs_in(world):
    fresh = Client().get("/")
    assert (fresh["Cache-Control"], "Cookie" in fresh["Vary"]) == ("public, max-age=60", True)
    colleague = world.browser("owner").get("/")
    assert colleague["Cache-Control"] == "no-store"
    assert 'href="/work/">' in colleague.content.decode()
    assert Client().get("/nowhere/")["Cache-Control"] == "no-store"


def test_the_choice_of_the_look_is_the_only_thing_that_sets_a_cookie(world, settings):
    client = Client(enforce_csrf_checks=True)
    assert "mandrivna_csrf" not in client.get("/").cookies
    form = client.get("/theme/?next=/places/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.content.decode())[1]
    answer = client.post("/look/theme/", {"theme": "dark", "next": "/places/", "csrfmiddlewaretoken": token})
    assert (answer.status_code, answer["Location"], answer.cookies[settings.THEME_COOKIE_NAME].value) == (302, "/places/", "dark")
    assert 'data-theme="dark"' in client.get("/places/").content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
def test_the_look_leads_back_only_here(world, back):
    page = Client().get("/theme/", {"next": back}).content.decode()
    assert 'name="next" value="/"' in page


def test_a_lost_reader_and_a_lost_colleague_see_different_pages(world):
    lost = Client().get("/nowhere/")
    assert (lost.status_code, "public/404.html" in {t.name for t in lost.templates}) == (404, True)
    assert 'action="/catalogue/"' in lost.content.decode()
    assert 'action="/en/catalogue/"' in Client().get("/en/nowhere/").content.decode()
    colleague = world.browser("owner").get("/work/nowhere/")
    assert (colleague.status_code, "public/404.html" in {t.name for t in colleague.templates}) == (404, False)


# --- weight -----------------------------------------------------------------------------------------------------------

ROOT_KB = 1024


def test_a_first_visit_is_light(world):
    """HTML, styles and scripts a page links, as they go over the wire; then the fonts the styles name."""
    heavy = {}
    for url in {*addresses(world).values(), "/catalogue/?q=пісня"}:
        page = Client().get(url).content
        linked = re.findall(rb'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"', page)
        parts = [page, *(Path(finders.find(name.decode())).read_bytes() for name in linked)]
        light = sum(len(gzip.compress(part, 9)) for part in parts)
        named = set(re.findall(rb'url\("?([^")]+\.woff2)', b"".join(parts)))
        fonts = sum(Path(finders.find(f"look/{name.decode().removeprefix('./')}")).stat().st_size for name in named)
        if light > 45 * ROOT_KB or light + fonts > 110 * ROOT_KB or not fonts:
            heavy[url] = (light, fonts)
    assert heavy == {}


# --- words of the institution -----------------------------------------------------------------------------------------


def test_texts_are_set_as_people_type_them_and_never_as_code(world):
    edit_profile(world.lib.act(), unit=world.lib.root, about={"about": "<script>x</script>\n\nПро нас\n\nРядок.\n\n- раз\n- два"})
    page = Client().get("/").content.decode()
    assert "<script>x" not in page
    assert "<h2>Про нас</h2>\n<p>Рядок.</p>\n<ul><li>раз</li><li>два</li></ul>" in page


def test_the_pages_of_words_say_what_the_institution_said(world):
    assert "Без паспорта." in text_of(Client().get("/join/"))
    assert "Хто може читати Усі." in text_of(Client().get("/rules/"))
    contacts = text_of(Client().get("/contacts/"))
    assert all(words in contacts for words in ("reads@example.org", "+380 00 000 00 00", "hub@example.org"))
    assert "Без сходинок." in text_of(Client().get("/accessibility/"))


def test_what_is_announced_stands_on_the_first_page_until_its_day(world):
    lib, today = world.lib, timezone.localdate()
    assert "Що попереду" not in text_of(Client().get("/"))
    set_mode(lib.act(), unit=lib.hub, mode="stationary", since=today + dt.timedelta(days=5))
    set_mode(lib.act(), unit=lib.other_hub, mode="occupied", since=today + dt.timedelta(days=6))
    adopt_rules(lib.act(), unit=lib.root, text="Нові правила.", since=today + dt.timedelta(days=9))
    page = text_of(Client().get("/"))
    assert "Хаб 1 : стаціонарне обслуговування" in page
    assert "Почнуть діяти нові правила" in page
    assert "окупован" not in page
    rules = text_of(Client().get("/rules/"))
    assert (rules.count("Усі."), "діятиме нова версія" in rules, "Нові правила." in rules) == (1, True, True)


def test_privacy_follows_from_the_rules_that_are_executed(world):
    page = text_of(Client().get("/privacy/"))
    for words in ("14 днів після повернення", "доки ви користуєтеся бібліотекою", "Ваші квитки", "Рік народження", "псевдоніма"):
        assert words in page
    with translation.override("en"):
        assert reverse("public:privacy") == "/en/privacy/"


def test_an_empty_installation_has_a_door_too(db):
    for name in PAGES:
        assert Client().get(address_in("uk", name)).status_code == 200
    assert "Ми саме в дорозі" in text_of(Client().get("/"))
    assert Client().get("/sitemap.xml").getvalue().decode().count("<loc>") == 2 * len(PAGES)


def test_an_address_of_a_title_that_was_merged_leads_to_the_one_that_stays(world):
    lib = world.lib
    kept, gone = lib.copy(lib.record("Бояриня")).record, lib.record("Бояриня")
    merge_records(lib.act(), kept=kept, gone=gone)
    answer = Client().get(f"/catalogue/{gone.pk}/")
    assert (answer.status_code, str(kept.pk) in answer["Location"]) == (301, True)
    assert Client().get(f"/catalogue/{lib.act().uid}/").status_code == 404


def test_an_electronic_resource_is_opened_from_its_page(world):
    online = world.lib.record(
        "Архів", kind="eresource", url="https://example.org/archive", access="Вільний доступ", subjects="Історія"
    )
    shown = text_of(Client().get(f"/catalogue/{online.pk}/"))
    assert [word in shown for word in ("Відкрити в мережі", "Вільний доступ", "Історія", "Усі примірники")] == [
        True,
        True,
        True,
        False,
    ]
