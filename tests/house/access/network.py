"""The network's own pages, and the sign-in pages."""

from network.models import Helpline, HelpRequest
from tests.house.access import EVERYBODY, POST_ONLY, line, only


def build(cast):
    cast.things["helpline"] = Helpline.objects.create(name="Example Line", phone="116 000")
    cast.things["help_request"] = HelpRequest.objects.create(name="Example Head", phone="07700900111")


def _helpline(cast):
    return {"public_id": cast.helpline.public_id}


LINES = {
    "healthz": line(get=EVERYBODY),
    "network:helplines": line(1, get=EVERYBODY),
    "network:helpline-add": line(38, get=only("OF", "AD")),
    "network:helpline-edit": line(38, get=only("OF", "AD"), kwargs=_helpline),
    "network:helpline-checked": line(38, get=POST_ONLY, post=only("OF", "AD", ok=302), kwargs=_helpline),
    "network:helpline-remove": line(38, get=POST_ONLY, post=only("OF", "AD", ok=302), kwargs=_helpline),
    "network:need-someone": line(get=EVERYBODY),
    "network:need-someone-done": line(get=EVERYBODY),
    "network:help-requests": line(get=only("OF")),
    "network:help-request-answered": line(
        get=POST_ONLY,
        post=only("OF", ok=302),
        kwargs=lambda cast: {"public_id": cast.help_request.public_id},
    ),
}
