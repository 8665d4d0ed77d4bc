from django.urls import path

from mandrivna.faces.workspace.catalogue import batch, citing, copies, elsewhere, history, imports, marc, order, records

urlpatterns = [
    path("", records.catalogue, name="catalogue"),
    path("add/", records.add, name="record_add"),
    path("batch/", batch.batch, name="record_batch"),
    path("imports/", imports.imports, name="imports"),
    path("imports/look/<uuid:token>/", imports.look, name="import_look"),
    path("imports/<uuid:pk>/", imports.run, name="import_run"),
    path("imports/<uuid:pk>/rejected/", imports.rejected, name="import_rejected"),
    path("imports/<uuid:pk>/<slug:what>/", imports.change, name="import_change"),
    path("add/fields/", marc.add, name="record_add_marc"),
    path("elsewhere/", elsewhere.elsewhere, name="record_elsewhere"),
    path("twins/", order.twins, name="record_twins"),
    path("merges/<int:pk>/undo/", order.unmerge, name="record_unmerge"),
    path("<uuid:pk>/fields/", marc.edit, name="record_marc"),
    path("<uuid:pk>/versions/", history.versions, name="record_versions"),
    path("<uuid:pk>/versions/<int:number>/restore/", history.restore, name="record_restore"),
    path("<uuid:pk>/stages/", history.mark, name="record_stage"),
    path("<uuid:pk>/merge/", order.merge, name="record_merge"),
    path("<uuid:pk>/withdraw/", order.withdraw, name="record_withdraw"),
    path("<uuid:pk>/return/", order.put_back, name="record_return"),
    path("<uuid:pk>/", records.record, name="record"),
    path("<uuid:pk>/card/", citing.card, name="record_card"),
    path("citations/", citing.citations, name="citations"),
    path("cards/", citing.cards, name="cards"),
    path("<uuid:pk>/edit/", records.edit, name="record_edit"),
    path("<uuid:pk>/copies/add/", copies.add, name="copy_add"),
    path("copies/<uuid:pk>/", copies.copy, name="copy"),
    path("copies/<uuid:pk>/withdraw/", copies.withdraw, name="copy_withdraw"),
]
