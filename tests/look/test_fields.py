"""A day in a form, as people write it."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from mandrivna.faces.look.fields import DayField
from mandrivna.faces.look.terms import TermField, chips
from mandrivna.shared.dates.terms import read_term


class Form(forms.Form):
    day = DayField()


@pytest.mark.parametrize(("said", "ago"), [("сьогодні", 0), ("вчора", 1), ("{:%d.%m.%Y}", 0), ("{:%Y-%m-%d}", 0)])
def test_a_day_is_understood(said, ago):
    today = timezone.localdate()
    form = Form({"day": said.format(today)})
    assert (form.is_valid(), form.cleaned_data["day"]) == (True, today - dt.timedelta(days=ago))


@pytest.mark.parametrize("said", ["колись", "31.02.2026", "\x00", "5.13"])
def test_what_is_no_day_is_refused_with_an_example(said):
    form = Form({"day": said})
    assert form.errors == {"day": ["Такого дня немає. Напишіть, наприклад, 5.12.2026 або «вчора»."]}


def test_a_known_day_is_shown_as_it_is_written_here():
    assert 'value="05.12.2026"' in str(Form(initial={"day": dt.date(2026, 12, 5)})["day"])
    assert "data-day" in str(Form()["day"])


def test_a_day_may_be_missing_where_it_may():
    class Loose(forms.Form):
        day = DayField(required=False)

    form = Loose({"day": " "})
    assert (form.is_valid(), form.cleaned_data["day"]) == (True, None)


class Plan(forms.Form):
    when = TermField(year=2027, strict=True)
    loose = TermField(year=2027, required=False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1, 3 квартали", ["1 квартал", "3 квартал"]),
        ("2-3 квартал", ["2–3 квартал"]),
        ("лютий-квітень; вересень", ["лютий–квітень", "вересень"]),
        ("двічі на місяць", ["2 рази на місяць"]),
        ("раз на два місяці", ["1 раз на 2 × місяць"]),
        ("щомісяця з вересня по листопад", ["1 раз на місяць", "вересень–листопад"]),
        ("щосереди", ["щотижня: середа"]),
        ("протягом року", ["увесь рік"]),
        ("до 15 березня", ["до 15.03.2027"]),
        ("1-7 березня", ["01.03–07.03.2027"]),
        ("остання п'ятниця місяця", ["1 раз на місяць", "12 днів"]),
        ("-----//-----", ["як у рядку вище"]),
        ("за потреби", ["за потреби"]),
        ("у 2028 році", ["увесь рік 2028"]),
    ],
)
def test_what_was_understood_of_a_term_in_words(said, expected):
    assert chips(read_term(said, 2027)) == expected


def test_a_term_comes_with_what_was_written_and_what_was_meant():
    form = Plan({"when": "1, 3 квартали", "loose": "колись"})
    assert form.is_valid()
    assert (form.cleaned_data["when"].written, len(form.cleaned_data["when"].spans)) == ("1, 3 квартали", 2)
    assert form.cleaned_data["loose"].unread == ("колись",)


def test_a_strict_term_is_refused_with_an_example():
    form = Plan({"when": "15 березня; колись"})
    text = "Не зрозуміло: колись. Напишіть, наприклад, «1, 3 квартали», «лютий-квітень» або «двічі на місяць»."
    assert form.errors == {"when": [text]}


def test_a_term_shows_its_meaning_without_a_script():
    shown = str(Plan(initial={"when": read_term("1 квартал", 2027)})["when"])
    assert ('value="1 квартал"' in shown, '<span class="tag">1 квартал</span>' in shown) == (True, True)


def test_the_meaning_is_told_while_one_types(client):
    answer = client.get("/look/term/", {"year": "2027", "field": "when", "when": "вересень; <b>"})
    assert answer.content.decode() == '<span class="tag">вересень</span><span class="tag warn">не зрозуміло: &lt;b&gt;</span>'


@pytest.mark.parametrize("year", ["", "0", "99999", "-1", "²027"])
def test_a_year_that_is_none_is_this_one(client, year):
    assert (
        client.get("/look/term/", {"year": year, "field": "q", "q": "протягом року"}).content.decode()
        == '<span class="tag">увесь рік</span>'
    )
