"""The seed rules of the window, W0 to W12, as rows: every number, with its source and how sure it is.

A migration stores them as `inspections.WindowRule`; an administrator may edit those, and they win. Pure.
None of this is an Ofsted date. Sources read on 21 November 2026, often in a copy or a secondary text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

HIGH, MEDIUM, LOW = "high", "medium", "low"

# What the usual date is counted from.
START = "start"  # the day the inspection began
PUBLICATION = "publication"  # the day its report was published
SCHOOL_YEAR = "school year"  # 31 July of the school year in which it began
OPENING = "opening"  # the day the school opened
ALWAYS = "always"  # in the window all the time
NOTHING = ""  # the rule is a note beside another


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    applies: str  # when, in words
    explanation: str  # why, to the head, in words
    counts_from: str = NOTHING
    usual_from_months: int | None = None  # the usual range begins this long after; None: it is one date
    usual_months: int | None = None  # the usual date
    limit_school_years: int | None = None  # 31 July, this many school years after the one inspected in
    limit_on: date | None = None  # or a fixed last date in law
    events_from: date | None = None  # the rule is for inspections begun from
    events_to: date | None = None  # to, both included
    source: str = ""  # one to a line: what it is, then its address
    confidence: str = MEDIUM
    from_date: date = date(2025, 12, 1)  # the rule is in force from
    to_date: date | None = None  # to the day before


INTERVAL = "Inspection timescales, Ofsted, 2016: educationinspection.blog.gov.uk/2016/02/08/inspection-timescales"
HANDBOOK_2018 = "Updates to Ofsted's handbooks, April 2018: hub4leaders.co.uk"
LATER_OF_TWO = "SI 2024/908, from 30 September 2024: bailii.org/uk/legis/num_reg/2024/uksi_2024908_en_1.html"
COVID = "SI 2021/845, regulation 4: crimeline.co.uk"
FRAMEWORK_2025 = "Ofsted's new framework, summary for schools: northumberlandeducation.co.uk/ofsted"
INFORMATION_2025 = (
    "Inspection information for state-funded schools, Ofsted, November 2025: gov.uk/government/publications/"
    "school-inspection-toolkit-operating-guide-and-information"
)
MONITORING_2025 = (
    "School monitoring operating guide, Ofsted, November 2025: gov.uk/government/publications/"
    "school-inspection-toolkit-operating-guide-and-information/"
    "school-monitoring-operating-guide-for-inspectors-for-use-from-november-2025"
)
WHEN_LIKELY_2023 = (
    "When your school is likely to be inspected, Tes, 2023: "
    "tes.com/magazine/news/general/ofsted-shake-when-your-school-likely-be-inspected"
)
NEW_SCHOOLS = (
    "Timing of inspections for new schools, Ofsted, 2015: "
    "gov.uk/government/news/statement-on-the-timing-of-inspections-for-new-schools"
)
GUIDE_S5_NEXT = "Ofsted's guide, as quoted by a school: bonneygrove.herts.sch.uk/page/?pid=18"
EXEMPT_2021 = "Scheduling, Learn Sheffield, 2021: learnsheffield.co.uk/News/LSIP-Team-Ofsted-Scheduling-Blog-"
EXEMPT_2022 = "Frequency of inspection, The Key, 2022: coronavirus.thekeysupport.com frequency-inspection-overview"
ACT = "Education Act 2005, section 5: legislation.gov.uk/ukpga/2005/18"
LAW = f"{INTERVAL}\n{HANDBOOK_2018}\n{LATER_OF_TWO}"

COVID_FROM, COVID_TO = date(2014, 8, 1), date(2021, 4, 27)
OLD_FRAMEWORK = date(2019, 9, 1)

RULES: tuple[Rule, ...] = (
    Rule(
        "W0",
        "Always, beside every other rule",
        "Ofsted may inspect any school at any time if there is a concern.",
        source=f"{WHEN_LIKELY_2023}\n{INFORMATION_2025}",
        confidence=HIGH,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W1",
        "Report card, no area below the expected standard, safeguarding met",
        "After a report card with nothing below the expected standard, the next full inspection usually comes "
        "about four years later.",
        START,
        usual_months=48,
        limit_school_years=5,
        source=f"{FRAMEWORK_2025}\n{LAW}",
    ),
    Rule(
        "W2",
        "Good or outstanding, or standards maintained, or inspected in 2024-25 with no grade 3 or 4",
        "After that result, the next full inspection usually comes within the four school years that follow.",
        SCHOOL_YEAR,
        usual_months=48,
        limit_school_years=5,
        source=f"{WHEN_LIKELY_2023}\n{FRAMEWORK_2025}\n{LAW}",
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W3",
        "Last inspected between 1 August 2014 and 27 April 2021",
        "Inspections stopped in the pandemic, so schools inspected before it have waited longer than usual, and the "
        "law gives Ofsted seven school years.",
        SCHOOL_YEAR,
        usual_months=48,
        limit_school_years=7,
        events_from=COVID_FROM,
        events_to=COVID_TO,
        source=COVID,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W4",
        "Outstanding, once exempt from inspection, and never inspected again",
        "Outstanding schools were once exempt from routine inspection. All of them should have been inspected since, "
        "so the register is probably behind: please tell the network's officer.",
        SCHOOL_YEAR,
        usual_months=48,
        limit_on=date(2025, 8, 1),
        events_to=COVID_TO,
        source=f"{EXEMPT_2021}\n{EXEMPT_2022}",
        confidence=LOW,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W5",
        "Requires improvement overall, or in an area inspected in 2024-25",
        "After that result, Ofsted used to come back within 30 months of the report. Since November 2025 that is "
        "uncertain. Ofsted may also make a monitoring visit.",
        PUBLICATION,
        usual_months=30,
        limit_school_years=5,
        source=f"{INTERVAL}\n{HANDBOOK_2018}\n{FRAMEWORK_2025}",
        confidence=LOW,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W6",
        "Inadequate, serious weaknesses or special measures under the older framework",
        "After that result, Ofsted used to make monitoring visits and come back within 30 months of the report. "
        "Since November 2025 that is uncertain.",
        PUBLICATION,
        usual_months=30,
        limit_school_years=5,
        source=f"{HANDBOOK_2018}\n{WHEN_LIKELY_2023}",
        confidence=LOW,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W7",
        "Ungraded inspection that said the next one would be graded",
        "The last visit said that a full inspection would be next. That usually came one to two years later. "
        "Since November 2025 that is uncertain.",
        START,
        usual_from_months=12,
        usual_months=24,
        limit_school_years=5,
        source=f"{GUIDE_S5_NEXT}\n{LAW}",
        confidence=LOW,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W8",
        "Report card with an area that needs attention, and no category of concern",
        "Ofsted monitors schools where an area needs attention. We do not know how often it visits, so we treat the "
        "window as open until somebody closes it.",
        ALWAYS,
        limit_school_years=5,
        source=f"{MONITORING_2025}\n{LAW}",
    ),
    Rule(
        "W9",
        "Report card with a category of concern",
        "Ofsted monitors schools in a category of concern. We do not know how often it visits, so we treat the window "
        "as open until somebody closes it.",
        ALWAYS,
        limit_school_years=5,
        source=f"{MONITORING_2025}\n{LAW}",
    ),
    Rule(
        "W10",
        "Never inspected, and no predecessor",
        "A new school is usually inspected for the first time during its third year.",
        OPENING,
        usual_from_months=24,
        usual_months=36,
        source=NEW_SCHOOLS,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W11",
        "Not inspected since it replaced another school",
        "Two rules meet when a school replaces another: its own third year, and the earlier school's last inspection. "
        "We show both and count with the earlier.",
        limit_school_years=5,
        source=f"{COVID}\n{NEW_SCHOOLS}",
        confidence=LOW,
        from_date=OLD_FRAMEWORK,
    ),
    Rule(
        "W12",
        "About to close",
        "The school is due to close. Ofsted may decide not to inspect it.",
        source=ACT,
        confidence=HIGH,
        from_date=OLD_FRAMEWORK,
    ),
)
