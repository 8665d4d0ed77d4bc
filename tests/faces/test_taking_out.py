"""Records found or picked leave as a file for colleagues: descriptions only, whole or not at all, and not without bound."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.catalogue.actions.collections import add_collection, put_in_collection
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.models import Body
from mandrivna.faces.workspace.catalogue import taking_out
from mandrivna.faces.workspace.catalogue.taking_out import KINDS
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World

pytestmark = pytest.mark.django_db
FILE = "/work/catalogue/file/"
SECRET = "Дарувальник-Таємний"


@pytest.fixture
def world():
    """Two books: one described here, one that came from ІРБІС; both with what does not leave."""
    made = World()
    made.record = made.lib.record("Прапороносці", authors="Гончар Олесь", year=2001)
    made.other = made.lib.record("Їжак", authors="Автор", year=1999)
    made.lib.copy(made.record)
    ours = Marc.loads(made.record.body.scheme, made.record.body.text)
    for tag in ("541", "561", "952", "999"):
        ours.add(Field(tag, "  ", "", (("a", SECRET),)))
    theirs = fresh(IRBIS, title="Їжак", authors="Автор", year=1999)
    theirs.add(Field("907", "", "", (("a", "20180607"), ("b", SECRET))))
    theirs.add(Field("910", "", "", (("a", "0"), ("b", "1759089"), ("d", SECRET))))
    theirs.add(Field("992", "", "", (("2", MARC21), ("t", "561"), ("s", f"a{SECRET}"))))
    for record, marc in ((made.record, ours), (made.other, theirs)):
        Body.objects.filter(record=record).update(scheme=marc.scheme, text=marc.dumps())
    return made


def taken(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def items(data: bytes, kind: str) -> list[Marc]:
    return [item.marc for item in read(io.BytesIO(data), KINDS[kind].format, "utf-8")]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_found_leaves_in_every_format_and_what_is_ours_stays(world, kind):
    answer = world.browser("guardian").get(FILE, {"as": kind})
    day = timezone.localdate().isoformat()
    assert answer["Content-Disposition"] == f'attachment; filename="records-{kind}-{day}.{KINDS[kind].ending}"'
    data = taken(answer)
    found = items(data, kind)
    said = [project(marc) for marc in found]
    assert [(one.title, one.year) for one in said] == [("Прапороносці", 2001), ("Їжак", 1999)]
    assert [copy for one in said for copy in one.holdings] == []
    assert [field for marc in found for field in marc if SECRET in repr(field)] == []
    wanted = KINDS[kind].scheme or (IRBIS if kind == "irbis" else MARC21)
    assert {marc.scheme for marc in found} == {wanted}


def test_picked_rows_have_an_address_of_their_own_and_a_collection_too(world):
    client = world.browser("guardian")
    sent = client.post(FILE, {"row": [str(world.other.pk)], "uid": str(new_uid())})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{FILE}?row={world.other.pk}")
    assert [project(one).title for one in items(taken(client.get(sent.headers["Location"] + "&as=ukrmarc")), "ukrmarc")] == ["Їжак"]
    chosen = add_collection(world.lib.act(), unit=world.lib.root, title="До свята")
    put_in_collection(world.lib.act(), collection=chosen, records=[str(world.record.pk)])
    assert f"{FILE}?collection={chosen.pk}" in client.get(f"/work/catalogue/collections/{chosen.pk}/").content.decode()
    assert [project(one).title for one in items(taken(client.get(FILE, {"collection": chosen.pk, "as": "ris"})), "ris")] == [
        "Прапороносці"
    ]


def test_the_list_leads_here_with_its_question(world):
    client = world.browser("guardian")
    listed = client.get("/work/catalogue/", {"q": "прапор"}).content.decode()
    assert f'href="{FILE}?q=%D0%BF%D1%80%D0%B0%D0%BF%D0%BE%D1%80"' in listed
    page = client.get(FILE, {"q": "прапор"})
    assert (page.context["number"], next(href for _label, _about, href in page.context["kinds"]).startswith(f"{FILE}?q=")) == (
        1,
        True,
    )
    nothing = client.get(FILE, {"q": "нічого такого", "as": "csv"})
    assert (nothing.status_code, "Тут поки немає жодного запису" in nothing.content.decode()) == (200, True)


def test_more_than_a_page_gives_is_refused_with_the_command_that_gives_all(world, monkeypatch):
    monkeypatch.setattr(taking_out, "MOST", 1)
    for query, status in (({}, 200), ({"as": "marc21"}, 422)):
        page = world.browser("guardian").get(FILE, query)
        assert (page.status_code, "<code>mandrivna export-records</code>" in page.content.decode()) == (status, True)
        assert (page.context["over"], "as=ris" in page.content.decode()) == (True, False)


def test_a_description_too_long_for_iso_2709_is_named_and_the_rest_can_be_had(world):
    world.lib.record("Велетень", annotation="а" * 6_000)
    client = world.browser("guardian")
    page = client.get(FILE, {"as": "marc21"})
    assert (page.status_code, page.context["left_out"]) == (422, ["Велетень"])
    assert [project(one).title for one in items(taken(client.get(page.context["without"])), "marc21")] == ["Прапороносці", "Їжак"]
    assert len(items(taken(client.get(FILE, {"as": "marcxml"})), "marcxml")) == 3


@pytest.mark.parametrize("query", ["row=1", "collection=x", "language=zz", "as=exe"])
def test_nonsense_is_absent(world, query):
    assert world.browser("guardian").get(f"{FILE}?{query}").status_code == 404


def test_a_stranger_to_the_staff_takes_nothing(world):
    answer = Client().get(FILE, {"as": "marc21"})
    assert (answer.status_code, answer.headers["Location"].startswith("/accounts/login/")) == (302, True)


def test_a_longer_file_asks_no_more_questions(world):
    client = world.browser("guardian")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            taken(client.get(FILE, {"as": "ukrmarc"}))
        return len(asked)

    questions()  # the first page of a session asks more
    few = questions()
    for number in range(3):
        world.lib.record(f"Книжка {number}")
    assert questions() == few


def test_of_a_table_only_columns_we_know_leave(world):
    marc = fresh(UNIMARC, title="Їжак")
    marc.add(Field("992", "  ", "", (("2", "csv"), ("t", "Хто подарував"), ("v", SECRET))))
    Body.objects.filter(record=world.other).update(scheme=marc.scheme, text=marc.dumps())
    data = taken(world.browser("guardian").get(FILE, {"as": "ukrmarc"}))
    assert SECRET not in data.decode()
