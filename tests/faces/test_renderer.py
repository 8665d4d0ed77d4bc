"""The fast renderer of inputs and choices says the same as Django's templates, also about what must be escaped."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from mandrivna.faces.look.renderer import INPUTS, SELECT, Renderer

AWKWARD = '<b onclick="x(\'1\')">Кім’я & "Ко"</b>'


class Form(forms.Form):
    word = forms.CharField(initial=AWKWARD, max_length=10, widget=forms.TextInput(attrs={"placeholder": AWKWARD, "hidden": False}))
    number = forms.IntegerField(min_value=1, initial=0)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    secret = forms.CharField(widget=forms.PasswordInput, initial="x")
    kept = forms.CharField(widget=forms.HiddenInput, initial=mark_safe("a&amp;b"))
    one = forms.ChoiceField(
        choices=[("", "—"), (AWKWARD, AWKWARD), (3, "три"), ("Група", [("a", "А"), ("b", AWKWARD)])], initial="b"
    )
    many = forms.MultipleChoiceField(choices=[("1", "1"), ("2", "2")], initial=["1", "2"], widget=forms.SelectMultiple)
    address = forms.URLField(required=False)
    letter = forms.EmailField()


def squeezed(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize("name", Form.base_fields)
@pytest.mark.parametrize("data", [None, dict.fromkeys(Form.base_fields, AWKWARD)], ids=["unbound", "bound"])
def test_the_same_as_django_says(name: str, data: dict[str, Any] | None) -> None:
    ours, django = (str(Form(data, renderer=renderer)[name]) for renderer in (Renderer(), DjangoTemplates()))
    assert squeezed(ours) == squeezed(django)


def test_it_answers_by_itself_for_what_forms_are_made_of() -> None:
    """Negative control of the comparison: these never reach Django's templates."""
    own = {Form.base_fields[name].widget.template_name for name in ("word", "number", "secret", "kept", "one", "address", "letter")}
    assert own <= INPUTS | {SELECT}
    assert Form.base_fields["many"].widget.template_name == SELECT
