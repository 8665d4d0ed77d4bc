from django.urls import path

from mandrivna.faces.workspace.diary import views

urlpatterns = [
    path("", views.diary, name="work_diary"),
    path("<int:unit>/<int:year>/<int:month>/add/", views.add, name="work_diary_add"),
    path("<int:unit>/<int:year>/<int:month>/close/", views.close, name="work_diary_close"),
    path("<int:unit>/<int:year>/<int:month>/pdf/", views.pdf, name="work_diary_pdf"),
    path("<int:unit>/<int:year>/<int:month>/docx/", views.docx, name="work_diary_docx"),
    path("<int:unit>/<int:year>/<int:month>/<str:column>/", views.behind, name="work_diary_facts"),
    path("added/<uuid:uid>/", views.added, name="work_diary_added"),
]
