"""`mandrivna import-records` as a technician runs it: a process of its own, on a library of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bench.corpus import write
from tests.config.test_serve import environment, free_port

pytestmark = pytest.mark.thorough
FOUND = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from scripts.bench.ground import ground
ground()
"""
SEARCHED = """
import django; django.setup()
from mandrivna.catalogue.search.home import reader
print(reader().searcher.num_docs - 1)
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A founded library: the environment of its commands."""
    env = environment(tmp_path_factory.mktemp("library") / "data", free_port(), DJANGO_SETTINGS_MODULE="mandrivna.config.settings")
    subprocess.run([sys.executable, "-c", FOUND], env=env, check=True)
    return env


def command(env: dict[str, str], *arguments: str) -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-m", "mandrivna", *arguments, "--json"], env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, json.loads(done.stdout or "[]")


def asked(env: dict[str, str], code: str) -> str:
    """What the library itself says of this."""
    code = f"import django; django.setup()\n{code}"
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout.strip()


def counts(report: dict[str, object]) -> list[object]:
    return [report[name] for name in ("imported", "updated", "rejected")]


def test_a_file_comes_whole_beside_a_worker_that_takes_it_too(library, tmp_path):
    """The run is in the queue as well: whoever is first writes a chunk, and the command ends only when everything is there."""
    path = write(tmp_path / "records.mrc", 1_500)
    worker = subprocess.Popen([sys.executable, "-m", "mandrivna", "work"], env=library, stderr=subprocess.DEVNULL)
    try:
        code, (report,) = command(library, "import-records", str(path), "--source", "a")
    finally:
        worker.terminate()
        worker.wait()
    assert (code, counts(report)) == (0, [1_500, 0, 0])
    code, (report,) = command(library, "import-records", str(path), "--source", "a")
    assert (code, counts(report), report["same"]) == (0, [0, 0, 0], 1_500)


def test_what_could_not_be_taken_is_counted_and_kept_for_correction(library, tmp_path):
    whole = write(tmp_path / "one.mrc", 1, seed=2).read_bytes()
    (tmp_path / "damaged.mrc").write_bytes(whole + b"00099nam" + whole[40:] + whole)
    code, (report,) = command(library, "import-records", str(tmp_path / "damaged.mrc"), "--format", "iso2709", "--source", "b")
    assert (code, report["imported"] + report["same"] > 0, report["rejected"] > 0) == (1, True, True)
    assert len(Path(report["rejects"]).read_text().splitlines()) == report["rejected"]


def test_a_look_writes_nothing(library, tmp_path):
    path = write(tmp_path / "look.mrc", 3, seed=3)
    assert command(library, "import-records", str(path), "--dry-run")[1][0]["imported"] == 3
    assert counts(command(library, "import-records", str(path), "--source", "c", "--no-headings")[1][0]) == [3, 0, 0]


def test_an_index_follows_beside_an_import_until_its_input_is_closed(library, tmp_path):
    beside = subprocess.Popen([sys.executable, "-m", "mandrivna", "reindex", "--follow"], env=library, stdin=subprocess.PIPE)
    path = write(tmp_path / "more.mrc", 40, seed=4)
    assert command(library, "import-records", str(path), "--source", "d")[0] == 0
    beside.stdin.close()
    assert beside.wait(timeout=60) == 0
    kept = "import django; django.setup(); from mandrivna.catalogue.models import Record; print(Record.objects.current().count())"
    numbers = [
        subprocess.run([sys.executable, "-c", code], env=library, capture_output=True, text=True, check=True).stdout
        for code in (kept, SEARCHED)
    ]
    assert numbers[0] == numbers[1]


def test_what_cannot_be_done_is_said_and_nothing_is_begun(library, tmp_path):
    path = write(tmp_path / "five.mrc", 1, seed=5)
    for wrong in (
        ["/немає.mrc", "--source", "e"],
        [str(path), "--source", "e", "--format", "папірус"],
        [str(path), "--source", "e", "--encoding", "руни"],
        [str(path), "--source", "e", "--unit", "999"],
        [str(path), "--source", "e", "--place", "999"],
        [str(path), "--source", "e", "--place", "1"],
        [str(path)],
        [str(path), "--source", " "],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "mandrivna", "import-records", *wrong], env=library, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout, done.stderr != "", "Traceback" in done.stderr) == (1, "", True, False), done
    assert "--source" in done.stderr


def test_a_table_is_mapped_by_a_file_that_the_dry_run_printed(library, tmp_path):
    path, said = tmp_path / "books.csv", tmp_path / "map.json"
    path.write_text("Книга;Хто;Стан\nКассандра;Українка Леся;добрий\n", encoding="utf-8")
    code, (report,) = command(library, "import-records", str(path), "--dry-run")
    assert (code, report["columns"], report["rejected"]) == (1, {"Книга": "", "Хто": "", "Стан": ""}, 1)
    said.write_text(json.dumps({**report["columns"], "Книга": "title", "Хто": "authors"}), encoding="utf-8")
    code, (report,) = command(library, "import-records", str(path), "--map", str(said), "--source", "c")
    assert (code, counts(report)) == (0, [1, 0, 0])
    said.write_text(json.dumps({"Немає такого": "title"}), encoding="utf-8")
    assert command(library, "import-records", str(path), "--map", str(said), "--source", "c")[0] == 1


STOOD = """
from mandrivna.fund.models import Copy
print(*(f"{text}={place}" for text, place in Copy.objects.order_by("inventory_text").values_list("inventory_text", "place")))
"""


def test_old_places_become_ours_by_a_file_that_the_dry_run_printed_and_the_next_file_begins_with_it(library, tmp_path):
    """The columns are parted by a sign the program would not have guessed: there are more commas than it."""
    path, said = tmp_path / "books.csv", tmp_path / "places.json"
    rows = ["Назва|Інвентарний номер|Полиця", "Кассандра, драматична, поема|А-1|КХ", "Бояриня, драма, п’єса|А-2|Ф104"]
    path.write_text("\n".join(rows), encoding="utf-8")
    look = ("import-records", str(path), "--delimiter", "|", "--dry-run", "--source", "p")
    code, (report,) = command(library, *look)
    assert (code, report["columns"], report["copies"], report["places"]) == (
        0,
        {"Назва": "title", "Інвентарний номер": "inventory", "Полиця": "shelf"},
        2,
        {"КХ": None, "Ф104": None},
    )
    here, there = asked(
        library,
        "from mandrivna.core.models import Unit; print(*Unit.objects.filter(kind='shelf').values_list('pk', flat=True)[:2])",
    ).split()
    take = ("import-records", str(path), "--delimiter", "|", "--source", "p", "--place", here)
    for wrong in ({"Ф104": 9_999}, {"Ф104": "там"}, {"Ф104": True}, ["Ф104"]):
        said.write_text(json.dumps(wrong), encoding="utf-8")
        assert command(library, *take, "--places", str(said)) == (1, [])
    assert command(library, *take, "--places", str(tmp_path / "немає.json")) == (1, [])
    assert command(library, *take[:2], "--delimiter", "#", *take[4:]) == (1, [])
    said.write_text(json.dumps({**report["places"], "Ф104": int(there)}), encoding="utf-8")
    code, (report,) = command(library, *take, "--places", str(said))
    assert (code, counts(report), report["copies"]) == (0, [2, 0, 0], 2)
    assert asked(library, STOOD) == f"А-1={here} А-2={there}"
    assert command(library, *look)[1][0]["places"] == {"КХ": None, "Ф104": int(there)}


CORRECTED = """
from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.models import Record
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
edit_record(Act(actor=SYSTEM), record=Record.objects.get(title="Одержима"), title="Одержима", annotation="а" * 6_000)
"""


def test_what_was_left_and_what_was_left_out_is_said_in_numbers_and_in_words(library, tmp_path):
    path = tmp_path / "left.csv"
    path.write_text("Назва;Номер запису\nОдержима;Л1\n", encoding="utf-8")
    assert counts(command(library, "import-records", str(path), "--source", "l")[1][0]) == [1, 0, 0]
    asked(library, CORRECTED)
    path.write_text("Назва;Номер запису\nОдержима!;Л1\n", encoding="utf-8")
    taking = [sys.executable, "-m", "mandrivna", "import-records", str(path), "--source", "l"]
    words = subprocess.run(taking, env=library, capture_output=True, text=True, check=True).stdout
    assert ("лишено 1, відхилено 0" in words, "Відхилене з причинами" in words) == (True, True)
    code, (report,) = command(library, *taking[3:])
    assert (code, report["left"], report["rejects"]) == (0, 1, ""), "what was put aside is told of once"
    out = ("export-records", str(tmp_path / "all.mrc"))
    code, report = command(library, *out)
    assert (code, report["left_out"]) == (1, ["Л1 Одержима"])
    words = subprocess.run([sys.executable, "-m", "mandrivna", *out], env=library, capture_output=True, text=True, check=False)
    assert (words.returncode, "візьміть MARCXML): Л1 Одержима" in words.stdout) == (1, True)
    code, report = command(library, "export-records", str(tmp_path / "all.xml"), "--format", "marcxml")
    assert (code, report["left_out"]) == (0, [])


def test_tags_and_encodings_that_cannot_be_had_are_refused_before_anything_is_written(library, tmp_path):
    for number, wrong in enumerate(
        (
            ["--encoding", "marc8"],
            ["--encoding", "руни"],
            ["--format", "csv", "--scheme", "marc21"],
            ["--format", "irbis", "--scheme", "unimarc"],
            ["--format", "папірус"],
        )
    ):
        path = tmp_path / f"{number}.out"
        done = subprocess.run(
            [sys.executable, "-m", "mandrivna", "export-records", str(path), *wrong],
            env=library,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (1, "", False), done
        assert (path.exists(), wrong[1] in done.stderr or "Є: " in done.stderr) == (False, True)
    _code, report = command(library, "export-records", str(tmp_path / "u.mrc"), "--scheme", "unimarc")
    assert set(report["schemes"]) <= {"unimarc"}
    assert {"records", "fields"} == set(report["only_in_992"])
