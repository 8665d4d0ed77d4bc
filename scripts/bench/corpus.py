"""A catalogue to measure with: `python -m scripts.bench.corpus FILE --records N [--seed 1] [--copies]`; ISO 2709, MARC 21, UTF-8.

Titles are made of real Ukrainian words in real forms: a head of hand-picked library words, then the dictionary, by Zipf's law; a
quarter of the titles are English or Russian. The same seed gives the same bytes on any machine with the same dictionary.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pymorphy3

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "corpus-words.json"


def _words(text: str) -> list[str]:
    return text.split()


HEAD = _words(
    "історія література мова культура освіта школа Україна наука розвиток система право економіка людина життя книга "
    "бібліотека місто край війна пісня казка роман оповідання поезія театр музика мистецтво природа вода земля ліс море "
    "степ дорога час день рік дитина мати батько родина село народ держава влада закон суд банк ринок праця завод машина "
    "метод теорія задача математика фізика хімія біологія медицина хвороба лікар здоров'я психологія філософія релігія "
    "церква свято традиція обряд костюм страва кухня сад квітка птах звір кінь риба комп'ютер мережа програма технологія "
    "інформація документ архів спогад лист щоденник словник підручник посібник збірник стаття конференція дослідження "
    "проблема аналіз управління організація підприємство фінанси облік аудит транспорт будівництво"
)
ADJECTIVES = _words(
    "український сучасний новий історичний народний науковий літературний дитячий державний міський соціальний економічний "
    "загальний практичний великий малий вибраний повний короткий старий рідний духовний політичний правовий технічний "
    "світовий європейський"
)
ENGLISH = _words(
    "history theory analysis modern guide world language art science society introduction handbook design systems data "
    "learning culture economics law music nature water city war peace memory story life love house river garden bird night "
    "winter summer journey children education library digital social political philosophy mind body health food travel "
    "space time energy power market growth change"
)
RUSSIAN = _words(
    "история теория основы развитие курс общий мир человек жизнь книга дорога время день война память письмо рассказы "
    "повести избранное сочинения лекции задачи справочник словарь учебник язык литература наука техника машина "
    "строительство экономика право философия"
)
STEMS = _words(
    "Кравч Коваль Бонд Мельн Шевч Ткач Гонч Рибал Пасіч Скляр Бойч Лис Мороз Савч Павл Петр Іван Марч Грищ Данил Федор Гнат Яр Зор"
)
ENDS = _words("енко ук чук ський ич івський ів иненко ець ар ак евич")
NAMES = _words(
    "Олена Іван Марія Петро Ганна Василь Оксана Тарас Юрій Леся Богдан Софія Андрій Надія Остап Дарина Микола Любов Степан Віра"
)
PLACES = ("Київ", "Харків", "Львів", "Одеса", "Луганськ", "Дніпро", "Полтава", "Чернівці", "Тернопіль", "Старобільськ")
HOUSES = ("Наукова думка", "Веселка", "Дніпро", "Освіта", "Либідь", "Вища школа", "Фоліо", "Генеза", "Світло", "Мистецтво")
SUBTITLES = (
    "роман",
    "навч. посіб.",
    "підручник",
    "зб. наук. пр.",
    "монографія",
    "повість",
    "вірші",
    "довідник",
    "метод. рек.",
    "казки",
)
NOUNS, PLAIN = 40_000, 8_000


def words() -> dict[str, list[list[str]]]:
    """Nouns (nominative, genitive, locative, genitive plural) and adjectives by gender: found in the dictionary once, then kept."""
    if CACHE.exists():
        return json.loads(CACHE.read_text(encoding="utf-8"))
    nouns: dict[str, dict[str, str]] = {}
    adjectives: dict[str, dict[str, str]] = {}
    wanted = {"nomn": "1", "gent": "2", "loct": "6"}
    for form, tag, normal, _paradigm, _place in pymorphy3.MorphAnalyzer(lang="uk").dictionary.iter_known_words():
        if "'" in normal[:1] or len(normal) < 3:
            continue
        if tag.POS == "NOUN" and tag.case in wanted and "Name" not in tag and "Surn" not in tag:
            plural = tag.number == "plur"
            if not plural or tag.case == "gent":
                entry = nouns.setdefault(normal, {})
                entry.setdefault("p2" if plural else wanted[tag.case], form)
                entry.setdefault("g", str(tag.gender or ""))
        elif tag.POS == "ADJF" and tag.case == "nomn" and tag.number != "plur" and tag.gender:
            adjectives.setdefault(normal, {}).setdefault(str(tag.gender), form)
    whole = {word: forms for word, forms in nouns.items() if {"1", "2", "6", "p2", "g"} <= set(forms) and forms["g"]}
    chance = random.Random(0)  # noqa: S311 - a corpus, not a secret
    first = [word for word in HEAD if word in whole]
    rest = sorted(set(whole) - set(first))
    chance.shuffle(rest)
    plain = [word for word in ADJECTIVES if word in adjectives]
    more = sorted(word for word, forms in adjectives.items() if len(forms) >= 3 and word not in plain)
    chance.shuffle(more)
    found = {
        "nouns": [[whole[word][key] for key in ("1", "2", "6", "p2", "g")] for word in [*first, *rest][:NOUNS]],
        "adjectives": [[adjectives[word].get(key, word) for key in ("masc", "femn", "neut")] for word in [*plain, *more][:PLAIN]],
    }
    CACHE.parent.mkdir(exist_ok=True)
    CACHE.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return found


class Corpus:
    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a corpus, not a secret
        said = words()
        self.nouns, self.adjectives = said["nouns"], said["adjectives"]
        self.noun_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.nouns))))
        self.adjective_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.adjectives))))
        self.surnames = [stem + end for stem in STEMS for end in ENDS]
        self.surname_weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.surnames))))

    def title(self) -> tuple[str, str, list[list[str]]]:
        """(language, title, nouns it is about)."""
        chance = self.chance
        nouns = chance.choices(self.nouns, cum_weights=self.noun_weights, k=4)
        draw = chance.random()
        if draw < 0.13:
            return "eng", " ".join(chance.choices(ENGLISH, k=chance.randint(2, 5))).capitalize(), nouns
        if draw < 0.25:
            return "rus", " ".join(chance.choices(RUSSIAN, k=chance.randint(2, 4))).capitalize(), nouns
        one, two, three, four = nouns
        (adjective,) = chance.choices(self.adjectives, cum_weights=self.adjective_weights)
        agreed = adjective[{"masc": 0, "femn": 1, "neut": 2}.get(one[4], 0)]
        pattern = chance.randrange(6)
        text = (
            f"{one[0]} {two[1]}", f"{agreed} {one[0]}", f"{agreed} {one[0]} {two[1]}", f"{one[0]} і {two[0]} у {three[2]}",
            f"{one[0]} {two[3]} та {three[3]}", f"{agreed} {one[0]} {two[1]} в {three[2]} {four[1]}",
        )[pattern]  # fmt: skip
        return "ukr", text[0].upper() + text[1:], nouns

    def record(self, number: int, *, copies: bool = False) -> bytes:
        chance = self.chance
        language, title, nouns = self.title()
        surname, second = chance.choices(self.surnames, cum_weights=self.surname_weights, k=2)
        name, year = chance.choice(NAMES), chance.randint(1950, 2025)
        place, house = chance.choice(PLACES), chance.choice(HOUSES)
        core = f"978966{number % 1_000_000:06}"
        check = (10 - sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(core)) % 10) % 10
        fields = [
            ("001", f"b{number:08}"), ("008", f"{year % 100:02}0101s{year}    un " + " " * 17 + f"{language} d"),
            ("020", f"  \x1fa{core}{check}"), ("041", f"0 \x1fa{language}"),
            ("080", f"  \x1fa{chance.randint(0, 99)}.{chance.randint(1, 99)}"),
            ("100", f"1 \x1fa{surname}, {name} {chance.choice(NAMES)[0]}.\x1fd{year - chance.randint(25, 70)}-"),
            ("245", f"10\x1fa{title} :\x1fb{chance.choice(SUBTITLES)} /\x1fc{name[0]}. {surname}"),
            ("264", f" 1\x1fa{place} :\x1fb{house},\x1fc{year}"), ("300", f"  \x1fa{chance.randint(30, 700)} с."),
            ("520", f"  \x1faПро {nouns[0][1]} та {nouns[1][1]}: {nouns[2][0]} {nouns[3][1]}, {nouns[1][3]} і {nouns[0][3]}."),
            ("650", f" 4\x1fa{nouns[0][0].capitalize()}\x1fx{nouns[1][0]}"), ("653", f"  \x1fa{nouns[2][0]}\x1fa{nouns[3][0]}"),
            ("700", f"1 \x1fa{second}, {chance.choice(NAMES)[0]}. {chance.choice(NAMES)[0]}.\x1f4edt"),
        ]  # fmt: skip
        if copies:
            price = f"{chance.randint(20, 400)}.00"
            fields += [
                (
                    "952",
                    f"  \x1faЦБ\x1fcЗал {chance.randint(1, 9)}\x1fd{max(year, 1990)}-05-01\x1fg{price}\x1fi{number}{copy}\x1fp9{
                        number:08}{copy}",
                )
                for copy in range(chance.choice((1, 1, 1, 2, 3)))
            ]
        return _iso(fields)


def _iso(fields: list[tuple[str, str]]) -> bytes:
    directory, body, at = [], [], 0
    for tag, text in fields:
        data = text.encode() + b"\x1e"
        directory.append(f"{tag}{len(data):04}{at:05}")
        body.append(data)
        at += len(data)
    base = 25 + 12 * len(directory)
    return f"{base + at + 1:05}nam a22{base:05} i 4500{''.join(directory)}\x1e".encode() + b"".join(body) + b"\x1d"


def records(number: int, *, seed: int = 1, copies: bool = False) -> Iterator[bytes]:
    corpus = Corpus(seed)
    return (corpus.record(one, copies=copies) for one in range(1, number + 1))


def write(path: Path, number: int, *, seed: int = 1, copies: bool = False) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.writelines(records(number, seed=seed, copies=copies))
    return path


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.corpus", description="Каталог для замірів / A catalogue to measure with"
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", action="store_true", help="з примірниками (952) / with copies")
    chosen = parser.parse_args()
    write(chosen.file, chosen.records, seed=chosen.seed, copies=chosen.copies)
    print(f"{chosen.file}: {chosen.records:,}, {chosen.file.stat().st_size:,} B")
    return 0


if __name__ == "__main__":
    sys.exit(main())
