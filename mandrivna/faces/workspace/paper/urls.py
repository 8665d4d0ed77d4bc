from django.urls import path

from mandrivna.faces.workspace.paper import keying, views

urlpatterns = [
    path("", views.sheets, name="paper"),
    path("print/", views.print_page, name="paper_print"),
    path("batch/<uuid:batch>/", views.batch_pdf, name="paper_pdf"),
    path("batch/<uuid:batch>/docx/", views.batch_docx, name="paper_docx"),
    path("open/", views.open_sheet, name="paper_open"),
    path("go/<str:code>/", views.go, name="paper_go"),
    path("<uuid:pk>/", keying.sheet, name="paper_sheet"),
    path("<uuid:pk>/look/", keying.look, name="paper_look"),
    path("<uuid:pk>/mark/", views.mark, name="paper_mark"),
]
