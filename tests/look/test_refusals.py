"""Forms refuse in the library's words, with the apostrophe of print."""

from __future__ import annotations

import pytest
from django import forms


class Asked(forms.Form):
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("book", "книга")])
    number = forms.IntegerField()
    day = forms.DateField()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, {name: ["Заповніть це поле."] for name in ("name", "kind", "number", "day")}),
        (
            {"name": "а", "kind": "99", "number": "сто", "day": "колись"},
            {"kind": ["Оберіть зі списку."], "number": ["Введіть ціле число."], "day": ["Введіть день, наприклад 5.12.2026."]},
        ),
    ],
)
def test_what_a_form_says_by_itself(sent, said):
    assert Asked(sent).errors == said


def test_a_field_with_words_of_its_own_keeps_them():
    assert (
        forms.CharField(error_messages={"required": "Скажіть, як вас звати."}).error_messages["required"]
        == "Скажіть, як вас звати."
    )
