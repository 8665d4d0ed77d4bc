from django.urls import path

from mandrivna.faces.workspace.staff import invitations, roles, views

urlpatterns = [
    path("staff/", views.people, name="staff"),
    path("staff/invite/", invitations.invite_somebody, name="invite"),
    path("staff/invitations/<uuid:pk>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("staff/<int:pk>/", views.person, name="person"),
    path("staff/<int:pk>/roles/add/", views.add_role, name="person_add_role"),
    path("staff/<int:pk>/roles/<int:membership>/end/", views.end_role, name="person_end_role"),
    path("staff/<int:pk>/deactivate/", views.deactivate, name="person_deactivate"),
    path("staff/<int:pk>/reactivate/", views.reactivate, name="person_reactivate"),
    path("staff/<int:pk>/sessions/end/", views.end_sessions, name="person_end_sessions"),
    path("roles/", roles.table, name="roles"),
    path("roles/history/", roles.history, name="roles_history"),
    path("roles/<str:code>/<slug:role>/", roles.cell, name="roles_cell"),
    path("join/", invitations.join, name="join"),
    path("join/<str:token>/", invitations.look, name="join_look"),
]
