"""Gunicorn's own lines in our format; apart from `logs`, so that settings do not import a web server."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from mandrivna.config.logs import JsonFormatter


class GunicornLogger(Logger):
    """Gunicorn's own handler would print the address of a failing request; its lines go through our formatter."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """`RequestLog` writes the line of a request; an access log would hold paths and addresses."""
