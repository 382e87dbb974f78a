from django.apps import AppConfig


class CovenantConfig(AppConfig):
    name = "covenant"
    verbose_name = "The covenant"
