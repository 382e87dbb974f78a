"""Whom a head rings, in which order, with the numbers she may see. For herself alone; and whom she wrote down for one
inspection."""

from __future__ import annotations

from dataclasses import dataclass

from inspections.visits.models import Inspection
from network import clock
from network.contact import contact_validation
from network.contact.asks import phone_of
from network.models import Person, Tie
from network.people.asks import Viewer


@dataclass(frozen=True, slots=True)
class Contact:
    who: str
    name: str
    phone: str
    said: str


def call_sheet(person: Person) -> tuple[list[Contact], Inspection | None]:
    viewer = Viewer(person, clock.now())
    inspection = Inspection.objects.open().filter(head=person).select_related("school").first()
    contacts = [
        Contact("Your buddy", buddy.name, *phone_of(viewer, buddy.pk).values())
        for buddy in viewer.beside_them(Tie.BUDDY)
    ]
    contacts += [Contact("Your deputy", deputy.name, "", "") for deputy in viewer.beside_them(Tie.DEPUTY)]
    if inspection is not None:
        contacts += of_inspection(inspection, whose="your")
    return contacts, inspection


def of_inspection(inspection: Inspection, *, whose: str = "the head’s") -> list[Contact]:
    """Whom the head wrote down for this inspection. Also for who may see its names and numbers beside her: the deputy
    she named, and the active buddy. Who stands by her is not among it (matrix row 11)."""
    named = [
        ("Lead inspector", inspection.lead_inspector, ""),
        ("Senior Ofsted number, for this inspection", "", inspection.senior_number),
        ("Chair", inspection.chair, ""),
        (f"Looks after {whose} welfare", inspection.welfare_contact, ""),
    ]
    return [Contact(who, name, phone, contact_validation.spoken(phone)) for who, name, phone in named if name or phone]
