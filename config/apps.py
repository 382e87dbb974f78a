from django.apps import AppConfig, apps


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from config import asks, celery, start  # noqa: F401  the web server, too, must know which broker to wake
        from network import hooks

        hooks.asks.append(asks.asks_of)
        post_migrate.connect(start.prove_after_migrating, sender=apps.get_app_config("network"))
