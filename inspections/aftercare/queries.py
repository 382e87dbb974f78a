"""Whom a head rings, in which order, with the numbers she may see. For herself alone; and whom she wrote down for one
inspection."""

from __future__ import annotations

from dataclasses import dataclass

from inspections.today.queries.front import front_page_of
from inspections.visits.models import Inspection
from network.contact import contact_validation
from network.models import Person, Tie


@dataclass(frozen=True, slots=True)
class Contact:
    who: str
    name: str
    phone: str
    said: str


def call_sheet(person: Person) -> tuple[list[Contact], Inspection | None]:
    front = front_page_of(person)
    inspection = Inspection.objects.open().filter(head=person).select_related("school").first()
    contacts = [
        Contact("Your buddy", row["other_name"], row["phone"], row["phone_as_said"])
        for row in front.of_kind(Tie.BUDDY, as_head=True)
    ]
    contacts += [Contact("Your deputy", row["other_name"], "", "") for row in front.of_kind(Tie.DEPUTY, as_head=True)]
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
