from django.urls import path

from mandrivna.faces.workspace.policies import date_rules, views

assert date_rules.POLICIES  # its rules stand among the others
urlpatterns = [
    path("", views.policies, name="policies"),
    path("<slug:name>/", views.one_policy, name="policy"),
    path("<slug:name>/history/", views.history, name="policy_history"),
    path("<slug:name>/edit/<path:key>/", views.edit, name="policy_edit"),
]
