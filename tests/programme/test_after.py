"""What remains of an event: photographs that were agreed, papers that are what they say, words that nobody is known by."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.core.problems import Forbidden
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.after import (
    add_file,
    add_link,
    add_photo,
    edit_photo,
    remove_material,
    remove_photo,
    report_event,
)
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.feedback import give_feedback, quote_feedback
from mandrivna.programme.after import file_kind, photographed, remains, summary, untold_for
from mandrivna.programme.models import Event, EventMaterial, EventPhoto, Feedback
from tests.factories.library import Library, library
from tests.factories.pictures import picture
from tests.factories.staff import person
from tests.programme.test_events import came, codes, event

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = {"mark": "great", "liked": ["theme"], "again": "yes"}


@pytest.fixture
def lib() -> Library:
    return library()


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def held(lib: Library, *, report: str = "", **about: Any) -> Event:
    return count_event(lib.act(), event=event(lib, **about), counts=[came(9)], report=report)


def of(one: Event, **about: Any) -> dict[str, Any]:
    return {"event": one, "where": one.place, **about}


def pictured(data: bytes = b"", **about: Any) -> dict[str, Any]:
    said = {"alt": "Коло стільців", "seen": "agreed", "on_site": True, **about}
    return {**photographed(data or picture("JPEG")), **said}


def archive(*names: str, kind: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        if kind:
            packed.writestr("mimetype", kind)
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


# --- photographs --------------------------------------------------------------------------------------------------------


def test_a_photograph_is_made_anew_without_the_place_where_it_was_taken(lib):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (46.6, 38.0, 0.0)}
    exif[0x010E] = "Хата Олени"
    sent = picture("JPEG", (2400, 1200), exif=exif)
    assert b"Exif" in sent
    photo = add_photo(lib.act(), **of(held(lib)), **pictured(sent))
    for data, side in ((photo.large, 1600), (photo.small, 440)):
        with Image.open(io.BytesIO(bytes(data))) as opened:
            assert (opened.format, max(opened.size), dict(opened.getexif())) == ("WEBP", side, {})


def test_the_same_photograph_again_only_changes_what_is_said(lib):
    one = held(lib)
    add_photo(lib.act(), **of(one), **pictured())
    add_photo(lib.act(), **of(one), **pictured(alt="Стільці", seen="unasked", on_site=False))
    assert list(EventPhoto.objects.values_list("alt", "seen", "on_site")) == [("Стільці", "unasked", False)]


def test_without_consent_nobody_is_shown_and_consent_taken_back_takes_it_off(lib):
    one = held(lib)
    assert codes(add_photo, lib.act(), **of(one), **pictured(seen="unasked")) == ["not_agreed"]
    photo = add_photo(lib.act(), **of(one), **pictured())
    assert [row.pk for row in remains(one, lib.today)["photos"]] == [photo.pk]
    edit_photo(lib.act(), photo=photo, where=one.place, alt="Коло", seen="unasked")
    assert list(remains(one, lib.today)["photos"]) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPhoto.objects.update(on_site=True)
    remove_photo(lib.act(), photo=photo, where=one.place)
    assert not EventPhoto.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"alt": " "}, "no_alt"), ({"alt": "я" * 201}, "too_long"), ({"seen": "?"}, "unknown_seen"),
        ({"picture": Withheld("%%")}, "photo_not_a_picture"),
        ({"small": Withheld("")}, "photo_not_a_picture"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_photograph_is_refused(lib, wrong, code):
    assert codes(add_photo, lib.act(), **of(held(lib)), **{**pictured(), **wrong}) == [code]


def test_the_verb_takes_only_what_was_made_anew_and_the_journal_keeps_no_pixel(lib, monkeypatch):
    exif = Image.Exif()
    exif[0x010E] = "Хата Олени"
    one, made = held(lib), pictured()
    for sent in (picture("JPEG"), picture("WEBP", exif=exif), picture("WEBP", (1601, 9)), picture("WEBP") + b"PK"):
        wrong = {**made, "picture": Withheld(in_base64(sent))}
        assert codes(add_photo, lib.act(), **of(one), **wrong) == ["photo_not_a_picture"]
    monkeypatch.setattr(Image, "open", None)  # decoding is work for seconds: the verb does without
    photo = add_photo(lib.act(), **of(one), **made)
    assert (photo.width, photo.height) == (60, 40)
    body = Operation.objects.get(pk=photo.pk).body
    assert (body["picture"], body["small"], body["alt"]) == (None, None, "Коло стільців")


def test_whoever_works_elsewhere_adds_nothing(lib):
    one, colleague = held(lib), person("colleague", "hub_librarian", lib.other_hub)
    with pytest.raises(Forbidden):
        add_photo(lib.act(actor=actor_for(colleague)), **of(one), **pictured())
    there = {**of(one), "where": lib.other_hub}
    assert codes(add_photo, lib.act(actor=actor_for(colleague)), **there, **pictured()) == ["foreign_place"]


# --- links and files ------------------------------------------------------------------------------------------------------


def test_what_a_file_is_its_bytes_say(lib):
    kinds = {
        "pdf": b"%PDF-1.7", "docx": archive("[Content_Types].xml", "word/document.xml"), "": archive("run.exe"),
        "pptx": archive("[Content_Types].xml", "ppt/presentation.xml"), "epub": archive(kind=b"application/epub+zip"),
        "odt": archive(kind=b"application/vnd.oasis.opendocument.text"),
    }  # fmt: skip
    assert {name: file_kind(data) for name, data in kinds.items()} == {name: name for name in kinds}
    assert [file_kind(data) for data in (b"", b"<html>", b"MZ", b"\x89PNG")] == [""] * 4
    kept = add_file(lib.act(), **of(held(lib)), title=" Програма  вечора ", file=in_base64(kinds["pdf"]))
    assert (kept.title, kept.name, kept.size, bytes(kept.data or b"")) == ("Програма вечора", "pdf", 8, b"%PDF-1.7")


def test_links_and_files_that_are_none_are_refused(lib):
    one = held(lib)
    assert codes(add_file, lib.act(), **of(one), title="Сторінка", file=in_base64(b"<html>")) == ["unknown_file"]
    assert codes(add_file, lib.act(), **of(one), title="Велика", file=in_base64(b"%PDF-" + b"0" * 5 * 1024 * 1024)) == [
        "file_too_heavy"
    ]
    link = {"kind": "recording", "title": "Запис", "url": "https://video.example.org/a"}
    for wrong, code in (
        ({"url": "javascript:alert(1)"}, "wrong_link"),
        ({"kind": "?"}, "unknown_kind"),
        ({"title": ""}, "no_title"),
    ):
        assert codes(add_link, lib.act(), **of(one), **{**link, **wrong}) == [code]
    kept = add_link(lib.act(), **of(one), **link)
    remove_material(lib.act(), material=kept, where=one.place)
    assert not EventMaterial.objects.exists()


# --- two lines --------------------------------------------------------------------------------------------------------------


def test_an_event_without_a_word_about_it_reminds_for_a_month(lib):
    owner = actor_for(person("owner", "hub_librarian", lib.hub))
    silent, told = held(lib), held(lib, report="Було тепло.", starts="18:00")
    old = held(lib, on=lib.today - dt.timedelta(days=31), starts="10:00")
    listed = untold_for(owner, lib.today)
    assert list(listed) == [silent]
    assert told not in listed
    assert old not in listed
    report_event(lib.act(), **of(silent), report=" Читали вголос. ")
    silent.refresh_from_db()
    assert (silent.report, silent.people) == ("Читали вголос.", 9)
    assert list(untold_for(owner, lib.today)) == []
    assert codes(report_event, lib.act(), **of(silent), report=" ") == ["no_report"]
    assert codes(report_event, lib.act(), **of(silent), report="я" * 601) == ["too_long"]
    assert codes(report_event, lib.act(), **of(event(lib, starts="20:00")), report="Було.") == ["not_held"]


# --- what was said ----------------------------------------------------------------------------------------------------------


def test_three_taps_are_counted_and_name_nobody(lib):
    one = event(lib)
    for mark, liked in (("great", ["theme", "people"]), ("good", ["theme"]), ("so", [])):
        give_feedback(lib.act(actor=NOBODY), event=one, mark=mark, liked=liked, again="yes" if liked else "")
    told = summary(one)
    assert (told.many, [number for _label, number in told.marks], told.great) == (3, [1, 1, 1], 67)
    assert [number for _label, number in told.liked] == [2, 0, 1, 0, 0]
    assert [number for _label, number in told.again] == [2, 0, 0]
    assert {field.name for field in Feedback._meta.fields} == {
        "uid", "event", "mark", "liked", "again", "words", "may_quote", "quote", "channel", "on",
    }  # fmt: skip
    assert set(Operation.objects.filter(verb="programme.feedback").values_list("staff", flat=True)) == {None}
    assert not AuditEntry.objects.filter(action="programme.feedback", staff__isnull=False).exists()


def test_it_is_asked_from_the_day_until_two_weeks_after(lib):
    for days, code in ((1, ["not_asked"]), (-15, ["not_asked"])):
        one = event(lib, on=lib.today + dt.timedelta(days=days))
        assert codes(give_feedback, lib.act(), event=one, **SAID) == code
    give_feedback(lib.act(), event=event(lib, on=lib.today - dt.timedelta(days=14)), **SAID)
    one = event(lib, starts="12:00")
    for wrong, code in (({"mark": "?"}, "unknown_mark"), ({"liked": ["?"]}, "unknown_liked"), ({"again": "?"}, "unknown_again")):
        assert codes(give_feedback, lib.act(), event=one, **{**SAID, **wrong}) == [code]
    assert codes(give_feedback, lib.act(), event=one, **SAID, words="я" * 1001) == ["too_long"]


def test_words_are_quoted_only_where_the_person_allowed_it(lib):
    one = event(lib)
    silent = give_feedback(lib.act(), event=one, **SAID, words="Пані Олена чудова")
    open_ = give_feedback(lib.act(), event=one, **SAID, words="Приїдьте ще!", may_quote=True)
    wordless = give_feedback(lib.act(), event=one, **SAID, may_quote=True)
    assert (wordless.may_quote, wordless.words) == (False, None)
    assert codes(quote_feedback, lib.act(), feedback=silent, quote="Чудова") == ["not_allowed"]
    assert codes(quote_feedback, lib.act(), feedback=open_, quote="я" * 401) == ["too_long"]
    quote_feedback(lib.act(), feedback=open_, quote="Приїдьте ще!")
    assert summary(one).quotes == ["Приїдьте ще!"]
    quote_feedback(lib.act(), feedback=open_, quote="")
    assert summary(one).quotes == []
    promoter = actor_for(person("promo", "promoter", lib.root))
    with pytest.raises(Forbidden):
        quote_feedback(lib.act(actor=promoter), feedback=open_, quote="Ще!")
