from django.urls import path

from mandrivna.faces.workspace.board import charts, items, views

urlpatterns = [
    path("", views.board_page, name="board"),
    path("<int:plan>/", views.board_page, name="board_of"),
    path("<int:plan>/all/", views.accept_all, name="board_all"),
    path("<int:plan>/chart/", charts.chart_picture, name="board_chart"),
    path("<int:plan>/xlsx/", views.xlsx, name="board_xlsx"),
    path("row/<uuid:uid>/", items.row, name="board_row"),
    path("row/<uuid:uid>/tie/", items.tie, name="board_tie"),
    path("row/<uuid:uid>/accept/", items.accept, name="board_accept"),
    path("row/<uuid:uid>/untie/", items.untie, name="board_untie"),
    path("row/<uuid:uid>/replan/", items.replan, name="board_replan"),
    path("row/<uuid:uid>/deliver/", items.deliver, name="board_deliver"),
    path("row/<uuid:uid>/note/", items.note, name="board_note"),
    path("row/<uuid:uid>/events/", items.events, name="board_events"),
]
