"""Templates: none unused, none with words that cannot be translated, none with inline code or foreign addresses."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mandrivna"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.*"))
FOREIGN = {"account", "mfa", "usersessions", "allauth"}  # asked for by allauth, not by our code
BY_NAME = {"403.html", "404.html", "500.html", "400.html", "403_csrf.html", "429.html"}  # 429: allauth's limits

TRANSLATED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*%}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
CYRILLIC = re.compile(r"[А-Яа-яІіЇїЄєҐґ]+")
LATIN_TEXT = re.compile(r">([^<>{}]*[A-Za-z]{3,}[^<>{}]*)<")
NAMES = {"Telegram", "ISBN", "ISSN", "MARC", "XLSX", "CSV", "English", "JSON", "PDF", "Enter", "Tab", "Ctrl"}


def name_of(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def bare(text: str) -> str:
    return TRANSLATED.sub(" ", COMMENT.sub(" ", text))


def test_there_are_templates():
    assert len(TEMPLATES) > 10


def test_no_template_is_unused():
    everything = "\n".join(text_of(path) for path in [*PACKAGE.rglob("*.py"), *TEMPLATES])
    unused = [
        name_of(path)
        for path in TEMPLATES
        if name_of(path).split("/")[0] not in FOREIGN and name_of(path) not in BY_NAME and name_of(path) not in everything
    ]
    assert unused == []


def test_every_ukrainian_word_can_be_translated():
    found = {name_of(path): sorted(set(CYRILLIC.findall(bare(text_of(path))))) for path in TEMPLATES}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_english_is_left_in_the_open():
    found = {}
    for path in TEMPLATES:
        if path.suffix != ".html":
            continue
        words = [
            text.strip() for text in LATIN_TEXT.findall(bare(text_of(path))) if not set(re.findall(r"[A-Za-z]{3,}", text)) <= NAMES
        ]
        if words:
            found[name_of(path)] = words
    assert found == {}


def test_the_eye_for_bare_words_sees():
    assert CYRILLIC.findall(bare("<p>{% translate 'Добре' %} Погано</p>")) == ["Погано"]
    assert LATIN_TEXT.findall("<p>Save changes</p>") == ["Save changes"]


def test_blocktranslate_is_always_trimmed():
    untrimmed = re.compile(r"{%\s*blocktrans(?:late)?(?![^%]*\btrimmed\b)[^%]*%}")
    assert [name_of(path) for path in TEMPLATES if path.suffix == ".html" and untrimmed.search(text_of(path))] == []


def test_nothing_inline_and_nothing_from_elsewhere():
    """The content security policy would refuse it; better to see it here. Blocks of data (JSON, and JSON-LD, by which search
    engines know a library) are not scripts: no browser executes them."""
    inline = re.compile(
        r"""<style\b|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")|https?://(?!www\.w3\.org)"""
    )
    assert {name_of(path): found for path in TEMPLATES if (found := inline.findall(text_of(path)))} == {}


def test_forms_that_post_carry_the_token():
    forms = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
    wrong = [name_of(path) for path in TEMPLATES for form in forms.findall(text_of(path)) if "csrf_token" not in form]
    assert wrong == []
