"""Every form says for whom it was made: the token of the form and the stamp of its author are one tag.

Loaded as a builtin, so that no form can forget it; outside the workspace, and for somebody unknown, it is Django's own tag.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mandrivna.core.drafts import FACE, STAMP, stamp

register = template.Library()


class StampedToken(CsrfTokenNode):
    def render(self, context: template.Context) -> SafeString:
        token: Any = super().render(context)
        request = context.get("request")
        if not token or request is None or request.resolver_match is None or FACE not in request.resolver_match.namespaces:
            return token
        if not hasattr(request, "form_stamp"):
            user: Any = getattr(request, "user", None)
            known = user is not None and user.is_authenticated
            request.form_stamp = format_html('<input type="hidden" name="{}" value="{}">', STAMP, stamp(user.pk)) if known else ""
        return SafeString(f"{token}{request.form_stamp}")


@register.tag
def csrf_token(parser: template.base.Parser, token: template.base.Token) -> StampedToken:
    return StampedToken()
