"""The demonstration has no text service: a text message is shown as a mail in its own mail catcher."""

from outbox.channels import Keep
from outbox.channels.email import EmailChannel
from outbox.models import Message
from outbox.transitions.outcomes import Outcome
from outbox.wording.wording import Words


class ShownAsMailChannel(EmailChannel):
    def send(self, address: str, words: Words, message: Message, keep: Keep = lambda: True) -> Outcome | None:
        number = local_number(address)
        shown = self.mail(f"{number}@text.example", f"Text message to {number}", words.short + "\n", message)
        return self.deliver(shown, urgent=message.urgent, keep=keep)


def local_number(address: str) -> str:
    return "0" + address.removeprefix("+44") if address.startswith("+44") else address
