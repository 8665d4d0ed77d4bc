"""The command: help in plain words, exit codes 0, 1, 2, JSON where a machine may read it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mandrivna.config import cli

NAMES = [
    "serve",
    "bot", "sip", "work", "demo", "check-facts", "verify-ledger", "doctor", "reindex", "import-records", "export-records",
    "import-plan",
    "migrate", "rotate-keys", "create-director",
]  # fmt: skip


@pytest.fixture(autouse=True)
def ukrainian(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def mandrivna(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MANDRIVNA_", "DATABASE_URL"))}
    environment = {**clean, "MANDRIVNA_DATA": str(data), **variables}
    return subprocess.run(
        [sys.executable, "-m", "mandrivna", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_the_commands_are_those_that_were_promised() -> None:
    assert list(cli.COMMANDS) == NAMES


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_answers_in_ukrainian_without_settings(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANDRIVNA_DEMO", "nonsense")
    with pytest.raises(SystemExit) as done:
        cli.main([*([name] if name else []), "--help"])
    assert done.value.code == 0
    words = capsys.readouterr().out
    assert words.startswith("Виклик: mandrivna")
    assert "usage" not in words
    assert "show this help" not in words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Бракує: КОМАНДА."),
        (["fly"], "«fly» тут не підходить"),
        (["doctor", "--loud"], "Невідоме: --loud."),
        (["serve", "--port", "70000"], "Порт має бути числом від 1 до 65535."),
        (["serve", "--workers", "9"], "«9» тут не підходить"),
        (["create-director"], "Бракує: --name."),
    ],
)
def test_a_command_that_is_not_understood_is_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(arguments)
    assert done.value.code == 2
    assert said in capsys.readouterr().err


def test_settings_that_are_not_understood_are_exit_code_2_and_one_sentence(tmp_path: Path) -> None:
    done = mandrivna("check-facts", data=tmp_path, MANDRIVNA_DEMO="maybe")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "MANDRIVNA_DEMO має бути 1 або 0 (true або false), а не «maybe».\n"


def test_doctor_says_what_is_wrong_with_the_settings(tmp_path: Path) -> None:
    done = mandrivna("doctor", "--json", data=tmp_path, MANDRIVNA_PORT="x")
    assert done.returncode == 2
    answer = json.loads(done.stdout)
    assert (answer["ok"], [found["check"] for found in answer["findings"]]) == (False, ["settings"])


def test_doctor_on_an_empty_folder_says_how_to_mend_it(tmp_path: Path) -> None:
    done = mandrivna("doctor", "--json", data=tmp_path)
    assert done.returncode == 1
    findings = {found["check"]: found for found in json.loads(done.stdout)["findings"]}
    assert (findings["migrations"]["state"], findings["migrations"]["mend"]) == ("bad", "mandrivna migrate")
    assert findings["keys"]["state"] == "warn"
    assert findings["database"]["state"] == "ok"
    assert all(found["mend"] for found in findings.values() if found["state"] == "bad")


@pytest.mark.thorough
def test_a_key_file_that_others_can_read_stops_everything(tmp_path: Path) -> None:
    assert mandrivna("migrate", data=tmp_path).returncode == 0
    (tmp_path / "keys.json").chmod(0o644)
    done = mandrivna("check-facts", data=tmp_path)
    assert done.returncode == 2
    assert "chmod 600" in done.stderr
    findings = json.loads(mandrivna("doctor", "--json", data=tmp_path).stdout)["findings"]
    assert [found["state"] for found in findings if found["check"] == "keys"] == ["bad"]


@pytest.mark.thorough
def test_the_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert mandrivna("migrate", data=tmp_path).returncode == 0
    assert {path.name: path.stat().st_mode & 0o077 for path in tmp_path.iterdir() if path.is_file()} == {
        path.name: 0 for path in tmp_path.iterdir() if path.is_file()
    }


@pytest.mark.thorough
def test_commands_that_read_refuse_a_database_of_another_shape(tmp_path: Path) -> None:
    for command in ("check-facts", "verify-ledger", "rotate-keys"):
        done = mandrivna(command, data=tmp_path)
        assert (done.returncode, done.stderr) == (
            1,
            "Базу даних ще не оновлено до цієї версії програми. Виконайте: mandrivna migrate\n",
        )


@pytest.mark.thorough
def test_a_fresh_installation_from_migration_to_its_director(tmp_path: Path) -> None:
    assert mandrivna("migrate", data=tmp_path).returncode == 0
    again = mandrivna("migrate", data=tmp_path)
    assert (again.returncode, again.stdout) == (0, "База даних уже має потрібну будову.\n")
    facts = json.loads(mandrivna("check-facts", "--json", data=tmp_path).stdout)
    assert facts == {"ok": True, "objects": 0, "facts": 0, "drift": []}
    verdict = json.loads(mandrivna("verify-ledger", "--json", data=tmp_path).stdout)
    assert (verdict["ok"], verdict["missing_triggers"]) == (True, [])
    without = mandrivna("create-director", "--name", "Олена Вигадана", data=tmp_path)
    assert (without.returncode, "--institution" in without.stderr) == (1, True)
    made = mandrivna("create-director", "--json", "--name", "Олена Вигадана", "--institution", "Вигадана бібліотека", data=tmp_path)
    assert made.returncode == 0
    said = json.loads(made.stdout)
    assert (said["link"].startswith("http://localhost:8000/work/join/"), said["start"]) == (
        True,
        "http://localhost:8000/work/start/",
    )
    assert mandrivna("rotate-keys", data=tmp_path).returncode == 0
    findings = json.loads(mandrivna("doctor", "--json", data=tmp_path).stdout)
    assert findings["ok"] is True
    assert {found["check"] for found in findings["findings"] if found["state"] == "warn"} <= {"worker", "user", "disk"}


@pytest.mark.thorough
def test_the_demonstration_needs_its_flag(tmp_path: Path) -> None:
    done = mandrivna("demo", data=tmp_path)
    assert (done.returncode, "MANDRIVNA_DEMO=1" in done.stderr) == (2, True)


@pytest.mark.thorough
def test_a_postgresql_that_does_not_answer_is_trouble_not_a_traceback(tmp_path: Path) -> None:
    done = mandrivna("check-facts", data=tmp_path, DATABASE_URL="postgres://u:canary-secret@127.0.0.1:1/db")
    assert (done.returncode, "Traceback" in done.stderr, "canary-secret" in done.stderr) == (1, False, False)
