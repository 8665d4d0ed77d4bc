from django.urls import path

from mandrivna.faces.workspace.readers import arrivals, cards, doorsteps, enrolling, rights, twins, views

urlpatterns = [
    path("", views.find, name="readers"),
    path("enrol/", enrolling.enrol_new, name="enrol"),
    path("enrol/organisation/", enrolling.enrol_organisation, name="enrol_organisation"),
    path("again/", cards.again, name="readers_again"),
    path("twins/", twins.pairs, name="reader_twins"),
    path("twins/<uuid:pk>/", twins.pair, name="reader_pair"),
    path("merges/<uuid:pk>/undo/", twins.undo, name="reader_unmerge"),
    path("arrivals/", arrivals.arrivals, name="reader_arrivals"),
    path("arrivals/<uuid:pk>/", arrivals.arrival, name="reader_arrival"),
    path("arrivals/<uuid:pk>/rejected/", arrivals.rejects, name="reader_arrival_rejects"),
    path("arrivals/<uuid:pk>/loans/", arrivals.rejected_loans, name="reader_arrival_loans"),
    path("arrivals/<uuid:pk>/undo/", arrivals.undo, name="reader_arrival_undo"),
    path("cards/", cards.given, name="reader_cards"),
    path("cards/print/", cards.printed, name="reader_cards_print"),
    path("<uuid:pk>/card/", cards.replace, name="reader_card"),
    path("<uuid:pk>/card/pdf/", cards.one, name="reader_card_pdf"),
    path("<uuid:pk>/amend/", enrolling.amend_known, name="reader_amend"),
    path("<uuid:pk>/doorstep/", doorsteps.doorstep, name="reader_doorstep"),
    path("<uuid:pk>/consent/", enrolling.consent_back, name="reader_consent"),
    path("<uuid:pk>/", views.reader, name="reader"),
    path("<uuid:pk>/reenrol/", views.reenrol_known, name="reader_reenrol"),
    path("<uuid:pk>/pin/", rights.new_pin, name="reader_pin"),
    path("<uuid:pk>/forget/", rights.ask_to_forget, name="reader_forget"),
    path("<uuid:pk>/renew/<uuid:loan>/", views.renew_loan, name="reader_renew"),
]
