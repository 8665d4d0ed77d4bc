from django.urls import path

from mandrivna.faces.workspace.diary import views

urlpatterns = [
    path("", views.diary, name="diary"),
    path("<int:unit>/<int:year>/<int:month>/add/", views.add, name="diary_add"),
    path("<int:unit>/<int:year>/<int:month>/close/", views.close, name="diary_close"),
    path("<int:unit>/<int:year>/<int:month>/pdf/", views.pdf, name="diary_pdf"),
    path("<int:unit>/<int:year>/<int:month>/docx/", views.docx, name="diary_docx"),
    path("<int:unit>/<int:year>/<int:month>/<str:column>/", views.behind, name="diary_facts"),
    path("added/<uuid:uid>/", views.added, name="diary_added"),
]
