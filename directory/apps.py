from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "The directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory import messages
        from directory.actions import listings
        from network import hooks

        messages.register_all()
        hooks.invitation_accepted.append(listings.invited)
        hooks.person_export.append(listings.export)
        hooks.person_erased.append(listings.erase)
