"""The two commands and what stands behind them: targets, locks, set-up, floors and translations, each seen going red."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import message_rules

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
BIN = Path(sys.executable).parent
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^]]+\])?==([^ \\]+)", re.MULTILINE)
TARGETS = {"run", "test", "check", "drill", "bench", "lock", "messages", "clean", "help"}


def command(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in arguments], cwd=cwd, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((REQUIREMENTS / name).read_text(encoding="utf-8")))


# --- commands ------------------------------------------------------------------------------------


def test_help_lists_every_target() -> None:
    listed = command("make", "--no-print-directory")
    assert listed.returncode == 0
    assert {line.split()[1] for line in listed.stdout.splitlines()} == TARGETS
    assert all(" · " in line for line in listed.stdout.splitlines())  # Ukrainian · English


@pytest.mark.parametrize("name", ["scripts/setup", "scripts/lock", "scripts/check", "scripts/suite", "scripts/drill", ".ci/run"])
def test_scripts_can_be_run(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)
    shell = (ROOT / name).read_text(encoding="utf-8").splitlines()[0].removeprefix("#!").split()[-1].rsplit("/", 1)[-1]
    assert command(shell, "-n", ROOT / name).returncode == 0


def test_what_the_quick_loop_leaves_out_make_test_runs() -> None:
    left_out = {
        name: set(re.findall(r"not (\w+)", (ROOT / "scripts" / name).read_text(encoding="utf-8"))) for name in ("check", "suite")
    }
    assert left_out["check"] >= {"slow", "thorough"}
    assert left_out["suite"] == {"browser", "wheel", "once"}, (
        "the browser has a run of its own; the wheel and what asks no database run once"
    )


def test_a_second_setup_says_and_does_nothing() -> None:
    command("scripts/setup", "dev")
    stamp = ROOT / ".venv/mandrivna-setup"
    before = stamp.stat().st_mtime_ns
    again = command("scripts/setup", "run")  # what the developers' set has, a plain start does not take away
    assert (again.returncode, again.stdout + again.stderr, stamp.stat().st_mtime_ns) == (0, "", before)


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("exit 1", "Не знайдено Python 3"),
        ('case "$*" in *"-m venv"*) echo "ensurepip is not available" >&2; exit 1 ;; esac', "встановлено без модуля venv"),
        ('case "$*" in *"-m venv"*) echo "[Errno 28] No space left on device" >&2; exit 1 ;; esac', "На диску немає місця"),
        ('case "$*" in *"-m venv"*) echo "[Errno 13] Permission denied" >&2; exit 1 ;; esac', "Немає права писати"),
    ],
)
def test_setup_refuses_with_one_sentence_in_two_languages(tmp_path: Path, python: str, sentence: str) -> None:
    clone, path = tmp_path / "a clone", tmp_path / "bin"
    shutil.copytree(ROOT / "requirements", clone / "requirements")
    shutil.copytree(ROOT / "scripts", clone / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    path.mkdir()
    for name in ("sh", "awk", "df", "dirname", "cat", "cksum", "grep", "printf", "rm", "sed", "tail"):
        (path / name).symlink_to(shutil.which(name) or "")
    fake = path / "python3"
    fake.write_text(f"#!/bin/sh\n{python}\n")
    fake.chmod(0o755)
    setup = clone / "scripts/setup"
    # Also where the system keeps its own Python: the machine of this test has one.
    setup.write_text(setup.read_text(encoding="utf-8").replace(" /usr/bin/python3 /usr/local/bin/python3", ""), encoding="utf-8")
    done = command("sh", setup, "run", PATH=str(path), HOME=str(tmp_path), PYENV_ROOT=str(tmp_path))
    assert done.returncode == 1
    refusal = [line for line in done.stderr.splitlines() if line.startswith(("✗ ", "  "))]
    assert [sentence in refusal[-2], len([line for line in refusal if line.startswith("✗ ")])] == [True, 1]
    assert not re.search("[А-Яа-яіїєґ]", refusal[-1])


# --- locks ---------------------------------------------------------------------------------------


def test_base_in_is_what_the_package_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed, extra = ((REQUIREMENTS / name).read_text(encoding="utf-8").split("\n")[:-1] for name in ("base.in", "morphology.in"))
    assert sorted(listed) == sorted([*project["dependencies"], "-r morphology.in"])
    assert sorted(extra) == sorted(project["optional-dependencies"]["morphology"])


def test_developers_have_the_programs_versions() -> None:
    base, dev = pins("base.lock"), pins("dev.lock")
    assert base == {name: dev.get(name) for name in base}


@pytest.mark.parametrize("name", ["tools.lock", "base.lock", "dev.lock"])
def test_every_pin_has_checksums_and_no_address(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert [word for word in ("://", "--index-url", "--find-links", "file:") if word in text] == []


# --- floors --------------------------------------------------------------------------------------

VIOLATIONS = {
    "core/act.py": "from mandrivna.lending import models as upwards",
    "fund/rules.py": "from mandrivna.ledger import models as not_yours",
    "faces/public/views.py": "from mandrivna.faces.workspace import views as neighbour",
    "core/registry.py": "import xlsxwriter as elsewhere",
    "core/menu.py": "import PIL as elsewhere",
    "planning/export.py": "import docx as elsewhere",
    "planning/document.py": "import typst as elsewhere",
    "catalogue/tasks.py": "import tantivy as elsewhere",
    "enquiries/rules.py": "import aiogram as elsewhere",
}


def contracts(tmp_path: Path, violations: dict[str, str]) -> dict[str, str]:
    shutil.copytree(ROOT / "mandrivna", tmp_path / "mandrivna", ignore=shutil.ignore_patterns("__pycache__", "locale"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for name, line in violations.items():
        with (tmp_path / "mandrivna" / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = command(BIN / "lint-imports", "--no-cache", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    return dict(line.rsplit(" ", 1) for line in done.stdout.splitlines() if line.endswith((" KEPT", " BROKEN")))


def test_every_contract_of_the_floors_goes_red(tmp_path: Path) -> None:
    found = contracts(tmp_path, VIOLATIONS)
    assert (len(found), set(found.values())) == (9, {"BROKEN"})


def test_a_module_on_no_floor_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "mandrivna", tmp_path / "mandrivna", ignore=shutil.ignore_patterns("__pycache__", "locale"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    (tmp_path / "mandrivna/attic.py").write_text("")
    done = command(BIN / "lint-imports", "--no-cache", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert (done.returncode, "mandrivna.attic" in done.stdout) == (1, True)


# --- translations --------------------------------------------------------------------------------


def small_program(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    templates = tmp_path / "mandrivna/faces/templates"
    templates.mkdir(parents=True)
    (tmp_path / "mandrivna/a.py").write_text(
        'x = _("Підрозділ %(name)s") % {"name": 1}\ny = ngettext("%(n)s книга", "%(n)s книг", 5) % {"n": 5}\n'
        'z = pgettext("місяць", "Лютий")\nw = _("склеєно " "з двох")\nv = gettext(about["label"])\n'
    )
    (templates / "a.html").write_text(
        '{% load i18n %}<p title="{% translate "Полиця" %}">{% blocktranslate trimmed count n=n %}\n{{ n }} гість'
        "\n{% plural %}\n{{ n }} гостей\n{% endblocktranslate %}</p>{{ x|default:_('Немає') }}"
    )
    (tmp_path / "mandrivna/policy").mkdir()
    (tmp_path / "mandrivna/policy/roles.yaml").write_text("roles:\n  director: Директор\npermissions: {a.b: [director]}\n")
    return tmp_path


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A small program of its own with the real scripts."""
    return small_program(tmp_path)


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = small_program(tmp_path_factory.mktemp("translated"))
    messages(where)
    filled(where)
    return where


def messages(where: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return command(sys.executable, "-m", "scripts.messages", *arguments, cwd=where)


ENGLISH = {
    "Підрозділ %(name)s": "Department %(name)s", "Лютий": "February", "склеєно з двох": "glued of two", "Полиця": "Shelf",
    "Немає": "None", "Директор": "Director",
    "%(n)s книга": ["%(n)s book", "%(n)s books"], "%(n)s гість": ["%(n)s guest", "%(n)s guests"],
}  # fmt: skip
UKRAINIAN = {
    "%(n)s книга": ["%(n)s книга", "%(n)s книги", "%(n)s книг"],
    "%(n)s гість": ["%(n)s гість", "%(n)s гості", "%(n)s гостей"],
}


def filled(where: Path, **changed: str | list[str]) -> subprocess.CompletedProcess[str]:
    entries = json.loads(messages(where, "--missing").stdout)
    for entry in entries:
        entry["msgstr"] = (ENGLISH if entry["language"] == "en" else UKRAINIAN)[entry["msgid"]]
        if changed and entry["language"] == "en" and entry["msgid"] == "Підрозділ %(name)s":
            entry["msgstr"] = changed["department"]
    (where / "filled.json").write_text(json.dumps(entries, ensure_ascii=False))
    return messages(where, "--fill", "filled.json")


@pytest.mark.thorough
def test_strings_are_collected_filled_in_and_found_complete(words: Path) -> None:
    assert messages(words).returncode == 0
    listed = json.loads(messages(words, "--missing").stdout)
    assert sorted((one["language"], one["msgid"]) for one in listed) == sorted(
        [("en", msgid) for msgid in ENGLISH] + [("uk", msgid) for msgid in UKRAINIAN]
    )
    assert messages(words, "--check").returncode == 1  # nothing is translated yet
    assert filled(words).returncode == 0
    assert messages(words, "--missing").stdout.strip() == "[]"
    checked = messages(words, "--check")
    assert (checked.returncode, checked.stderr) == (0, "")
    po = words / "mandrivna/locale/en/LC_MESSAGES/django.po"
    before = po.read_bytes(), po.with_suffix(".mo").read_bytes()
    messages(words)
    assert (po.read_bytes(), po.with_suffix(".mo").read_bytes()) == before  # nothing churns


@pytest.mark.parametrize(
    ("break_it", "complaint"),
    [
        (lambda root: (root / "mandrivna/b.py").write_text('_("Нова полиця")'), "не відповідає коду"),
        (lambda root: (root / "mandrivna/b.py").write_text('_("Only English")'), "жодної української літери"),
        (lambda root: (root / "mandrivna/b.py").write_text('_("Пoлиця з латинською o")'), "латинські літери всередині"),
        (lambda root: (root / "mandrivna/b.py").write_text('_("пам\'ять")'), "апостроф"),
        (lambda root: (root / "mandrivna/locale/en/LC_MESSAGES/django.mo").unlink(), "застарілий"),
        (
            lambda root: (po := root / "mandrivna/locale/en/LC_MESSAGES/django.po").write_text(
                po.read_text().replace('msgstr "Shelf"', 'msgstr "Bookshelf"')
            ),
            "застарілий",
        ),
        (
            lambda root: (po := root / "mandrivna/locale/uk/LC_MESSAGES/django.po").write_text(
                po.read_text().replace('msgstr[2] "%(n)s книг"', 'msgstr[2] ""')
            ),
            "немає перекладу",
        ),
    ],
    ids=["new string", "English msgid", "look-alike", "apostrophe", "no mo", "stale mo", "plural form missing"],
)
@pytest.mark.thorough
def test_the_check_goes_red(translated: Path, tmp_path: Path, break_it: Callable[[Path], object], complaint: str) -> None:
    words = tmp_path / "broken"
    shutil.copytree(translated, words)
    break_it(words)
    checked = messages(words, "--check")
    assert (checked.returncode, complaint in checked.stderr) == (1, True), checked.stderr


@pytest.mark.parametrize("wrong", ["Department", "Department %(nom)s", "Department %(name)s ", ""])
@pytest.mark.thorough
def test_a_wrong_translation_is_not_filled_in(words: Path, wrong: str) -> None:
    messages(words)
    po = words / "mandrivna/locale/en/LC_MESSAGES/django.po"
    before = po.read_bytes()
    assert filled(words, department=wrong).returncode == 1
    assert po.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Здоров’я читачів", 0), ("ISBN", 0), ("— %(n)s", 0), ("Файл PDF", 0), ("<a href='x'>так</a>", 0), ("MARC21-запис", 0),
        ("об`єкт", 1), ("обʼєкт", 1), ("Mова", 1), ("книги i журнали", 1), ("объект", 1), ("Sign in", 1),
    ],
)  # fmt: skip
def test_ukrainian_typography(text: str, count: int) -> None:
    assert len(list(message_rules.ukrainian(text, msgid=True))) == count


# --- the tests' own surroundings -----------------------------------------------------------------


def test_the_developers_settings_do_not_reach_the_tests() -> None:
    code = (
        "from os import environ as e; import tests.plugin; print(e.get('DATABASE_URL'), 'MANDRIVNA_DEMO' in e, e['MANDRIVNA_DATA'])"
    )
    surroundings = {"DATABASE_URL": "postgres://real/data", "MANDRIVNA_DEMO": "1", "MANDRIVNA_DATA": "/real"}
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_XDIST", "MANDRIVNA_", "DATABASE_URL"))
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**inherited, **surroundings}, capture_output=True, text=True, check=True
    )
    url, demo, data = done.stdout.split()
    assert (url, demo, data != "/real", Path(data).exists()) == ("None", "False", True, False)
