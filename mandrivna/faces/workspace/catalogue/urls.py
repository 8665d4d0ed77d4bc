from django.urls import path

from mandrivna.faces.workspace.catalogue import citing, copies, records

urlpatterns = [
    path("", records.catalogue, name="catalogue"),
    path("add/", records.add, name="record_add"),
    path("<uuid:pk>/", records.record, name="record"),
    path("<uuid:pk>/card/", citing.card, name="record_card"),
    path("citations/", citing.citations, name="citations"),
    path("cards/", citing.cards, name="cards"),
    path("<uuid:pk>/edit/", records.edit, name="record_edit"),
    path("<uuid:pk>/copies/add/", copies.add, name="copy_add"),
    path("copies/<uuid:pk>/", copies.copy, name="copy"),
    path("copies/<uuid:pk>/withdraw/", copies.withdraw, name="copy_withdraw"),
]
