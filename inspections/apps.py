from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "Inspections"

    def ready(self) -> None:
        from inspections import causes, kept_rows, messages
        from inspections.aftercare import asks as day_asks
        from inspections.answers import asks as check_in_asks
        from inspections.answers.actions import own_data
        from inspections.board import asks as board_asks
        from inspections.buddy_care import actions as buddy_care
        from inspections.calls import asks as call_asks
        from inspections.check_ins.actions import due, planning
        from inspections.comment_offers import actions as comment_offers
        from inspections.facts import asks as fact_asks
        from inspections.facts import queries as facts
        from inspections.notes import actions as notes
        from inspections.offers import actions as offers
        from inspections.offers import asks as offer_asks
        from inspections.ringing import asks as ring_asks
        from inspections.ringing.actions import please_ring, ring_conflicts
        from inspections.silence import asks as silence_asks
        from inspections.standby import actions as standby
        from inspections.standing_in import asks as reserve_asks
        from inspections.support.actions import export as support_export
        from inspections.support.actions import log, support
        from inspections.today import beside, own
        from inspections.windows.actions import windows
        from network import hooks
        from network.privacy import retention
        from outbox.receipts import causes as outbox_causes

        outbox_causes.caused_by |= causes.caused_by()
        messages.register_all()
        retention.ROWS += kept_rows.ROWS
        hooks.asks += [check_in_asks.how_is_it_going, check_in_asks.not_great, day_asks.of_days]
        hooks.asks += [ring_asks.rings_of_heads, ring_asks.said_to_have_spoken, silence_asks.ring_somebody]
        hooks.asks.append(offer_asks.asked_for)
        hooks.asks += [reserve_asks.be_ready, reserve_asks.stepped_out]
        hooks.asks += [board_asks.week, fact_asks.to_check]
        hooks.facts_to_check += facts.TO_CHECK
        hooks.asks += [beside.stands_by, own.own, beside.acts_for, beside.shared_days, own.weeks]
        hooks.quiet_hours_saved.append(planning.plan_by_new_hours)
        hooks.facts_changed.append(due.mark)
        hooks.membership_changed.append(due.post_changed)
        hooks.register_applied.append(due.register_applied)
        hooks.register_applied += [windows.register_applied, ring_conflicts.register_applied]
        hooks.role_changed.append(ring_conflicts.role_changed)
        hooks.membership_changed.append(ring_conflicts.post_changed)
        hooks.not_wanted.append(ring_conflicts.not_wanted)
        hooks.have_spoken.append(please_ring.they_have_spoken)
        hooks.asks += [call_asks.who_knows, call_asks.first_hour, call_asks.ring_today, call_asks.undone]
        for room in (own_data, log, notes, support_export, buddy_care, standby, offers, comment_offers):
            hooks.person_export.append(room.export)
        for room in (due, own_data, log, support, buddy_care, standby, offers):
            hooks.person_erased.append(room.person_erased)
