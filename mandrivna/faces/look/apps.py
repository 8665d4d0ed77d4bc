from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "mandrivna.faces.look"
    label = "look"
