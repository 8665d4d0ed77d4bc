from django.urls import path

from mandrivna.faces.workspace.desk import acts, collective, here, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("reader/<uuid:pk>/", views.reader, name="desk_reader"),
    path("copy/<uuid:pk>/", views.copy, name="desk_copy"),
    path("reader/<uuid:pk>/issue/", acts.issue_copy, name="desk_issue"),
    path("reader/<uuid:pk>/hold/", acts.queue_reader, name="desk_hold"),
    path("reader/<uuid:pk>/reenrol/", acts.reenrol_reader, name="desk_reenrol"),
    path("reader/<uuid:pk>/renew/<uuid:loan>/", acts.renew_loan, name="desk_renew"),
    path("copy/<uuid:pk>/return/", acts.take_back, name="desk_return"),
    path("reader/<uuid:pk>/in-hand.<slug:form>", collective.in_hand, name="desk_collective"),
    path("here/", here.here, name="desk_here"),
    path("here/<uuid:pk>/", here.here, name="desk_here_reader"),
    path("undo/", acts.undo_last, name="desk_undo"),
]
