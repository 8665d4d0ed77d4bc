from django.urls import path

from mandrivna.faces.workspace.counts import channels, door, stations

urlpatterns = [
    path("channels/", channels.listed, name="channels"),
    path("channels/file/", channels.imported, name="channels_file"),
    path("channels/choice/", channels.choice, name="channels_choice"),
    path("stations/", stations.listed, name="stations"),
    path("stations/add/", stations.added, name="station_add"),
    path("stations/month/", stations.month, name="stations_month"),
    path("stations/<uuid:pk>/close/", stations.closed, name="station_close"),
    path("stations/<uuid:pk>/sit/", stations.sat, name="station_sit"),
    path("sittings/<uuid:pk>/up/", stations.got_up, name="station_up"),
    path("sittings/<uuid:pk>/strike/", stations.struck, name="station_strike"),
    path("door/", door.doors, name="doors"),
    path("door/worker.js", door.worker, name="door_worker"),
    path("door/<int:pk>/", door.door, name="door"),
    path("door/<int:pk>/send/", door.sent, name="door_send"),
]
