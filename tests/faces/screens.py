"""A library at work for the tests of screens: its people signed in, and a stranger from another library."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from operator import attrgetter
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind, Mode, Staff
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.models import Event
from mandrivna.shared.ids import new_uid
from tests.factories.library import Library, library
from tests.factories.staff import browser_of, person

WHO = {
    "director": ("director", "lib.root"),
    "owner": ("hub_librarian", "lib.hub"),
    "colleague": ("hub_librarian", "lib.other_hub"),
    "guardian": ("guardian", "lib.shelf"),
    "volunteer": ("volunteer", "lib.hub"),
    "cataloguer": ("cataloguer", "lib.root"),
    "auditor": ("auditor", "lib.root"),
    "technician": ("technician", "lib.root"),
    "methodist": ("methodist", "lib.root"),
    "stranger": ("director", "elsewhere"),
}


class People(dict[str, Staff]):
    """Everybody of WHO, each joining the staff when first asked for: a test needs two of them, and joining is half its time."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    def __missing__(self, who: str) -> Staff:
        role, unit = WHO[who]
        self[who] = person(who, role, attrgetter(unit)(self.world))
        return self[who]


class World:
    """The library `lib`; `owner` works in its hub, `colleague` in the other hub, `stranger` directs another institution."""

    def __init__(self) -> None:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        self.lib: Library = library(
            max(timezone.now() - dt.timedelta(minutes=90), midnight)
        )  # today also when the tests run at night
        self.elsewhere = found_root(Act(actor=SYSTEM), kind=Kind.INSTITUTION, name="Інша бібліотека", mode=Mode.TRAVELLING)
        self.far_hub = create_unit(Act(actor=SYSTEM), parent=self.elsewhere, kind=Kind.HUB, name="Далекий хаб")
        self.staff = People(self)

    def everybody(self) -> None:
        """For a page that lists people: who is to be missing from it has to exist."""
        for who in WHO:
            self.staff[who]

    def browser(self, who: str, *, place: Any = None) -> Client:
        client = browser_of(self.staff[who])
        if place is not None:
            session = client.session
            session["place"] = place.pk
            session.save()
        return client

    def lend(self, copy: Any, reader: Any, place: Any = None, **about: Any) -> Event:
        return issue(self.lib.act(**about), copy=copy, reader=reader, place=place or self.lib.shelf)

    def foreign_reader(self, **about: Any) -> Any:
        return self.lib.reader(place=self.far_hub, **about)


def form(**fields: Any) -> dict[str, Any]:
    """What a form sends: its fields and the identity of the operation."""
    return {"uid": str(new_uid()), **{key: getattr(value, "pk", value) for key, value in fields.items()}}


def text_of(response: HttpResponse) -> str:
    """The main part of a page as a person reads it."""
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&nbsp;", " ").replace("&#x27;", "'").split())


def queries(client: Client, url: str) -> int:
    """Of the page itself: the first look of a session also notes that somebody is there."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def uids(response: HttpResponse) -> list[uuid.UUID]:
    return [uuid.UUID(found) for found in re.findall(r'name="uid" value="([^"]+)"', response.content.decode())]
