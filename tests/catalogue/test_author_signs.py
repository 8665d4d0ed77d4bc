"""Author's signs by the shipped table, by a library's own, and the shelf mark."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.author_signs import POLICY, author_sign, author_signs_problems, parted, shelf_mark, table
from mandrivna.core import policy
from mandrivna.core.problems import Refused
from mandrivna.shared.alphabet import sort_key
from tests.factories.library import library

pytestmark = pytest.mark.django_db

SIGNS = {
    ("Гончар, Олесь", "Прапороносці"): "Г 65",
    ("Шевченко Тарас", "Кобзар"): "Ш 37",
    ("Франко Іван", "Мойсей"): "Ф 83",
    ("Українка Леся", "Лісова пісня"): "У 45",
    ("Леся Українка", "Лісова пісня"): "У 45",
    ("Коцюбинський М. М.", "Тіні забутих предків"): "К 75",
    ("Костенко Ліна", "Маруся Чурай"): "К 72",
    ("Багряний І.", "Тигролови"): "Б 14",
    ("Сковорода, Григорій", "Твори"): "С 44",
    ("Стус Василь", "Палімпсести"): "С 88",
    ("Снайдер Тімоті", "Криваві землі"): "С 53",
    ("Забужко Оксана", "Музей покинутих секретів"): "З-12",
    ("Пагутяк Ґалина", "Слуга"): "П 12",
    ("", "Літопис Самовидця"): "Л 68",
    ("", "«Літопис» для дітей"): "Л 68",
    ("А. А. Перший; Б. Б. Другий; В. В. Третій; Г. Г. Четвертий", "Літопис"): "Л 68",
    ("Tokarczuk Olga", "Bieguni"): "T 58",
    ("Я", "Я"): "Я 10",
    ("", "1984"): "",
    ("", ""): "",
}


def test_the_sign():
    assert {asked: author_sign(*asked) for asked in SIGNS} == SIGNS


def test_signs_follow_the_alphabet():
    """Two surnames in the order of the alphabet never have numbers in the other order."""
    by = table()
    surnames = sorted(
        ["Гайдай", "Галаган", "Ганжа", "Гончар", "Гончаренко", "Горобець", "Гоголь", "Гуменюк", "Гребінка"], key=sort_key
    )
    numbers = [int(by.sign(surname)[2:]) for surname in surnames]
    assert numbers == sorted(numbers)


def test_the_shipped_table_is_valid():
    said = policy.seed(POLICY)
    assert [key for key, row in said["signs"].items() if author_signs_problems(f"signs/{key}", row)] == []


@pytest.mark.parametrize("sign", ["Л 68", "Л68", "л-68", " Л  68 "])
def test_every_spelling_is_one_sign(sign):
    assert parted(sign) == ("Л", "68")


def test_what_is_no_sign():
    assert [parted(text) for text in ("", "68", "ЛМ 68", "Л 6", "821")] == [None] * 5


def test_the_shelf_mark():
    assert shelf_mark("821.161.2-3", "Г 65") == "821.161.2-3 Г 65"
    assert (shelf_mark("", "Г 65"), shelf_mark("004", "")) == ("Г 65", "004")


def test_a_library_writes_its_own_row_and_spelling():
    lib = library()
    policy.edit(lib.act(), policy=POLICY, key="signs/Г", value="Га 100, Гон 651, Гу 930", reason="наша таблиця")
    policy.edit(lib.act(), policy=POLICY, key="settings/spaced", value=False, reason="як на наліпках")
    assert author_sign("Гончар, Олесь", "") == "Г651"
    assert author_sign("Шевченко", "") == "Ш37"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("signs/Г", "Га дванадцять"),
        ("signs/Г", "Шо 12"),
        ("signs/Г", "Гу 12, Га 13"),
        ("signs/Г", "Га 13, Гу 12"),
        ("signs/Г", 12),
        ("settings/spaced", "так"),
        ("settings/hyphen", "З О"),
    ],
)
def test_a_wrong_row_is_refused_and_nothing_changes(key, value):
    lib = library()
    with pytest.raises(Refused):
        policy.edit(lib.act(), policy=POLICY, key=key, value=value, reason="помилка")
    assert policy.load(POLICY) == policy.seed(POLICY)
