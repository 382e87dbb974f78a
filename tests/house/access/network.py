"""The network's own pages, and the sign-in pages."""

from datetime import timedelta

from network import clock
from network.invitations import tokens
from network.models import BreakGlass, Helpline, HelpRequest, NetworkSettings, OfficerAway
from tests import factories as f
from tests.house.access import EVERYBODY, MEMBERS, POST_ONLY, SIGN_IN, answers, line, members, only


def build(cast):
    cast.things["helpline"] = Helpline.objects.create(name="Example Line", phone="116 000")
    cast.things["help_request"] = HelpRequest.objects.create(name="Example Head", phone="07700900111")
    NetworkSettings.objects.update_or_create(
        id=1, defaults={"name": "Exampleton", "controller": "Example", "host": "Example", "contact": "Example"}
    )
    own = cast.head.contact_points.get(channel="email")
    cast.things["contact_point"] = own
    cast.things["new_point"] = f.ContactPointFactory(person=cast.head, confirmed_at=None, place=3)
    cast.things["other_point"] = f.ContactPointFactory(person=cast.head, place=4)
    cast.things["invitation"] = f.InvitationFactory(role="deputy", school=cast.school)
    cast.things["her_invitation"] = f.InvitationFactory(person=cast.head, school=cast.school, role="co_head")
    cast.things["employers_invitation"] = f.InvitationFactory(
        role="representative", school=None, organisation=cast.employer
    )
    token = tokens.make(cast.invitation)
    cast.invitation.token_hash = tokens.hashed(token)
    cast.invitation.save(update_fields=["token_hash"])
    cast.things["invitation_token"] = token
    cast.things["membership"] = cast.head.memberships.get()
    cast.things["role_grant"] = f.RoleGrantFactory(person=cast.other_head, granted_by=cast.officer, confirmed_at=None)
    cast.things["away"] = OfficerAway.objects.create(
        officer=cast.officer, from_on=clock.today() + timedelta(days=60), until_on=clock.today() + timedelta(days=67)
    )
    # Two administrators beside the one who asks, so that one may go.
    others = [f.RoleGrantFactory(role="administrator") for _ in range(2)]
    cast.things["break_glass"] = BreakGlass.objects.create(about=cast.head, asked_by=others[0].person)


def _helpline(cast):
    return {"public_id": cast.helpline.public_id}


def _point(point):
    return {"public_id": point.public_id}


LINES = {
    "healthz": line(get=EVERYBODY),
    "readyz": line(get=EVERYBODY),
    "status": line(get=answers(404)),  # by a token, or on the machine itself (tests/config/test_health.py)
    "network:helplines": line(1, get=EVERYBODY),
    "network:helpline-add": line(38, get=only("OF", "AD")),
    "network:helpline-edit": line(38, get=only("OF", "AD"), kwargs=_helpline),
    "network:helpline-checked": line(38, get=POST_ONLY, post=only("OF", "AD", ok=302), kwargs=_helpline),
    "network:helpline-remove": line(38, get=POST_ONLY, post=only("OF", "AD", ok=302), kwargs=_helpline),
    "network:officer-away": line(get=only("OF")),
    "network:officer-away-end": line(
        get=POST_ONLY, post=only("OF", ok=302), kwargs=lambda cast: {"public_id": cast.away.public_id}
    ),
    "network:more": line(get=MEMBERS),
    "network:need-someone": line(get=EVERYBODY),
    "network:need-someone-done": line(get=EVERYBODY),
    "network:help-requests": line(55, get=only("OF")),
    "network:help-request-answered": line(
        55,
        get=POST_ONLY,
        post=only("OF", ok=302),
        kwargs=lambda cast: {"public_id": cast.help_request.public_id},
    ),
    # signing in
    "account_login": line(get=answers(302, AN=200, LK=200, CF=200)),
    "account_request_login_code": line(get=answers(302, AN=200, LK=200, CF=200)),
    "account_confirm_login_code": line(get=answers(302, AN=SIGN_IN, LK=SIGN_IN, CF=SIGN_IN)),
    # It sends a code to whoever asks; somebody who is signed in is led to her pages.
    "another-address": line(get=answers(405), post=answers(302, AN=200, LK=200, CF=200)),
    "mfa_authenticate": line(get=answers(302, AN=SIGN_IN, LK=SIGN_IN, CF=SIGN_IN)),
    "mfa_login_webauthn": line(get=members(302)),
    "account_inactive": line(get=EVERYBODY),
    "account_logout": line(get=answers(200, AN=302, LK=302, CF=302), post=answers(302)),
    "sign-in-again": line(get=MEMBERS, post=members(SIGN_IN)),
    "second-step": line(50, get=MEMBERS),
    "mfa_activate_totp": line(50, get=MEMBERS),
    "mfa_add_webauthn": line(50, get=MEMBERS),
    "mfa_index": line(50, get=MEMBERS),
    "mfa_list_webauthn": line(50, get=MEMBERS),
    "usersessions_list": line(50, get=MEMBERS),
    # Nobody here has a second step to change or a code to ask for: nothing there, or led away.
    "mfa_reauthenticate": line(get=members(403)),
    "mfa_reauthenticate_webauthn": line(get=members(403)),
    "mfa_deactivate_totp": line(get=members(404)),
    "mfa_view_recovery_codes": line(get=members(404)),
    "mfa_generate_recovery_codes": line(get=members(200)),
    "mfa_download_recovery_codes": line(get=members(404)),
    "mfa_edit_webauthn": line(get=members(404), kwargs=lambda cast: {"pk": 999_999}),
    "mfa_remove_webauthn": line(get=members(404), post=members(404), kwargs=lambda cast: {"pk": 999_999}),
    "network:not-done": line(get=members(302)),
    "network:still-signed-in": line(get=EVERYBODY),
    # one's own
    "network:my-details": line(7, 50, get=MEMBERS),
    "network:my-details-about": line(50, get=MEMBERS, post=members(302), data=lambda cast: {"name": "New Example"}),
    "network:my-quiet-hours": line(
        7, 50, get=MEMBERS, post=members(302), data=lambda cast: {"quiet_from": "19:00", "quiet_until": "07:30"}
    ),
    "network:who-looked": line(50, get=MEMBERS),
    "network:my-deputy": line(get=only("HO", "HX", "BD", "BR", "BX")),
    "network:my-deputy-end": line(
        get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: {"public_id": cast.deputy.public_id}
    ),
    "network:contact-point-add": line(
        get=MEMBERS, post=members(302), data=lambda cast: {"way": "private-email", "address": "new@example.org"}
    ),
    "network:contact-point-confirm": line(7, get=only("HO"), kwargs=lambda cast: _point(cast.new_point)),
    "network:contact-point-send": line(
        7, get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: _point(cast.new_point)
    ),
    "network:contact-point-first": line(
        7, get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: _point(cast.other_point)
    ),
    "network:contact-point-try-again": line(
        7, get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: _point(cast.other_point)
    ),
    "network:contact-point-sign-in": line(
        7, get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: _point(cast.other_point)
    ),
    "network:contact-point-remove": line(
        7, get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: _point(cast.other_point)
    ),
    "network:own-export": line(50, get=MEMBERS, post=MEMBERS),
    "network:account-close": line(50, get=MEMBERS, post=members(302)),
    "network:account-erase": line(50, get=MEMBERS, post=members(302), data=lambda cast: {"sure": "erase"}),
    # invitations
    "network:invitations": line(35, get=only("OF", "SE", "SX", "AD")),
    "network:invitation-send": line(35, get=only("OF", "SE", "SX", "AD")),
    "network:invitation-file-send": line(35, get=only("OF", "SE", "SX", "AD")),
    "network:invitation-file-download": line(35, get=only("OF", "AD")),
    "network:invitation-withdraw": line(
        35,
        get=POST_ONLY,
        post=only("OF", "SE", "AD", ok=302),
        kwargs=lambda cast: {"public_id": cast.employers_invitation.public_id},
    ),
    "network:invitation-send-again": line(
        35,
        get=POST_ONLY,
        post=only("OF", "SE", "AD", ok=302),
        kwargs=lambda cast: {"public_id": cast.employers_invitation.public_id},
    ),
    "network:invitation-accept": line(
        get=POST_ONLY, post=only("HO", ok=302), kwargs=lambda cast: {"public_id": cast.her_invitation.public_id}
    ),
    "network:invitation-link": line(get=answers(302), kwargs=lambda cast: {"token": cast.invitation_token}),
    "network:join": line(get=answers(404)),
    "network:join-code": line(get=answers(404)),
    # members, and those who run the network
    "network:members": line(5, get=MEMBERS),
    "network:member": line(5, get=MEMBERS, kwargs=lambda cast: {"public_id": cast.head.public_id}),
    "network:membership-start": line(get=only("OF", "AD"), kwargs=lambda cast: {"public_id": cast.head.public_id}),
    "network:membership-end": line(
        36,
        get=only("HO", "OF", "AD"),
        post=only("HO", "OF", "AD", ok=302),
        kwargs=lambda cast: {"public_id": cast.membership.public_id},
    ),
    "network:danger-ask": line(
        49,
        get=only("OF", "AD"),
        post=only("OF", "AD", ok=302),
        kwargs=lambda cast: {"public_id": cast.head.public_id},
    ),
    # Asked for by another administrator: whoever opens it is the second. (Nothing is shown before.)
    "network:danger": line(
        49,
        get=only("OF", "AD"),
        post=only("OF", "AD", ok=302),
        kwargs=lambda cast: {"public_id": cast.break_glass.public_id},
    ),
    "network:second-step-reset": line(
        37, get=POST_ONLY, post=only("AD", ok=302), kwargs=lambda cast: {"public_id": cast.head.public_id}
    ),
    "network:set-up": line(37, get=only("AD")),
    "network:roles": line(37, get=only("AD")),
    "network:role-grant": line(37, get=only("AD")),
    "network:account-open-again": line(37, get=only("AD")),
    "network:role-confirm": line(
        37, get=POST_ONLY, post=only("AD", ok=302), kwargs=lambda cast: {"public_id": cast.role_grant.public_id}
    ),
    "network:role-end": line(
        37, get=POST_ONLY, post=only("AD", ok=302), kwargs=lambda cast: {"public_id": cast.role_grant.public_id}
    ),
}
