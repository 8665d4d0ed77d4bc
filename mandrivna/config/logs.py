"""Logs without people in them: one JSON object a line, and only what is on the list below gets in.

Exception messages, SQL and addresses carry readers' names (`Key (name)=(…) already exists`). So an error
is its class and the lines of code it came through; a message is its template without the values; a request is
the name of its route. Our own code logs a fixed phrase and puts values into `extra`, by listed names.
"""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from mandrivna.shared.errors import error_class, frames

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Only these may come through `extra=`. None of them can hold what a reader typed.
FIELDS: dict[str, type | tuple[type, ...]] = {
    "method": str,
    "route": str,
    "status": int,
    "ms": (int, float),
    "staff": int,
    "task": str,
    "task_id": str,
    "worker": str,
    "attempt": int,
    "count": int,
    "job": str,
    "error": str,
    "frames": list,
    "wait": (int, float),
}


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if event := _event(record):
            line["event"] = event
        if request := request_id.get():
            line["request"] = request
        for name, kind in FIELDS.items():
            if isinstance(value := getattr(record, name, None), kind):
                line[name] = value
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = error_class(record.exc_info[1])
            line["frames"] = frames(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """The template only. A text that was put together beforehand is let through from our own loggers alone."""
    if not isinstance(record.msg, str):
        return ""
    return record.msg[:200] if record.name.startswith("mandrivna") or record.args else ""


def settings(*, debug: bool) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            "django.request": {"level": "ERROR"},  # 4xx are in our own request line
            "django.db.backends": {"level": "WARNING"},
            "psycopg": {"level": "ERROR"},  # of sentences sent together it warns that those after a refused one were not run
            "mandrivna": {"level": "DEBUG" if debug else "INFO"},
        },
    }
