from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections.notes import actions
from inspections.notes.forms import NoteForm
from inspections.notes.models import BuddyNote
from network.site.answers import done


def note_leave(request: HttpRequest) -> HttpResponse:
    """Her notes beside the pairing, and the place to leave one."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = actions.leave(by=request.user, **form.cleaned_data)
        messages.success(request, "Left for your buddy." if note.shared else "Kept, for you alone.")
        return redirect("inspections:note-leave")
    notes = actions.opened(of=request.user, reader=request.user)
    return render(request, "inspections/notes/notes.html", {"form": form, "notes": notes})


@require_POST
def note_delete(request: HttpRequest, public_id) -> HttpResponse:
    mine = BuddyNote.objects.visible_to(request.user).filter(head=request.user)
    actions.delete(by=request.user, note=get_object_or_404(mine, public_id=public_id))
    return done(request, "Deleted.", "inspections:note-leave")
