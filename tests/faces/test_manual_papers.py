"""What a hand-counted figure was read from: a file that is what it says, and stands with its figure until taken away."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from mandrivna.core import retention
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Operation, Unit
from mandrivna.core.problems import Refused
from mandrivna.planning.actions import drop_manual_file, record_manual
from mandrivna.planning.models import ManualFigure, ManualPaper
from mandrivna.shared.ids import new_uid
from mandrivna.shared.uploads import MOST_BYTES, packed
from tests.faces.screens import queries
from tests.factories.pictures import picture
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db

type Places = tuple[Unit, Unit, Unit]
PDF = b"%PDF-1.7\n"
WHERE = b"50.4501N30.5234E"


def office(inside: str, *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in (inside, *more):
            made.writestr(name, "x")
    return out.getvalue()


def at(name: str, *args: Any) -> str:
    return reverse(f"workspace:indicators_{name}", args=args)


def told(client: Client, unit: Unit, data: bytes | None, name: str = "dovidka.pdf", **about: str) -> Any:
    said = {"indicator": "virtual_visits", "on": "2025-03-31", "value": "900", "source": "лічильник", "note": "", **about}
    file = {} if data is None else {"file": SimpleUploadedFile(name, data)}
    return client.post(at("manual", unit.pk), {**said, "uid": str(new_uid()), **file})


def kept(unit: Unit, data: bytes = PDF) -> ManualFigure:
    said: dict[str, Any] = {"indicator": "staff", "on": dt.date(2025, 3, 1), "value": 5, "source": "розпис"}
    return record_manual(Act(actor=SYSTEM), unit=unit, **said, file=Withheld(packed(data)))


def located() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = WHERE.decode()
    data = picture("JPEG", exif=exif.tobytes())
    assert WHERE in data
    return data


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (office("word/document.xml"), "docx"),
        (office("xl/workbook.xml"), "xlsx"),
        (picture("PNG"), "webp"),
        (located(), "webp"),
    ],
)
def test_a_paper_stands_with_its_figure_and_is_saved_by_whoever_sees_the_figure(
    methodist: Client, places: Places, data: bytes, kind: str
) -> None:
    assert told(methodist, places[0], data, "Петренко.docm").status_code == 302
    figure = ManualFigure.objects.get()
    address = at("figure_file", figure.pk)
    assert address in methodist.get(at("figure", figure.pk)).content.decode()
    assert address in methodist.get(at("manual", places[0].pk)).content.decode()
    got = methodist.get(address)
    assert (figure.paper.kind, got["Content-Disposition"]) == (kind, f'attachment; filename="dzherelo-{figure.pk.hex[-8:]}.{kind}"')
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got.content == bytes(figure.paper.data)
    assert (got.content == data) is (kind != "webp")
    assert WHERE not in got.content
    assert "Петренко" not in repr(list(ManualPaper.objects.values_list()))


@pytest.mark.parametrize(
    "data",
    [
        b"MZ program",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04 no archive",
        office("word/document.xml", "word/vbaProject.bin"),
        office("xl/workbook.xml", "xl/vbaProject.bin"),
        office("content.xml"),
        PDF + b"x" * MOST_BYTES,
        b"",
    ],
)
def test_what_is_no_paper_or_too_large_is_refused_and_nothing_is_written(methodist: Client, places: Places, data: bytes) -> None:
    response = told(methodist, places[0], data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert not ManualFigure.objects.exists()


@pytest.mark.parametrize("data", [b"MZ program", picture("PNG"), PDF + b"x" * MOST_BYTES])
def test_the_verb_itself_takes_no_more_than_the_form(places: Places, data: bytes) -> None:
    """A picture that was not made anew could say where it was taken."""
    with pytest.raises(Refused) as refusal:
        kept(places[0], data)
    assert refusal.value.codes == ["wrong_file"]
    assert not ManualFigure.objects.exists()


def test_a_correction_keeps_the_file_until_another_takes_its_place(methodist: Client, places: Places) -> None:
    told(methodist, places[0], PDF + b"1")
    told(methodist, places[0], None, value="950")
    figure = ManualFigure.objects.get()
    assert (figure.value, bytes(figure.paper.data)) == (950, PDF + b"1")
    told(methodist, places[0], PDF + b"other", value="960")
    assert [bytes(one.data) for one in ManualPaper.objects.all()] == [PDF + b"other"]
    told_of = AuditEntry.objects.filter(action="planning.record_manual").order_by("pk").values_list("after", flat=True)
    assert [entry.get("file") for entry in told_of] == ["pdf, 10", None, "pdf, 14"]


def test_the_bytes_are_in_no_operation(methodist: Client, places: Places) -> None:
    told(methodist, places[0], PDF + b"canary")
    body = Operation.objects.get(verb="planning.record_manual").body
    assert (body["file"], packed(PDF + b"canary") in repr(body)) == (None, False)


def test_a_file_with_names_is_taken_away_and_the_figure_stays(methodist: Client, places: Places) -> None:
    figure = kept(places[0])
    drop = at("figure_file_drop", figure.pk)
    assert drop in methodist.get(at("figure", figure.pk)).content.decode()
    assert methodist.post(drop, {"uid": str(new_uid())}).status_code == 302
    assert (ManualPaper.objects.count(), ManualFigure.objects.get().value) == (0, 5)
    assert methodist.get(at("figure_file", figure.pk)).status_code == 404
    assert "/file/" not in methodist.get(at("figure", figure.pk)).content.decode()
    with pytest.raises(Refused) as refusal:
        drop_manual_file(Act(actor=SYSTEM), figure=figure)
    assert refusal.value.codes == ["no_file"]


def test_a_person_of_another_unit_neither_gets_nor_drops_it(places: Places) -> None:
    figure = kept(places[1])
    stranger = browser_of(person("stranger", "director", places[2]))
    reads = browser_of(person("librarian", "hub_librarian", places[1]))
    assert stranger.get(at("figure_file", figure.pk)).status_code == 404
    assert stranger.post(at("figure_file_drop", figure.pk), {"uid": str(new_uid())}).status_code == 404
    assert reads.get(at("figure_file", figure.pk)).status_code == 200
    assert reads.post(at("figure_file_drop", figure.pk), {"uid": str(new_uid())}).status_code == 403
    assert "drop/" not in reads.get(at("figure", figure.pk)).content.decode()
    assert ManualPaper.objects.count() == 1


def test_after_five_years_the_file_goes_and_the_figure_stays(places: Places) -> None:
    old, new = kept(places[1]), kept(places[2])
    now = new.paper.added_at
    ManualPaper.objects.filter(figure=old).update(added_at=now - dt.timedelta(days=1827))
    retention.execute(now)
    assert [one.figure_id for one in ManualPaper.objects.all()] == [new.pk]
    assert ManualFigure.objects.count() == 2


def test_the_list_asks_the_same_of_one_file_and_of_three(methodist: Client, places: Places) -> None:
    def asked() -> int:
        return queries(methodist, at("manual", places[0].pk))

    told(methodist, places[0], PDF)
    first = asked()
    for month in ("04", "05"):
        told(methodist, places[0], PDF, on=f"2025-{month}-30")
    assert asked() == first
