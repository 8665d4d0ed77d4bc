"""What enquiries keep about a reader, in words for the reader."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from mandrivna.core.telling import TOLD, Told

TOLD.add(
    "enquiries.Refusal",
    Told(
        gettext_lazy("Чого ви не знайшли й про що запитали"),
        gettext_lazy("Щоб знати, що шукати для читачів. Ваш квиток тут лише тоді, коли ви самі його назвали."),
        {
            "uid": gettext_lazy("Номер запиту"),
            "institution": gettext_lazy("Заклад"),
            "place": gettext_lazy("Куди"),
            "about": gettext_lazy("Про що"),
            "words": gettext_lazy("Що шукали"),
            "title": gettext_lazy("Назва"),
            "authors": gettext_lazy("Автор"),
            "isbn": gettext_lazy("Номер книги"),
            "record": gettext_lazy("Видання"),
            "note": gettext_lazy("Що ще сказали"),
            "contact": gettext_lazy("Як відповісти"),
            "reader": gettext_lazy("Хто"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "on": gettext_lazy("День"),
            "at": gettext_lazy("Коли"),
            "same": gettext_lazy("Ключ однакових запитів"),
            "state": gettext_lazy("Стан"),
            "closed_on": gettext_lazy("Відповіли"),
            "met_on": gettext_lazy("Коли книжка знайшлася"),
            "answer": gettext_lazy("Що зроблено"),
        },
    ),
)
TOLD.add(
    "enquiries.Chat",
    Told(
        gettext_lazy("Ваш чат із бібліотекою"),
        gettext_lazy("Щоб відповідати вам у месенджері. Ні імені, ні світлини з месенджера не зберігаємо."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "chat": gettext_lazy("Номер чату в месенджері"),
            "chat_index": gettext_lazy("Ключ пошуку за номером чату"),
            "reader": gettext_lazy("Чий"),
            "staff": gettext_lazy("Чат працівника"),
            "language": gettext_lazy("Мова"),
            "step": gettext_lazy("На чому спинилася розмова"),
            "memo": gettext_lazy("Що ви саме кажете"),
            "notices": gettext_lazy("Надсилати нагадування"),
            "consent_version": gettext_lazy("На який текст згоди ви погодилися"),
            "linked_at": gettext_lazy("Приєднано"),
            "seen_at": gettext_lazy("Коли ви писали"),
            "blocked_at": gettext_lazy("Коли ви зупинили бота"),
        },
    ),
)
TOLD.add(
    "enquiries.LinkCode",
    Told(
        gettext_lazy("Коди, якими приєднують чат"),
        gettext_lazy("Щоб чат міг приєднати лише той, хто тримає ваш квиток. Діють десять хвилин."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "token_hash": gettext_lazy("Ключ коду"),
            "reader": gettext_lazy("Чий"),
            "staff": gettext_lazy("Код працівника"),
            "made_at": gettext_lazy("Видано"),
            "expires_at": gettext_lazy("Діє до"),
        },
    ),
)
TOLD.add(
    "enquiries.Outgoing",
    Told(
        gettext_lazy("Що ще не дійшло до вашого чату"),
        gettext_lazy("Зникає, щойно месенджер це взяв."),
        {
            "uid": gettext_lazy("Номер рядка"),
            "chat": gettext_lazy("Чат"),
            "body": gettext_lazy("Що сказано"),
            "not_before": gettext_lazy("Не раніше"),
            "tries": gettext_lazy("Скільки разів пробували"),
        },
    ),
)
TOLD.add(
    "enquiries.Conversation",
    Told(
        gettext_lazy("Ваші розмови з бібліотекарем"),
        gettext_lazy("Щоб відповісти вам. Через пів року ніхто не знає, що питали саме ви."),
        {
            "uid": gettext_lazy("Номер розмови"),
            "institution": gettext_lazy("Заклад"),
            "reader": gettext_lazy("Хто"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "state": gettext_lazy("Стан"),
            "counted": gettext_lazy("Що це було"),
            "on": gettext_lazy("День"),
            "opened_at": gettext_lazy("Коли почато"),
            "last_at": gettext_lazy("Останнє слово"),
            "closed_on": gettext_lazy("Завершено"),
            "staff": gettext_lazy("Хто з працівників відповідає"),
            "due_on": gettext_lazy("Відповісти до"),
            "address": gettext_lazy("Куди відповісти листом"),
            "address_index": gettext_lazy("Ключ пошуку за адресою"),
            "subject": gettext_lazy("Тема листа"),
            "ticket_hash": gettext_lazy("Ключ посилання на розмову"),
            "line": gettext_lazy("Рядок журналу, який її рахує"),
        },
    ),
)
TOLD.add(
    "enquiries.Message",
    Told(
        gettext_lazy("Що сказано в розмовах"),
        gettext_lazy("Через пів року слова зникають."),
        {
            "uid": gettext_lazy("Номер репліки"),
            "conversation": gettext_lazy("Розмова"),
            "by_reader": gettext_lazy("Сказали ви"),
            "staff": gettext_lazy("Хто відповів"),
            "channel": gettext_lazy("Звідки надійшов запис"),
            "text": gettext_lazy("Слова"),
            "at": gettext_lazy("Коли"),
        },
    ),
)
