"""Who sees the rows of a model, where one kind of person sees them all or each her own. Signed in, not disabled."""

from typing import TypeVar

from django.db import models

from network.base import is_somebody

Row = TypeVar("Row", bound=models.Model, covariant=True)


class OwnQuerySet(models.QuerySet):
    whose = "person"  # the field that says whose a row is

    def visible_to(self, person):
        return self.filter(**{self.whose: person}) if is_somebody(person) else self.none()


class OfHeadQuerySet(OwnQuerySet):
    """The head alone."""

    whose = "head"


class OfficersQuerySet(models.QuerySet):
    def visible_to(self, person):
        from network import rules  # rules stand above models

        return self.all() if rules.is_officer(person) else self.none()


class AdministratorsQuerySet(models.QuerySet[Row]):
    def visible_to(self, person):
        from network import rules

        return self.all() if rules.is_administrator(person) else self.none()


class OfficersAndAdministratorsQuerySet(models.QuerySet):
    def visible_to(self, person):
        from network import rules

        return self.all() if rules.runs_the_network(person) else self.none()
