"""What anybody on the site fills in."""

from __future__ import annotations

from django import forms


class StrangersForm(forms.Form):
    """`website` is a field no person sees; whoever fills it in is a machine."""

    website = forms.CharField(max_length=200, required=False)

    @property
    def seen(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "website"]
