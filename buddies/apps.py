from django.apps import AppConfig


class BuddiesConfig(AppConfig):
    name = "buddies"
    verbose_name = "Buddies"

    def ready(self) -> None:
        from buddies import asks, kept_rows
        from buddies.conflicts import actions as conflicts
        from buddies.pairings import messages
        from buddies.people import actions as people
        from buddies.steps.actions import requests
        from network import hooks
        from network.privacy import retention

        messages.register_all()
        retention.ROWS += kept_rows.ROWS
        hooks.membership_changed += [requests.head_joined, conflicts.post_changed]
        hooks.role_changed.append(conflicts.role_changed)
        hooks.register_applied.append(conflicts.register_applied)
        hooks.asks.append(asks.asked)
        hooks.never_with.append(people.never_with)
        hooks.person_erased.append(people.erase)
        hooks.person_export.append(people.export)
