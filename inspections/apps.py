from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "Inspections"

    def ready(self) -> None:
        from inspections import messages
        from inspections.actions import windows
        from network import hooks

        messages.register_all()
        hooks.register_applied.append(windows.register_applied)
