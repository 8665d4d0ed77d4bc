"""Which column of a table is what: guessed, said by a person, kept with the run, remembered for the next such file."""

from __future__ import annotations

import json

import pytest

from mandrivna.catalogue.actions.imports import resume_import, start_import, stop_import
from mandrivna.catalogue.formats import tables
from mandrivna.catalogue.formats.kept import KEPT
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.tables import HEADS, synonyms
from mandrivna.catalogue.formats.writing import write
from mandrivna.catalogue.importing import arrival, files, mapping, work
from mandrivna.catalogue.models import Body, Record, Run
from mandrivna.core.problems import Refused
from mandrivna.faces.workspace.catalogue.imports import COLUMNS
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
TABLE = "Книга;Хто;Рік;Стан палітурки;Внутрішня примітка\nКассандра;Українка Леся;1908;добра;таємне\nБоярня;Українка Леся;1914;;\n"
SAID = ["title", "authors", "year", "", "-"]


@pytest.fixture
def lib(settings, tmp_path) -> Library:
    settings.DATA = tmp_path
    return library()


def begun(lib: Library, columns, text: str = TABLE, format: str = "csv") -> Run:
    act = lib.act()
    content = text.encode() if isinstance(text, str) else text
    size, digest = arrival.keep(act.uid, [content])
    table = mapping.table_of(files.folder() / f"{act.uid}.data", format, "utf-8")
    options = {"source": "a", "existing": "update", "scheme": "", **mapping.options_of(table, columns)}
    return start_import(act, unit=lib.root, name="t", size=size, digest=digest, format=format, encoding="utf-8", options=options)


def table(tmp_path, text: str = TABLE):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return path, mapping.table_of(path, "csv", "utf-8")


def test_a_table_comes_as_a_person_said_and_what_was_left_is_kept(lib):
    run = begun(lib, SAID)
    assert work.advance(run) is True
    assert run.counts == {"imported": 2, "updated": 0, "same": 0, "left": 0, "rejected": 0, "copies": 0}
    record = Record.objects.get(title="Кассандра")
    assert (record.authors, record.year) == ("Українка Леся", 1908)
    body = Body.objects.get(record=record)
    kept = Marc.loads(body.scheme, body.text)[KEPT]
    assert ["добра" in repr(field) for field in kept] == [True]
    assert "таємне" not in body.text


def test_a_stopped_run_goes_on_with_the_same_columns(lib, monkeypatch):
    monkeypatch.setattr(work, "READ", 1)
    run = begun(lib, SAID)
    work.advance(run, seconds=0)
    stop_import(lib.act(), run=run)
    resume_import(lib.act(), run=run)
    work.advance(run)
    assert sorted(Record.objects.values_list("title", flat=True)) == ["Боярня", "Кассандра"]


def test_a_workbook_is_taken_too(lib):
    source = begun(lib, SAID)
    work.advance(source)
    marcs = [Marc.loads(body.scheme, body.text) for body in Body.objects.all()]
    Record.objects.all().delete()
    content = b"".join(write(marcs, "xlsx"))
    path = files.folder() / "x.data"
    path.write_bytes(content)
    columns = mapping.proposed(mapping.table_of(path, "xlsx", "utf-8"))
    run = begun(lib, columns, content, "xlsx")
    work.advance(run)
    assert (run.imported, run.rejected) == (2, 0)


def test_the_next_file_with_the_same_heads_begins_where_the_last_ended(lib, tmp_path):
    _path, found = table(tmp_path)
    assert mapping.proposed(found) == ["", "", "year", "", ""]
    begun(lib, SAID)
    assert mapping.proposed(found) == SAID
    _path, other = table(tmp_path, "Книга;Хто\nА;Б\n")
    assert mapping.proposed(other) == ["", ""]
    assert mapping.proposed(found, Run.objects.none()) == ["", "", "year", "", ""]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (["authors", "", "", "", ""], "no_title_column"),
        (["title", "title", "", "", ""], "doubled_column"),
        (["title", "whatever", "", "", ""], "unknown_column"),
        ("title", "unknown_column"),
        (["title"] + [""] * 300, "unknown_column"),
    ],
)
def test_what_cannot_be_is_refused_before_a_row_is_read(lib, columns, code):
    about = {
        "name": "t",
        "size": 5,
        "digest": "",
        "format": "csv",
        "encoding": "utf-8",
        "options": {"source": "a", "columns": columns},
    }
    with pytest.raises(Refused) as refusal:
        start_import(lib.act(), unit=lib.root, **about)
    assert refusal.value.codes == [code]


def test_a_mapping_of_the_command_is_by_head_or_by_number(tmp_path):
    _path, found = table(tmp_path)
    said = tmp_path / "map.json"
    said.write_text(json.dumps({"КНИГА": "title", "2": "authors", "Внутрішня примітка": "-"}), encoding="utf-8")
    assert mapping.from_file(said, found) == ["title", "authors", "year", "", "-"]
    for wrong in ({"Немає такого": "title"}, {"Книга": 5}, ["title"]):
        said.write_text(json.dumps(wrong), encoding="utf-8")
        with pytest.raises(ValueError, match=r"."):
            mapping.from_file(said, found)


def test_refused_rows_come_back_under_their_heads(lib):
    run = begun(lib, SAID, TABLE + ";Без назви;1900;;\n")
    work.advance(run)
    (raw,) = [piece for piece in files.raw_rejects(run) if piece.strip()]
    assert mapping.head_line(run, raw).decode().strip() == "Книга;Хто;Рік;Стан палітурки;Внутрішня примітка"
    assert ";Без назви;1900" in raw.decode()


def test_every_field_a_head_may_mean_has_a_word_on_the_screen():
    assert set(COLUMNS) == set(synonyms().values()), HEADS


COMMAS = (
    "Назва;Автори;Рік;Видавництво\nКобзар;Шевченко, Т. Г., Франко, І. Я., Українка, Л.;2001;Веселка\n"
    "Лірика;Сосюра, В. М., Тичина, П. Г., Рильський, М.;1999;Дніпро\n"
)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (COMMAS, ";"),
        (COMMAS.replace("Назва;Автори;Рік;Видавництво", '"Назва";"Автори";"Рік";"Видавництво"'), ";"),
        (COMMAS.replace("Назва;Автори;Рік;Видавництво", "А;Б;В;Г"), ";"),
        ('Назва,Рік\n"А; Б; В; Г",1999\nД; Е; Є,2000\n', ","),
        ("Назва\tРік\nА, Б, В\t1999\n", "\t"),
        ("Назва\nА, Б\n", ";"),
    ],
)
def test_signs_inside_of_cells_are_no_columns(text, sign):
    assert tables.delimiter_of(text) == sign


def test_a_person_may_say_what_parts_the_columns(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("А;Назва|Б;Рік\nх;Кассандра|у;1908\n", encoding="utf-8")
    said = mapping.table_of(path, "csv", "utf-8", "|")
    found = arrival.preview(path, "csv", "utf-8", columns=["title", "year"], delimiter="|")
    assert ([head for head, *_rest in said], [(one["title"], one["year"]) for one in found.records]) == (
        ["А;Назва", "Б;Рік"], [("х;Кассандра", 1908)],
    )  # fmt: skip
