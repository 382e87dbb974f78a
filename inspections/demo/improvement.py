"""What the demonstration offers every head: each by somebody invented, and none asked for yet."""

from inspections.offers import actions as offers
from inspections.offers.models import ImprovementOffer
from network.models import Person

OFFERS = (
    ("officer", "peer_review", "Peer review by two heads", "Half a day at your school, on what you choose. No report."),
    ("officer", "coaching", "Six hours of coaching", "By telephone, when it suits you. Free."),
    ("lee", "supervision", "Professional supervision", "An hour a month with a trained supervisor. In confidence."),
    ("priya", "trust", "A mathematics lead for a day", "From one of the trust’s schools, to any other."),
)


def put_up(who: dict[str, Person]) -> None:
    for address, kind, title, about in OFFERS:
        if not ImprovementOffer.objects.filter(title=title).exists():
            offers.put_up(by=who[address], kind=kind, title=title, about=about, contact=who[address])
