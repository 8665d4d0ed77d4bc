from django.urls import path

from mandrivna.faces.workspace.readers import rights, views

urlpatterns = [
    path("", views.find, name="readers"),
    path("enrol/", views.enrol_new, name="enrol"),
    path("<uuid:pk>/", views.reader, name="reader"),
    path("<uuid:pk>/reenrol/", views.reenrol_known, name="reader_reenrol"),
    path("<uuid:pk>/pin/", rights.new_pin, name="reader_pin"),
    path("<uuid:pk>/forget/", rights.ask_to_forget, name="reader_forget"),
    path("<uuid:pk>/renew/<uuid:loan>/", views.renew_loan, name="reader_renew"),
]
