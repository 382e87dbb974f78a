from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "inspections"
    verbose_name = "Inspections"

    def ready(self) -> None:
        from inspections import (
            call_asks,
            causes,
            check_in_asks,
            day_asks,
            kept_rows,
            messages,
            messages_standby,
            reserve_asks,
            ring_asks,
        )
        from inspections.actions import (
            comment_offers,
            log,
            looked_after,
            notes,
            offers,
            own_data,
            planning,
            please_ring,
            ring_conflicts,
            standby,
            support,
            support_export,
            windows,
        )
        from network import hooks
        from network.privacy import retention
        from outbox.receipts import causes as outbox_causes

        outbox_causes.caused_by |= causes.caused_by()
        messages.register_all()
        messages_standby.register_all()
        retention.ROWS += kept_rows.ROWS
        hooks.asks += [check_in_asks.not_great, day_asks.of_days]
        hooks.asks.append(ring_asks.rings_of_heads)
        hooks.asks += [reserve_asks.be_ready, reserve_asks.stepped_out]
        hooks.quiet_hours_saved.append(planning.plan_by_new_hours)
        hooks.register_applied += [windows.register_applied, ring_conflicts.register_applied]
        hooks.role_changed.append(ring_conflicts.role_changed)
        hooks.membership_changed.append(ring_conflicts.post_changed)
        hooks.not_wanted.append(ring_conflicts.not_wanted)
        hooks.have_spoken.append(please_ring.they_have_spoken)
        hooks.asks += [call_asks.who_knows, call_asks.ring_today, call_asks.undone]
        hooks.person_export.append(own_data.export)
        hooks.person_erased.append(own_data.person_erased)
        hooks.person_export.append(log.export)
        hooks.person_export.append(notes.export)
        hooks.person_erased.append(log.person_erased)
        hooks.person_export.append(support_export.export)
        hooks.person_erased.append(support.person_erased)
        hooks.person_export.append(looked_after.export)
        hooks.person_erased.append(looked_after.person_erased)
        hooks.person_export.append(standby.export)
        hooks.person_erased.append(standby.person_erased)
        hooks.person_export.append(offers.export)
        hooks.person_export.append(comment_offers.export)
        hooks.person_erased.append(offers.person_erased)
