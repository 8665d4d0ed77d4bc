"""What somebody who was there says of an event: three taps and, if they like, a few words. Nobody asks who it was."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.permissions import Anybody
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.programme import rules
from mandrivna.programme.after import LONGEST_QUOTE, LONGEST_WORDS, asked
from mandrivna.programme.models import Event, Feedback
from mandrivna.programme.states import Again, Liked, Mark

NO_WORDS = Withheld("")


@verb("programme.feedback", may=Anybody("whoever was there may say so without a name"), at="event.place")
def give_feedback(
    act: Act, *, event: Event, mark: str, liked: list[str], again: str = "",
    words: Withheld = NO_WORDS, may_quote: bool = False,
) -> Feedback:  # fmt: skip
    """Once from one browser or chat: the face gives each a uid of its own for the event. The words stand in their own row and
    nowhere else: an operation would put a minute beside them."""
    refuse_if(feedback_problems(act, event, mark, liked, again, words))
    said = " ".join(str(words).split())
    row = Feedback(
        uid=act.uid, event=event, mark=mark, liked=sorted(set(liked)), again=again, words=said or None,
        may_quote=may_quote and bool(said), channel=act.channel, on=act.on,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def feedback_problems(act: Act, event: Event, mark: str, liked: list[str], again: str, words: str) -> list[Problem]:
    found: list[Problem] = []
    if not asked(event, act.on):
        found.append(Blocker(code="not_asked", text=_("Про цю подію вже не питаємо.")))
    if mark not in Mark.values:
        found.append(Blocker(code="unknown_mark", text=_("Скажіть, як вам було."), field="mark"))
    if set(liked) - set(Liked.values):
        found.append(Blocker(code="unknown_liked", text=_("Оберіть зі списку."), field="liked"))
    if again and again not in Again.values:
        found.append(Blocker(code="unknown_again", text=_("Оберіть зі списку."), field="again"))
    if len(words) > LONGEST_WORDS:
        text = _("Задовго: можна до %(most)d знаків.") % {"most": LONGEST_WORDS}
        found.append(Blocker(code="too_long", text=text, field="words"))
    return found


@verb("programme.quote", may=rules.WORDS, at="feedback.event.unit")
def quote_feedback(act: Act, *, feedback: Feedback, quote: str) -> Feedback:
    """What may be said on: out of the person's words, with nobody named. Empty takes it back."""
    locked = Feedback.objects.select_for_update().get(pk=feedback.pk)
    problems: list[Problem] = []
    said = " ".join(quote.split())
    if said and not locked.may_quote:
        problems.append(Blocker(code="not_allowed", text=_("Людина не дозволила цитувати."), field="quote"))
    if len(said) > LONGEST_QUOTE:
        text = _("Задовго: можна до %(most)d знаків.") % {"most": LONGEST_QUOTE}
        problems.append(Blocker(code="too_long", text=text, field="quote"))
    refuse_if(problems)
    locked.quote = said
    locked.save(update_fields=["quote"])
    return locked
