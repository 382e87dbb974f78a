from django.apps import AppConfig


class CovenantConfig(AppConfig):
    name = "covenant"
    verbose_name = "The covenant"

    def ready(self) -> None:
        from covenant.actions import statements
        from network import hooks

        hooks.person_erased.append(statements.person_erased)
        hooks.person_export.append(statements.export)
