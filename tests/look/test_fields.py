"""A day in a form, as people write it."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from mandrivna.faces.look.fields import DayField


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
