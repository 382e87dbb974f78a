"""By which head a message about a call for advice was caused (`outbox.causes`): each call asks several colleagues."""

from collections.abc import Collection

from directory.call_outs.models import Asked, CallOut


def of_asked(keys: Collection[int]) -> dict[int, int]:
    return dict(Asked.objects.filter(pk__in=keys).order_by().values_list("pk", "call_out__head"))


def of_call_outs(keys: Collection[int]) -> dict[int, int]:
    return dict(CallOut.objects.filter(pk__in=keys).order_by().values_list("pk", "head"))
