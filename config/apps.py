from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "The installation"

    def ready(self) -> None:
        from config import celery  # noqa: F401  the web server, too, must know which broker to wake
