from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from inspections.board.queries import board
from network.rules import is_officer


def network(request: HttpRequest) -> HttpResponse:
    """The officer's front page."""
    if not is_officer(request.user):
        raise Http404
    return render(request, "inspections/board/network.html", {"board": board()})
