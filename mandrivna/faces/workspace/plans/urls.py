from django.urls import path

from mandrivna.faces.workspace.plans import parts, past, printing, reading, rows, views, whole

urlpatterns = [
    path("", views.plans_page, name="plans"),
    path("new/", whole.new, name="plans_new"),
    path("file/", reading.upload, name="plan_upload"),
    path("file/<uuid:uid>/", reading.reading, name="plan_reading"),
    path("<int:pk>/", views.plan_page, name="plan"),
    path("<int:pk>/as/<str:kind>/", printing.paper, name="plan_paper"),
    path("<int:pk>/cover/", whole.cover, name="plan_cover"),
    path("<int:pk>/copy/", whole.copy, name="plan_copy"),
    path("<int:pk>/words/", whole.words, name="plan_words"),
    path("<int:pk>/step/", whole.step, name="plan_step"),
    path("<int:pk>/undo/", whole.undo, name="plan_undo"),
    path("<int:pk>/comment/", whole.comment, name="plan_comment"),
    path("<int:pk>/loose/", views.loose_page, name="plan_loose"),
    path("<int:pk>/history/", past.history, name="plan_history"),
    path("<int:pk>/compare/", past.compare_page, name="plan_compare"),
    path("<int:pk>/add/", parts.add, name="plan_part_add"),
    path("comments/<uuid:uid>/solve/", whole.solve, name="plan_solve"),
    path("parts/<uuid:uid>/", views.part_page, name="plan_part"),
    path("parts/<uuid:uid>/edit/", parts.edit, name="plan_part_edit"),
    path("parts/<uuid:uid>/columns/", parts.columns, name="plan_columns"),
    path("parts/<uuid:uid>/last-year/", views.last_year, name="plan_last_year"),
    path("parts/<uuid:uid>/rows/", rows.change, name="plan_rows"),
    path("rows/<uuid:uid>/", rows.row_page, name="plan_row"),
    path("rows/<uuid:uid>/cell/", rows.cell, name="plan_cell"),
]
