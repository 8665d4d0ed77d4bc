"""Invented readers: pseudonyms of birds and trees, and names that say themselves that nobody bears them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product

from stdnum import luhn

_SHE = (
    "Ластівка", "Калина", "Вишня", "Ожина", "Сова", "Зірка", "Хмаринка", "Ромашка", "Синиця", "Білка", "Верба", "Смерека", "М’ята",
    "Волошка", "Чайка", "Малина", "Бджілка", "Райдуга", "Горлиця", "Шипшина", "Іволга", "Яблуня", "Берізка", "Росинка",
)  # fmt: skip
_HE = (
    "Каштан", "Їжак", "Явір", "Дуб", "Журавель", "Лелека", "Вітер", "Місяць", "Барвінок", "Сокіл", "Борсук", "Бузок", "Жайвір",
    "Клен", "Промінь", "Ясен", "Щиголь", "Світанок", "Джміль", "Горобець", "Шпак", "Бобер", "Грім", "Терен",
)  # fmt: skip
GROWN, YOUNG = (("Читачка", "Читач"), ("Пані", "Пан")), (("Юна", "Юний"), ("Учениця", "Учень"))
PSEUDONYMS_GROWN = tuple(f"{word} {name}" for she, he in GROWN for word, names in ((she, _SHE), (he, _HE)) for name in names)
PSEUDONYMS_YOUNG = tuple(f"{word} {name}" for she, he in YOUNG for word, names in ((she, _SHE), (he, _HE)) for name in names)

_WOMEN = tuple(
    f"{surname} {name} {father}"
    for (surname, name), father in zip(
        product(("Тестова", "Вигадана", "Умовна", "Зразкова"), ("Олена", "Марія", "Соломія")),
        ("Прикладівна", "Зразківна", "Вигадівна") * 4,
        strict=True,
    )
)
_MEN = tuple(
    f"{surname} {name} {father}"
    for (surname, name), father in zip(
        product(("Тестовий", "Вигаданий", "Умовний", "Зразковий"), ("Андрій", "Остап", "Юрій")),
        ("Прикладович", "Зразкович", "Вигадович") * 4,
        strict=True,
    )
)
NAMES = _WOMEN + _MEN
ORGANISATION, CHILD, ADULT, TWIN = "Гурток «Вигадана книга»", "Юна Сойка", "Зразкова Мати Вигадівна", "Зразкова М. В."
EVERYBODY = frozenset((*PSEUDONYMS_GROWN, *PSEUDONYMS_YOUNG, *NAMES, ORGANISATION, CHILD, ADULT, TWIN))


CONSENT = "2026-01"
TOLD = ("card", "audience", "name", "pseudonym", "phone", "birth_year", "age", "guardian_name", "guardian_relation")
GUARDIANS = ("Вигадана Опікунка", "Зразковий Батько", "Умовна Мати")


@dataclass(frozen=True, kw_only=True)
class Invented:
    """What a reader tells of themselves when registering: mostly a pseudonym and nothing else."""

    card: str
    audience: str
    child: bool
    name: str = ""
    pseudonym: str = ""
    phone: str = ""
    birth_year: int | None = None
    age: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    circumstances: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """As `readers.enrol` wants it."""
        about = {name: getattr(self, name) for name in TOLD}
        personal = self.name or self.phone or self.birth_year
        about |= {"consent": CONSENT if personal else "", "circumstances": list(self.circumstances)}
        about |= {"circumstances_consent": CONSENT if self.circumstances else ""}
        return {name: value for name, value in about.items() if value not in ("", None, [])}


def card(rng: random.Random) -> str:
    """A number of the shape that `readers` gives, but the same in every loading, so that a handbook can name it."""
    body = "9" + "".join(rng.choice("0123456789") for _digit in range(13))
    return body + luhn.calc_check_digit(body)


def everybody(rng: random.Random, year: int) -> list[Invented]:
    """Grown-ups and young people in one shuffled queue; phones are of no network."""
    found = [
        Invented(
            card=card(rng),
            child=False,
            name=name,
            phone=f"+38000{number:07d}",
            birth_year=year - rng.randint(24, 79),
            audience=_work(rng),
        )
        for number, name in enumerate(NAMES, start=1)
    ]
    found += [
        Invented(
            card=card(rng),
            child=False,
            pseudonym=name,
            birth_year=year - rng.randint(19, 82) if rng.random() < 0.6 else None,
            age="36-59" if number % 3 == 0 else "",
            circumstances=("displaced",) if number % 11 == 0 else (),
            audience=_work(rng),
        )
        for number, name in enumerate(PSEUDONYMS_GROWN)
    ]
    found += [
        Invented(
            card=card(rng),
            child=True,
            pseudonym=name,
            birth_year=year - rng.randint(8, 17),
            audience="pupil",
            guardian_name=GUARDIANS[number % 3],
            guardian_relation=("guardian", "parent", "parent")[number % 3],
        )
        for number, name in enumerate(PSEUDONYMS_YOUNG)
    ]
    rng.shuffle(found)
    return found


def _work(rng: random.Random) -> str:
    return rng.choices(("general", "student", "hub_worker", "librarian"), (80, 12, 5, 3))[0]
