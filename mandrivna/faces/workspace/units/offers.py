"""«Спеціалізація й послуги»: which place is for whom and what it offers, and the form that says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mandrivna.core.rules import UNITS_EDIT, UNITS_VIEW
from mandrivna.enquiries.actions.offers import PLACES
from mandrivna.enquiries.models.offers import Offer, Sort
from mandrivna.enquiries.offers import name, offered, places_offering, words
from mandrivna.faces.access import access


class OffersForm(forms.Form):
    """A list of boxes for each sort; what the policy no longer names but this place still has can be taken away."""

    def __init__(self, stands: Iterable[Offer], data: Any = None) -> None:
        kept: dict[str, list[str]] = {sort: [] for sort in Sort.values}
        for row in stands:
            kept[row.sort].append(row.code)
        super().__init__(data, initial={sort: sorted(codes) for sort, codes in kept.items()})
        known = words()
        for sort in Sort:
            codes = [*known[sort], *(code for code in kept[sort] if code not in known[sort])]
            label = str(sort.label)
            self.fields[sort] = forms.MultipleChoiceField(
                label=label[:1].upper() + label[1:],
                required=False,
                choices=[(code, name(sort, code, known)) for code in codes],
                widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
            )

    def codes(self) -> list[str]:
        return [code for sort in Sort.values for code in self.cleaned_data[sort]]


@require_safe
@access(UNITS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Who is for what; asked for one thing, the places that have it."""
    asked = request.GET.get("what", "")
    by_sort = words()
    known = {code: gettext(said) for names in by_sort.values() for code, said in names.items()}
    code = asked if asked in known else ""
    places = places_offering(request.actor.paths(UNITS_VIEW), code)
    said = offered(place.pk for place in places)
    context = {
        "choices": [(sort.label, [(one, known[one]) for one in names]) for sort in Sort if (names := by_sort[sort])],
        "chosen": code,
        "rows": [
            (place, said.get(place.pk, []), place.kind in PLACES and request.actor.can(UNITS_EDIT, place.path)) for place in places
        ],
    }
    return render(request, "workspace/units/offers.html", context)
