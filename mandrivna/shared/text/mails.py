"""An address of mail within what somebody wrote by hand: «050 123-45-67 або shkola@example.org»."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

AROUND = "<>()[]«»\"'.,;:"


def mail_in(text: str) -> str:
    """The first word that is one; empty when there is none."""
    for word in text.replace(",", " ").replace(";", " ").split():
        said = word.removeprefix("mailto:").strip(AROUND)
        try:
            validate_email(said)
        except ValidationError:
            continue
        return said
    return ""
