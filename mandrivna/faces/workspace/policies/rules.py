"""The policies as people read them: which rules there are, what each says here, what is shipped, and how it may be changed.

Only what has a validator in core is changed on a screen; roles have a table of their own.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core import policy
from mandrivna.faces.workspace.policies.of_counts import of_channels, of_indicators
from mandrivna.faces.workspace.policies.rule import DAYS, KEEP, LINES, NUMBER, OWN_FORM, SHOWN, TEXT, YES, About, Rule
from mandrivna.shared.alphabet import sort_key

LENDING = {
    "loan_days": (gettext_lazy("Строк користування"), "days"),
    "renewal_days": (gettext_lazy("Строк продовження"), "days"),
    "max_renewals": (gettext_lazy("Скільки разів можна продовжити без розмови з бібліотекарем"), "times"),
    "max_loans": (gettext_lazy("Найбільше документів на руках водночас (понад це лише попереджаємо)"), "documents"),
    "renew_while_awaited": (gettext_lazy("Продовжувати, коли на видання хтось чекає"), YES),
    "own_rules": (gettext_lazy("Окремі правила: для кого, що, де, днів, найбільше, продовжень"), LINES),
    "closed_days": (gettext_lazy("Дні, коли ми не працюємо"), LINES),
    "due_follows_visit": (gettext_lazy("Ставити строк на день запланованого виїзду до полиці"), YES),
    "undo_minutes": (gettext_lazy("Скільки часу дію можна скасувати кнопкою"), "minutes"),
    "max_holds": (gettext_lazy("Скільки видань читач може замовити на сайті водночас (0: замовлення вимкнено)"), "documents"),
    "hold_days": (gettext_lazy("Скільки днів відкладений примірник чекає на читача"), "days"),
    "stale_days": (gettext_lazy("Скільки днів книжка може простояти на полиці, перш ніж програма порадить її забрати"), "days"),
    "least_in_cell": (gettext_lazy("Найменше число на сторінці вподобань; менші складаються в «інше»"), ""),
    "max_self_loans": (
        gettext_lazy("Скільки книжок читач може мати водночас, якщо взяв їх сам (0: лише з бібліотекарем)"),
        "documents",
    ),
    "remind_days": (gettext_lazy("За скільки днів до строку нагадати читачеві в чаті чи листом (0: не нагадувати)"), "days"),
    "remind_again_days": (gettext_lazy("Скільки днів не дзвонити вдруге тому, кому працівник уже нагадав"), "days"),
    "quiet_from": (gettext_lazy("Тихі години: від якої години нічого не надсилати читачам"), "hours"),
    "quiet_until": (gettext_lazy("Тихі години: до якої години нічого не надсилати читачам"), "hours"),
    "paper_day_offered": (gettext_lazy("Паперовий аркуш: скільки днів тому той день, який пропонує форма (0: сьогодні)"), "days"),
    "paper_days_back": (gettext_lazy("Паперовий аркуш: на скільки днів назад може сягати день на ньому"), "days"),
    "paper_returns_first": (gettext_lazy("Паперові аркуші одного дня: спершу повернення, потім видача"), YES),
    "paper_missing_days": (gettext_lazy("Через скільки днів після друку невнесений аркуш шукають"), "days"),
    "forget_after_days": (gettext_lazy("Через скільки днів після повернення зникає запис про те, хто брав книгу"), "days"),
}
OWN_RULES = {
    "own_rules": gettext_lazy(
        "Кожне правило з нового рядка, шість частин через кому; «*» означає будь-що, «лише тут» замість днів — на руки не видаємо. "
        "Діє перше, що пасує. Наприклад: учні, періодичне видання, *, 7, 2, 0"
    ),
    "closed_days": gettext_lazy("Через кому: «01-01» щороку, «2026-12-26» один раз. Строк із такого дня переходить на наступний."),
    "paper_returns_first": gettext_lazy("«Ні», якщо у вас того самого дня частіше беруть і до вечора повертають."),
    "due_follows_visit": gettext_lazy("Найближчого виїзду, але не раніше половини звичайного строку."),
}


def _lending() -> list[Rule]:
    here, shipped = policy.load("lending"), policy.seed("lending")
    return [
        Rule(
            key=key,
            label=str(LENDING[key][0]) if key in LENDING else key,
            kind=measure if (measure := LENDING.get(key, ("", ""))[1]) in (YES, LINES) else NUMBER,
            measure="" if measure in (YES, LINES) else measure,
            about=str(OWN_RULES.get(key, "")),
            value=here[key],
            shipped=shipped[key],
        )
        for key in shipped
    ]


READERS = {
    "guardian_under": (gettext_lazy("До скількох років згоду дає дорослий"), ""),
    "merge_days": (gettext_lazy("Скільки днів можна скасувати об’єднання двох записів читача"), "days"),
    "import_rejects_days": (gettext_lazy("Скільки днів зберігати неприйняті рядки імпорту читачів"), "days"),
    "looks_an_hour": (gettext_lazy("Скільки формулярів за годину одна людина відкриває без сповіщення (0: не сповіщати)"), ""),
}


def _readers() -> list[Rule]:
    here, shipped = policy.load("readers"), policy.seed("readers")
    numbers = [
        Rule(key=key, label=str(label), kind=NUMBER, measure=measure, value=here[key], shipped=shipped[key])
        for key, (label, measure) in READERS.items()
    ]
    lines = [
        Rule(
            key=f"circumstances/{code}",
            label=_("Добровільні відомості, рядок %(number)d") % {"number": number},
            value=here["circumstances"][code],
            shipped=name,
        )
        for number, (code, name) in enumerate(shipped["circumstances"].items(), start=1)
    ]
    return numbers + lines


ENQUIRIES = {
    "references": gettext_lazy("Довідка"),
    "consultations": gettext_lazy("Консультація"),
    "e_services": gettext_lazy("Електронна послуга"),
    "specialists": gettext_lazy("Запрошений фахівець"),
}


ANSWER_DAYS = {
    "complaint_days": gettext_lazy("За скільки днів відповідаємо на скаргу"),
    "suggestion_days": gettext_lazy("За скільки днів відповідаємо на пропозицію"),
    "talk_days": gettext_lazy("За скільки днів відповідаємо в розмові"),
}


def _enquiries() -> list[Rule]:
    """A name of each kind; an empty one takes the kind from the buttons."""
    here, shipped = policy.load("enquiries"), policy.seed("enquiries")
    kinds = [
        Rule(
            key=f"{section}/{code}",
            label=_("%(what)s: %(name)s") % {"what": label, "name": words or _("свій вид")},
            about=_("Код виду: %(code)s. Порожня назва прибирає вид із кнопок.") % {"code": code},
            value=here[section][code],
            shipped=words,
        )
        for section, label in ENQUIRIES.items()
        for code, words in shipped[section].items()
    ]
    about = _(
        "Кожен з нового рядка, через кому: назва, вид, тема, як питали, хвилин. Наприклад: Пенсія онлайн, "
        "пенсії й соціальні виплати, субсидія, телефоном, 20. Від третьої частини все необов’язкове; пропущене позначте «-»."
    )
    templates = Rule(
        key="templates", label=_("Зразки на кнопках"), about=about, kind=LINES,
        value=here["templates"], shipped=shipped["templates"],
    )  # fmt: skip
    answers = [
        Rule(key=key, label=str(label), kind=NUMBER, measure="days", value=here[key], shipped=shipped[key])
        for key, label in ANSWER_DAYS.items()
    ]
    days = Rule(
        key="back_days", label=_("На скільки днів назад можна записати пропущене"), kind=NUMBER, measure="days",
        value=here["back_days"], shipped=shipped["back_days"],
    )  # fmt: skip
    label = _("Зразок відповіді в розмові, %(number)d")
    samples = [
        Rule(key=f"answers/{code}", label=label % {"number": number}, value=here["answers"][code], shipped=words)
        for number, (code, words) in enumerate(shipped["answers"].items(), start=1)
    ]
    sitting = Rule(
        key="session_minutes", label=_("Скільки триває сеанс за комп’ютером"), kind=NUMBER, measure="minutes",
        about=_("Довший сеанс сторінка виділяє, але не перериває."),
        value=here["session_minutes"], shipped=shipped["session_minutes"],
    )  # fmt: skip
    return [days, *answers, sitting, templates, *samples, *kinds]


SIGNS = {
    "spaced": (gettext_lazy("Писати авторський знак із пропуском («Л 68»)"), YES),
    "hyphen": (gettext_lazy("Літери, після яких у знаку ставлять дефіс"), TEXT),
}


def _author_signs() -> list[Rule]:
    here, shipped = policy.load("author_signs"), policy.seed("author_signs")
    settings = [
        Rule(key=f"settings/{key}", label=str(label), kind=kind, value=here["settings"][key], shipped=shipped["settings"][key])
        for key, (label, kind) in SIGNS.items()
    ]
    rows = [
        Rule(key=f"signs/{letter}", label=_("Літера %(letter)s") % {"letter": letter}, value=here["signs"][letter], shipped=row)
        for letter, row in sorted(shipped["signs"].items(), key=lambda one: sort_key(one[0]))
    ]
    return settings + rows


COPYCAT = {
    "name": gettext_lazy("назва"),
    "enabled": gettext_lazy("запитувати"),
    "address": gettext_lazy("адреса"),
    "protocol": gettext_lazy("протокол (sru або z3950)"),
    "version": gettext_lazy("версія SRU"),
    "schema": gettext_lazy("схема записів"),
    "syntax": gettext_lazy("формат (marc21 або unimarc)"),
    "encoding": gettext_lazy("кодування Z39.50"),
    "isbn": gettext_lazy("запит за ISBN"),
    "words": gettext_lazy("запит за словами"),
    "local": gettext_lazy("у нашій власній мережі"),
}


def _copycat() -> list[Rule]:
    here, shipped = policy.load("copycat")["targets"], policy.seed("copycat")["targets"]
    return [
        Rule(
            key=f"targets/{target}/{name}",
            label=f"{here[target]['name']}: {COPYCAT[name]}",
            kind=YES if name in ("enabled", "local") else TEXT,
            value=here[target][name],
            shipped=value,
        )
        for target, about in shipped.items()
        for name, value in about.items()
    ]


LABELS = {
    "name": gettext_lazy("як називається"),
    "columns": gettext_lazy("стовпців"),
    "rows": gettext_lazy("рядків"),
    "width": gettext_lazy("ширина наклейки, мм"),
    "height": gettext_lazy("висота наклейки, мм"),
    "left": gettext_lazy("від лівого краю, мм"),
    "top": gettext_lazy("від верхнього краю, мм"),
    "gap_x": gettext_lazy("між стовпцями, мм"),
    "gap_y": gettext_lazy("між рядками, мм"),
}


def _labels() -> list[Rule]:
    here, shipped = policy.load("labels")["sheets"], policy.seed("labels")["sheets"]
    return [
        Rule(key=f"sheets/{paper}/{name}", label=f"{here[paper]['name']}: {LABELS[name]}", value=here[paper][name], shipped=value)
        for paper, about in shipped.items()
        for name, value in about.items()
    ]


PROGRAMME = {
    "rest_days": gettext_lazy("У які дні тижня не пропонувати подій"),
    "signup_keep_days": gettext_lazy("Скільки днів після події пам’ятати, хто записувався"),
    "remind_days": gettext_lazy("За скільки днів нагадувати про подію (0 — не нагадувати)"),
    "ask_days": gettext_lazy("Скільки днів після події питати записаних, як їм було (0 — не питати)"),
}


def _programme() -> list[Rule]:
    here, shipped = policy.load("programme"), policy.seed("programme")
    found = [
        Rule(
            key=f"settings/{key}", label=str(label), kind=LINES if key == "rest_days" else NUMBER, value=here["settings"][key],
            shipped=shipped["settings"][key], measure="" if key == "rest_days" else "days",
        )
        for key, label in PROGRAMME.items()
    ]  # fmt: skip
    for code, form in shipped["forms"].items():
        named = here["forms"][code]["label"] or str(OWN_FORM)
        for word, label in (("label", _("Форма роботи: %s")), ("counts", _("Як рахується: %s"))):
            found.append(Rule(key=f"forms/{code}/{word}", label=label % named, value=here["forms"][code][word], shipped=form[word]))
    for section, label in (("directions", _("Напрям: %s")), ("audiences", _("Аудиторія: %s"))):
        for code, words in shipped[section].items():
            named = here[section][code] or str(OWN_FORM)
            found.append(Rule(key=f"{section}/{code}", label=label % named, value=here[section][code], shipped=words))
    return found


def _withdrawal() -> list[Rule]:
    here, shipped = policy.load("withdrawal")["reasons"], policy.seed("withdrawal")["reasons"]
    return [
        Rule(key=f"reasons/{code}", label=str(words) or str(OWN_REASON), value=here[code], shipped=words)
        for code, words in shipped.items()
    ]


OFFERS = {
    "people": gettext_lazy("Для кого: %s"),
    "themes": gettext_lazy("Про що: %s"),
    "works": gettext_lazy("Форма роботи місця: %s"),
    "services": gettext_lazy("Послуга місця: %s"),
}


def _offers() -> list[Rule]:
    here, shipped = policy.load("offers"), policy.seed("offers")
    return [
        Rule(key=f"{sort}/{code}", label=label % (here[sort][code] or str(OWN_FORM)), value=here[sort][code], shipped=words)
        for sort, label in OFFERS.items()
        for code, words in shipped[sort].items()
    ]


OWN_REASON = gettext_lazy("Своя причина закладу")
SYNONYMS = {
    "own": gettext_lazy("Назви й скорочення нашого закладу та сусідів"),
    "orthography": gettext_lazy("Правопис 2019 року і давніший"),
    "feminitives": gettext_lazy("Фемінітиви"),
    "others": gettext_lazy("Інше"),
}


def _synonyms() -> list[Rule]:
    here, shipped = policy.load("synonyms"), policy.seed("synonyms")
    return [
        Rule(key=key, label=str(SYNONYMS.get(key, key)), kind=LINES, value=here[key], shipped=lines)
        for key, lines in shipped.items()
    ]


def _retention() -> list[Rule]:
    """What goes by the day is changed by a number of days. What is kept for ever, or until an event, has no day to count from."""
    here, shipped = policy.load("retention")["rules"], policy.seed("retention")["rules"]
    found = [
        Rule(
            key=f"rules/{model}/keep",
            label=_kind_of_thing(model),
            about=" ".join(shipped[model]["why"].split()),
            kind=DAYS if shipped[model]["keep"].startswith(KEEP) else SHOWN,
            value=here[model]["keep"],
            shipped=shipped[model]["keep"],
        )
        for model in shipped
    ]
    return sorted(found, key=lambda rule: (not rule.editable, sort_key(rule.label)))


FOREIGN = {
    "account.EmailAddress": gettext_lazy("Адреси пошти працівників"),
    "account.EmailConfirmation": gettext_lazy("Підтвердження адрес пошти"),
    "auth.Group": gettext_lazy("Групи (не використовуємо)"),
    "auth.Group_permissions": gettext_lazy("Права груп (не використовуємо)"),
    "auth.Permission": gettext_lazy("Дозволи Django (не використовуємо)"),
    "contenttypes.ContentType": gettext_lazy("Перелік таблиць"),
    "django_tasks_database.DBTaskResult": gettext_lazy("Завдання черги"),
    "mfa.Authenticator": gettext_lazy("Другі чинники входу"),
    "sessions.Session": gettext_lazy("Сеанси входу"),
    "usersessions.UserSession": gettext_lazy("Звідки входили працівники"),
}
"""Tables that others wrote, called as we call what lies in them."""


def _kind_of_thing(model: str) -> str:
    if model in FOREIGN:
        return str(FOREIGN[model])
    try:
        words = str(apps.get_model(model)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return model
    return words[:1].upper() + words[1:]


POLICIES = {
    about.name: about
    for about in (
        About(
            name="lending",
            label=gettext_lazy("Правила видачі"),
            text=gettext_lazy("Строки, продовження, скільки книг на руках. Зміна діє для видач, записаних після неї."),
            rules=_lending,
        ),
        About(
            name="readers",
            label=gettext_lazy("Запис читачів"),
            text=gettext_lazy("Вік, до якого згоду дає дорослий, що людина може розповісти про себе, строки об’єднання й імпорту."),
            rules=_readers,
        ),
        About(
            name="enquiries",
            label=gettext_lazy("Довідки й консультації"),
            text=gettext_lazy(
                "Які бувають довідки й консультації, зразки для кнопок, за скільки днів відповідаємо на скарги, як давно можна "
                "записати пропущене."
            ),
            rules=_enquiries,
        ),
        About(
            name="retention",
            label=gettext_lazy("Строки зберігання"),
            text=gettext_lazy("Для кожного виду записів: коли його знищують і чому саме тоді. Програма виконує це щоночі."),
            rules=_retention,
        ),
        About(
            name="indicators",
            label=gettext_lazy("Таблиця показників"),
            text=gettext_lazy("Як рахувати й що писати над таблицею та під нею."),
            rules=of_indicators,
        ),
        About(
            name="channels",
            label=gettext_lazy("Сайт і канали"),
            text=gettext_lazy("Які канали має заклад і як рахуємо сеанси на сайті."),
            rules=of_channels,
        ),
        About(
            name="author_signs",
            label=gettext_lazy("Таблиця авторських знаків"),
            text=gettext_lazy("За якими початками прізвищ яке число. Нові знаки рахуються за нею, присвоєні лишаються."),
            rules=_author_signs,
        ),
        About(
            name="synonyms",
            label=gettext_lazy("Що чим називають"),
            text=gettext_lazy(
                "Слова одного рядка в пошуку каталогу означають те саме. Пишіть їх через кому, кожну групу з нового рядка; "
                "відмінки не потрібні. Зміна діє за кілька секунд."
            ),
            rules=_synonyms,
        ),
        About(
            name="labels",
            label=gettext_lazy("Наклейки"),
            text=gettext_lazy("Розміри аркушів і принтерів наклейок. Виміряйте свої лінійкою й запишіть у «Свій аркуш»."),
            rules=_labels,
        ),
        About(
            name="withdrawal",
            label=gettext_lazy("Причини вилучення"),
            text=gettext_lazy(
                "Слова, якими в актах називають причину. Порожню не пропонуємо; підписані акти лишаються зі своїми словами. "
                "Перелік потребує звірки."
            ),
            rules=_withdrawal,
        ),
        About(
            name="programme",
            label=gettext_lazy("Події"),
            text=gettext_lazy(
                "Форми роботи з їхнім статистичним класом, напрями, аудиторії. Порожню назву не пропонуємо. Клас події записується "
                "разом із нею, тож зміна не переписує минулого. Знак «?» після класу означає: потребує звірки."
            ),
            rules=_programme,
        ),
        About(
            name="offers",
            label=gettext_lazy("Спеціалізація й послуги місць"),
            text=gettext_lazy(
                "Для кого, про що, якою формою роботи й з якими послугами бувають місця. Порожню назву не пропонуємо; позначене "
                "лишається. Перелік потребує звірки."
            ),
            rules=_offers,
        ),
        About(
            name="copycat",
            label=gettext_lazy("Чужі каталоги"),
            text=gettext_lazy("Де шукати готовий опис видання. Програма звертається лише до цих адрес."),
            rules=_copycat,
        ),
    )
}


def said(rule: Rule, value: Any) -> str:
    """A value of the history; None is the return to what is shipped."""
    return _("як у програмі") if value is None else rule.said(value)
