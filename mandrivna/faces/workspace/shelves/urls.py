from django.urls import path

from mandrivna.faces.workspace.shelves import about, checks, likes, trips, views

urlpatterns = [
    path("", views.shelves, name="shelves"),
    path("<int:pk>/", views.shelf, name="shelf"),
    path("<int:pk>/visits/", views.visits, name="shelf_visits"),
    path("<int:pk>/visit/", views.one_more, name="shelf_visit"),
    path("<int:pk>/about/", about.about, name="shelf_about"),
    path("<int:pk>/contact/", about.contact, name="shelf_contact"),
    path("<int:pk>/code/", about.code, name="shelf_code"),
    path("<int:pk>/photo/", about.photo, name="shelf_photo"),
    path("photo/<slug:digest>.webp", about.picture, name="shelf_picture"),
    path("<int:pk>/likes/", likes.likes, name="shelf_likes"),
    path("trips/", trips.listed, name="shelf_trips"),
    path("<int:pk>/trips/add/", trips.add, name="shelf_trip_add"),
    path("trips/<uuid:pk>/", trips.trip, name="shelf_trip"),
    path("trips/<uuid:pk>/scan/", trips.scanned, name="shelf_trip_scan"),
    path("trips/<uuid:pk>/choose/", trips.choose, name="shelf_trip_choose"),
    path("trips/<uuid:pk>/drop/", trips.drop, name="shelf_trip_drop"),
    path("trips/<uuid:pk>/step/", trips.step, name="shelf_trip_step"),
    path("trips/<uuid:pk>/act.<slug:kind>", trips.paper, name="shelf_trip_paper"),
    path("<int:pk>/check/", checks.start, name="shelf_check_start"),
    path("checks/<uuid:pk>/", checks.check, name="shelf_check"),
    path("checks/<uuid:pk>/see/", checks.see, name="shelf_check_see"),
    path("checks/<uuid:pk>/close/", checks.close, name="shelf_check_close"),
    path("checks/<uuid:pk>/settle/", checks.settle, name="shelf_check_settle"),
    path("checks/<uuid:pk>/act.<slug:kind>", checks.paper, name="shelf_check_paper"),
    path("lost/<uuid:pk>/", checks.lost, name="copy_lost"),
]
