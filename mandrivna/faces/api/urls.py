from django.urls import path

from mandrivna.faces.api import holds, loans, openapi, operations, places, readers
from mandrivna.faces.api.endpoint import at

app_name = "api"
urlpatterns = [
    path("v1/operations", operations.send, name="operations"),
    path("v1/operations/<uuid:uid>", operations.outcome, name="operation"),
    path("v1/openapi.json", openapi.document, name="openapi"),
    path("v1/key", at(get=places.key), name="key"),
    path("v1/places", at(get=places.places), name="places"),
    path("v1/places/<str:pk>", at(get=places.place), name="place"),
    path("v1/places/<str:pk>/copies", at(get=places.place_copies), name="place_copies"),
    path("v1/places/<str:pk>/loans", at(get=places.place_loans), name="place_loans"),
    path("v1/places/<str:pk>/holds", at(get=places.place_holds), name="place_holds"),
    path("v1/copies", at(get=places.copies), name="copies"),
    path("v1/copies/<str:pk>", at(get=places.copy), name="copy"),
    path("v1/readers", at(get=readers.readers, post=readers.enrol_reader), name="readers"),
    path("v1/readers/find", at(post=readers.find_reader), name="find_reader"),
    path("v1/readers/<str:pk>", at(get=readers.reader), name="reader"),
    path("v1/readers/<str:pk>/enrolments", at(post=readers.reenrol_reader), name="reader_enrolments"),
    path("v1/readers/<str:pk>/loans", at(get=readers.reader_loans), name="reader_loans"),
    path("v1/readers/<str:pk>/holds", at(get=readers.reader_holds), name="reader_holds"),
    path("v1/loans", at(post=loans.issue_copy), name="loans"),
    path("v1/loans/<str:pk>", at(get=loans.loan), name="loan"),
    path("v1/loans/<str:pk>/renewals", at(post=loans.renew_loan), name="loan_renewals"),
    path("v1/returns", at(post=loans.take_back), name="returns"),
    path("v1/holds", at(post=holds.place_hold), name="holds"),
    path("v1/holds/<str:pk>", at(get=holds.hold), name="hold"),
    path("v1/holds/<str:pk>/cancellation", at(post=holds.end_hold), name="hold_cancellation"),
    path("v1/<path:rest>", openapi.nowhere, name="nowhere"),
]
