"""Which kinds of school Ofsted inspects under section 5 of the Education Act 2005, by the register's names. Pure.

Section 5(2) names community, foundation and voluntary schools, community and foundation special schools, maintained
nurseries, academies, city technology colleges, city colleges for the technology of the arts, and non-maintained
special schools; SI 2007/2979 adds pupil referral units. A 16 to 19 academy is no school (Education Act 2011, schedule
13). The rows N1 to N5 of the rules say in words why a school has no window.
"""

from __future__ import annotations

INDEPENDENT, COLLEGE, OTHER, CLOSED, NOT_YET_OPEN = "N1", "N2", "N3", "N4", "N5"

# Groups of the register whose schools are inspected, but for the kinds below.
_INSPECTED = frozenset({"local authority maintained schools", "academies", "free schools", "special schools"})
# In the group of independent schools, and named in section 5 all the same.
_NAMED = ("city technology college", "city college")
_SIXTEEN_TO_NINETEEN = ("16-19", "16 to 19")
_COLLEGES = frozenset({"colleges", "universities"})
_FURTHER = ("further education", "sixth form", "special post 16", "higher education")


def not_inspected(kind: str, group: str) -> str:
    """The code of the row that says why, or nothing: `kind` and `group` are TypeOfEstablishment and its group. A school
    of which the register tells neither counts as inspected."""
    kind, group = kind.casefold(), group.casefold()
    if kind.startswith(_NAMED):
        return ""
    if any(words in kind for words in _SIXTEEN_TO_NINETEEN) or kind.startswith(_FURTHER) or group in _COLLEGES:
        return COLLEGE
    if kind.startswith("other independent") or group == "independent schools":
        return INDEPENDENT
    return "" if not group or group in _INSPECTED else OTHER
