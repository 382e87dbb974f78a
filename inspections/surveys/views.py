from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from inspections.surveys import rules
from inspections.surveys.actions import counted as actions
from inspections.surveys.forms import QuestionsForm
from inspections.surveys.models import PublishedTables
from inspections.surveys.questions import BECAME, CONDUCT, HELP, HELPED, SCALE, SURVEY
from inspections.visits.models import Inspection
from network import clock
from network.rules import leads_a_school
from network.site.answers import done, only


def feedback(request: HttpRequest, public_id) -> HttpResponse:
    """How an inspection was conducted: five questions for its head, after the last day."""
    mine = Inspection.objects.visible_to(request.user).filter(head=request.user)
    inspection = get_object_or_404(mine.select_related("school"), public_id=public_id)
    form = QuestionsForm(request.POST or None, questions=CONDUCT)
    if request.method == "POST" and form.is_valid():
        actions.give_feedback(by=request.user, inspection=inspection, answers=form.cleaned_data)
        return done(request, "Thank you. It is counted, and shows in totals alone.", "inspections:totals")
    return render(
        request,
        "inspections/surveys/feedback.html",
        {
            "form": form,
            "inspection": inspection,
            "is_over": rules.is_over(inspection),
            "given": actions.has_given_feedback(inspection=inspection),
        },
    )


@only(leads_a_school)
def survey(request: HttpRequest) -> HttpResponse:
    """How heads are, once a school year."""
    form = QuestionsForm(request.POST or None, questions=SURVEY)
    if request.method == "POST" and form.is_valid():
        actions.answer_the_survey(by=request.user, answers=form.cleaned_data)
        return done(request, "Thank you. It is counted, and shows in totals alone.", "inspections:totals")
    year = actions.year_of(day=clock.today())
    given = actions.has_answered(person=request.user)
    return render(request, "inspections/surveys/survey.html", {"form": form, "year": year, "given": given})


def totals(request: HttpRequest) -> HttpResponse:
    """Every number here was suppressed before it was stored."""
    rows = PublishedTables.objects.visible_to(request.user)
    shown: dict[str, list[dict[str, Any]]] = {kind: [] for kind in (*WORDS, "kinds")}
    for row in rows:
        questions, answers = WORDS[row.kind]
        tables = [
            {
                "words": words,
                "total": row.tables[code]["total"],
                "cells": [(said, row.tables[code]["cells"][key]) for key, said in answers.items()],
            }
            for code, words in questions.items()
            if code in row.tables
        ]
        headings = [f"#{said}" for said in answers.values()]
        year = {"year": row.school_year, "counted_on": row.counted_on, "tables": tables, "headings": headings}
        shown[row.kind].append(year)
        if row.kind == "help" and "kind" in row.tables:
            of_kinds = row.tables["kind"]
            cells = [(said, of_kinds["cells"][key]) for key, said in HELP.items()]
            asked = {"words": "Asked for", "total": of_kinds["total"], "cells": cells}
            shown["kinds"].append(year | {"tables": [asked], "headings": [f"#{said}" for said in HELP.values()]})
    return render(
        request,
        "inspections/surveys/totals.html",
        {
            "conduct": shown["conduct"],
            "survey": shown["survey"],
            "in_post": shown["still-in-post"],
            "help": shown["help"],
            "kinds": shown["kinds"],
            "helped": shown["helped"],
            "may_answer": leads_a_school(request.user),
        },
    )


MARKS = {str(mark): said for mark, said in SCALE.items()}
IN_POST = {actions.SAME: "The same head", actions.OTHER: "Another head", actions.UNKNOWN: "The register does not tell"}
WORDS = {
    "conduct": (CONDUCT, MARKS),
    "survey": (SURVEY, MARKS),
    "help": ({"became": "Help that was asked for"}, BECAME),
    "helped": ({"helped": "Of what was done"}, HELPED),
    "still-in-post": ({"3": "After 3 months", "6": "After 6 months", "12": "After 12 months"}, IN_POST),
}
