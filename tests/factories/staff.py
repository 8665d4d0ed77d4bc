"""A small library and its people, made through the verbs, and browsers signed in as them."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from mandrivna.core.act import Act
from mandrivna.core.actions import staff as actions
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import Membership, Staff, Unit
from mandrivna.core.roles import actor_for

PASSWORD = "сонце-мандри-яблуко"


def library() -> tuple[Unit, Unit, Unit]:
    """An institution with two hubs: (institution, hub, other hub)."""
    root = found_root(Act(actor=SYSTEM), kind="institution", name="Наукова бібліотека")
    hubs = [create_unit(Act(actor=SYSTEM), parent=root, kind="hub", name=name) for name in ("Хаб на Садовій", "Хаб на Річковій")]
    return root, hubs[0], hubs[1]


def standing_library() -> tuple[Unit, Unit, Unit]:
    """The same, standing since long ago: facts of earlier years have a place."""
    units = library()
    for unit in units:
        unit.periods.update(since=dt.date(2020, 1, 1))
    return units


def person(username: str, role: str, unit: Unit, *, password: str | None = PASSWORD, **about: Any) -> Staff:
    made = actions.add_staff(Act(actor=SYSTEM), username=username, name=f"Особа {username}", unit=unit, role=role, **about)
    if password:
        made.set_password(password)
        made.save(update_fields=["password"])
    return made


def actor(staff: Staff) -> Actor:
    return actor_for(Staff.objects.get(pk=staff.pk))


def act(staff: Staff) -> Act:
    return Act(actor=actor(staff))


def browser_of(staff: Staff, *, proved: float | None = 0.0, second_factor: bool = True) -> Client:
    """Signed in. `proved`: seconds since the last proof of identity; None: never. `second_factor`: has one and used it."""
    client = Client()
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    records = []
    if second_factor:
        Authenticator.objects.get_or_create(user=staff, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}})
        records.append({"method": "mfa", "type": "totp", "at": 0.0})
    if proved is not None:
        records.append({"method": "mfa" if second_factor else "password", "at": time.time() - proved})
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(staff.pk)
    session.save()
    return client


def role_of(staff: Staff) -> Membership:
    return Membership.objects.get(staff=staff)
