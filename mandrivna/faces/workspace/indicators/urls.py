from django.urls import path

from mandrivna.faces.workspace.indicators import drill, figures, paper, views

urlpatterns = [
    path("", views.table_page, name="indicators"),
    path("<int:unit>/<int:year>/plan/", views.plan, name="indicators_plan"),
    path("<int:unit>/<int:year>/history/", views.history, name="indicators_history"),
    path("<int:unit>/<int:year>/explain/<str:code>/", views.explain, name="indicators_explain"),
    path("<int:unit>/<int:year>/xlsx/", views.xlsx, name="indicators_xlsx"),
    path("<int:unit>/<int:year>/print/", paper.sheet, name="indicators_print"),
    path("<int:unit>/<int:year>/pdf/", paper.pdf, name="indicators_pdf"),
    path("<int:unit>/<int:year>/docx/", paper.docx, name="indicators_docx"),
    path("<int:unit>/<int:year>/facts/<str:code>/", drill.facts, name="indicators_facts"),
    path("<int:unit>/manual/", figures.manual, name="indicators_manual"),
    path("<int:unit>/past/", figures.past, name="indicators_past"),
    path("manual/<uuid:uid>/", figures.figure, name="indicators_figure"),
    path("manual/<uuid:uid>/file/", figures.figure_file, name="indicators_figure_file"),
    path("manual/<uuid:uid>/file/drop/", figures.figure_file_drop, name="indicators_figure_file_drop"),
    path("facts/<int:pk>/", drill.fact, name="indicators_fact"),
]
