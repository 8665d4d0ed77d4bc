"""The command `mandrivna`. Exit codes: 0 fine · 1 something is wrong with data or state · 2 usage or configuration."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from mandrivna import __version__
from mandrivna.config.env import ConfigError
from mandrivna.config.words import gettext as _
from mandrivna.config.words import language

OK, WRONG, USAGE = 0, 1, 2


class Trouble(Exception):  # noqa: N818 - a sentence for people
    """Something outside the program is not as it should be. One sentence, exit code 1."""


class Parser(argparse.ArgumentParser):
    """argparse speaks English only; what people meet is said in their language."""

    def __init__(self, **about: Any) -> None:
        super().__init__(**about, add_help=False, allow_abbrev=False)
        self._positionals.title, self._optionals.title = _("Команди"), _("Параметри")
        self.add_argument("-h", "--help", action="help", help=_("показати цю довідку"))

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", _("Виклик:"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", _("Виклик:"), 1)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = ", ".join(str(one) for one in action.choices)
            raise argparse.ArgumentError(
                None, _("«%(value)s» тут не підходить; можливо: %(known)s.") % {"value": value, "known": known}
            )

    def error(self, message: str) -> NoReturn:
        required, unknown = "the following arguments are required: ", "unrecognized arguments: "
        if message.startswith(required):
            message = _("Бракує: %(what)s.") % {"what": message.removeprefix(required)}
        elif message.startswith(unknown):
            message = _("Невідоме: %(what)s.") % {"what": message.removeprefix(unknown)}
        say(message, error=True)
        say(_("Підказка: %(program)s --help") % {"program": self.prog}, error=True)
        raise SystemExit(USAGE)


def say(text: str = "", *, error: bool = False) -> None:
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--https", action="store_true", help=_("власний сертифікат і доступ з телефонів у тій самій мережі"))
    parser.add_argument("--port", type=_port, metavar="N", help=_("порт замість MANDRIVNA_PORT (типово 8000)"))
    parser.add_argument(
        "--workers", type=int, choices=(1, 2, 3, 4), default=min(2, os.cpu_count() or 1), metavar="N",
        help=_("вебпроцесів, від 1 до 4 (типово стільки, скільки ядер, але не більше двох)"),
    )  # fmt: skip


def _work(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--grace", type=float, default=8.0, metavar="S", help=_("скільки секунд дати завданню на завершення під час зупинки")
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("відповідь для програм, у форматі JSON"))


def _director(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument("--name", required=True, help=_("ім’я та прізвище"))
    parser.add_argument("--email", default="", help=_("електронна пошта"))
    parser.add_argument("--institution", default="", help=_("повна назва закладу, якщо його ще не створено"))


def _reindex(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument(
        "--follow", action="store_true", help=_("не складати наново, а йти слідом за змінами, доки не закриють вхід")
    )


def _import(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument("files", nargs="+", metavar=_("ФАЙЛ"), help=_("файли з описами"))
    parser.add_argument(
        "--format", default="", help=_("iso2709, marcxml, line, irbis, dc, csv, xlsx, ris або bibtex; типово впізнається")
    )
    parser.add_argument("--encoding", default="", help=_("utf-8, cp1251, cp866, cp1125, koi8-u або marc8; типово впізнається"))
    parser.add_argument("--scheme", default="", help=_("чиї мітки полів: marc21, unimarc або irbis; типово каже сам запис"))
    parser.add_argument(
        "--source",
        default="",
        metavar=_("НАЗВА"),
        help=_(
            "назва системи, з якої прийшов файл: за нею повторний імпорт оновлює, а не подвоює; потрібна завжди, крім --dry-run"
        ),
    )
    parser.add_argument(
        "--existing",
        choices=("update", "skip", "replace"),
        default="update",
        help=_("запис, який уже прийшов раніше: update оновити, skip лишити, replace оновити, навіть якщо тепер то інша книга"),
    )
    parser.add_argument("--unit", type=int, default=0, metavar="N", help=_("номер підрозділу, до якого зарахувати записи"))
    parser.add_argument(
        "--place", type=int, default=0, metavar="N", help=_("номер місця, куди поставити примірники; без нього їх не беруть")
    )
    parser.add_argument(
        "--no-headings", action="store_true", help=_("не збирати заголовків осіб і тем: швидше, але без покажчиків")
    )
    parser.add_argument(
        "--map",
        default="",
        metavar=_("ФАЙЛ"),
        help=_("JSON «заголовок стовпця: поле» для CSV і XLSX; показує його --dry-run --json"),
    )
    parser.add_argument(
        "--places",
        default="",
        metavar=_("ФАЙЛ"),
        help=_("JSON «місце попередньої системи: номер вашого місця»; показує його --dry-run --json"),
    )
    parser.add_argument(
        "--delimiter",
        default="",
        type=lambda said: said.replace("\\t", "\t"),
        metavar=_("ЗНАК"),
        help=_("що розділяє стовпці в CSV; типово визначається"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("лише прочитати й порахувати, нічого не записувати"))


def _export(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument("file", metavar=_("ФАЙЛ"), help=_("куди записати"))
    parser.add_argument("--format", default="iso2709", help=_("iso2709, marcxml, line, irbis, dc, csv, xlsx, ris, bibtex або site"))
    parser.add_argument(
        "--scheme", default="", choices=("marc21", "unimarc", "irbis"),
        help=_("мітки полів в iso2709, marcxml і line: marc21, unimarc (УкрМАРК) або irbis; типово такі, з якими запис прийшов"),
    )  # fmt: skip
    parser.add_argument("--encoding", default="utf-8", help=_("кодування для форматів, у яких воно буває різним; крім marc8"))


def _plan(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument("file", metavar=_("ФАЙЛ"), help=_("план: документ, таблиця або текст"))
    parser.add_argument("--year", type=int, metavar="N", help=_("на який рік план, якщо у файлі цього не сказано"))


def _nothing(_parser: argparse.ArgumentParser) -> None:
    pass


def _port(value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise argparse.ArgumentTypeError(_("Порт має бути числом від 1 до 65535."))
    return int(value)


# command: (module in config/commands, what it does, its own arguments)
COMMANDS: dict[str, tuple[str, Callable[[], str], Callable[[argparse.ArgumentParser], None]]] = {
    "serve": ("serve", lambda: _("запустити програму: вебсервер і виконавця черги разом"), _serve),
    "bot": (
        "bot",
        lambda: _("запустити бота для читачів у Telegram; у демонстрації без токена — спробувати його в браузері"),
        _nothing,
    ),
    "sip": ("sip", lambda: _("обслуговувати автомати самообслуговування за протоколом SIP2"), _nothing),
    "work": ("work", lambda: _("запустити лише виконавця черги (листи, нічні перевірки)"), _work),
    "demo": ("demo", lambda: _("наповнити порожню базу демонстраційною бібліотекою"), _json),
    "check-facts": ("facts", lambda: _("звірити журнал фактів із діями, з яких він постав"), _json),
    "verify-ledger": ("ledger", lambda: _("перевірити, що журналу фактів ніхто не змінював"), _json),
    "doctor": ("doctor", lambda: _("оглянути налаштування, базу, диск і чергу: що не так і як виправити"), _json),
    "reindex": ("reindex", lambda: _("скласти покажчик пошуку наново, не зупиняючи пошуку"), _reindex),
    "import-records": ("records", lambda: _("узяти описи з файлів до каталогу"), _import),
    "export-records": ("records", lambda: _("записати весь каталог у файл"), _export),
    "import-plan": ("plans", lambda: _("прочитати план роботи з файлу й показати, що зрозуміло; нічого не записувати"), _plan),
    "migrate": ("migrate", lambda: _("оновити будову бази даних"), _nothing),
    "rotate-keys": ("keys", lambda: _("створити новий ключ шифрування і перешифрувати ним персональні дані"), _nothing),
    "create-director": ("director", lambda: _("створити першого працівника: запрошення для директора"), _director),
}


def parser() -> Parser:
    top = Parser(
        prog="mandrivna",
        description=_("Мандрівна: робоча система бібліотеки без стін."),
        epilog=_("Налаштування беруться лише зі змінних середовища. Коди: 0 гаразд, 1 негаразд із даними, 2 помилка в команді."),
    )
    top.add_argument("--version", action="version", version=f"mandrivna {__version__}")
    commands = top.add_subparsers(dest="command", metavar=_("КОМАНДА"), required=True, parser_class=Parser)
    for name, (_module, words, arguments) in COMMANDS.items():
        arguments(commands.add_parser(name, help=words(), description=words()))
    return top


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    os.umask(0o077)  # the database, keys and letters are for this user alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandrivna.config.settings")
    try:
        # Imported only now: a command's module needs the settings, and `--help` must answer without them.
        return int(importlib.import_module(f"mandrivna.config.commands.{COMMANDS[arguments.command][0]}").run(arguments))
    except ConfigError as refusal:
        say(str(refusal), error=True)
        return USAGE
    except Trouble as trouble:
        say(str(trouble), error=True)
        return WRONG
    except KeyboardInterrupt:
        return WRONG


def setup() -> None:
    """Django, in the language of the terminal."""
    import django  # noqa: PLC0415 - slow import
    from django.utils import translation  # noqa: PLC0415 - slow import

    django.setup()
    translation.activate(language())
