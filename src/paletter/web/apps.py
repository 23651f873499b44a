from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "paletter.web"
    label = "web"
