"""How letters look: what core's channel sends as text goes out dressed as well."""

from __future__ import annotations

from django.template.loader import render_to_string

from mandrivna.core.notify import LETTERHEADS


def dressed(subject: str, body: str) -> str:
    return render_to_string("look/mail.html", {"subject": subject, "body": body})


LETTERHEADS.add("look", dressed)
