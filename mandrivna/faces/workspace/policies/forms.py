"""One rule, written as its kind is written, and why it changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.search.synonyms import as_lines, from_lines
from mandrivna.faces.workspace.policies.rule import DAYS, KEEP, LINES, NUMBER, ONE, SOME, YES, Rule

YEARS = 365 * 100


class RuleForm(forms.Form):
    """`back` means «as shipped»: the value is then not asked for."""

    reason = forms.CharField(
        label=_("Чому змінюєте"), max_length=500, help_text=_("Залишиться в історії правил разом із вашим ім’ям.")
    )

    field_order = ("value", "reason")

    def __init__(self, rule: Rule, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        self.fields["value"] = _field(rule)
        self.order_fields(self.field_order)
        if self.is_bound and "back" in self.data:
            self.fields["value"].required = False

    def chosen(self) -> Any:
        """As the policy keeps it; None returns to what is shipped."""
        if "back" in self.data:
            return None
        value = self.cleaned_data["value"]
        if self.rule.kind == DAYS:
            return f"{KEEP}{value}"
        if self.rule.kind == LINES:
            return from_lines(value)
        return value == "yes" if self.rule.kind == YES else value


def _field(rule: Rule) -> forms.Field:
    if rule.kind == NUMBER:
        return forms.IntegerField(label=_("Нове значення"), initial=rule.value, min_value=0, max_value=YEARS)
    if rule.kind == DAYS:
        days = int(rule.value.removeprefix(KEEP)) if rule.value.startswith(KEEP) else None
        return forms.IntegerField(label=_("Скільки днів зберігати"), initial=days, min_value=1, max_value=YEARS)
    if rule.kind == YES:
        choices = [("yes", _("так")), ("no", _("ні"))]
        return forms.ChoiceField(
            label=_("Нове значення"), choices=choices, initial="yes" if rule.value else "no", widget=forms.RadioSelect
        )
    if rule.kind in (ONE, SOME):
        return _choice(rule)
    if rule.kind == LINES:
        text = forms.Textarea(attrs={"rows": 14, "spellcheck": "false"})
        own = rule.key in ("own_rules", "closed_days", "templates")
        label = _("Кожне з нового рядка") if own else _("Групи назв, кожна з нового рядка")
        return forms.CharField(label=label, initial=as_lines(rule.value), required=False, max_length=60_000, widget=text)
    return forms.CharField(
        label=_("Новий текст"), initial=rule.value, required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _choice(rule: Rule) -> forms.Field:
    options = list(rule.options.items())
    if rule.kind == ONE:
        return forms.ChoiceField(label=_("Нове значення"), choices=options, initial=rule.value, widget=forms.RadioSelect)
    return forms.MultipleChoiceField(
        label=_("Кого додати"), choices=options, initial=rule.value, required=False, widget=forms.CheckboxSelectMultiple
    )
