from django.urls import path

from mandrivna.faces.workspace.system import discrepancies, outbox, quarantine, records, tokens

urlpatterns = [
    path("discrepancies/", discrepancies.discrepancies, name="discrepancies"),
    path("discrepancies/<uuid:pk>/solve/", discrepancies.solve_one, name="discrepancy_solve"),
    path("discrepancies/<uuid:pk>/reopen/", discrepancies.reopen_one, name="discrepancy_reopen"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<uuid:pk>/", quarantine.quarantined, name="quarantined"),
    path("quarantine/<uuid:pk>/retry/", quarantine.retry_one, name="quarantined_retry"),
    path("quarantine/<uuid:pk>/dismiss/", quarantine.dismiss_one, name="quarantined_dismiss"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<uuid:pk>/retry/", outbox.retry_one, name="outbox_retry"),
    path("outbox/<uuid:pk>/drop/", outbox.drop_one, name="outbox_drop"),
    path("outbox/retry/", outbox.retry_picked, name="outbox_retry_picked"),
    path("outbox/drop/", outbox.drop_picked, name="outbox_drop_picked"),
    path("keys-of-programs/", tokens.tokens, name="tokens"),
    path("keys-of-programs/new/", tokens.new_token, name="token_new"),
    path("keys-of-programs/<uuid:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("operations/", records.operations, name="operations"),
    path("audit/", records.audit, name="audit"),
]
