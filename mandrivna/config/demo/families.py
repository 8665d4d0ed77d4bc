"""Readers who do not read alone: a family with one card, a hub that borrows as an organisation; and one written down twice."""

from __future__ import annotations

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.people import ADULT, CHILD, CONSENT, ORGANISATION, TWIN, card
from mandrivna.config.demo.stage import Stage
from mandrivna.readers.actions.enrolment import enrol


def gather(stage: Stage) -> None:
    hub, rng = HUBS[0], stage.rng
    actor, place = stage.actors[hub.name], stage.shelves_of(hub)[0].unit
    about = {"name": ADULT, "birth_year": stage.today.year - 37, "consent": CONSENT, "document": "passport", "rules": 1}
    adult = enrol(stage.act(actor), place=place, card=card(rng), **about).reader  # type: ignore[arg-type]
    young = {"pseudonym": CHILD, "birth_year": stage.today.year - 9, "audience": "pupil", "consent": CONSENT}
    enrol(stage.act(actor), place=place, card=card(rng), family=adult, **young)  # type: ignore[arg-type]
    enrol(stage.act(actor), place=place, card=card(rng), name=TWIN, consent=CONSENT)  # the same woman once more, by initials
    enrol(
        stage.act(actor), place=place, card=card(rng), kind="organisation", name=ORGANISATION, hub=stage.units[hub.name],
        guardian_name="Вигадана Керівниця", guardian_relation="contact", consent=CONSENT, rules=1,
    )  # fmt: skip
