"""How letters look: what core's channel sends as text goes out dressed as well, in the institution's name."""

from __future__ import annotations

from django.template.loader import render_to_string

from mandrivna.core.notify import LETTERHEADS
from mandrivna.faces.look.site import site


def dressed(subject: str, body: str) -> str:
    return render_to_string("look/mail.html", {"subject": subject, "body": body, "site": site()})


LETTERHEADS.add("look", dressed)
