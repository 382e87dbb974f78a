"""The words the register's figures and codes stand for: vocabulary.toml. Other apps read `PastInspection` and
`AreaGrade` in these."""

from network import beside

_FILE = beside.read(__file__, "vocabulary.toml")
OLDER_GRADES = _FILE["older_grades"]
NOT_JUDGED = "Not judged"  # overall effectiveness from September 2024
NO_GRADE = frozenset({"", "0", "8", "9", "null", "not applicable", "none"})
REPORT_CARD_GRADES = {grade.casefold(): grade for grade in _FILE["report_card_grades"]}
SAFEGUARDING, CONCERNS = _FILE["safeguarding"], _FILE["concerns"]
REPORT_CARD_AREAS = tuple(_FILE["report_card_areas"])
OLDER_AREAS, OLDEST_AREAS = tuple(_FILE["older_areas"]), tuple(_FILE["oldest_areas"])
REGISTER_RATINGS = {word: (outcome, concern) for word, (outcome, concern) in _FILE["register_ratings"].items()}
