"""The words the register's figures and codes stand for. Other apps read `PastInspection` and `AreaGrade` in these."""

# Overall effectiveness and areas before November 2025.
OUTSTANDING, GOOD, REQUIRES_IMPROVEMENT, INADEQUATE = "Outstanding", "Good", "Requires improvement", "Inadequate"
OLDER_GRADES = {"1": OUTSTANDING, "2": GOOD, "3": REQUIRES_IMPROVEMENT, "4": INADEQUATE}
NOT_JUDGED = "Not judged"  # overall effectiveness from September 2024
NO_GRADE = frozenset({"", "0", "8", "9", "null", "not applicable", "none"})

# The report card, from November 2025. There is no overall grade, and none is worked out.
REPORT_CARD_GRADES = {
    grade.casefold(): grade
    for grade in ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement")
}
# Safeguarding: "Met" or "Not met" on a report card; before, "Yes" or "No" to "is it effective?".
SAFEGUARDING = {"met": "Met", "not met": "Not met", "yes": "Yes", "no": "No"}

# Categories of concern, as published.
CONCERNS = {"sm": "SM", "swk": "SWK", "rsi": "RSI", "nti": "NTI"}

# Area names (`AreaGrade.area`).
REPORT_CARD_AREAS = (
    "Inclusion",
    "Curriculum and teaching",
    "Achievement",
    "Attendance and behaviour",
    "Personal development and wellbeing",
    "Early years",
    "Post-16 provision",
    "Leadership and governance",
)
OLDER_AREAS = (
    "Quality of education",
    "Behaviour and attitudes",
    "Personal development",
    "Effectiveness of leadership and management",
    "Early years provision",
    "Sixth form provision",
)
# The framework before September 2019.
OLDEST_AREAS = (
    "Outcomes for pupils",
    "Quality of teaching, learning and assessment",
    "Personal development, behaviour and welfare",
    "16 to 19 study programmes",
)

# The register's own word for how a school was last graded (files before January 2025): outcome and concern.
REGISTER_RATINGS = {
    "outstanding": (OUTSTANDING, ""),
    "good": (GOOD, ""),
    "requires improvement": (REQUIRES_IMPROVEMENT, ""),
    "satisfactory": ("Satisfactory", ""),
    "inadequate": (INADEQUATE, ""),
    "special measures": (INADEQUATE, "SM"),
    "serious weaknesses": (INADEQUATE, "SWK"),
    "insufficient evidence": ("Insufficient evidence", ""),
    "not judged": (NOT_JUDGED, ""),
}
