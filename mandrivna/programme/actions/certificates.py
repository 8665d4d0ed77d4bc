"""That somebody went through a course: issued by the rule of the course, taken back with a reason."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.ledger.api import settle
from mandrivna.programme import circle_facts, rules
from mandrivna.programme.circle_problems import too_long
from mandrivna.programme.codes import code_of, token_of
from mandrivna.programme.models import Certificate, Member, MemberState
from mandrivna.programme.problems import reason_problems
from mandrivna.programme.progress import Progress, progress_of


@verb("programme.certify", may=rules.PEOPLE, at="member.circle.place")
def certify(act: Act, *, member: Member, name: str = "") -> Certificate:
    """`name`: as it is to stand on the paper; without one, as the member is called."""
    locked = (
        Member.objects.select_for_update(of=("self",))
        .select_related("circle__course", "circle__series__place", "reader")
        .get(pk=member.pk)
    )
    circle, called = locked.circle, locked.name or (locked.reader and locked.reader.name)
    said = " ".join(name.split()) or called or ""
    refuse_if([*_problems(locked, progress_of(locked)), *too_long({"name": said}, {"name": 120})])
    if not said:
        refuse_if([Blocker(code="no_name", text=_("Напишіть, кому видати сертифікат: ім’я або псевдонім."), field="name")])
    institution, course = circle.series.institution_id, circle.course
    assert course is not None
    last = Certificate.objects.filter(institution=institution, year=act.on.year).aggregate(last=Max("number"))["last"]
    made = Certificate(
        uid=act.uid, institution_id=institution, place=circle.place, circle=circle, member=locked, reader=locked.reader,
        year=act.on.year, number=(last or 0) + 1, title=course.title, hours=course.hours, name=said, token=token_of(act.uid),
        code=code_of(act.uid), issued_on=act.on,
    )  # fmt: skip
    made.save(force_insert=True)
    settle(act, f"{circle_facts.CERTIFICATE}:{made.pk}", circle_facts.certificate_lines(made))
    return made


def _problems(member: Member, progress: Progress) -> list[Problem]:
    if member.circle.course is None:
        return [Blocker(code="no_course", text=_("Сертифікат видають за курс; у клубі його немає."))]
    if member.state == MemberState.WAITING:
        return [Blocker(code="not_inside", text=_("Ця людина ще чекає на місце."))]
    if Certificate.objects.filter(member=member, void_on=None).exists():
        return [Blocker(code="certified", text=_("Сертифікат уже видано."))]
    if not progress.enough:
        text = _("Для сертифіката треба %(needed)d %% занять: відвідано %(were)d з %(held)d.")
        return [
            Blocker(
                code="too_few_lessons",
                text=text % {"needed": member.circle.needed, "were": progress.were, "held": progress.held},
            )
        ]
    return []


@verb("programme.void_certificate", may=rules.PEOPLE, at="certificate.place")
def void_certificate(act: Act, *, certificate: Certificate, reason: str) -> Certificate:
    """Issued by mistake. Whoever checks the paper learns that it does not hold; the number is not given again."""
    refuse_if(reason_problems(reason))
    locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.void_on is None:
        locked.void_on, locked.void_reason = act.on, " ".join(reason.split())
        locked.save(update_fields=["void_on", "void_reason"])
        settle(act, f"{circle_facts.CERTIFICATE}:{locked.pk}", circle_facts.certificate_lines(locked))
    return locked
