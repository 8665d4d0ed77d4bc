from django.urls import path

from mandrivna.faces.bot.webhook import webhook

app_name = "bot"
urlpatterns = [path("<str:path>/", webhook, name="webhook")]
