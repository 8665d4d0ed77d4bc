"""Letters to those who signed up and are no readers: the words of the programme, the link that cancels, the code for the door."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from mandrivna.core.addresses import page_url
from mandrivna.core.letterhead import speaking_for
from mandrivna.core.notices import Opens
from mandrivna.core.notify import CHANNELS, mail_goes_out
from mandrivna.core.profile import profile_of
from mandrivna.faces.public.letters import page_of
from mandrivna.lending.quiet import awake
from mandrivna.programme.models import SignUp
from mandrivna.programme.signup_notices import SENDERS
from mandrivna.programme.signups import token_of
from mandrivna.programme.states import Signed
from mandrivna.shared import qr


class SignUpLetter:
    def goes_out(self) -> bool:
        return mail_goes_out()

    def not_before(self, now: dt.datetime) -> dt.datetime:
        return awake(now)

    def send(self, signup: SignUp, text: str, *, key: uuid.UUID, opens: Opens | None) -> None:
        unit = speaking_for(signup.admission.institution)
        library = profile_of(unit).public_name or unit.name
        parts = [_("Вітаємо!"), text]
        if opens is not None:
            if not (page := page_of(opens)):
                return
            parts.append(page)
        elif page := page_url("public:signup_page", token_of(signup.pk)):
            parts.append(_("Ваш запис, код для входу і кнопка «Скасувати»: %s") % page)
        subject = f"{library}: {signup.admission.what.title}"[:200]
        door = page_url("workspace:programme_door") if _shows(signup, text) else ""
        files = [("kod.png", qr.png(f"{door}?code={signup.code}"), "image/png")] if door else []
        CHANNELS["mail"].send(signup.mail, subject, "\n\n".join([*parts, library]), key=key, files=files)


def _shows(signup: SignUp, text: str) -> bool:
    """The picture goes with the words that speak of the code."""
    return signup.state == Signed.IN and signup.pretty in text


SENDERS.add("mail", SignUpLetter())
