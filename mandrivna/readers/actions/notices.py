"""By which way a reader is reminded, and where letters go: chosen by the reader alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.readers.models import Agreement, Consent, NoticesBy, Purpose, Reader
from mandrivna.readers.problems import email_problems
from mandrivna.readers.terms import terms
from mandrivna.readers.told import told_of


@verb("readers.choose_own_notices", may=Own("reader.pk"), at="reader.institution")
def choose_own_notices(act: Act, *, reader: Reader, notices_by: str, email: Withheld | None = None, consent: str = "") -> Reader:
    """`email` None: as it stands; empty: it goes. No operation ever holds it. `consent`: the version of the words agreed to now."""
    standing = Reader.objects.select_for_update().get(pk=reader.pk)
    address = (standing.email or "") if email is None else str(email).strip()
    fresh = bool(address) and address != (standing.email or "")
    refuse_if(_problems(act, standing, address, notices_by, consent, fresh=fresh))
    if fresh and consent:
        _agree(act, standing, consent[:20])
    standing.email, standing.notices_by = address or None, notices_by
    if standing.consent in (Consent.GIVEN, Consent.NOT_OBTAINED) and not told_of(standing).personal:
        standing.consent, standing.consent_version = Consent.UNNEEDED, ""
    standing.save(update_fields=["email", "notices_by", "consent", "consent_version"])
    return standing


def _problems(act: Act, reader: Reader, address: str, notices_by: str, consent: str, *, fresh: bool) -> list[Problem]:
    found: list[Problem] = []
    if notices_by not in NoticesBy.values:
        found.append(Blocker(code="unknown_notices", text=_("Невідомо, як нагадувати."), field="notices_by"))
    found += email_problems(address, notices_by)
    if fresh and not consent and reader.consent != Consent.GIVEN:
        text = _("Пошту записуємо лише за згодою: позначте, що ви погоджуєтеся.")
        found.append(Blocker(code="no_consent", text=text, field="consent"))
    elif fresh and not _answers_for(act, reader):
        text = _("За дітей погоджується дорослий: попросіть бібліотекаря записати пошту разом із ним.")
        found.append(Blocker(code="guardian_needed", text=text, field="email"))
    return found


def _answers_for(act: Act, reader: Reader) -> bool:
    """Whoever is old enough agrees alone; a child's e-mail is written down at the desk, where the grown-up agrees."""
    return not told_of(reader).young(act.on.year, terms().guardian_under)


def _agree(act: Act, reader: Reader, version: str) -> None:
    rows = Agreement.objects.filter(reader=reader, withdrawn_on=None)
    if (Purpose.DATA, version) not in {(row.purpose, row.version) for row in rows}:
        Agreement.objects.create(reader=reader, purpose=Purpose.DATA, version=version, given_on=act.on)
    reader.consent, reader.consent_version = Consent.GIVEN, version
