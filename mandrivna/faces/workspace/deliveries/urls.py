from django.urls import path

from mandrivna.faces.workspace.deliveries import own, road, views

urlpatterns = [
    path("", views.listed, name="deliveries"),
    path("own/", own.listed, name="delivery_own"),
    path("own/<uuid:pk>/", own.delivery, name="delivery_own_round"),
    path("own/<uuid:pk>/step/", own.step, name="delivery_own_step"),
    path("own/stops/<uuid:pk>/door/", own.door, name="delivery_own_door"),
    path("add/", views.add, name="delivery_add"),
    path("<uuid:pk>/", views.delivery, name="delivery"),
    path("<uuid:pk>/stops/", views.add_reader, name="delivery_stop_add"),
    path("<uuid:pk>/replan/", views.replan, name="delivery_replan"),
    path("<uuid:pk>/step/", views.step, name="delivery_step"),
    path("<uuid:pk>/drop/", views.drop_book, name="delivery_book_drop"),
    path("<uuid:pk>/route.<slug:kind>", views.route, name="delivery_route"),
    path("stops/<uuid:pk>/books/", views.books, name="delivery_books"),
    path("stops/<uuid:pk>/drop/", views.drop, name="delivery_stop_drop"),
    path("stops/<uuid:pk>/earlier/", views.earlier, name="delivery_stop_earlier"),
    path("stops/<uuid:pk>/door/", road.door, name="delivery_door"),
]
