"""Calendar files as programs write them, with the entries that a test wants."""

from itertools import count

from inspections.terms.terms_file import read

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\n"


def entry(title, *lines, uid=""):
    return "\n".join(["BEGIN:VEVENT", f"SUMMARY:{title}", *([f"UID:{uid}"] if uid else []), *lines, "END:VEVENT", ""])


def whole(title, first, after="", *lines, uid=""):
    """Of whole days, `after` the morning on which it is over."""
    end = [f"DTEND;VALUE=DATE:{after}"] if after else []
    return entry(title, f"DTSTART;VALUE=DATE:{first}", *end, *lines, uid=uid)


def file(*entries, head=HEAD):
    number = count()
    numbered = [each if "\nUID:" in each else each.replace("\n", f"\nUID:{next(number)}\n", 1) for each in entries]
    return head + "".join(numbered) + "END:VCALENDAR\n"


def found(*entries, head=HEAD):
    return read(file(*entries, head=head).encode(), "terms.ics")


def dates(*entries, head=HEAD):
    """What was taken: (what, first day, last day)."""
    return taken(found(*entries, head=head))


def taken(read_from):
    return [(line.what, f"{line.first:%Y-%m-%d}", f"{line.last:%Y-%m-%d}") for line in read_from.lines]


def left(read_from):
    return {why: [str(each) for each in all_of] for why, all_of in read_from.left_out()}
