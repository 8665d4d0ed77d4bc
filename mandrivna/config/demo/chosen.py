"""What the cataloguer of the demonstration does beside describing: subjects, other forms of names, collections, the guide.

Everything told of books, writers and sites is publicly known; the collections are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from mandrivna.catalogue.actions.collections import add_collection, put_in_collection
from mandrivna.catalogue.actions.guide import add_resource
from mandrivna.catalogue.actions.headings import add_heading, add_heading_name, edit_heading
from mandrivna.catalogue.models import Access, Authority, Record
from mandrivna.config.demo.stage import Stage

OWN = "ВФФЕК"

SUBJECTS = {
    "Інтернат": ("Російсько-українська війна", "Донеччина"),
    "Ворошиловград": ("Луганщина", "Повернення додому"),
    "Абрикоси Донбасу": ("Донбас", "Російсько-українська війна"),
    "Мондеґрін": ("Переселенці", "Донеччина"),
    "«Світлий Шлях»: історія одного концтабору": ("Російсько-українська війна", "Донецьк", "Полонені"),
    "Точка нуль": ("Російсько-українська війна", "Щоденники"),
    "Понаїхали": ("Переселенці",),
    "Жовтий князь": ("Голодомор 1932–1933",),
    "Марія": ("Голодомор 1932–1933",),
    "Брама Європи": ("Історія України",),
    "Подолати минуле: глобальна історія України": ("Історія України",),
    "Криваві землі: Європа поміж Гітлером та Сталіним": ("Історія Європи", "Голодомор 1932–1933", "Голокост"),
    "Бабин Яр. Голосами": ("Голокост", "Київ"),
    "Людина в пошуках справжнього сенсу": ("Психологія", "Голокост"),
    "Мислення швидке й повільне": ("Психологія",),
    "Як ми говоримо": ("Українська мова",),
    "100 експрес-уроків української": ("Українська мова",),
    "Війна, що змінила Рондо": ("Війна і діти",),
    "Хто зробить сніг": ("Зима", "Звірі"),
}
LOCAL = {
    "Інтернат", "Ворошиловград", "Абрикоси Донбасу", "Мондеґрін", "«Світлий Шлях»: історія одного концтабору",
}  # fmt: skip
"""About the region the library was driven from."""

PEOPLE = (
    ("Українка, Леся", "1871–1913", "Косач, Лариса Петрівна"),
    ("Домонтович, Віктор", "1894–1969", "Петров, Віктор Платонович"),
    ("Багряний, Іван", "1906–1963", "Лозов’яга, Іван Павлович"),
    ("Барка, Василь", "1908–2003", "Очерет, Василь Костянтинович"),
    ("Орвелл, Джордж", "1903–1950", "Блер, Ерік Артур"),
    ("Шевченко, Тарас", "1814–1861", "Дармограй, Кобзар"),
)
ALIKE = "Костенко, Л. В."
"""As another library's cards have her: for the list of headings that may be one."""
CLASSES = (
    ("821.161.2-3", "Українська проза"),
    ("821.161.2-1", "Українська поезія"),
    ("821.161.2-2", "Українська драма"),
    ("821.161.2-93", "Українська література для дітей"),
    ("811.161.2", "Українська мова"),
    ("94(477)", "Історія України"),
    ("821.111-31", "Англійський роман"),
    ("159.9", "Психологія"),
)


@dataclass(frozen=True)
class Chosen:
    title: str
    words: str
    books: tuple[tuple[str, str], ...]
    local: bool = False
    shown: bool = True


COLLECTIONS = (
    Chosen(
        "Голоси сходу",
        "П’ять книжок про Донеччину й Луганщину, які написали ті, хто там виріс.\n\nЧитати можна в будь-якому порядку.",
        (
            ("Ворошиловград", "Роман про дорогу додому: з нього варто почати."),
            ("Абрикоси Донбасу", "Вірші про шахту, бабусю і війну."),
            ("Інтернат", "Три дні вчителя, який іде через лінію фронту по племінника."),
            ("Мондеґрін", "Переселенець із Донецька вчиться жити в Києві українською."),
            ("«Світлий Шлях»: історія одного концтабору", "Свідчення. Важка книжка: бережіть себе."),
        ),
        local=True,
    ),
    Chosen(
        "Читаємо родиною",
        "Уголос, по черзі, перед сном.",
        (
            ("Тореадори з Васюківки", "Сміятимуться і дорослі."),
            ("36 і 6 котів", ""),
            ("Хто зробить сніг", "Для наймолодших: багато розглядати."),
            ("Війна, що змінила Рондо", "Як говорити з дітьми про війну."),
        ),
    ),
    Chosen(
        "Переходимо на українську",
        "До Дня рідної мови: книжки, з якими легше.",
        (("Як ми говоримо", ""), ("100 експрес-уроків української", "По одному на день.")),
        shown=False,
    ),
)

GUIDE = (
    ("Книжки й тексти", "УкрЛіб", "https://www.ukrlib.com.ua/", "Українська й світова класика, твори шкільної програми.", "ukr"),
    ("Книжки й тексти", "Project Gutenberg", "https://www.gutenberg.org/", "Понад 70 тисяч книжок, вільних для всіх.", "eng"),
    ("Книжки й тексти", "Wolne Lektury", "https://wolnelektury.pl/", "Польська бібліотека шкільної класики, також аудіо.", "pol"),
    (
        "Культура й історія",
        "Культура України",
        "https://elib.nlu.org.ua/",
        "Оцифровані видання бібліотеки ім. Ярослава Мудрого.",
        "ukr",
    ),
    (
        "Культура й історія",
        "Енциклопедія Сучасної України",
        "https://esu.com.ua/",
        "Статті про людей, міста й події від 1900 року.",
        "ukr",
    ),
    ("Культура й історія", "Europeana", "https://www.europeana.eu/", "Зібрання музеїв, архівів і бібліотек Європи.", "mul"),
    ("Право й допомога", "Законодавство України", "https://zakon.rada.gov.ua/", "Усі закони й постанови в чинній редакції.", "ukr"),
    (
        "Право й допомога",
        "Безоплатна правнича допомога",
        "https://legalaid.gov.ua/",
        "Куди звернутися по юриста, зокрема переселенцям.",
        "ukr",
    ),
    (
        "Наука",
        "Національна бібліотека України ім. В. І. Вернадського",
        "https://nbuv.gov.ua/",
        "Каталоги, наукова періодика, реферати.",
        "ukr",
    ),
    ("Наука", "DOAJ", "https://doaj.org/", "Наукові журнали відкритого доступу з усього світу.", "eng"),
    ("Мова", "Словник української мови", "https://sum.in.ua/", "Одинадцятитомний тлумачний словник.", "ukr"),
)
ACCOUNT = ("https://osvita.diia.gov.ua/", "Навчання", "Дія.Освіта", "Короткі серіали й тести з цифрової грамотності.")


def arrange(stage: Stage) -> None:
    """At the end of the story, when everything is described."""
    cataloguer, unit = stage.actors["cataloguer"], stage.units[OWN]
    for heading, dates, other in PEOPLE:
        found = _heading("person", heading)
        edit_heading(stage.act(cataloguer), authority=found, heading=heading, dates=dates)
        add_heading_name(stage.act(cataloguer), authority=found, name=other)
    add_heading(stage.act(cataloguer), sort="person", heading=ALIKE)
    for number, words in CLASSES:
        add_heading_name(stage.act(cataloguer), authority=_heading("udc", number), name=words)
    for chosen in COLLECTIONS:
        made = add_collection(
            stage.act(cataloguer), unit=unit, title=chosen.title, words=chosen.words, local=chosen.local, shown=chosen.shown
        )
        for title, note in chosen.books:
            record = str(Record.objects.get(title=title, created_by_unit=unit).pk)
            put_in_collection(stage.act(cataloguer), collection=made, records=[record], note=note)
    for theme, title, url, words, language in GUIDE:
        add_resource(stage.act(cataloguer), unit=unit, theme=theme, title=title, url=url, words=words, language=language)
    url, theme, title, words = ACCOUNT
    add_resource(stage.act(cataloguer), unit=unit, theme=theme, title=title, url=url, words=words, access=Access.ACCOUNT)


def _heading(sort: str, heading: str) -> Authority:
    return Authority.objects.get(sort=sort, heading=heading)
