"""How the programme forgets who signed up: on request at once, else some days after the event. Who came is a number by then."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from itertools import chain

from django.db import models, transaction
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.erasure import Eraser, eraser
from mandrivna.core.models import Operation
from mandrivna.core.retention import HANDLERS
from mandrivna.programme.actions.signups import end, fill, lock
from mandrivna.programme.models import SignUp, Turnout
from mandrivna.programme.terms import terms

BATCH = 500
FORGOTTEN = {"reader": None, "name": None, "contact": None, "needs": None, "token_hash": None, "to_call": ""}
LEFT = models.Q(reader__isnull=False) | models.Q(token_hash__isnull=False)


def _find(subject: uuid.UUID) -> Iterable[models.Model]:
    return chain(SignUp.objects.filter(reader=subject), Turnout.objects.filter(signup__reader=subject))


def _forget(act: Act, subject: uuid.UUID) -> int:
    """Their place goes to the next who waits."""
    for signup in SignUp.objects.standing().filter(reader=subject, over_on__gte=act.on):
        admission = lock(signup.admission_id)
        end(act, signup)
        fill(act, admission)
    return SignUp.objects.filter(reader=subject).update(**FORGOTTEN)


eraser(Eraser("programme.SignUp", _find, _forget))


def forget_signups(now: dt.datetime) -> int:
    """Lists that are over lose their people, and so do the operations that named a reader."""
    last = timezone.localdate(now) - dt.timedelta(days=terms().signup_keep_days)
    over, count = SignUp.objects.filter(LEFT, over_on__lt=last), 0
    while chosen := list(over.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            refs = [f"programme.SignUp:{pk}" for pk in chosen]
            Operation.objects.filter(ref__in=refs, body__isnull=False).update(body=None)
            count += SignUp.objects.filter(pk__in=chosen).update(**FORGOTTEN)
    return count


HANDLERS.add("programme.forget_signups", forget_signups)
