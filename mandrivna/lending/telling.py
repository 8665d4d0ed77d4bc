"""What lending keeps about a reader, in words for the reader."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from mandrivna.core.telling import NAMES, TOLD, Told
from mandrivna.fund.models import Copy
from mandrivna.lending.models import Licence, Round, Stop


def _titles(keys: set[Any]) -> dict[Any, str]:
    return {copy.pk: f"{copy.record} ({copy})" for copy in Copy.objects.filter(pk__in=keys).select_related("record")}


def _licensed(keys: set[Any]) -> dict[Any, str]:
    return {one.pk: str(one.record) for one in Licence.objects.filter(pk__in=keys).select_related("record")}


NAMES.add("fund.Copy", _titles)
NAMES.add("lending.Round", lambda keys: {row.pk: str(row) for row in Round.objects.filter(pk__in=keys).select_related("base")})
NAMES.add("lending.Stop", lambda keys: {row.pk: str(row) for row in Stop.objects.filter(pk__in=keys)})
NAMES.add("lending.Licence", _licensed)

TOLD.add(
    "lending.Loan",
    Told(
        gettext_lazy("Книги, які ви взяли"),
        gettext_lazy("Доки книга у вас і кілька днів після повернення; далі ніхто не знає, що читали її саме ви."),
        {
            "uid": gettext_lazy("Номер видачі"),
            "copy": gettext_lazy("Книга"),
            "reader": gettext_lazy("Хто взяв"),
            "place": gettext_lazy("Де видано"),
            "issued_on": gettext_lazy("Видано"),
            "due_on": gettext_lazy("Строк"),
            "state": gettext_lazy("Стан"),
            "renewals": gettext_lazy("Скільки разів продовжено"),
            "closed_on": gettext_lazy("Повернено"),
            "closed_place": gettext_lazy("Де повернено"),
            "closed_by": gettext_lazy("Номер дії повернення"),
        },
    ),
)
TOLD.add(
    "lending.Event",
    Told(
        gettext_lazy("Що робили з цими книгами"),
        gettext_lazy(
            "З видач, продовжень і повернень складається, де зараз книга. Посилання на вас зникає разом із посиланням у видачі."
        ),
        {
            "uid": gettext_lazy("Номер дії"),
            "copy": gettext_lazy("Книга"),
            "act": gettext_lazy("Що зроблено"),
            "effect": gettext_lazy("Чим це стало"),
            "loan": gettext_lazy("Номер видачі"),
            "reader": gettext_lazy("Хто"),
            "place": gettext_lazy("Де"),
            "on": gettext_lazy("День"),
            "at": gettext_lazy("Коли"),
            "first": gettext_lazy("Порядок дії"),
            "target": gettext_lazy("Якої дії стосується"),
            "days": gettext_lazy("На скільки днів"),
            "limit": gettext_lazy("Скільки дозволяли правила"),
            "notes": gettext_lazy("Що тоді не збіглося"),
            "mode": gettext_lazy("Вид обслуговування"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "audience": gettext_lazy("Категорія"),
            "age": gettext_lazy("Вікова група"),
            "language": gettext_lazy("Мова книги"),
            "material": gettext_lazy("Вид видання"),
            "counts_visit": gettext_lazy("Рахується як відвідування"),
            "found": gettext_lazy("Книгу вважали втраченою, і вона знайшлася"),
            "opening": gettext_lazy("Файл попередньої системи, з якого прийшла видача"),
        },
    ),
)
TOLD.add(
    "lending.Remembering",
    Told(
        gettext_lazy("Ваше бажання вести перелік прочитаного"),
        gettext_lazy("Без нього переліку прочитаного немає."),
        {"reader": gettext_lazy("Чиє"), "since": gettext_lazy("Відколи")},
    ),
)
TOLD.add(
    "lending.Read",
    Told(
        gettext_lazy("Ваш перелік прочитаного"),
        gettext_lazy("Лише тому, що ви про це попросили. Бібліотекар його не бачить."),
        {"uid": gettext_lazy("Номер видачі"), "reader": gettext_lazy("Чий"), "about": gettext_lazy("Книга й дні")},
    ),
)
TOLD.add(
    "lending.Hold",
    Told(
        gettext_lazy("Що ви замовили"),
        gettext_lazy("Щоб відкласти книгу для вас. Через два тижні по тому, як замовлення закрито, ніхто не знає, що воно ваше."),
        {
            "uid": gettext_lazy("Номер замовлення"),
            "record": gettext_lazy("Видання"),
            "institution": gettext_lazy("Заклад"),
            "reader": gettext_lazy("Хто замовив"),
            "pickup": gettext_lazy("Де забрати"),
            "at": gettext_lazy("Коли"),
            "on": gettext_lazy("День"),
            "state": gettext_lazy("Стан"),
            "copy": gettext_lazy("Книга"),
            "ready_on": gettext_lazy("Відкладено"),
            "keep_until": gettext_lazy("Чекає до"),
            "issued": gettext_lazy("Номер видачі"),
            "closed_on": gettext_lazy("Закрито"),
        },
    ),
)
TOLD.add(
    "lending.SheetLine",
    Told(
        gettext_lazy("Рядки паперових аркушів"),
        gettext_lazy("Коли вас обслужили на папері: рядок переписують сюди, а за два тижні по тому забувають, що він ваш."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "sheet": gettext_lazy("Аркуш"),
            "number": gettext_lazy("Котрий рядок"),
            "version": gettext_lazy("Котре виправлення"),
            "state": gettext_lazy("Стан"),
            "problem": gettext_lazy("Чого не знайшлося"),
            "op": gettext_lazy("Номер дії"),
            "reader": gettext_lazy("Про кого"),
            "said": gettext_lazy("Що написано"),
            "said_mac": gettext_lazy("Ключ, за яким той самий рядок не діє двічі"),
            "at": gettext_lazy("Коли переписано"),
            "settled_at": gettext_lazy("Коли дійшло до кінця"),
        },
    ),
)
TOLD.add(
    "lending.Stop",
    Told(
        gettext_lazy("Коли вам возили книжки"),
        gettext_lazy("Щоб до вас доїхали. Через два тижні після обходу ніхто не знає, що їздили саме до вас; адреси тут немає."),
        {
            "uid": gettext_lazy("Номер зупинки"),
            "round": gettext_lazy("Обхід"),
            "reader": gettext_lazy("До кого"),
            "turn": gettext_lazy("Котра зупинка"),
            "served_on": gettext_lazy("Коли віддано або забрано"),
            "nobody_on": gettext_lazy("Коли нікого не застали"),
            "closed_on": gettext_lazy("Обхід завершено"),
        },
    ),
)
TOLD.add(
    "lending.Carried",
    Told(
        gettext_lazy("Які книжки вам везли або забирали"),
        gettext_lazy("Щоб нічого не загубилося в дорозі. Чиї вони були, зникає разом із посиланням у зупинці."),
        {
            "id": gettext_lazy("Номер рядка"),
            "round": gettext_lazy("Обхід"),
            "stop": gettext_lazy("Зупинка"),
            "copy": gettext_lazy("Книга"),
            "way": gettext_lazy("Везли чи забирали"),
            "state": gettext_lazy("Що з нею"),
            "by": gettext_lazy("Номер видачі або повернення"),
        },
    ),
)
TOLD.add(
    "lending.ELoan",
    Told(
        gettext_lazy("Електронні видання, які вам відкрито"),
        gettext_lazy("Доки доступ відкрито й кілька днів потому; далі ніхто не знає, що читали їх саме ви."),
        {
            "uid": gettext_lazy("Номер видачі"),
            "licence": gettext_lazy("Видання"),
            "reader": gettext_lazy("Хто взяв"),
            "place": gettext_lazy("Де видано"),
            "seat": gettext_lazy("Котре місце за ліцензією"),
            "at": gettext_lazy("Коли"),
            "on": gettext_lazy("Видано"),
            "until": gettext_lazy("Строк"),
            "state": gettext_lazy("Стан"),
            "closed_at": gettext_lazy("Коли завершено"),
            "closed_on": gettext_lazy("День завершення"),
            "opened": gettext_lazy("У які дні відкривали"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "audience": gettext_lazy("Категорія"),
            "age": gettext_lazy("Вікова група"),
            "language": gettext_lazy("Мова видання"),
        },
    ),
)
TOLD.add(
    "lending.Reminder",
    Told(
        gettext_lazy("Коли вам нагадували про строк"),
        gettext_lazy("Щоб не дзвонити вам двічі про те саме. За місяць рядок зникає; про які книжки йшлося, тут не записано."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "reader": gettext_lazy("Кому"),
            "place": gettext_lazy("Де"),
            "at": gettext_lazy("Коли"),
            "on": gettext_lazy("День"),
            "how": gettext_lazy("Як"),
            "by": gettext_lazy("Хто нагадав"),
        },
    ),
)
