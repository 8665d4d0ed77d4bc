"""Labels of copies: which papers there are (`policy/labels.yaml` with the institution's edits), and what a label says."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.author_signs import author_sign
from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.fund.models import Copy
from mandrivna.shared.printing.labels import Label, Paper

POLICY, NAME = "labels", "nakleiky"
WHOLE = ("columns", "rows")
SIZES = ("columns", "rows", "width", "height", "left", "top", "gap_x", "gap_y")
LARGEST = 300


def papers() -> dict[str, tuple[str, Paper]]:
    """Key → name and sizes; a paper whose cells would lie beside the page is left out until it is mended."""
    found = {}
    for key, about in policy.load(POLICY)["sheets"].items():
        paper = Paper(**{name: _size(name, about[name]) for name in SIZES})
        if paper.fits():
            found[key] = (str(about["name"]), paper)
    return found


def _size(name: str, said: Any) -> Any:
    """A person writes «4,5»; columns and rows are whole."""
    size = float(str(said).replace(",", "."))
    return int(size) if name in WHOLE else size


def label_of(copy: Copy) -> Label:
    """The shelf mark is the class, short as labels have it, above the author's sign."""
    record, owner = copy.record, copy.owner
    sign = record.author_sign or author_sign(record.authors, record.title)
    said = str(copy.extra.get("call_number", "")) or (record.udc or record.bbk).split("+")[0].split(";")[0].strip()
    return Label(
        code=copy.barcode, shelf=said[:24], sign=sign, number=copy.inventory, owner=(owner.short_name or owner.name)[:60],
        title=record.title[:60],
    )  # fmt: skip


def label_problems(key: str, value: Any) -> list[Problem]:
    name = key.rpartition("/")[2]
    if name == "name":
        return [] if isinstance(value, str) and value.strip() else [_wrong(_("Потрібна назва паперу."))]
    try:
        fits = (1 if name in WHOLE else 0) <= _size(name, value) <= LARGEST and float(str(value).replace(",", ".")) == _size(
            name, value
        )
    except ValueError:
        fits = False
    text = _("Потрібне число в міліметрах від 0 до 300; стовпців і рядків — щонайменше один.")
    return [] if fits and not isinstance(value, bool) else [_wrong(text)]


def _wrong(text: Any) -> Problem:
    return Blocker(code="policy_labels", text=text, field="value")


VALIDATORS.add(POLICY, label_problems)
