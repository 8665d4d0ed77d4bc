"""The day on paper at a hub without electricity: sheets printed the day before, filled by hand, keyed through the screens.

What paper does not carry is done by the colleague at the desk when the sheets come: the place in the queue, the longer term and
the book that was asked for.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
from django.urls import reverse
from django.utils import timezone

from mandrivna.lending.models import Loan, Sheet
from tests.days.story import Hub
from tests.faces.screens import form, text_of
from tests.factories.staff import browser_of, person

CODE = re.compile(r"\b\d{4} \d{4} \d{4}\b")


class ByPaper:
    def __init__(self, hub: Hub) -> None:
        self.hub, self.client = hub, browser_of(person("librarian", "hub_librarian", hub.lib.hub))
        self.lines: dict[str, list[dict[str, str]]] = {"enrol": [], "return": [], "issue": []}
        self.later: list[Any] = []
        self.codes = {kind: self._print(kind) for kind in self.lines}

    def _print(self, kind: str) -> str:
        """The code that stands on the printed sheet, read from the PDF as a scanner would from its QR."""
        made = self.client.post(reverse("workspace:paper_print"), form(place=self.hub.shelf, kind=kind, number=1, lines=15))
        paper = pypdf.PdfReader(io.BytesIO(self.client.get(made["Location"]).content))
        (found,) = CODE.findall(paper.pages[0].extract_text())
        return str(found)

    def _key(self, kind: str) -> None:
        """The sheet is opened by its code and what stands on it is typed; typed twice by mistake it adds nothing."""
        url = self.client.post(reverse("workspace:paper_open"), {"q": self.codes[kind]})["Location"]
        said = {f"{name}-{number}": text for number, row in enumerate(self.lines[kind], 1) for name, text in row.items()}
        for _time in range(2):
            version = Sheet.objects.get(kind=kind).version
            page = self.client.post(url, {**form(on=f"{timezone.localdate():%d.%m.%Y}", whole="on", version=version), **said})
            assert page.status_code == 302, text_of(page)
        assert Sheet.objects.get(kind=kind).state == "keyed"

    def register(self, who: str) -> None:
        self.lines["enrol"].append({"name": who})

    def look_for(self, who: str, title: str) -> None:
        """There is no catalogue on paper: the shelf is looked through."""

    def queue(self, who: str, title: str) -> None:
        """The first sheet comes at noon, and who registered on it may stand in the queue."""
        self._key("enrol")
        self._desk(who, "desk_hold", copy=self.hub.copies[title].pk)

    def _desk(self, who: str, name: str, *more: object, **fields: object) -> None:
        url = reverse(f"workspace:{name}", args=[self.hub.reader(who).pk, *more])
        answer = self.client.post(url, form(place=self.hub.shelf, **fields), follow=True)
        assert answer.status_code == 200, text_of(answer)

    def take(self, who: str, title: str) -> None:
        """The number of the copy, as it stands on its label; the reader by name, because the card is not printed yet."""
        self.lines["issue"].append({"reader": who, "copy": str(self.hub.copies[title].inventory_number)})

    def bring(self, who: str, title: str) -> None:
        self.lines["return"].append({"copy": str(self.hub.copies[title].inventory_number)})
        self._key("return")

    def hear(self, who: str, title: str) -> None:
        said = text_of(self.client.get(reverse("workspace:holds")))
        assert (title in said, "відкладено" in said) == (True, True)

    def keep_longer(self, who: str, title: str) -> None:
        self.later.append(lambda: self._desk(who, "desk_renew", Loan.objects.open().get(copy=self.hub.copies[title]).pk))

    def wish(self, who: str, title: str) -> None:
        asked = form(place=self.hub.shelf, title=title)
        assert self.client.post(reverse("workspace:refusal_add"), asked).status_code == 302

    def evening(self) -> None:
        self._key("issue")
        for act in self.later:
            act()
