"""Lists of the workspace: searched while one types, filtered, sorted, paged, exported; the same everywhere.

    table = Table(request, rows, COLUMNS, name="catalogue", title=_("Каталог"), sort="title", search=Record.objects.matching)
    return table.render("workspace/catalogue/list.html", {"may_edit": …})        {% include "look/_table.html" %}

Everything is in the address, so back, refresh and a link to a colleague work, and without a script a button sends the filter. A
list that holds personal data (`private=True`) is asked by POST instead: what was looked for stays out of addresses and histories.
A list that tells of the staff and their work (`guarded=True`) becomes a file only for whoever has just proved to be themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mandrivna.core.accounts import proved_recently
from mandrivna.core.collation import ukrainian
from mandrivna.faces.access import step_up_url
from mandrivna.faces.look.cells import Action, Bulk, Column
from mandrivna.faces.look.exports import KINDS, LIMIT, answer

PAGE = 50
LONGEST = 200
OWN = ("q", "sort", "page", "export")
PERSONAL = 3

type Rows = QuerySet[Any] | Sequence[Any]


@dataclass(frozen=True)
class Head:
    """The top of a column: which order a tap asks for, and which one stands."""

    column: Column[Any]
    wanted: str = ""
    href: str = ""
    order: str = ""


@dataclass(frozen=True)
class Line:
    row: Any
    key: str
    name: str
    cells: SafeString
    actions: Sequence[Action]


@dataclass(frozen=True, kw_only=True)
class Empty:
    """What an empty list teaches. `found` stands instead when it is only the filter that leaves nothing."""

    title: Any
    text: Any = ""
    mark: str = "inbox"
    action: Any = ""
    url: str = ""


class Bounded(Paginator[Any]):
    """Pages of the first so many rows: a million are neither counted nor paged through; who wants the rest narrows the list."""

    def __init__(self, rows: Any, size: int, most: int, *, narrowed: bool = False) -> None:
        super().__init__(rows, size)
        self.most, self.narrowed = most, narrowed

    @cached_property
    def _seen(self) -> int:
        """In its order what is narrowed is counted out of an index; without, the database hopes to meet enough soon, and reads
        the whole table where there is none."""
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return (rows if self.narrowed else rows.order_by())[: self.most + 1].count()

    @property
    def over(self) -> bool:
        return self._seen > self.most

    @cached_property
    def count(self) -> int:
        return min(self._seen, self.most)


class Table:
    """One list as one request asks for it. Nothing is read before it is shown."""

    def __init__(
        self,
        request: HttpRequest,
        rows: Rows,
        columns: Sequence[Column[Any]],
        *,
        name: str,
        title: Any,
        sort: str = "",
        search: Callable[[Any, str], Rows] | None = None,
        search_label: Any = "",
        filters: forms.Form | None = None,
        narrow: Callable[[Any, dict[str, Any]], Rows] | None = None,
        dense: Callable[[dict[str, Any]], bool] | None = None,
        named: Callable[[Any], str] = str,
        actions: Callable[[Any], Sequence[Action]] | None = None,
        bulk: Sequence[Bulk] = (),
        empty: Empty | None = None,
        nothing: Callable[[str], Any] | None = None,
        export: bool = True,
        elsewhere: Sequence[tuple[Any, str]] = (),
        trace: Callable[[int], None] | None = None,
        private: bool = False,
        guarded: bool = False,
        page_size: int = PAGE,
        most: int = 0,
    ) -> None:
        if export and trace is None and any(column.level >= PERSONAL and column.exported for column in columns):
            raise ValueError(f"«{name}»: personal data leave the program only with a trace of who took them")
        self.request, self.columns, self.name, self.title = request, columns, name, title
        self.private, self.guarded, self.bulk, self.empty, self.export, self.trace = private, guarded, bulk, empty, export, trace
        self._elsewhere, self._nothing = elsewhere, nothing
        self._search, self.search_label, self.form, self._default = search, search_label, filters, sort
        self._all, self._narrow, self._named, self._actions, self._size, self._most = rows, narrow, named, actions, page_size, most
        self._dense = dense
        self.asked = request.POST if private and request.method == "POST" else request.GET

    # --- what was asked ---------------------------------------------------------------------------

    @cached_property
    def q(self) -> str:
        return self.asked.get("q", "").replace("\x00", "").strip()[:LONGEST] if self._search else ""

    @cached_property
    def sort(self) -> str:
        wanted = self.asked.get("sort", "")
        return wanted if any(wanted.removeprefix("-") == column.key and column.fields for column in self.columns) else self._default

    @property
    def searchable(self) -> bool:
        return self._search is not None

    @property
    def faulty(self) -> bool:
        return self.form is not None and self.form.is_bound and not self.form.is_valid()

    @property
    def filtered(self) -> bool:
        return bool(self.q) or any(value for name, value in self._kept().items() if name not in OWN)

    @cached_property
    def chosen(self) -> dict[str, Any] | None:
        """What the filter says; None without one, and where it was not understood."""
        return self.form.cleaned_data if self.form is not None and self.form.is_bound and not self.faulty else None

    @property
    def narrowed(self) -> bool:
        """By something that may be rare; `dense` says of what is chosen that nearly each row is such."""
        return self.filtered and (bool(self.q) or not (self._dense and self._dense(self.chosen or {})))

    @property
    def said_of_nothing(self) -> Any:
        """What stands under «nothing found» for the words that were looked for."""
        return self._nothing(self.q) if self._nothing and self.q else ""

    # --- rows -------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Rows:
        """The whole list as filtered and ordered; the key breaks ties, so that no row is on two pages."""
        found = self._all
        if self.faulty:
            return found.none() if isinstance(found, QuerySet) else []
        if self.q and self._search:
            found = self._search(found, self.q)
        if self._narrow and self.chosen is not None:
            found = self._narrow(found, self.chosen)
        return (
            found.order_by(*self._order(), "-pk" if self.sort.startswith("-") else "pk") if isinstance(found, QuerySet) else found
        )

    def _order(self) -> Iterator[Any]:
        sign = "-" if self.sort.startswith("-") else ""
        for column in self.columns:
            if column.key == self.sort.removeprefix("-"):
                for field in column.fields:
                    name = field.removeprefix("-") if sign and field.startswith("-") else f"{sign}{field}"
                    yield ukrainian(name) if column.words else name

    @cached_property
    def page(self) -> Page[Any]:
        paginator = (
            Bounded(self.rows, self._size, self._most, narrowed=self.narrowed) if self._most else Paginator(self.rows, self._size)
        )
        return paginator.get_page(self.asked.get("page"))

    @cached_property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def counted(self) -> str:
        """How many there are; a list that may be endless is counted only so far."""
        number = number_format(self.total, force_grouping=True)
        return _("понад %(number)s") % {"number": number} if self.more else number

    @property
    def more(self) -> bool:
        return bool(self._most) and self.total == self._most and self.page.paginator.over

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(row) for row in self.page.object_list]

    def _line(self, row: Any) -> Line:
        cells = mark_safe("".join(column.html(row) for column in self.columns if column.shown))  # noqa: S308 - escaped by the column
        return Line(row, str(getattr(row, "pk", "")), self._named(row), cells, self._actions(row) if self._actions else ())

    # --- addresses --------------------------------------------------------------------------------

    def _kept(self) -> dict[str, str]:
        """What is not the default, in the order of the form."""
        about = {"q": self.q}
        for name in self.form.fields if self.form is not None else ():
            about[name] = self.asked.get(name, "").replace("\x00", "")
        about["sort"] = self.sort if self.sort != self._default else ""
        return {name: value for name, value in about.items() if value}

    @property
    def kept(self) -> list[tuple[str, str]]:
        return list(self._kept().items())

    def link(self, **changes: Any) -> str:
        about = {name: value for name, value in {**self._kept(), **changes}.items() if value not in ("", None)}
        if about.get("sort") == self._default:
            del about["sort"]
        return f"{self.request.path}?{urlencode(about)}" if about else self.request.path

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [(kind.upper(), self.link(export=kind)) for kind in KINDS] if self.export and self.total else []

    @property
    def elsewhere(self) -> list[tuple[Any, str]]:
        """Other pages that show the same list, as filtered, in a way of their own."""
        query = urlencode(self._kept())
        return [(label, f"{path}?{query}" if query else path) for label, path in self._elsewhere] if self.total else []

    limit = LIMIT

    @property
    def before(self) -> tuple[int, str] | None:
        number = self.page.previous_page_number() if self.page.has_previous() else 0
        return (number, self.link(page=number if number > 1 else "")) if number else None

    @property
    def after(self) -> tuple[int, str] | None:
        return (self.page.next_page_number(), self.link(page=self.page.next_page_number())) if self.page.has_next() else None

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns if column.shown]

    def _head(self, column: Column[Any]) -> Head:
        if not column.fields:
            return Head(column)
        standing = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
        wanted = f"-{column.key}" if standing == "ascending" else column.key
        return Head(column, wanted, self.link(sort=wanted), standing)

    @property
    def orders(self) -> list[Head]:
        """For a phone, where the heads of columns are not shown."""
        return [head for head in self.heads if head.wanted]

    @property
    def has_actions(self) -> bool:
        return self._actions is not None

    @property
    def tree(self) -> bool:
        return any(column.deep for column in self.columns)

    @property
    def target(self) -> str:
        return f"list-{self.name}"

    # --- the answer -------------------------------------------------------------------------------

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page; or only the rows, for a filter that is being typed; or the whole filtered list as a file."""
        if self.export and self.asked.get("export") in KINDS and not self.faulty:
            if self.guarded and not proved_recently(self.request):
                return redirect(step_up_url(self.request, self.link(export=self.asked["export"])))
            if self.trace:
                self.trace(min(self.total, LIMIT))
            return answer(self, self.asked["export"])
        status = 422 if self.faulty else status
        context = {**context, "table": self}
        if self.request.headers.get("HX-Target", "").partition("#")[2] != self.target:
            return render(self.request, template, context, status=status)
        response = render(self.request, "look/_rows.html", {**context, "partial": True}, status=status)
        if not self.private:
            response["HX-Replace-Url"] = self.link(page=self.page.number if self.page.number > 1 else "")
        return response
