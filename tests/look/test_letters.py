"""Letters are dressed: the words escaped, the text beside them untouched, nothing fetched from anywhere."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core import mail
from django.test import Client

from mandrivna.core.models import Kind, Staff, Unit
from mandrivna.core.notify import Mail
from mandrivna.core.profile import forget
from mandrivna.faces.look.letters import dressed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unknown_institution():
    forget()
    yield
    forget()


def test_a_letter_goes_out_as_text_and_dressed():
    Mail().send("oksana@example.org", "Вхід із нового пристрою", "Коли: 12:00\nПристрій: телефон", key=uuid.uuid4())
    (letter,) = mail.outbox
    ((html, kind),) = letter.alternatives
    assert (letter.body, kind) == ("Коли: 12:00\nПристрій: телефон", "text/html")
    assert "<p>Коли: 12:00<br>Пристрій: телефон</p>" in html
    assert "<title>Вхід із нового пристрою</title>" in html


def test_words_of_a_letter_are_escaped():
    html = dressed("<b>Тема</b>", '<img src="x" onerror="y">')
    assert "&lt;b&gt;Тема&lt;/b&gt;" in html
    assert "<img" not in html


def test_an_address_in_a_letter_can_be_followed():
    assert re.search(
        r'<a href="https://example.org/x"[^>]*>https://example.org/x</a>', dressed("Тема", "Ось: https://example.org/x")
    )


def test_opening_a_letter_fetches_nothing():
    assert re.findall(r"\b(?:src|background|style)=|<link|url\(", dressed("Тема", "Слово")) == []


def test_a_letter_comes_in_the_name_of_the_institution():
    assert "<b>Мандрівна</b>" in dressed("Тема", "Слово")
    Unit.objects.create(kind=Kind.INSTITUTION, name="Бібліотека <Відродження>", short_name="БВ")
    forget()
    assert "<b>БВ</b>" in dressed("Тема", "Слово")


def test_the_letter_with_a_new_password_is_dressed_too():
    Staff.objects.create_user("olena", name="Олена Вигадана", email="olena@example.org")
    Client().post("/accounts/password/reset/", {"email": "olena@example.org"})
    (letter,) = mail.outbox
    ((html, _),) = letter.alternatives
    (link,) = re.findall(r"http://\S+/password/reset/key/\S+/", letter.body)
    assert html.count(f'<a href="{link}">') == 1
