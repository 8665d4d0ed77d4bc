"""The catalogue goes out of the door in every format, with its copies, and comes back the same."""

from __future__ import annotations

import zipfile

import pytest

from mandrivna.catalogue.actions.imports import start_import
from mandrivna.catalogue.actions.upkeep import withdraw_record
from mandrivna.catalogue.exporting import FORMATS, SITE, TAGGED, Told, export
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, SCHEMES, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.importing import arrival, work
from mandrivna.catalogue.models import Body, Record
from mandrivna.fund.models import Arrival, Copy
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
WITH_COPIES = ("iso2709", "marcxml", "line", "irbis", "csv", "xlsx")


@pytest.fixture
def lib(settings, tmp_path) -> Library:
    settings.DATA = tmp_path
    found = library()
    found.record("Кассандра", authors="Українка Леся", year=1908, isbn="978-0-306-40615-7", subjects="Драма")
    found.copy(Record.objects.get())
    found.record("Ґава й «їжак»", year=2001)
    withdraw_record(found.act(), record=found.record("Зайвий"), why="описано двічі")
    return found


@pytest.mark.parametrize("format", [one for one in FORMATS if one != SITE])
def test_every_format_carries_what_stands_in_the_catalogue(lib, tmp_path, format):
    path = tmp_path / "out"
    assert export(path, format) == 2
    found = [project(item.marc) for item in read(path, format, "utf-8")]
    assert [(one.title, one.year) for one in found] == [("Кассандра", 1908), ("Ґава й «їжак»", 2001)]
    copies = [copy.inventory for one in found for copy in one.holdings]
    assert copies == ([str(Copy.objects.get().inventory_number)] if format in WITH_COPIES else [])
    assert not list(tmp_path.glob("*.part"))


def described_in(lib: Library, scheme: str, title: str) -> Record:
    """A record that came from elsewhere, with a field and a sub-field that only its own scheme knows."""
    record = lib.record(title)
    ind = "" if scheme == IRBIS else "  "
    marc = fresh(scheme, title=title, authors="Косач, Лариса", year=1911, subjects="Поезія — Україна")
    marc.add(Field("789", ind, "", (("a", "невідоме"), ("9", "№ 5"), ("a", "ще"))))
    body = {"scheme": scheme, "text": marc.dumps()}
    Body.objects.update_or_create(record=record, defaults=body)
    return record


def words_of(record: Record) -> tuple[str, str, list[str]]:
    """All of a description but its number in a program and its copies, which have columns of their own."""
    marc = Marc.loads(record.body.scheme, record.body.text)
    return marc.scheme, marc.leader, sorted(repr(one) for one in marc if one.tag not in ("001", "910", "952"))


@pytest.mark.drift
def test_a_catalogue_moves_house_whole(lib, tmp_path):
    """Out of one program and into another: descriptions word for word, copies with their numbers."""
    path = tmp_path / "all.mrc"
    described_in(lib, UNIMARC, "Бояриня")
    described_in(lib, IRBIS, "Одержима")
    export(path, "iso2709")
    before = {record.title: words_of(record) for record in Record.objects.current().select_related("body")}
    number = Copy.objects.get().inventory_number
    Arrival.objects.all().delete()
    Copy.objects.all()._raw_delete(using="default")
    Record.objects.all().delete()
    act = lib.act()
    size, digest = arrival.keep_file(act.uid, path)
    run = start_import(
        act, unit=lib.root, name="all.mrc", size=size, digest=digest, format="iso2709", encoding="utf-8",
        options={"source": "Мандрівна", "place": lib.shelf.pk},
    )  # fmt: skip
    work.advance(run)
    assert (run.counts, Copy.objects.get().inventory_number) == (
        {"imported": 4, "updated": 0, "same": 0, "left": 0, "rejected": 0, "copies": 1},
        number,
    )
    assert {record.title: words_of(record) for record in Record.objects.select_related("body")} == before


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("format", TAGGED)
def test_a_file_has_the_tags_that_are_asked_for_and_says_what_has_none(lib, tmp_path, format, scheme):
    described_in(lib, UNIMARC, "Бояриня")
    described_in(lib, IRBIS, "Одержима")
    told = Told()
    assert export(tmp_path / "out", format, scheme=scheme, told=told) == 4
    found = [item.marc for item in read(tmp_path / "out", format, "utf-8")]
    assert ([marc.scheme for marc in found], dict(told.schemes)) == ([scheme] * 4, {scheme: 4})
    said = [project(marc) for marc in found]
    assert [one.title for one in said] == ["Кассандра", "Ґава й «їжак»", "Бояриня", "Одержима"]
    assert [(one.authors, one.year, one.subjects) for one in said[2:]] == [("Косач Лариса", 1911, "Поезія — Україна")] * 2
    assert [copy.inventory for one in said for copy in one.holdings] == [str(Copy.objects.get().inventory_number)]
    foreign = {f"{other} 789": 1 for other in (UNIMARC, IRBIS) if other != scheme}
    assert (dict(told.unplaced), told.unplaced_in) == (foreign, len(foreign))


def test_without_a_scheme_each_record_has_the_tags_it_came_with_and_the_file_says_whose(lib, tmp_path):
    described_in(lib, UNIMARC, "Бояриня")
    described_in(lib, IRBIS, "Одержима")
    told = Told()
    export(tmp_path / "out", "iso2709", told=told)
    assert (dict(told.schemes), told.unplaced) == ({MARC21: 2, UNIMARC: 1, IRBIS: 1}, {})


def test_the_catalogue_on_a_stick_opens_from_a_folder(lib, tmp_path):
    path = tmp_path / "catalogue.zip"
    assert export(path, SITE) == 2
    with zipfile.ZipFile(path) as bag:
        names = sorted(bag.namelist())
        pages = {name: bag.read(name).decode() for name in names}
    assert names == ["index.html", "records.js", "search.js", "titles-0001.html"]
    assert ("Кассандра" in pages["titles-0001.html"], "Зайвий" in "".join(pages.values())) == (True, False)
    assert "://" not in pages["index.html"] + pages["search.js"]


def test_what_is_in_a_title_is_no_html(lib, tmp_path):
    lib.record("<script>alert(1)</script>")
    export(tmp_path / "x.zip", SITE)
    with zipfile.ZipFile(tmp_path / "x.zip") as bag:
        assert "<script>alert" not in bag.read("titles-0001.html").decode()
        assert "</script>" not in bag.read("records.js").decode()


def test_a_record_too_large_for_iso_2709_is_named_and_takes_no_other_with_it(lib, tmp_path):
    lib.record("Велетень", annotation="а" * 6_000)
    told = Told()
    assert (export(tmp_path / "x.mrc", "iso2709", told=told), told.left_out) == (2, ["Велетень"])
    assert len(list(read(tmp_path / "x.mrc", "iso2709", "utf-8"))) == 2
    assert export(tmp_path / "x.xml", "marcxml") == 3
