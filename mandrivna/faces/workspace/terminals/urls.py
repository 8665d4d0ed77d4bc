from django.urls import path

from mandrivna.faces.workspace.terminals import views

urlpatterns = [
    path("", views.terminals, name="terminals"),
    path("add/", views.add, name="terminal_add"),
    path("<uuid:pk>/renew/", views.renew, name="terminal_renew"),
    path("<uuid:pk>/revoke/", views.revoke, name="terminal_revoke"),
]
