"""Events on other people's pages: a window to paste, and addresses of calendars and feeds."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.faces.access import access
from mandrivna.faces.look.site import site
from mandrivna.programme.choosing import MOST, Choice, choice_of, coming, ways_to_choose
from mandrivna.programme.rules import VIEW
from mandrivna.programme.terms import terms

HIGH, ROW, EDGE = 900, 78, 120
NUMBERS = (3, 5, 10)


class ShareForm(forms.Form):
    """Addresses follow from what is chosen here; nothing is written down."""

    town = forms.ChoiceField(label=gettext_lazy("Місто"), required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Для кого"), required=False)
    n = forms.ChoiceField(label=gettext_lazy("Скільки подій"), choices=[(str(n), str(n)) for n in NUMBERS], required=False)


@require_safe
@access(VIEW)
def share(request: HttpRequest) -> HttpResponse:
    choice = choice_of(request.GET).without("online")
    said = request.GET.get("n", "")
    number = int(said) if said in map(str, NUMBERS) else NUMBERS[1]
    form = ShareForm(initial={"town": choice.town, "audience": choice.audience, "n": str(number)})
    known = terms()
    ways = ways_to_choose(choice, coming(Choice(), timezone.localdate(), MOST), known)
    form.fields["town"].choices = [("", _("усі міста")), *((town, town) for town in ways["towns"])]
    form.fields["audience"].choices = [("", _("усі")), *known.audience_choices()]
    whole, query = request.build_absolute_uri, choice.query()
    tail = f"?{query}" if query else ""
    window = f"{whole(reverse('public:events_widget'))}?{choice.query(n=str(number))}"
    context = {
        "form": form,
        "window": window,
        "snippet": snippet(window, number),
        "addresses": [
            (_("Календар для телефона й комп’ютера"), whole(reverse("site:events_calendar")) + tail),
            ("Atom", whole(reverse("site:events_atom")) + tail),
            ("RSS", whole(reverse("site:events_rss")) + tail),
        ],
        "crumbs": [(_("Програма"), reverse("workspace:programme")), (_("На інших сайтах"), "")],
    }
    return render(request, "workspace/programme/share.html", context)


def snippet(window: str, number: int) -> SafeString:
    """What is pasted into a page: no script, and nothing comes until the reader scrolls to it."""
    high = min(HIGH, EDGE + ROW * number)
    title = _("Події: %s") % site().name
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>', window, title, high
    )
