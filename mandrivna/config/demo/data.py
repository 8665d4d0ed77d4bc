"""What the demonstration library consists of. Places and people are invented; the books are real."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum import ean

INSTITUTION = "Обласна універсальна наукова бібліотека (демонстраційна)"
SHORT = "ОУНБ"
LEGAL_ADDRESS = "м. Старобільськ Луганської обл."
ACTUAL_ADDRESS = "м. Черкаси"
POINT = ("49.4444", "32.0598")

DEPARTMENTS = (
    ("ВНМР", "Відділ науково-методичної роботи"),
    ("ВІТЕР", "Відділ інформаційних технологій та електронних ресурсів"),
    ("ВФФЕК", "Відділ формування фонду та електронного каталогізування"),
    ("ЦПЧ", "Центр просування читання"),
)

NETWORK = "Бібліотечна мережа області (демонстраційна)"
NETWORK_LIBRARIES = (
    ("Публічна бібліотека Степової громади (релокована)", "ПБ Степової громади", "travelling", ("48.5079", "32.2623")),
    ("Публічна бібліотека Крейдяної громади", "ПБ Крейдяної громади", "occupied", ("49.2767", "38.9070")),
    ("Публічна бібліотека Заозерної громади", "ПБ Заозерної громади", "no_data", ("48.9482", "38.4878")),
)


@dataclass(frozen=True)
class Hub:
    """`shelves`: name and whether children's books stand there. `busy`: how many readers come on an ordinary day."""

    name: str
    address: str
    shelves: tuple[tuple[str, bool], ...]
    busy: int
    device: str
    point: tuple[str, str]
    """Latitude and longitude of a real town near which the invented place might be."""
    counter: bool = False


HUBS = (
    Hub(
        "Хаб «Затишок»",
        "м. Черкаси, вул. Показова, 1",
        (("Полиця у вітальні", False), ("Дитяча полиця", True)),
        4,
        "phone-zatyshok",
        POINT,
        True,
    ),
    Hub(
        "Хаб «Обрій»",
        "м. Черкаси, вул. Вигадана, 14",
        (("Полиця біля вікна", False), ("Родинна полиця", True)),
        3,
        "phone-obrii",
        POINT,
        True,
    ),
    Hub("Хаб «Разом»", "м. Черкаси, бульв. Умовний, 7", (("Полиця в холі", False),), 3, "phone-razom", POINT),
    Hub(
        "Хаб «Джерело»",
        "Прикладна громада, с-ще Прикладне, вул. Зразкова, 3",
        (("Полиця в гуртожитку", False),),
        2,
        "phone-dzherelo",
        ("48.7484", "30.2218"),
    ),
    Hub(
        "Хаб «Тепла хата»",
        "Зразкова громада, с. Зразкове, вул. Сонячна, 22",
        (("Полиця на веранді", False),),
        2,
        "phone-khata",
        ("49.5880", "34.5514"),
    ),
    Hub(
        "Хаб «Вузлик»",
        "Умовна громада, м. Умовне, пл. Тестова, 5",
        (("Полиця в майстерні", False),),
        2,
        "phone-vuzlyk",
        ("48.2921", "25.9358"),
    ),
)


@dataclass(frozen=True)
class Person:
    """`at`: the short name of a unit, or the name of a hub or shelf. Without a password nobody can sign in as them.

    `late`: came when the story had been told, and so changes nothing in it.
    """

    username: str
    name: str
    role: str
    at: str
    password: str = ""
    late: bool = False


PEOPLE = (
    Person("director", "Директорка Показова", "director", SHORT, "мандри-2026-директор"),
    # The second of the two people without whom nobody's data are destroyed.
    Person("deputy", "Заступниця Надійна", "director", SHORT, "мандри-2026-заступниця", late=True),
    Person("methodist", "Методистка Зразкова", "methodist", SHORT, "мандри-2026-методист"),
    Person("cataloguer", "Каталогізаторка Умовна", "cataloguer", SHORT, "мандри-2026-каталог"),
    Person("promoter", "Промоторка Прикладна", "promoter", "ЦПЧ", "мандри-2026-читання"),
    Person("hub", "Бібліотекарка Затишна", "hub_librarian", "Хаб «Затишок»", "мандри-2026-простір"),
    Person("guardian", "Опікун Полицький", "guardian", "Полиця біля вікна", "мандри-2026-опікун"),
    Person("volunteer", "Волонтер Дорожній", "volunteer", "Хаб «Затишок»", "мандри-2026-волонтер", late=True),
    Person("technician", "Технік Справний", "technician", SHORT, "мандри-2026-технік"),
    Person("network", "Бібліотекарка Мережева", "network_librarian", "ПБ Степової громади", "мандри-2026-мережа"),
    Person("auditor", "Ревізорка Уважна", "auditor", SHORT, "мандри-2026-ревізор"),
    # They did the work of the other hubs.
    Person("hub-obrii", "Бібліотекарка Обрійна", "hub_librarian", "Хаб «Обрій»"),
    Person("hub-razom", "Бібліотекар Спільний", "hub_librarian", "Хаб «Разом»"),
    Person("hub-dzherelo", "Бібліотекарка Джерельна", "hub_librarian", "Хаб «Джерело»"),
    Person("hub-khata", "Бібліотекарка Теплохатня", "hub_librarian", "Хаб «Тепла хата»"),
    Person("hub-vuzlyk", "Бібліотекар Вузликовий", "hub_librarian", "Хаб «Вузлик»"),
)

READER_PINS = ("482915", "736049", "158372")
"""Known to everybody, like the passwords above: for the readers' own accounts of the demonstration."""

UKR, ENG, POL = "ukr", "eng", "pol"


@dataclass(frozen=True)
class Title:
    authors: str
    title: str
    publisher: str
    year: int
    udc: str
    copies: int
    children: bool = False
    language: str = UKR


_PROSE, _VERSE, _PLAY, _YOUNG = "821.161.2-3", "821.161.2-1", "821.161.2-2", "821.161.2-93"
_LEV, _MC, _KSD = "Видавництво Старого Лева", "Meridian Czernowitz", "Клуб Сімейного Дозвілля"
_ABABA = "А-ба-ба-га-ла-ма-га"

TITLES = (
    Title("Жадан Сергій", "Інтернат", _MC, 2017, _PROSE, 4),
    Title("Жадан Сергій", "Ворошиловград", "Фоліо", 2010, _PROSE, 3),
    Title("Андрухович Софія", "Фелікс Австрія", _LEV, 2014, _PROSE, 3),
    Title("Андрухович Софія", "Амадока", _LEV, 2020, _PROSE, 2),
    Title("Малярчук Таня", "Забуття", _LEV, 2016, _PROSE, 2),
    Title("Забужко Оксана", "Музей покинутих секретів", "Факт", 2009, _PROSE, 2),
    Title("Винничук Юрій", "Танґо смерті", "Фоліо", 2012, _PROSE, 2),
    Title("Прохасько Тарас", "НепрОсті", "Лілея-НВ", 2002, _PROSE, 1),
    Title("Шкляр Василь", "Залишенець. Чорний ворон", _KSD, 2009, _PROSE, 3),
    Title("Матіос Марія", "Солодка Даруся", "Піраміда", 2004, _PROSE, 3),
    Title("Лис Володимир", "Століття Якова", _KSD, 2010, _PROSE, 2),
    Title("Костенко Ліна", "Записки українського самашедшого", _ABABA, 2011, _PROSE, 3),
    Title("Костенко Ліна", "Маруся Чурай", "Радянський письменник", 1979, _VERSE, 2),
    Title("Стус Василь", "Палімпсест: вибране", "Факт", 2003, _VERSE, 2),
    Title("Шевченко Тарас", "Кобзар", "Дніпро", 1985, _VERSE, 4),
    Title("Українка Леся", "Зібрання творів: у 12 т. Т. 5: Драматичні твори", "Наукова думка", 1976, _PLAY, 1),
    Title("Франко Іван", "Зібрання творів: у 50 т. Т. 1: Поезія", "Наукова думка", 1976, _VERSE, 1),
    Title("Підмогильний Валер’ян", "Місто", "Книгоспілка", 1928, _PROSE, 1),
    Title("Барка Василь", "Жовтий князь", "Дніпро", 1991, _PROSE, 2),
    Title("Багряний Іван", "Тигролови", "Молодь", 1991, _PROSE, 2),
    Title("Самчук Улас", "Марія", "Радянський письменник", 1991, _PROSE, 1),
    Title("Домонтович Віктор", "Доктор Серафікус. Без ґрунту", "Критика", 1999, _PROSE, 1),
    Title("Антонич Богдан-Ігор", "Поезії", "Радянський письменник", 1989, _VERSE, 1),
    Title("Довженко Олександр", "Україна в огні: кіноповість, щоденник", "Радянський письменник", 1990, _PROSE, 1),
    Title("Симоненко Василь", "Лебеді материнства", "Молодь", 1981, _VERSE, 1),
    Title("Тютюнник Григір", "Облога: вибрані твори", "Пульсари", 2004, _PROSE, 2),
    Title("Андрухович Юрій", "Дванадцять обручів", "Критика", 2003, _PROSE, 2),
    Title("Любка Андрій", "Карбід", _MC, 2015, _PROSE, 2),
    Title("Рафеєнко Володимир", "Мондеґрін", _MC, 2019, _PROSE, 2),
    Title("Чех Артем", "Точка нуль", "Vivat", 2017, _PROSE, 3),
    Title("Чапай Артем", "Понаїхали", "Книги-XXI", 2015, _PROSE, 1),
    Title("Павлюк Ілларіон", "Я бачу, вас цікавить пітьма", _LEV, 2020, _PROSE, 4),
    Title("Роздобудько Ірен", "Ґудзик", "Фоліо", 2005, _PROSE, 3),
    Title("Дашвар Люко", "Молоко з кров’ю", _KSD, 2008, _PROSE, 2),
    Title("Кідрук Макс", "Бот", _KSD, 2012, _PROSE, 2),
    Title("Якимчук Любов", "Абрикоси Донбасу", _LEV, 2015, _VERSE, 3),
    Title("Кіяновська Маріанна", "Бабин Яр. Голосами", "Дух і Літера", 2017, _VERSE, 1),
    Title("Асєєв Станіслав", "«Світлий Шлях»: історія одного концтабору", _LEV, 2020, "355.257.7(477)", 2),
    Title("Плохій Сергій", "Брама Європи", _KSD, 2016, "94(477)", 3),
    Title("Грицак Ярослав", "Подолати минуле: глобальна історія України", "Портал", 2021, "94(477)", 3),
    Title("Снайдер Тімоті", "Криваві землі: Європа поміж Гітлером та Сталіним", "Грані-Т", 2011, "94(4)", 2),
    Title("Дзюба Іван", "Інтернаціоналізм чи русифікація?", "KM Academia", 1998, "323.15(477)", 1),
    Title("Єрмоленко Володимир", "Плинні ідеології", "Дух і Літера", 2018, "141.7", 1),
    Title("Франкл Віктор", "Людина в пошуках справжнього сенсу", _KSD, 2016, "159.9", 4),
    Title("Канеман Деніел", "Мислення швидке й повільне", "Наш Формат", 2017, "159.95", 2),
    Title("Антоненко-Давидович Борис", "Як ми говоримо", "Либідь", 1991, "811.161.2", 3),
    Title("Авраменко Олександр", "100 експрес-уроків української", "Книголав", 2016, "811.161.2", 4),
    Title("Орвелл Джордж", "1984", "Видавництво Жупанського", 2013, "821.111-31", 3),
    Title("Бредбері Рей", "451° за Фаренгейтом", "Навчальна книга — Богдан", 2011, "821.111(73)-31", 3),
    Title("Гемінґвей Ернест", "Старий і море", _LEV, 2017, "821.111(73)-32", 2),
    Title("Еко Умберто", "Ім’я рози", "Фоліо", 2006, "821.131.1-31", 2),
    Title("Кундера Мілан", "Нестерпна легкість буття", _LEV, 2019, "821.162.3-31", 2),
    Title("Токарчук Ольга", "Бігуни", "Фоліо", 2011, "821.162.1-31", 2),
    Title("Tokarczuk Olga", "Bieguni", "Wydawnictwo Literackie", 2007, "821.162.1-31", 1, language=POL),
    Title("Plokhy Serhii", "The Gates of Europe: A History of Ukraine", "Basic Books", 2015, "94(477)", 1, language=ENG),
    Title("Нестайко Всеволод", "Тореадори з Васюківки", _ABABA, 2004, _YOUNG, 4, children=True),
    Title("Романишин Романа; Лесів Андрій", "Війна, що змінила Рондо", _LEV, 2015, _YOUNG, 3, children=True),
    Title("Вдовиченко Галина", "36 і 6 котів", _LEV, 2015, _YOUNG, 4, children=True),
    Title("Прохасько Тарас; Прохасько Мар’яна", "Хто зробить сніг", _LEV, 2013, _YOUNG, 3, children=True),
    Title("Роулінг Джоан", "Гаррі Поттер і філософський камінь", _ABABA, 2002, "821.111-93", 4, children=True),
)


NUMBERED_SINCE = 1991
NOBODYS = "97999"
"""No publisher has numbers that begin so: a scanner takes them, and they lead to no other library's book."""


def isbn_of(title: Title) -> str:
    """Invented, with a true check digit; older books have none, as it is with old books."""
    if title.year < NUMBERED_SINCE:
        return ""
    digits = f"{NOBODYS}{1003 + 37 * TITLES.index(title):07d}"
    return digits + ean.calc_check_digit(digits)
