from django.urls import path

from mandrivna.faces.workspace.forms import definition, returns, views

urlpatterns = [
    path("", views.forms, name="state_forms"),
    path("signed/<uuid:uid>/", views.earlier, name="state_form_signed"),
    path("signed/<uuid:uid>/reopen/", views.reopen, name="state_form_reopen"),
    path("rows/<slug:form>/", definition.definition, name="state_form_definition"),
    path("rows/<slug:form>/<slug:row>/", definition.row, name="state_form_row"),
    path("library/<uuid:uid>/", returns.library, name="network_library"),
    path("libraries/<int:unit>/add/", returns.add_library, name="network_library_add"),
    path("return/<uuid:uid>/", returns.one_return, name="network_return"),
    path("return/<uuid:uid>/fill/", returns.fill, name="network_return_fill"),
    path("return/<uuid:uid>/file/", returns.brought, name="network_return_file"),
    path("return/<uuid:uid>/sign/", returns.sign, name="network_return_sign"),
    path("return/<uuid:uid>/link/", returns.link, name="network_return_link"),
    path("return/<uuid:uid>/reopen/", returns.reopen, name="network_return_reopen"),
    path("<int:unit>/<int:year>/<slug:form>/returns/", returns.returns, name="network_returns"),
    path("<int:unit>/<int:year>/<slug:form>/returns/ask/", returns.ask, name="network_returns_ask"),
    path("<int:unit>/<int:year>/<slug:form>/returns/remind/", returns.remind, name="network_returns_remind"),
    path("<int:unit>/<int:year>/<slug:form>/returns/<slug:whose>/", returns.status, name="network_return_status"),
    path("<int:unit>/<int:year>/<slug:form>/", views.form, name="state_form"),
    path("<int:unit>/<int:year>/<slug:form>/fill/", views.fill, name="state_form_fill"),
    path("<int:unit>/<int:year>/<slug:form>/sign/", views.sign, name="state_form_sign"),
    path("<int:unit>/<int:year>/<slug:form>/file/<slug:kind>/", views.taken_out, name="state_form_file"),
    path("<int:unit>/<int:year>/<slug:form>/cell/<slug:row>/<slug:column>/", views.cell, name="state_form_cell"),
]
