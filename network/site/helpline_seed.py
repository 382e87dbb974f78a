"""The helplines an installation begins with, and shows until its own table has been read.

Sources: samaritans.org, educationsupport.org.uk, headrestuk.co.uk, headsup4hts.co.uk, naht.org.uk, nhs.uk.
`checked_on` stays empty until an officer has rung or read each one: the page says so.
"""

from typing import NamedTuple

from network.contact import contact_validation


class Line(NamedTuple):
    name: str
    phone: str = ""
    about: str = ""
    website: str = ""
    source: str = ""
    on_every_page: bool = False
    emergency: bool = False

    @property
    def tel(self) -> str:
        """What a phone dials; empty when the entry is words rather than a number."""
        return contact_validation.dialled_alone(self.phone)

    @property
    def note(self) -> str:
        """The first sentence of `about`, to stand after the number on every page."""
        first = self.about.split(". ")[0].rstrip(".")
        return first[:1].lower() + first[1:]


LINES = (
    Line(
        "Emergency",
        "999",
        about="When somebody is in danger now.",
        source="nhs.uk",
        emergency=True,
    ),
    Line(
        "Education Support",
        "08000 562 561",
        about="Day and night, free and confidential. Qualified counsellors, for everybody who works in education.",
        website="https://www.educationsupport.org.uk/",
        source="educationsupport.org.uk",
        on_every_page=True,
    ),
    Line(
        "Samaritans",
        "116 123",
        about="Day and night, every day of the year, free. Or write to jo@samaritans.org.",
        website="https://www.samaritans.org/",
        source="samaritans.org",
        on_every_page=True,
    ),
    Line(
        "NHS mental health line",
        "111",
        about="Choose option 2 for urgent mental health help, day and night.",
        website="https://www.nhs.uk/",
        source="nhs.uk",
    ),
    Line(
        "Headrest",
        about="Free and confidential calls with former heads. How to reach them is on their site.",
        website="https://www.headrestuk.co.uk/",
        source="headrestuk.co.uk",
    ),
    Line(
        "HeadsUp4HTs",
        about="A network of heads for heads.",
        website="https://headsup4hts.co.uk/",
        source="headsup4hts.co.uk",
    ),
    Line(
        "NAHT",
        "0300 30 30 333",
        about="Advice for members of the heads' union.",
        website="https://www.naht.org.uk/",
        source="naht.org.uk",
    ),
)
