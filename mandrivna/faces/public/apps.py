from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "mandrivna.faces.public"
    label = "public"
