from django.urls import path

from mandrivna.faces.workspace.reports import signing, views, writing

urlpatterns = [
    path("", views.reports_page, name="reports"),
    path("new/", views.new, name="reports_new"),
    path("<uuid:uid>/", views.report_page, name="report"),
    path("<uuid:uid>/indicators/", views.indicators_page, name="report_indicators"),
    path("<uuid:uid>/as/<str:kind>/", views.paper, name="report_paper"),
    path("<uuid:uid>/write/<str:place>/", writing.write, name="report_write"),
    path("<uuid:uid>/sign/", signing.sign, name="report_sign"),
    path("<uuid:uid>/publish/", signing.publish, name="report_publish"),
    path("<uuid:uid>/withdraw/", signing.withdraw, name="report_withdraw"),
]
