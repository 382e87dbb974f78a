from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        from network import hooks
        from network.privacy import retention
        from outbox import checks, kept_rows  # noqa: F401
        from outbox.network_kinds import kinds as network_kinds
        from outbox.queue.actions import mended, messages
        from outbox.sending import without_workers

        network_kinds.register_all()
        retention.ROWS += kept_rows.ROWS
        messages.when_no_worker_hears.append(without_workers.look)
        hooks.message_wanted.append(messages.put)
        hooks.address_mended.append(mended.try_again)
        hooks.messages_wanted.append(messages.put_all)
        hooks.person_export.append(messages.export)
        hooks.person_erased.append(messages.erase)
