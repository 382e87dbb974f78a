from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed
        from allauth.mfa.signals import authenticator_added

        from network import adapter, hooks, kept_rows
        from network.contact import asks
        from network.members import asks as role_asks
        from network.privacy import retention
        from network.sign_in import second_factor
        from network.site.forms import plain_words

        retention.ROWS += kept_rows.ROWS
        hooks.asks += [asks.needs_details, role_asks.roles_to_confirm]
        plain_words.put_in_place()
        authentication_step_completed.connect(second_factor.on_step)
        authentication_step_completed.connect(adapter.on_step)
        authenticator_added.connect(second_factor.on_added)
