"""The seal of a signed form: a code over everything the signature stands for, checked whenever the form is opened."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from mandrivna.core import crypto
from mandrivna.core.codec import canonical
from mandrivna.planning.forms.rows import FormSheet

SEAL = "planning.form"


class Broken(Exception):  # noqa: N818 - an answer about a paper
    """What stands in the database is not what was signed."""


def seal_of(sheet: FormSheet) -> str:
    """Over everything that a signature stands for; nobody makes it without the institution's key."""
    signed = [
        str(sheet.pk), sheet.form, sheet.year, sheet.number, sheet.unit_id, str(sheet.library_id or ""), sheet.frozen, sheet.note,
        sheet.post, sheet.signer, str(sheet.signed_on), sheet.known_by.astimezone(dt.UTC).isoformat() if sheet.known_by else "",
    ]  # fmt: skip
    return crypto.seal_mac(SEAL, canonical(signed)).hex()


def holds(sheet: FormSheet) -> bool:
    return crypto.same(seal_of(sheet).encode(), sheet.seal.encode())


def verify(sheet: FormSheet) -> None:
    if not holds(sheet):
        raise Broken(_("Підписану форму змінено поза програмою: те, що в базі, не збігається з підписом."))
