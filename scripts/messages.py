"""Translations without a gettext binary. The strings in the code are Ukrainian; English lives in mandrivna/locale/en.

    python -m scripts.messages                  update both .po files from the code and compile the .mo files
    python -m scripts.messages --check          change nothing; fail when something is missing, stale or wrong
    python -m scripts.messages --missing        what has no translation yet, as JSON
    python -m scripts.messages --fill FILE      put translations in: the same JSON with "msgstr" added (a list for plurals)

Ukrainian needs translations only for plurals (three forms: 1 книга, 2 книги, 5 книг); everything else is its own msgid.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from scripts import message_rules as rules
from scripts.message_sources import PACKAGE, BadSourceError, Key, Source, sources

LANGUAGES = ("uk", "en")
FORMS = {"uk": 3, "en": 2}
# Dates would change with every run and make every merge a conflict.
CHURN = re.compile(r'"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To):')
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

Text = str | tuple[str, ...]


def po_path(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def stored(language: str) -> dict[Key, Text]:
    """What the .po file says now, and nothing fuzzy: a guess is not a translation."""
    path = po_path(language)
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    return {(m.context, _singular(m.id)): _text(m.string) for m in catalog if m.id and not m.fuzzy}


def _singular(msgid: Any) -> str:
    return msgid[0] if isinstance(msgid, (tuple, list)) else msgid


def _text(string: Any) -> Text:
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "")


def catalog(language: str, found: dict[Key, Source], texts: dict[Key, Text]) -> Catalog:
    made = Catalog(
        locale=language, project="mandrivna", version="1", header_comment=f"# Мандрівна: {language}. See scripts/messages.py.",
        creation_date=EPOCH, revision_date=EPOCH, last_translator="", language_team="", fuzzy=False,
    )  # fmt: skip
    for item in sorted(found.values(), key=lambda one: (sorted(one.files), one.singular, one.context or "")):
        text = texts.get(item.key, "")
        if item.plural:
            text = text if isinstance(text, tuple) and len(text) == FORMS[language] else ("",) * FORMS[language]
        elif isinstance(text, tuple):
            text = ""
        msgid = (item.singular, item.plural) if item.plural else item.singular
        made.add(msgid, text, locations=[(file, 0) for file in sorted(item.files)], context=item.context)
    return made


def po_text(made: Catalog) -> str:
    buffer = io.BytesIO()
    write_po(buffer, made, width=0, include_lineno=False)
    lines = [line for line in buffer.getvalue().decode().splitlines() if not CHURN.match(line)]
    return "\n".join(lines).rstrip() + "\n"


def mo_bytes(made: Catalog) -> bytes:
    """Only what is translated: an empty plural would hide the msgid behind nothing."""
    full = Catalog(locale=made.locale, creation_date=EPOCH, revision_date=EPOCH, last_translator="", language_team="", fuzzy=False)
    for message in made:
        text = _text(message.string)
        if message.id and (all(text) if isinstance(text, tuple) else text):
            full.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, full)
    return buffer.getvalue()


def write(found: dict[Key, Source], texts: dict[str, dict[Key, Text]]) -> None:
    for language in LANGUAGES:
        made = catalog(language, found, texts[language])
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po_text(made), encoding="utf-8")
        path.with_suffix(".mo").write_bytes(mo_bytes(made))


def missing(language: str, found: dict[Key, Source], texts: dict[Key, Text]) -> list[Source]:
    def is_missing(item: Source) -> bool:
        text = texts.get(item.key, "")
        if item.plural:
            return not (isinstance(text, tuple) and len(text) == FORMS[language] and all(text))
        return language != "uk" and not (isinstance(text, str) and text)

    return [item for item in found.values() if is_missing(item)]


def problems() -> list[str]:
    found = sources()
    wrong = [f"{_where(item)}: {why}" for item in found.values() for why in _msgid_problems(item)]
    for language in LANGUAGES:
        texts = stored(language)
        path, made = po_path(language), catalog(language, found, texts)
        name = path.relative_to(PACKAGE.parent)
        if not path.exists() or path.read_text(encoding="utf-8") != po_text(made):
            wrong.append(f"{name}: не відповідає коду; виконайте make messages / out of date, run make messages")
        if not path.with_suffix(".mo").exists() or _mo(path.with_suffix(".mo").read_bytes()) != _mo(mo_bytes(made)):
            wrong.append(f"{name.with_suffix('.mo')}: застарілий; виконайте make messages / stale, run make messages")
        wrong += [f"{language}: {_where(item)}: немає перекладу / no translation" for item in missing(language, found, texts)]
        for item in found.values():
            wrong += [f"{language}: {_where(item)}: {why}" for why in _text_problems(language, item, texts.get(item.key, ""))]
    return wrong


def _where(item: Source) -> str:
    return f"{min(item.files)}: «{' '.join(item.singular.split())[:70]}»"


def _msgid_problems(item: Source) -> list[str]:
    return [why for text in (item.singular, item.plural) if text for why in rules.ukrainian(text, msgid=True)]


def _text_problems(language: str, item: Source, text: Text) -> list[str]:
    originals = [part for part in (item.singular, item.plural) if part]
    wrong: list[str] = []
    for form in [one for one in (text if isinstance(text, tuple) else (text,)) if one]:
        wrong += rules.same_placeholders(originals, form)
        wrong += rules.same_edges(item.singular, form)
        if language == "uk":
            wrong += rules.ukrainian(form, msgid=False)
    return wrong


def _mo(data: bytes) -> dict[Any, Any]:
    return {(m.context, _singular(m.id)): _text(m.string) for m in read_mo(io.BytesIO(data)) if m.id}


def missing_json() -> list[dict[str, Any]]:
    found = sources()
    return [
        {"language": language, "context": item.context, "msgid": item.singular, "plural": item.plural, "files": sorted(item.files)}
        for language in LANGUAGES
        for item in missing(language, found, stored(language))
    ]


def fill(path: Path) -> list[str]:
    """Entries for strings the code no longer has are refused together: nothing is half filled in."""
    found, texts, wrong = sources(), {language: stored(language) for language in LANGUAGES}, []
    for entry in json.loads(path.read_text(encoding="utf-8")):
        language, key, given = entry.get("language", "en"), (entry.get("context"), entry["msgid"]), entry.get("msgstr")
        item = found.get(key)
        if item is None or language not in LANGUAGES:
            wrong.append(f"{language}: «{entry['msgid'][:70]}»: такого рядка в коді немає / not in the code")
            continue
        text: Text = tuple(given) if isinstance(given, list) else (given or "")
        if not text or isinstance(text, tuple) != bool(item.plural) or (item.plural and len(text) != FORMS[language]):
            needed = FORMS[language] if item.plural else 1
            wrong.append(f"{language}: {_where(item)}: потрібно форм: {needed} / forms needed: {needed}")
            continue
        wrong += [f"{language}: {_where(item)}: {why}" for why in _text_problems(language, item, text)]
        texts[language][key] = text
    if not wrong:
        write(found, texts)
    return wrong


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true")
    choice.add_argument("--missing", action="store_true")
    choice.add_argument("--fill", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    wrong: list[str] = []
    try:
        if chosen.check:
            wrong = problems()
        elif chosen.missing:
            print(json.dumps(missing_json(), ensure_ascii=False, indent=1))
        elif chosen.fill:
            wrong = fill(chosen.fill)
        else:
            write(sources(), {language: stored(language) for language in LANGUAGES})
            print(f"Без перекладу / untranslated: {len(missing_json())}")
    except (BadSourceError, PoFileError, OSError, ValueError) as error:
        wrong = [str(error)]
    for line in wrong:
        print(line, file=sys.stderr)
    if chosen.check and not wrong:
        print("Переклади повні й правильні. / Translations are complete and correct.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
