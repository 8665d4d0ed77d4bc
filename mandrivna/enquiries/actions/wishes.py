"""What readers did not get becomes a wish donors read; what has come answers everybody who asked for it, by itself."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.erasure import forget_traces
from mandrivna.core.notices import tell
from mandrivna.core.outbox import periodic, task
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.enquiries import facts, rules
from mandrivna.enquiries.actions.refusals import WISH_NOTICE
from mandrivna.enquiries.found_notices import tell_found
from mandrivna.enquiries.fulfilling import arrived
from mandrivna.enquiries.models import Refusal, Wish
from mandrivna.enquiries.problems import LENGTHS
from mandrivna.enquiries.states import About, State
from mandrivna.ledger.api import settle_all

LONGEST_NOTE = 200
MOST_COPIES = 100


@verb("enquiries.wish", may=rules.WISHES, at="refusal.institution")
def wish(act: Act, *, refusal: Refusal, title: str, authors: str = "", isbn: str = "", note: str = "", quantity: int = 1) -> Wish:
    """Onto the list donors read, in the words of whoever puts it there: what a reader typed is shown to nobody."""
    locked = Refusal.objects.select_for_update().select_related("institution").get(pk=refusal.pk)
    refuse_if(_wish_problems(locked, title, authors, isbn, note, quantity))
    row = Wish(
        uid=act.uid, institution=locked.institution, title=" ".join(title.split()), authors=" ".join(authors.split()),
        isbn=normal_isbn(isbn), note=" ".join(note.split()), quantity=quantity, same=locked.same, put_on=act.on,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


@verb("enquiries.end_wish", may=rules.WISHES, at="wish.institution")
def end_wish(act: Act, *, wish: Wish) -> Wish:
    """It has come, or nobody needs it any longer."""
    locked = Wish.objects.select_for_update().get(pk=wish.pk)
    if locked.closed_on is not None:
        refuse_if([Blocker(code="wish_ended", text=gettext_lazy("Цієї книжки в переліку вже немає."))])
    locked.closed_on = act.on
    locked.save(update_fields=["closed_on"])
    return locked


@verb("enquiries.fulfil", may=rules.ANSWER, at="refusal.institution")
def fulfil(act: Act, *, refusal: Refusal, record: Record) -> Refusal:
    """The title stands on a shelf now. Who asked by card is told and sees it in the account; who left a telephone waits for a call;
    of whom nothing is known the request closes by itself. The wish of it leaves the donors' list."""
    locked = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if locked.state not in (State.NEW, State.ORDERED):
        refuse_if([Blocker(code="wrong_state", text=gettext_lazy("Цей запит уже не чекає на книжку."))])
    same = Refusal.objects.select_for_update().filter(institution=locked.institution_id, same=locked.same)
    rows = [locked, *same.filter(state__in=(State.NEW, State.ORDERED)).exclude(pk=locked.pk)]
    for row in rows:
        if row.reader_id:
            tell(act, row.reader_id, WISH_NOTICE, row.pk)
        row.met_on, row.answer = act.on, _("Надійшло: %s") % str(record)[:280]
        row.record = row.record or (record if row.about != About.ABSENT else None)
        row.state = State.FOUND if row.contact or row.reader_id else State.CLOSED
        if row.state == State.CLOSED:
            row.closed_on, row.note = act.on, None
        row.save()
        tell_found(row)
    settle_all(act, {f"enquiries.Refusal:{row.pk}": facts.lines(row) for row in rows})
    forget_traces([], [row.pk for row in rows if row.state == State.CLOSED])  # of these nobody's card was known
    for one in Wish.objects.filter(institution=locked.institution_id, same=locked.same, closed_on__isnull=True):
        end_wish(act.part(f"wish {one.pk}"), wish=one)
    return locked


@periodic("enquiries.look_for_wanted", at="04:50")
@task(priority=-30)
def look_for_wanted() -> int:
    """Every night: what of that which was asked for stands on a shelf by now."""
    found = 0
    for refusal, record in arrived():
        if Refusal.objects.filter(pk=refusal.pk, state__in=(State.NEW, State.ORDERED)).exists():  # its like may have been closed
            fulfil(Act(actor=SYSTEM, at=timezone.now()), refusal=refusal, record=record)
            found += 1
    return found


def _wish_problems(refusal: Refusal, title: str, authors: str, isbn: str, note: str, quantity: int) -> list[Problem]:
    found: list[Problem] = []
    if refusal.about == About.QUESTION:
        found.append(Blocker(code="no_refusal", text=gettext_lazy("Це запитання про видання, яке в нас є.")))
    if Wish.objects.filter(institution=refusal.institution_id, same=refusal.same, closed_on__isnull=True).exists():
        found.append(Blocker(code="wished_already", text=gettext_lazy("Ця книжка вже в переліку бажаних.")))
    if not title.strip():
        found.append(Blocker(code="no_title", text=gettext_lazy("Напишіть назву."), field="title"))
    if isbn.strip() and not normal_isbn(isbn):
        text = gettext_lazy("Це не ISBN: у ньому 10 або 13 цифр. Можна й без нього.")
        found.append(Blocker(code="wrong_isbn", text=text, field="isbn"))
    for name, words, most in (
        ("title", title, LENGTHS["title"]), ("authors", authors, LENGTHS["authors"]), ("note", note, LONGEST_NOTE),
    ):  # fmt: skip
        if len(words) > most:
            long = gettext_lazy("Задовго: можна до %(most)d знаків.") % {"most": most}
            found.append(Blocker(code="too_long", text=long, field=name))
    if not 1 <= quantity <= MOST_COPIES:
        many = gettext_lazy("Кількість має бути від 1 до %(most)d.") % {"most": MOST_COPIES}
        found.append(Blocker(code="wrong_number", text=many, field="quantity"))
    return found
