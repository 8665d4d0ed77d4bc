"""Inputs and choices of forms, put together in Python: a filter with a hundred units was most of the time of its page.

The same HTML as Django's own templates (tests/faces/test_renderer.py compares them); every other widget is left to Django.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

OWN = "django/forms/widgets/"
INPUTS = {f"{OWN}{name}.html" for name in ("input", "text", "number", "email", "hidden", "password", "url", "date")}
SELECT = f"{OWN}select.html"


class Renderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name in INPUTS:
            return mark_safe(_input(context["widget"]))  # noqa: S308 - escaped part by part
        if template_name == SELECT:
            return mark_safe("".join(_select(context["widget"])))  # noqa: S308 - escaped part by part
        return super().render(template_name, context, request)


def _attributes(attrs: Mapping[str, Any]) -> str:
    parts = []
    for name, value in attrs.items():
        if value is True:
            parts.append(f" {conditional_escape(name)}")
        elif value is not False:
            parts.append(f' {conditional_escape(name)}="{_text(value)}"')
    return "".join(parts)


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{_text(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _select(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>'
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{_text(group)}">'
        for option in options:
            value, attributes = _text(option["value"]), _attributes(option["attrs"])
            yield f'\n  <option value="{value}"{attributes}>{_text(option["label"])}</option>'
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"
