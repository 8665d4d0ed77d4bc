"""How many came, typed with a thumb: one large number a line, and lines only for what could be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.programme.models import Event
from mandrivna.programme.problems import LONGEST_REPORT, MOST_PEOPLE
from mandrivna.programme.states import WAYS, Way
from mandrivna.programme.terms import terms
from mandrivna.readers.models import Age

SPARE = 3
"""Empty lines for whoever tells groups apart; saved, three more appear."""
MOST = 40


class CountForm(forms.Form):
    """Lines of number, who, age and way. What the event is for stands there already, so most often only a number is typed."""

    report = forms.CharField(
        label=gettext_lazy("Два рядки про подію"), max_length=LONGEST_REPORT, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Що було, що вдалося. Людей не називайте."),
    )  # fmt: skip

    def __init__(self, event: Event, *args: Any, filled: Sequence[tuple[Any, ...]] = (), **kwargs: Any) -> None:
        """`filled`: what the door and the platforms say; it takes the place of what stood there for the same way of coming."""
        super().__init__(*args, **{"initial": {"report": event.report}, **kwargs})
        self.event, self.known, fields = event, terms(), dict[str, forms.Field]()
        told = _with([tuple(line) for line in event.counts] or _offered(event), filled)
        many = len(told) + SPARE
        if self.is_bound:
            many = max(1, min(MOST, sum(name.startswith("number-") for name in self.data)))
        ways = [(way.value, way.label) for way in WAYS[event.format]]
        for at in range(many):
            way, audience, age, number = told[at] if at < len(told) else (ways[0][0], "general", "", None)
            fields[f"number-{at}"] = forms.IntegerField(
                label=gettext_lazy("Скільки людей"), min_value=0, max_value=MOST_PEOPLE, required=False, initial=number,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "large"}),
            )  # fmt: skip
            fields[f"audience-{at}"] = forms.ChoiceField(
                label=gettext_lazy("Хто"), choices=self.known.audience_choices((audience,)), initial=audience, required=False
            )
            fields[f"age-{at}"] = forms.ChoiceField(label=gettext_lazy("Вік"), choices=_ages(), initial=age, required=False)
            fields[f"way-{at}"] = forms.ChoiceField(label=gettext_lazy("Як"), choices=ways, initial=way, required=False)
        report = self.fields.pop("report")
        self.fields.update(fields)
        self.fields["report"] = report
        self.many, self.first = many, len(told)
        self.hybrid = len(ways) > 1

    def lines(self) -> list[dict[str, Any]]:
        """For the page: each line's fields, and whether it is one of those that wait folded up."""
        names, who = ("number", "audience", "age", "way"), ("audience", "age", "way") if self.hybrid else ("audience", "age")
        return [
            {
                **{name: self[f"{name}-{at}"] for name in names},
                "who": [self[f"{name}-{at}"] for name in who],
                "words": self._words(at),
            }
            for at in range(self.many)
        ]

    @property
    def shown(self) -> list[dict[str, Any]]:
        return self.lines()[: self.first]

    @property
    def folded(self) -> list[dict[str, Any]]:
        return self.lines()[self.first :]

    def _words(self, at: int) -> str:
        """«усі охочі, наживо»: what the number of a line is about, for whoever does not open it."""
        way, who, age = (self[f"{name}-{at}"].value() for name in ("way", "audience", "age"))
        words = [self.known.audience_label(str(who))]
        words += [str(Age(age).label)] if age and age in Age.values else []
        return ", ".join([*words, str(Way(way).label)] if self.hybrid and way in Way.values else words)

    def told(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        return [
            {
                "way": said[f"way-{at}"] or WAYS[self.event.format][0].value,
                "audience": said[f"audience-{at}"] or "general",
                "age": said[f"age-{at}"],
                "number": said[f"number-{at}"],
            }
            for at in range(self.many)
            if said.get(f"number-{at}")
        ]

    def clean(self) -> dict[str, Any]:
        """A number has to be said, and nought is one: nobody came, and the event was all the same."""
        said = super().clean() or self.cleaned_data
        if not self.errors and all(said.get(f"number-{at}") is None for at in range(self.many)):
            self.add_error("number-0", _("Напишіть, скільки людей було. Якщо нікого — 0."))
        return said


def _with(lines: list[tuple[Any, ...]], filled: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    ways = {line[0] for line in filled}
    return [*filled, *(line for line in lines if line[0] not in ways)] if ways else lines


def _offered(event: Event) -> list[tuple[Any, ...]]:
    audiences = event.audiences[:4] or ["general"]
    return [(way.value, audience, "", None) for way in WAYS[event.format] for audience in audiences]


def _ages() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("будь-який")), *((age.value, age.label) for age in Age if age.value)]
