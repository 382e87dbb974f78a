from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "The directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory import causes, kept_rows, messages
        from directory.call_outs import asks
        from directory.call_outs.actions import ruled_out
        from directory.listings.actions import listings
        from network import hooks
        from network.privacy import retention
        from outbox.receipts import causes as outbox_causes

        outbox_causes.caused_by |= {"asked": causes.of_asked, "callout": causes.of_call_outs}
        messages.register_all()
        retention.ROWS += kept_rows.ROWS
        hooks.invitation_accepted.append(listings.invited)
        hooks.asks.append(asks.asks_of)
        hooks.role_changed.append(ruled_out.role_changed)
        hooks.membership_changed.append(ruled_out.post_changed)
        hooks.not_wanted.append(ruled_out.not_wanted)
        hooks.register_applied.append(ruled_out.register_applied)
        hooks.person_export.append(listings.export)
        hooks.person_erased.append(listings.erase)
