from django.urls import path

from mandrivna.faces.workspace.withdrawing import views

urlpatterns = [
    path("", views.listed, name="withdrawals"),
    path("add/", views.add, name="withdrawal_add"),
    path("<uuid:pk>/", views.one, name="withdrawal"),
    path("<uuid:pk>/scan/", views.scan, name="withdrawal_scan"),
    path("<uuid:pk>/drop/", views.drop, name="withdrawal_drop"),
    path("<uuid:pk>/value/", views.value, name="withdrawal_value"),
    path("<uuid:pk>/step/", views.step, name="withdrawal_step"),
    path("<uuid:pk>/sign/", views.sign, name="withdrawal_sign"),
    path("<uuid:pk>/act.<slug:form>", views.paper_file, name="withdrawal_file"),
]
