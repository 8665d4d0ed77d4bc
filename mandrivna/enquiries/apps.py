from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "mandrivna.enquiries"
    label = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandrivna.enquiries import (  # noqa: F401, PLC0415 - app registry
            erasure,
            facts,
            mailbox,
            merging,
            notices,
            offers,
            stations,
            survey_facts,
            telling,
            terms,
        )
        from mandrivna.enquiries.actions import (  # noqa: F401, PLC0415 - app registry
            chats,
            conversations,
            inbox,
            known,
            letters,
            log,
            quiet,
            refusals,
            remarks,
            surveys,
            wishes,
        )
