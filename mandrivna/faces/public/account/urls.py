from django.urls import path

from mandrivna.faces.public.account import card, consents, data, entry, holds, shelf, talk, views

urlpatterns = [
    path("", views.loans, name="account"),
    path("enter/", entry.sign_in, name="account_sign_in"),
    path("leave/", entry.sign_out, name="account_sign_out"),
    path("pin/", entry.change_own_pin, name="account_pin"),
    path("renew/", views.renew_everything, name="account_renew_all"),
    path("renew/<uuid:pk>/", views.renew_one, name="account_renew"),
    path("reserve/", holds.reserve, name="account_reserve"),
    path("holds/<uuid:pk>/cancel/", holds.cancel, name="account_hold_cancel"),
    path("shelf/<slug:code>/", shelf.at_shelf, name="account_shelf"),
    path("shelf/<slug:code>/take/<uuid:pk>/", shelf.take, name="account_shelf_take"),
    path("shelf/<slug:code>/give/<uuid:pk>/", shelf.give, name="account_shelf_give"),
    path("shelf/<slug:code>/undo/<uuid:pk>/", shelf.untake, name="account_shelf_untake"),
    path("shelf/<slug:code>/reenrol/", shelf.reenrol, name="account_shelf_reenrol"),
    path("ask/", talk.talk, name="account_talk"),
    path("chat/", talk.chat, name="account_chat"),
    path("chat/leave/", talk.leave, name="account_chat_leave"),
    path("card/", card.own_card, name="account_card"),
    path("card/picture/", card.picture, name="account_card_picture"),
    path("history/", views.history, name="account_history"),
    path("data/", data.own_data, name="account_data"),
    path("data/print/", data.printed, name="account_data_print"),
    path("data/pdf/", data.paper, name="account_data_pdf"),
    path("data/file/", data.download, name="account_data_file"),
    path("consents/", consents.own_consents, name="account_consents"),
    path("consents/back/", consents.take_back, name="account_consent_back"),
    path("erase/", data.erase, name="account_erase"),
    path("erase/withdraw/", data.withdraw, name="account_erase_withdraw"),
]
