"""What was understood, and what was not, in words for people; whoever shows them translates."""

from __future__ import annotations

from typing import Any

from mandrivna.planning.reading.said import ExecutorKind, Kind, Place, ReadPlan, Role, SlipKind


def _(text: str) -> str:
    """Marks words for translators; Django's own mark asks for the settings, and reading needs none."""
    return text


REFUSED = {
    "empty": _("Файл порожній."),
    "too_large": _("Файл завеликий: план має бути до двадцяти мегабайтів."),
    "too_long": _("У файлі більше тексту або рядків, ніж буває в плані. Залиште в ньому лише план."),
    "not_a_plan_file": _("Це не документ, не таблиця й не текст. Збережіть план у Word, Excel, PDF або як простий текст."),
    "damaged": _("Файл пошкоджено: його не вдалося прочитати. Відкрийте його у своїй програмі й збережіть ще раз."),
    "packed_too_tight": _("Файл стиснуто так, що з нього вийшло б забагато. Відкрийте його у своїй програмі й збережіть ще раз."),
    "old_word": _("Це файл старого Word або Excel. Відкрийте його й збережіть у новому форматі."),
    "encrypted": _("Файл захищено паролем. Збережіть копію без пароля."),
    "bad_xml": _("У файлі є вказівки, яких у плані не буває. Відкрийте його у своїй програмі й збережіть ще раз."),
    "no_text": _("У цьому PDF немає тексту, лише зображення сторінок. Потрібен файл, з якого можна скопіювати слова."),
    "too_slow": _("Файл складено так, що читання триває надто довго. Збережіть план простіше: без зайвих таблиць і малюнків."),
    "macros": _("У файлі є програми або вкладені архіви. Збережіть план звичайним документом."),
}
KINDS = {
    Kind.ANNUAL: _("річний план"),
    Kind.GOALS: _("план за цілями"),
    Kind.PROGRAMME: _("програма"),
    Kind.STRATEGY: _("стратегія"),
}
ROLES = {
    Role.NUMBER: _("номер"),
    Role.TITLE: _("захід"),
    Role.DIRECTION: _("напрям"),
    Role.FORM: _("форма роботи"),
    Role.AUDIENCE: _("аудиторія"),
    Role.QUANTITY: _("кількість"),
    Role.FORM_QUANTITY: _("форма і кількість"),
    Role.TERM: _("термін"),
    Role.EXECUTORS: _("виконавці"),
    Role.RESOURCES: _("ресурси"),
    Role.RESULT: _("очікуваний результат"),
    Role.PLACE: _("місце"),
    Role.OTHER: _("інше"),
}
EXECUTORS = {
    ExecutorKind.DEPARTMENT: _("відділ"),
    ExecutorKind.PERSON: _("особа"),
    ExecutorKind.EVERYONE: _("усі"),
    ExecutorKind.ADMINISTRATION: _("адміністрація"),
    ExecutorKind.BODY: _("інша організація або група"),
    ExecutorKind.UNKNOWN: _("не впізнано"),
}
DOUBTS = {
    "no_year": _("не сказано, на який рік план"),
    "no_rows": _("не знайдено жодного рядка з заходом"),
    "column": _("стовпець не впізнано"),
    "spaced": _("стовпці таблиць видно лише за пропусками між словами: звірте кожен рядок"),
    "between": _("слова стоять на межі стовпців"),
    "guessed": _("де рядок починається й закінчується, видно не напевно"),
    "hyphen": _("слово складено з двох половин"),
    "joined": _("рядок складено з частин"),
    "term": _("термін не зрозуміло"),
    "executor": _("виконавця не впізнано"),
    "ditto": _("над знаком повтору нічого немає"),
    "no_title": _("рядок без назви заходу"),
    "footnote": _("у рядку є виноска"),
    "endnote": _("у рядку є кінцева виноска"),
    "comment": _("у рядку є зауваження"),
}
SLIPS = {
    SlipKind.LETTERS: _("літера іншої абетки"),
    SlipKind.APOSTROPHE: _("не той знак замість апострофа"),
    SlipKind.SPACES: _("зайві пропуски"),
    SlipKind.OCR: _("схоже на помилку розпізнавання"),
}
UNPLACED = {
    "rule": _("риска таблиці"),
    "repeated_heads": _("повторені назви стовпців"),
    "abbreviations": _("серед скорочень"),
    "table": _("таблиця без упізнаних стовпців"),
    "paragraph": _("текст поза розділами"),
    "footnote": _("виноска"),
    "endnote": _("виноска в кінці документа"),
    "header": _("верхній колонтитул"),
    "footer": _("нижній колонтитул"),
    "textbox": _("напис поверх сторінки"),
    "comment": _("зауваження на берегах"),
    "deleted": _("вилучене під час рецензування"),
    "pictures": _("малюнки"),
    "objects": _("діаграми й вкладені об’єкти"),
    "pages": _("сторінки, що не вмістилися"),
    "columns": _("графи, що не вмістилися"),
    "cut": _("кінець задовгої клітинки"),
    "hidden_sheet": _("прихований аркуш"),
    "sheets": _("аркуші, що не вмістилися"),
    "formulas": _("формули без збереженого значення"),
}


def reviewed(plan: ReadPlan) -> dict[str, Any]:
    """What a person looks through beside the plan: each row with its lines of the file and how sure it is, slips, leftovers."""
    return {
        "rows": [
            {
                "section": section.number,
                "number": row.number,
                "place": where(row.place),
                "confidence": row.confidence,
                "source": row.source,
                "doubts": [[doubt.code, doubt.about] for doubt in row.doubts],
                "conditional": row.conditional,
            }
            for section in plan.sections
            for row in section.rows
        ],
        "doubts": [{"code": one.code, "about": one.about, "place": where(one.place)} for one in plan.doubts],
        "slips": [{"kind": str(one.kind), "was": one.was, "now": one.now, "place": where(one.place)} for one in plan.slips],
        "unplaced": [
            {"text": one.text, "why": one.why, "place": where(one.place), "count": one.count, "row": one.row, "kept": one.kept}
            for one in plan.unplaced
        ],
    }


def where(place: Place) -> dict[str, Any]:
    """Only what this kind of file has."""
    said = {"sheet": place.sheet, "page": place.page, "table": place.table, "line": place.first, "column": place.column}
    return {name: value for name, value in said.items() if value}


def counted(plan: ReadPlan) -> dict[str, int]:
    rows = plan.rows
    return {
        "sections": len(plan.sections),
        "rows": len(rows),
        "terms": sum(row.term.short not in ("?", "none") for row in rows),
        "terms_not_understood": sum(row.term.short == "?" for row in rows),
        "quantities": sum(len(row.quantities) for row in rows),
        "executors": sum(len(row.executors) for row in rows),
        "executors_not_known": sum(one.kind == ExecutorKind.UNKNOWN for row in rows for one in row.executors),
        "joined": sum(doubt.code == "joined" for row in rows for doubt in row.doubts),
        "unplaced": len(plan.unplaced),
        "slips": len(plan.slips),
    }
