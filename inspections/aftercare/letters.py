"""Words to copy. Before publication they say nothing of an outcome, good or bad. Pure."""

from __future__ import annotations

from datetime import date


def letters(school: str, starts_on: date, ends_on: date) -> dict[str, str]:
    days = _days(starts_on, ends_on)
    return {
        "chair": (
            f"Ofsted has told us that inspectors will be at {school} {days}.\n\nPlease keep these days free if "
            "you can: inspectors will want to talk with governors. Every governor may know the provisional "
            "outcome, in confidence, and see the draft report. Please nobody repeats it before it is "
            "published.\n\nI would also ask you to look after me and the staff in these days: a short call in "
            "the evening is worth a lot."
        ),
        "employer": (
            f"Ofsted has told us that inspectors will be at {school} {days}.\n\nPlease let me know today who can "
            "be reached on these days, in the evenings too, and who may ask for a pause on our behalf if it "
            "has to be.\n\nWhen the draft comes there are five working days. Please say now who will read it "
            "with me, and whether you will offer to comment on it."
        ),
        "staff": (
            f"Inspectors will be with us {days}.\n\nTeach as you always do. You may have a colleague beside you "
            "when they talk with you. If anything troubles you, tell me or my deputy at once; you do not have"
            " to wait.\n\nWhat we hear about the outcome stays among us until the report is published."
        ),
        "parents": (
            f"Inspectors from Ofsted will visit {school} {days}. You can give your view through Ofsted Parent "
            "View.\n\nThe day at school goes on as usual. The report is published some weeks later, and we will "
            "let you know."
        ),
        "asked": (
            "Inspectors visited us, and we thank everybody for the welcome they gave. The report is not "
            "finished. Until it is published we are not able to say anything about it, and that is so for "
            "every school."
        ),
        "published": (
            f"The report on {school} has been published. You can read it on Ofsted’s website, and we send it "
            "to you with this letter.\n\nWe thank pupils, staff, governors and families. If you would like to "
            "talk about it, please come and see us."
        ),
    }


def _days(starts_on: date, ends_on: date) -> str:
    first = f"on {starts_on:%A} {starts_on.day} {starts_on:%B}"
    return first if starts_on == ends_on else f"{first} to {ends_on:%A} {ends_on.day} {ends_on:%B}"
