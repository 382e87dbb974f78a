"""What is only ever shown as suppressed totals. No row here points at a person: a keyed hash lets one head answer
once, and nobody read who did."""

from django.db import models

from network import clock
from network.rules import is_somebody


class NobodysQuerySet(models.QuerySet):
    def visible_to(self, person):
        """As rows, to nobody."""
        return self.none()


class ConductFeedback(models.Model):
    """How an inspection was conducted: each answer from 1 (not at all) to 5 (fully), by question code."""

    once = models.CharField(max_length=64, unique=True)  # keyed hash of the inspection
    school_year = models.CharField(max_length=7)  # "2026/27"
    answers = models.JSONField(default=dict)

    objects = NobodysQuerySet.as_manager()


class SurveyAnswer(models.Model):
    """The yearly anonymous wellbeing survey."""

    once = models.CharField(max_length=64, unique=True)  # keyed hash of person and year
    school_year = models.CharField(max_length=7)
    answers = models.JSONField(default=dict)

    objects = NobodysQuerySet.as_manager()


class HelpCounted(models.Model):
    """What became of one request for help, or whether it helped: a row of its own each, so that neither tells of the
    other."""

    BECAME, HELPED = "became", "helped"
    once = models.CharField(max_length=64, unique=True)  # keyed hash of the request, and which of the two it is
    about = models.CharField(max_length=8)
    school_year = models.CharField(max_length=7)  # in which it was asked
    kind = models.CharField(max_length=12, blank=True)  # of help; beside whether it helped, none
    answer = models.CharField(max_length=8)

    objects = NobodysQuerySet.as_manager()


class StillInPost(models.Model):
    """After a difficult published result: was the head in the register the same 3, 6 and 12 months later? From public
    registers alone. Moves, retirements and chosen departures can not be told apart."""

    urn = models.CharField(max_length=6)
    published_on = models.DateField()
    months = models.PositiveSmallIntegerField()  # 3, 6, 12
    same_head = models.BooleanField(null=True)  # None: the register does not tell
    worked_out_at = models.DateTimeField(default=clock.now)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["urn", "published_on", "months"], name="still_in_post_once"),
        ]


class PublishedTablesQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 44: totals, small cells hidden. On a page of members."""
        if not is_somebody(person):
            return self.none()
        return self.all()


class PublishedTables(models.Model):
    """Totals as they stand on the page, suppressed before they were stored."""

    kind = models.CharField(max_length=16)  # "conduct", "survey", "help", "helped", "still-in-post"
    school_year = models.CharField(max_length=7, blank=True)  # blank: of all years
    tables = models.JSONField(default=dict)  # by question: {"total": 25, "cells": {"1": None, "2": 10, ...}}
    counted = models.PositiveIntegerField()  # never shown: the next is published only when five more were counted
    counted_on = models.DateField()

    objects = PublishedTablesQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-school_year"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "school_year"], name="published_tables_once"),
        ]
