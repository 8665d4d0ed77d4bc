from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "mandrivna.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.programme import (  # noqa: F401, PLC0415 - app registry
            asking,
            circle_facts,
            circle_notices,
            circle_reminding,
            circle_telling,
            erasure,
            facts,
            merging,
            outside_reminding,
            people,
            plan_done,
            plan_photos,
            reminding,
            signup_notices,
            telling,
            terms,
        )
        from mandrivna.programme.actions import (  # noqa: F401, PLC0415 - app registry
            after,
            attending,
            calls,
            certificates,
            circles,
            counting,
            diary,
            doors,
            events,
            excursions,
            feedback,
            series,
            signups,
        )
