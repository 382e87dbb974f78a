"""Whether the network is set up, so that people can be invited."""

from django.conf import settings
from django.forms import model_to_dict

from network.rules import WrongState
from network.schools.models.authority import Authority
from network.site import published


def is_ready_for_people() -> bool:
    """Set-up is complete. The demonstration has only invented people and is exempt."""
    if settings.DEMO:
        return True
    return published.network().ready_for_people and Authority.objects.filter(in_network=True).exists()


def check_ready_for_people() -> None:
    if not is_ready_for_people():
        raise WrongState(
            "Nobody can be invited yet. First an administrator fills in the page “Set-up”: who answers for the data, "
            "who runs the server, how to reach you, and which authorities you serve."
        )


def set_up_so_far() -> dict[str, str]:
    served = Authority.objects.filter(in_network=True).values_list("code", "name")
    return {
        **model_to_dict(published.network(), ["name", "controller", "host", "contact"]),
        "authorities": "\n".join(f"{code} {name}" for code, name in served),
    }
