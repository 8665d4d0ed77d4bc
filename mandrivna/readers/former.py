"""What a row of another system says of a reader: ІРБІС's base RDR by its fields, a table by its columns. Nothing is looked up.

Passwords, photos and addresses are not taken: we have no place for them. Dates become years where a year is all we keep.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

SKIP = "skip"
COLUMNS = {
    "ticket": _("Номер квитка в попередній системі"),
    "name": _("Прізвище, ім’я, по батькові"),
    "surname": _("Прізвище"),
    "given": _("Ім’я"),
    "patronymic": _("По батькові"),
    "pseudonym": _("Псевдонім"),
    "phone": _("Телефон"),
    "email": _("Електронна пошта"),
    "birth": _("Рік або дата народження"),
    "category": _("Категорія"),
    "registered": _("Коли записано вперше"),
    "years": _("Роки перереєстрації"),
    "inventory": _("Інвентарний номер виданої книжки"),
    "barcode": _("Штрихкод виданої книжки"),
    "lent": _("Коли видано"),
    "due": _("До якого дня видано"),
    SKIP: _("не переносити"),
}
HEADS = {
    "ticket": (
        "квиток", "номер квитка", "номер читацького квитка", "№ квитка", "читацький квиток", "ticket", "формуляр",
        "cardnumber",
    ),
    "name": (
        "піб", "п.і.б.", "прізвище ім'я по батькові", "прізвище ім'я", "прізвище та ім'я", "прізвище й ім'я",
        "прізвище і ім'я", "ім'я та прізвище", "ім'я й прізвище", "ім'я прізвище", "прізвище та ініціали", "читач", "name",
        "fullname",
    ),
    "surname": ("прізвище", "surname", "lastname"),
    "given": ("ім'я", "імя", "firstname", "given"),
    "patronymic": ("по батькові", "побатькові", "patronymic", "middlename"),
    "pseudonym": ("псевдонім", "pseudonym"),
    "phone": ("телефон", "тел", "тел.", "номер телефону", "мобільний телефон", "phone", "mobile"),
    "email": (
        "електронна пошта", "ел. пошта", "ел.пошта", "ел пошта", "е-пошта", "пошта", "емейл", "імейл", "email", "e-mail", "mail",
    ),
    "birth": ("рік народження", "рік", "рік нар.", "р.н.", "дата народження", "народження", "birth", "dateofbirth", "birthyear"),
    "category": ("категорія", "категорія читача", "category", "categorycode"),
    "registered": ("дата запису", "записано", "дата реєстрації", "registered", "dateenrolled"),
    "years": ("перереєстрація", "перереєстровано", "роки", "reregistered"),
    "inventory": ("інвентарний номер", "інв. номер", "інв. №", "інвентарний номер виданої книжки", "inventory"),
    "barcode": ("штрихкод", "штрихкод книжки", "штрихкод виданої книжки", "barcode"),
    "lent": ("коли видано", "видано", "дата видачі", "issuedate", "dateissued"),
    "due": ("до якого дня видано", "повернути до", "строк", "строк повернення", "duedate", "datedue"),
}  # fmt: skip
_BY_HEAD = {head: column for column, heads in HEADS.items() for head in heads}
CATEGORIES = (
    ("студент", "student"), ("учень", "pupil"), ("учні", "pupil"), ("школяр", "pupil"), ("бібліотек", "librarian"),
    ("колектив", "collective"), ("student", "student"), ("pupil", "pupil"),
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_STAMP = re.compile(r"^(\d{4})(\d{2})(\d{2})")


def recognised(heads: Sequence[str]) -> list[str]:
    """What each column seems to hold; what is not known is not taken unless a person says so.

    What we call them ourselves is known too: a table of what was not taken comes back corrected."""
    found: list[str] = []
    ours = {_plain(str(word)): column for column, word in COLUMNS.items() if column != SKIP}
    for head in heads:
        column = _BY_HEAD.get(plain := _plain(head)) or ours.get(plain, SKIP)
        found.append(SKIP if column in found else column)
    return found


def _plain(head: str) -> str:
    return " ".join(re.sub("[’ʼ`]", "'", head).casefold().replace("_", "").replace(",", " ").split())


def of_table(columns: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    said = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column != SKIP and cell.strip()}
    whole = said.get("name") or " ".join(said[part] for part in ("surname", "given", "patronymic") if said.get(part))
    told = _told(
        ticket=said.get("ticket", ""),
        name=whole,
        pseudonym=said.get("pseudonym", ""),
        phone=said.get("phone", ""),
        email=said.get("email", ""),
        birth=said.get("birth", ""),
        category=said.get("category", ""),
        registered=said.get("registered", ""),
        years=[said["years"]] if said.get("years") else [],
    )
    if said.get("inventory") or said.get("barcode"):
        told["loans"] = [_book(**{name: said.get(name, "") for name in ("inventory", "barcode", "lent", "due")})]
    return told


def of_rdr(fields: Iterable[tuple[str, str, Mapping[str, str]]]) -> dict[str, Any]:
    """(tag without zeros, text before sub-fields, sub-fields). Of field 40 only what has not been brought back.

    A line of it without a mark of being on hand is a visit or a book of the past: who read what stays with the former system."""
    by_tag: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
    for tag, value, subs in fields:
        by_tag.setdefault(tag, []).append((value, subs))

    def first(tag: str) -> str:
        return next((value.strip() for value, _subs in by_tag.get(tag, []) if value.strip()), "")

    told = _told(
        ticket=first("30"),
        name=" ".join(part for part in (first("10"), first("11"), first("12")) if part),
        phone=first("17"),
        email=first("32"),
        birth=first("21"),
        category=first("50"),
        registered=_all("51", by_tag),
        years=[_all("51", by_tag), *(_text(one) for one in by_tag.get("52", []))],
    )
    loans = [_lent(subs) for _value, subs in by_tag.get("40", []) if subs.get("f", "").strip().startswith("*")]
    return {**told, "on_hand": len(loans), "loans": loans} if loans else told


def _lent(subs: Mapping[str, str]) -> dict[str, Any]:
    found = _book(
        inventory=subs.get("b", ""), barcode=subs.get("h", ""), title=subs.get("c", ""), lent=subs.get("d", ""),
        due=subs.get("e", ""),
    )  # fmt: skip
    return {**found, "lost": True} if subs.get("u", "").strip() else found


def _book(*, inventory: str, barcode: str, lent: str, due: str, title: str = "") -> dict[str, Any]:
    """A day that cannot be read stays as it was written: whoever corrects it must see it."""
    found = {
        "inventory": inventory.strip(), "barcode": barcode.strip(), "title": " ".join(title.split())[:200],
        "lent": _day(lent) or lent.strip(), "due": _day(due) or due.strip(),
    }  # fmt: skip
    return {name: text for name, text in found.items() if text}


def _all(tag: str, by_tag: Mapping[str, list[tuple[str, Mapping[str, str]]]]) -> str:
    return next((_text(one) for one in by_tag.get(tag, [])), "")


def _text(one: tuple[str, Mapping[str, str]]) -> str:
    value, subs = one
    return " ".join(part for part in (value, *subs.values()) if part)


def _told(
    *,
    ticket: str,
    name: str,
    phone: str,
    email: str,
    birth: str,
    category: str,
    registered: str,
    years: Sequence[str],
    pseudonym: str = "",
) -> dict[str, Any]:
    born = _years(birth)
    low = category.casefold()
    found: dict[str, Any] = {
        "ticket": ticket.strip(),
        "name": " ".join(name.split()),
        "pseudonym": pseudonym,
        "phone": phone,
        "email": email.strip(),
        "birth_year": born[0] if born else None,
        "audience": next((known for word, known in CATEGORIES if word in low), ""),
        "registered": _day(registered),
        "years": sorted({year for text in years for year in _years(text)}),
    }
    return {key: value for key, value in found.items() if value not in ("", None, [])}


def _years(text: str) -> list[int]:
    """«20190904», «04.09.2019» and «2019, 2020» alike."""
    found = [int(stamp[1]) for word in text.split() if (stamp := _STAMP.match(word)) and 1800 < int(stamp[1]) < 2100]
    return found or [int(year) for year in _YEAR.findall(text)]


def _day(text: str) -> str:
    if stamp := _STAMP.match(text.strip()):
        parts = tuple(int(part) for part in stamp.groups())
    elif dotted := re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip()):
        parts = (int(dotted[3]), int(dotted[2]), int(dotted[1]))
    elif iso := re.match(r"(\d{4})-(\d{2})-(\d{2})", text.strip()):
        parts = tuple(int(part) for part in iso.groups())
    else:
        return ""
    try:
        return str(dt.date(*parts))
    except ValueError:
        return ""
