"""The documents say what is true: links lead somewhere, sign-ins and settings are the real ones, the licence is whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mandrivna.config.cli import COMMANDS
from mandrivna.config.demo.data import PEOPLE

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
HANDBOOK = sorted(ROOT.glob("docs/handbook/*.md"))
AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CYRILLIC, LATIN_LIKE = "А-Яа-яЄєІіЇїҐґ", "ABCEHIKMOPTXaceiopxy"
MIXED = re.compile(f"[{CYRILLIC}][{LATIN_LIKE}]+(?:[{CYRILLIC}]|\\b)|\\b[{LATIN_LIKE}]+[{CYRILLIC}]")
TYPEWRITER = re.compile(f"[{CYRILLIC}]'[{CYRILLIC}]")


def local_links(document: Path) -> Iterator[str]:
    return (link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    assert [link for link in local_links(document) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_ukrainian_letters_are_ukrainian(document: Path) -> None:
    """No Latin letter inside a Cyrillic word, no typewriter apostrophe."""
    text = document.read_text(encoding="utf-8")
    assert MIXED.findall(text) == []
    assert TYPEWRITER.findall(text) == []


def test_every_page_of_the_handbook_is_in_its_contents() -> None:
    contents = next(page for page in HANDBOOK if page.name == "README.md")
    assert sorted(set(local_links(contents))) == sorted(page.name for page in HANDBOOK if page != contents)


def test_pictures_are_small_and_all_in_use() -> None:
    used = {Path(link).name for page in HANDBOOK for link in local_links(page) if link.startswith("img/")}
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs/handbook/img").glob("*.png")}
    assert set(pictures) == used
    assert {name: size for name, size in pictures.items() if size > 120 * 1024} == {}


def test_the_sign_ins_of_the_readme_are_those_of_the_demonstration() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    printed = set(re.findall(r"\| `([a-z-]+)` \| `(мандри-[^`]+)` \|", readme))
    assert printed == {(person.username, person.password) for person in PEOPLE if person.password}


def test_the_settings_of_the_readme_are_those_of_the_program() -> None:
    read = set(re.findall(r'"((?:MANDRIVNA_|DATABASE_)[A-Z_]+)"', _sources("mandrivna/config")))
    named = _settings_of((ROOT / "README.md").read_text(encoding="utf-8")) - {"DATABASE_URL_FILE", "MANDRIVNA_PASSPHRASE_FILE"}
    assert sorted(named - read) == []
    own = {"MANDRIVNA_HSTS"}  # set by `serve --https` for its own children
    assert sorted(read - named - own) == []


def _settings_of(readme: str) -> set[str]:
    """Each name in full, and those a row says by their ends only: «`MANDRIVNA_MAIL_HOST`, `_PORT`»."""
    named = set(re.findall(r"`((?:MANDRIVNA_|DATABASE_)[A-Z_]*[A-Z])`", readme))
    for first, ends in re.findall(r"^\| `(MANDRIVNA_[A-Z]+)_[A-Z]+`((?:, `_[A-Z]+`)+)", readme, flags=re.MULTILINE):
        named |= {f"{first}{end}" for end in re.findall(r"`(_[A-Z]+)`", ends)}
    return named


def _sources(folder: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).glob("*.py")))


def test_every_command_is_explained_to_the_technician() -> None:
    page = (ROOT / "docs/handbook/10-tekhnik.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`mandrivna {name}" not in page and f"mandrivna {name}\n" not in page] == ["demo"]


def test_every_decision_is_listed() -> None:
    pages = sorted(path.name for path in (ROOT / "docs/adr").glob("0*.md"))
    assert sorted(local_links(ROOT / "docs/adr/README.md")) == pages
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))


def test_the_licence_is_the_whole_and_unchanged_text() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL
