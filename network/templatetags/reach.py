from django import template

from network import addresses, deeds, devices
from network.models import ContactPoint

register = template.Library()


@register.filter
def reach(point: ContactPoint) -> str:
    """An address or number as people read it."""
    return addresses.spoken(point.address) if point.channel == ContactPoint.SMS else point.address


@register.filter
def device(user_agent: str) -> str:
    return devices.spoken(user_agent)


@register.filter
def deed(row) -> str:
    return deeds.words(row.verb)


@register.filter
def opened(row) -> str:
    """What was opened: "inspection" of "inspection:4f1c…"."""
    if row.verb == "break-glass.read":
        return "telephone numbers, for fear for your life"
    if row.verb == "candidates.read":
        return "list of who could stand by you"
    return row.what.partition(":")[0].replace("-", " ") or "record"
