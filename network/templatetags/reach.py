from django import template

from network import addresses
from network.models import ContactPoint

register = template.Library()


@register.filter
def reach(point: ContactPoint) -> str:
    """An address or number as people read it."""
    return addresses.spoken(point.address) if point.channel == ContactPoint.SMS else point.address


# What stands in the audit, as the person it concerns reads it. An unknown verb is shown as it is written.
DEEDS = {
    "sign-in.done": "signed in",
    "sign-in.changed": "changed how you sign in or are reached",
    "person.save": "changed name or “about me”",
    "person.export": "took a copy of your record",
    "person.close": "closed the account",
    "person.open-again": "opened the account again",
    "quiet-hours.save": "changed your quiet hours",
    "contact-point.add": "added an address or number",
    "contact-point.confirm": "confirmed an address or number",
    "contact-point.first": "changed the order of your addresses",
    "contact-point.sign-in": "changed the address you sign in with",
    "contact-point.remove": "removed an address or number",
    "membership.start": "noted a post of yours",
    "membership.end": "ended a post of yours",
    "invitation.send": "invited you",
    "invitation.send-again": "sent your invitation again",
    "invitation.withdraw": "withdrew an invitation",
    "invitation.accept": "accepted an invitation",
    "role.grant": "granted you a role, to be confirmed",
    "role.confirm": "confirmed a role of yours",
    "role.end": "ended a role of yours",
    "second-step.reset": "let you set up a new second step",
    "break-glass.ask": "asked for your telephone numbers, for fear for your life",
    "break-glass.open": "agreed that two people see your telephone numbers, for fear for your life",
    "silence.choose": "chose what happens when you go quiet",
    "silence.step": "took a step because a check-in was not answered",
    "reserve.stand-in": "asked your reserve to stand in",
    "please-ring.ask": "asked that somebody rings you",
    "please-ring.take": "said “I am ringing”",
    "please-ring.pass-on": "asked your reserve to ring you",
    "please-ring.end": "noted that you have spoken, or that it is over",
    "check-in.answer": "noted an answer to a check-in",
    "check-in.change": "changed an answer to a check-in",
    "check-in.confirm": "said that an answer by link was yours",
    "tie.open": "noted who stands by you",
    "tie.end": "noted that somebody stands by you no more",
}


@register.filter
def deed(row) -> str:
    return DEEDS.get(row.verb, row.verb.replace(".", ", ").replace("-", " "))


@register.filter
def opened(row) -> str:
    """What was opened: "inspection" of "inspection:4f1c…"."""
    if row.verb == "break-glass.read":
        return "telephone numbers, for fear for your life"
    if row.verb == "candidates.read":
        return "list of who could stand by you"
    return row.what.partition(":")[0].replace("-", " ") or "record"
