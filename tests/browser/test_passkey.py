"""A real browser with a virtual authenticator: a passkey is added and signs in, and nothing breaks the strict policy."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from playwright.sync_api import Page, expect

from mandrivna.core.models import Staff
from tests.factories.staff import PASSWORD, library, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def iryna() -> Staff:
    cache.clear()
    with transaction.atomic():
        _root, hub, _other = library()
        return person("iryna", "hub_librarian", hub)


@pytest.fixture
def key(page: Page) -> None:
    """A phone with a fingerprint, as far as the browser can tell."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("Ім’я для входу або пошта").fill("iryna")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Увійти", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator("nav.own summary").click()
    page.get_by_role("button", name="Вийти").click()
    expect(page.get_by_role("heading", name="Вхід")).to_be_visible()


def test_a_passkey_is_added_and_then_signs_in_without_a_password(page: Page, key: None, live_url: str, iryna: Staff) -> None:
    sign_in(page, live_url)
    expect(page.get_by_role("alert")).to_contain_text("потрібен другий чинник входу")
    page.get_by_role("link", name="Додати ключ").click()
    expect(page.get_by_label("Входити цим ключем без пароля")).to_be_checked()
    page.get_by_label("Назва ключа").fill("Телефон Ірини")
    page.get_by_role("button", name="Додати").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    page.goto(f"{live_url}/work/")
    expect(page.locator("nav.own")).to_contain_text("Особа iryna")
    assert Authenticator.objects.get(user=iryna, type="webauthn").wrap().name == "Телефон Ірини"
    sign_out(page)
    page.get_by_role("button", name="Увійти з ключем доступу").click()
    page.wait_for_url("**/work/")
    expect(page.locator("nav.own")).to_contain_text("Особа iryna")


def test_the_passkey_is_also_the_second_step_after_a_password(page: Page, key: None, live_url: str, iryna: Staff) -> None:
    sign_in(page, live_url)
    page.get_by_role("link", name="Додати ключ").click()
    page.get_by_role("button", name="Додати").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    sign_out(page)
    sign_in(page, live_url)
    expect(page.get_by_role("heading", name="Другий крок входу")).to_be_visible()
    page.get_by_role("button", name="Підтвердити ключем доступу").click()
    page.wait_for_url("**/work/")


def test_another_origin_cannot_use_the_key(page: Page, key: None, live_url: str, iryna: Staff) -> None:
    """What a phishing site would send: the same key, another origin. The browser refuses, and so does the server."""
    sign_in(page, live_url)
    page.get_by_role("link", name="Додати ключ").click()
    page.get_by_role("button", name="Додати").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    sign_out(page)
    forged = """async () => {
        const answer = await fetch('/accounts/2fa/webauthn/login/', {headers: {Accept: 'application/json'}});
        const credential = await webauthnJSON.get((await answer.json()).request_options);
        const told = JSON.parse(atob(credential.response.clientDataJSON.replace(/-/g, '+').replace(/_/g, '/')));
        told.origin = 'https://mandrivna.evil.example';
        const forged = btoa(JSON.stringify(told)).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
        credential.response.clientDataJSON = forged;
        document.getElementById('mfa_credential').value = JSON.stringify(credential);
        document.getElementById('mfa_login').submit();
    }"""
    page.evaluate(forged)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("heading", name="Вхід")).to_be_visible()
    page.goto(f"{live_url}/work/")
    expect(page.get_by_role("heading", name="Вхід")).to_be_visible()


def test_the_code_of_an_app_is_shown_as_a_picture_that_the_policy_allows(page: Page, live_url: str, iryna: Staff) -> None:
    sign_in(page, live_url)
    page.get_by_role("link", name="Під’єднати застосунок").click()
    picture = page.locator("img.qr")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 50") is True
