from django.urls import path

from mandrivna.faces.workspace.profile import consents, views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("<int:pk>/", views.profile_of_institution, name="profile_of"),
    path("<int:pk>/edit/", views.edit, name="profile_edit"),
    path("<int:pk>/logo/", views.logo, name="profile_logo"),
    path("<int:pk>/accent/", views.accent, name="profile_accent"),
    path("<int:pk>/rules/", views.rules, name="profile_rules"),
    path("<int:pk>/rules/<int:number>/", views.rules_version, name="profile_rules_version"),
    path("<int:pk>/consents/", consents.consents, name="profile_consents"),
    path("<int:pk>/consents/<str:purpose>/", consents.consent, name="profile_consent"),
]
