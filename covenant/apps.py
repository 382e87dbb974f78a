from django.apps import AppConfig


class CovenantConfig(AppConfig):
    name = "covenant"
    verbose_name = "The covenant"

    def ready(self) -> None:
        from covenant import asks, kept_rows
        from covenant.statements import actions as statements
        from network import hooks
        from network.privacy import retention

        retention.ROWS += kept_rows.ROWS
        hooks.asks.append(asks.of_organisations)
        hooks.person_erased.append(statements.person_erased)
        hooks.person_export.append(statements.export)
