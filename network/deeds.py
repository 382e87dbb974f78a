"""What stands in the audit, in the words of the person it concerns: "Olive Grant: suggested a buddy for you".

Pure: words in, words out. The names of verbs belong to every floor; a test of the house finds one without words."""

CHANGE = "record.change"

# The audit is kept for as long as the network is there, so it must not tell in years what was said, who was silent or
# who was in need. Of what begins with these nouns it says that something was changed, and by whom: no subject, no
# detail, and of the system's own steps nothing at all. The rows themselves say more, and go in their time
# (docs/adr/kept-and-deleted.md).
TELLING = frozenset(
    {"buddy-check-in", "call-out", "check-in", "check-ins", "note", "phone-press", "please-ring", "reserve", "silence"}
)
# The same, where it is the head's own act; of others' acts in her record she reads later who did what.
OWN = frozenset({"comment-offer", "inspection", "log", "plan", "share", "standby"})

WORDS = {
    "agreement.agree": "agreed what buddy and head may expect",
    "agreement.note": "noted training or supervision",
    "break-glass.ask": "asked for your telephone numbers, for fear for your life",
    "break-glass.open": "agreed that two people see your telephone numbers",
    "buddy-check-in.answer": "said how being a buddy goes",
    "calendar-link.create": "made a calendar address",
    "calendar-link.revoke": "ended a calendar address",
    "calendar-link.rotate": "changed a calendar address",
    "call-out.add": "added to the call for advice",
    "call-out.cancelled": "called the call for advice off",
    "call-out.done": "closed the call for advice",
    "call-out.done-my-part": "noted that there is nothing left to do for a call for advice",
    "call-out.ended": "closed the call for advice, as the inspection has ended",
    "call-out.unanswered": "noted that nobody has answered the call for advice yet",
    "call-out.answer": "answered a call for advice",
    "call-out.raise": "asked for a colleague to ring",
    "call-out.spoken": "noted that you have spoken with the colleague",
    "call-out.take": "said yes to your call for advice",
    "check-in.answer": "answered a check-in",
    "check-in.change": "changed the answer to a check-in",
    "check-in.confirm": "confirmed the answer to a check-in",
    "check-ins.forget": "deleted answers to check-ins",
    "comment-offer.forget": "took back what you noted about the council’s offer to comment",
    "comment-offer.note": "noted whether the council offered to comment on the draft",
    "contact-point.add": "added an address or number",
    "contact-point.broken": "noted that an address or number does not work",
    "contact-point.confirm": "confirmed an address or number",
    "contact-point.first": "changed the order of your addresses",
    "contact-point.mended": "found that an address or number works again",
    "contact-point.remove": "removed an address or number",
    "contact-point.sign-in": "changed the address you sign in with",
    "inspection.call": "noted that the call has come",
    "inspection.change": "changed the days or numbers of the inspection",
    "inspection.close": "closed the inspection",
    "inspection.note-dates": "noted when the draft or the report comes",
    "inspection.pause": "noted a pause of the inspection",
    "inspection.put-off": "noted that the inspection is put off",
    "inspection.seen": "has seen that the call has come",
    "inspection.undo": "undid “The call has come”",
    "invitation.accept": "accepted an invitation",
    "invitation.send": "invited you",
    "invitation.send-again": "sent your invitation again",
    "invitation.withdraw": "withdrew an invitation",
    "listing.approve": "put you into the directory",
    "listing.book-off": "booked days off in the directory",
    "listing.come-back": "came back into the directory",
    "listing.contract": "noted the contract of a colleague in the directory",
    "listing.declare": "made the yearly declaration",
    "listing.edit": "changed the listing in the directory",
    "listing.join": "asked to be in the directory",
    "listing.pause": "paused the listing in the directory",
    "listing.week": "changed the hours in the directory",
    "log.change": "changed a line of your log",
    "log.delete": "deleted a line of your log",
    "log.erase": "erased your log",
    "log.write": "wrote into your log",
    "membership.end": "ended a post of yours",
    "membership.start": "noted a post of yours",
    "message.resend": "sent a message to you again",
    "note.delete": "deleted a note",
    "note.leave": "left a note beside your pairing",
    "offer.ask": "asked for something that is offered",
    "offer.come-back": "offered to be a buddy again",
    "offer.change": "changed the offer to be a buddy",
    "offer.in-touch": "got in touch about what you asked for",
    "offer.make": "offered to be a buddy",
    "offer.pause": "paused the offer to be a buddy",
    "offer.step-back": "stepped back as a buddy",
    "offer.take-back": "took back what was asked for",
    "pairing.ask-for-someone-else": "asked for someone else",
    "pairing.decline": "said no to the pairing",
    "pairing.drop": "dropped a suggestion before it was sent",
    "pairing.end": "ended the pairing",
    "pairing.hand-over": "handed over to the reserve",
    "pairing.lapse": "let the question lapse, unanswered",
    "pairing.name-a-reserve": "suggested a reserve",
    "pairing.noted": "noted something about your pairing",
    "pairing.pass-on": "asked the next person",
    "pairing.pause": "paused the pairing to a date",
    "pairing.publish": "suggested a buddy for you",
    "pairing.reserve-declines": "said no to being the reserve",
    "pairing.resume": "went on with the pairing",
    "pairing.take-back": "took a suggestion back",
    "pairing.yes": "said yes to the pairing",
    "pairing.yes-by-phone": "noted a yes that was given by phone",
    "person.close": "closed the account",
    "person.erase": "erased everything",
    "person.export": "took a copy of your record",
    "person.open-again": "opened the account again",
    "person.save": "changed name or “about me”",
    "phone.register": "registered a phone",
    "phone.remove": "removed a registered phone",
    "phone-press.use": "pressed a button on a registered phone",
    "plan.agree": "agreed to a promise of the support plan",
    "plan.change": "changed a line of the support plan",
    "plan.close": "closed the support plan",
    "plan.comment": "commented on the support plan",
    "plan.confirm": "confirmed that a promise was kept",
    "plan.depart": "noted a departure from the support plan",
    "plan.dispute": "marked a dispute about the support plan",
    "plan.meet": "noted a meeting about the support plan",
    "plan.offer": "offered something for the support plan",
    "plan.open": "began a support plan",
    "plan.share": "shared the support plan",
    "plan.take-back": "took back the sharing of the support plan",
    "plan.write": "wrote into the support plan",
    "please-ring.ask": "asked to be rung",
    "please-ring.end": "ended “Please ring me”",
    "please-ring.pass-on": "asked your reserve to ring as well",
    "please-ring.take": "said: I am ringing",
    "quiet-hours.save": "changed your quiet hours",
    "record.change": "changed something in the record",
    "request.open": "asked for a buddy",
    "request.withdraw": "asked for no buddy any more",
    "reserve.stand-in": "asked the reserve to stand in",
    "role.confirm": "confirmed a role of yours",
    "role.end": "ended a role of yours",
    "role.grant": "granted you a role, to be confirmed",
    "second-step.reset": "let you set up a new second step",
    "sign-in.changed": "changed how you sign in or are reached",
    "sign-in.done": "signed in",
    "silence.choose": "chose what happens if you go quiet",
    "silence.step": "asked after you, because a check-in stayed unanswered",
    "standby.choose": "chose quiet standby",
    "statement.make": "made an organisation’s yearly statement",
    "statement.take-down": "took down an organisation’s yearly statement",
    "tie.end": "noted that somebody stands by you no more",
    "tie.open": "noted who stands by you",
}


def kept(verb: str, *, by_system: bool, own: bool) -> str:
    """The verb as the audit keeps it: itself, `CHANGE`, or "" where no row is kept."""
    noun, _, what = verb.partition(".")
    if what == "read":  # who looked is what the audit is for
        return verb
    if noun in TELLING:
        return "" if by_system else CHANGE
    return CHANGE if noun in OWN and own else verb


def words(verb: str) -> str:
    """A verb that is not known is shown as it is written."""
    return WORDS.get(verb, verb.replace(".", ", ").replace("-", " "))
