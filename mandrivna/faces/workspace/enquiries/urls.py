from django.urls import path

from mandrivna.faces.workspace.enquiries import chats, quiet, remarks, served, talks, views, wishes

urlpatterns = [
    path("", views.listed, name="refusals"),
    path("own-chat/", chats.own_chat, name="talks_own_chat"),
    path("chat/<uuid:pk>/", chats.reader_chat, name="reader_chat"),
    path("chat/<uuid:pk>/unlink/", chats.reader_unlink, name="reader_chat_unlink"),
    path("poster/<int:pk>/", chats.shelf_poster, name="shelf_poster"),
    path("remarks/", remarks.listed, name="remarks"),
    path("remarks/add/", remarks.add, name="remark_add"),
    path("remarks/<uuid:pk>/", remarks.one, name="remark"),
    path("wishes/", wishes.listed, name="wishes"),
    path("wishes/<uuid:pk>/end/", wishes.ended, name="wish_end"),
    path("<uuid:pk>/wish/", wishes.put, name="wish_put"),
    path("served/", served.logged, name="served"),
    path("served/month/", served.month, name="served_month"),
    path("served/quiet/", quiet.counted, name="served_quiet"),
    path("served/<uuid:pk>/", served.line, name="served_line"),
    path("served/<uuid:pk>/strike/", served.struck, name="served_strike"),
    path("talks/", talks.listed, name="talks"),
    path("talks/<uuid:pk>/", talks.one, name="talk"),
    path("talks/<uuid:pk>/reply/", talks.replied, name="talk_reply"),
    path("talks/<uuid:pk>/end/", talks.ended, name="talk_end"),
    path("add/", views.add, name="refusal_add"),
    path("<uuid:pk>/", views.one, name="refusal"),
    path("<uuid:pk>/answer/", views.answered, name="refusal_answer"),
]
