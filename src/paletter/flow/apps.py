from django.apps import AppConfig


class FlowConfig(AppConfig):
    name = "paletter.flow"
    label = "flow"
