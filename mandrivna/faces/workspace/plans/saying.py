"""What was understood of a row, as short words beside what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mandrivna.planning.figures import number
from mandrivna.planning.models import PlanItem
from mandrivna.planning.plan_advancing import run_out
from mandrivna.planning.plan_states import COUNTED, Role

UNREAD = "?"


@dataclass(frozen=True)
class Chip:
    text: str
    kind: str = ""
    """"" understood, «from» taken from elsewhere, «unread» nobody understood it."""
    more: str = ""
    """The department that a short name stands for."""


@dataclass(frozen=True)
class Cell:
    at: int
    title: str
    role: str
    text: str
    chips: list[Chip]


def cells_of(item: PlanItem, columns: list[dict[str, Any]], units: dict[int, str], year: int = 0) -> list[Cell]:
    """`year`: of the plan, so that a stretch of years which is over by then is pointed out."""
    written = item.cells + [""] * (len(columns) - len(item.cells))
    return [
        Cell(at, column["title"], column["role"], written[at], [*chips(item, column["role"], units), *_over(written[at], year)])
        for at, column in enumerate(columns)
    ]


def _over(text: str, year: int) -> list[Chip]:
    return [Chip(_("%(years)s: ці роки вже минули") % {"years": said}, "unread") for said in run_out(text, year)]


def cells_html(cells: list[Cell], *, writes: bool) -> SafeString:
    """The cells of one row. By a template each of them takes ten steps, and a section of five hundred rows has three thousand."""
    return mark_safe("".join(_cell_html(cell, writes=writes) for cell in cells))  # noqa: S308 - every text is escaped below


def _cell_html(cell: Cell, *, writes: bool) -> str:
    place = f' tabindex="-1" data-col="{cell.at}"' if writes else ""
    text = escape(cell.text).replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
    said = "".join(_chip_html(chip) for chip in cell.chips)
    head = f'<td data-label="{escape(cell.title)}" class="of-{escape(cell.role)}"{place}>'
    return f'{head}<span class="said">{text}</span>{said}</td>'


def _chip_html(chip: Chip) -> str:
    kind = f" {chip.kind}" if chip.kind else ""
    more = f' title="{escape(chip.more)}"' if chip.more else ""
    return f' <span class="understood{kind}"{more}>{escape(chip.text)}</span>'


def chips(item: PlanItem, role: str, units: dict[int, str]) -> list[Chip]:
    meaning = item.meaning
    if not meaning:
        return []
    why = meaning.get("from", {}).get(role, "")
    if role == Role.TERM:
        return _terms(meaning["term"], why)
    if role in COUNTED:
        return [Chip(_quantity(one)) for one in meaning["quantities"]]
    if role == Role.EXECUTORS:
        return [_executor(one, why, units) for one in meaning["executors"]]
    said = meaning.get("said", {}).get(role, "")
    return [Chip(said.replace("\n", "; "), "from")] if said else []


def _terms(term: dict[str, Any], why: str) -> list[Chip]:
    if term["short"] == UNREAD:
        return [Chip(_("термін не розібрано"), "unread")]
    kind = "from" if why else ""
    return [Chip(_times(part), kind) for part in term["parts"] if part["said"]]


def _times(part: dict[str, Any]) -> str:
    """«щомісяця (12 на рік)»: only where how often says how many."""
    each = {"day": 365, "week": 52, "month": 12, "quarter": 4, "half": 2, "year": 1}
    whole = all(span[0][5:] == "01-01" and span[1][5:] == "12-31" for span in part["spans"])
    if len(part["rates"]) != 1 or not whole or part["rates"][0]["unit"] in ("day", "year"):
        return str(part["said"])
    rate = part["rates"][0]
    return _("%(said)s (%(times)s на рік)") % {"said": part["said"], "times": each[rate["unit"]] * rate["times"] // rate["every"]}


def _quantity(one: dict[str, Any]) -> str:
    said = f"{number(one['number'])} {one['unit']}".strip()
    return _("з них %(said)s") % {"said": said} if one["part"] else said


def _executor(one: dict[str, Any], why: str, units: dict[int, str]) -> Chip:
    if one["kind"] == "unknown":
        return Chip(one["name"], "unread")
    named = units.get(one["unit"] or 0, "")
    said = _("координує %(who)s") % {"who": one["name"]} if one["coordinates"] else one["name"]
    return Chip(said, "from" if why else "", named if named != one["name"] else "")
