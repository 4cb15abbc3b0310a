from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from .acquisition_case import AcquisitionCase
from .common import StocktakeCase
from .disposal_case import DisposalCase
from .request_case import RequestCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-15 08:00:00")
class TestDisposalByHand(DisposalCase):
    """What a client could send about a batch although no screen offers it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.other_old = (
            cls.booked(name, 1200.00, 1200.00, "2019-01-10", 72) for name in ("Printer", "Scanner")
        )

    def test_a_thing_does_not_slip_into_an_approved_batch(self):
        approved = self.draft([self.old])
        self.to_executing(approved, value=100.00)
        slipped = self.draft([self.other_old], user="manager")
        for refused in (
            lambda: slipped.line_ids.write({"disposal_id": approved.id}),
            lambda: self.as_(approved, "manager").write({"line_ids": [Command.link(slipped.line_ids.id)]}),
        ):
            with self.assertRaisesRegex(UserError, f"stays in disposal {slipped.name}"):
                refused()
        self.assertEqual(approved.line_ids.asset_id, self.old)

    def test_a_thing_does_not_leave_a_batch_that_was_applied_for(self):
        applied = self.draft([self.old, self.other_old])
        applied.action_apply()
        smaller = self.draft([])
        with self.assertRaisesRegex(UserError, f"stays in disposal {applied.name}"):
            applied.line_ids[0].write({"disposal_id": smaller.id})
        self.assertEqual(len(applied.line_ids), 2)

    def test_no_default_posts_or_approves(self):
        record = self.draft([self.old])
        remittances = self.env["gaj.asset.remittance"].with_user(self.users["finance"])
        remitted = remittances.with_context(default_state="posted").create(
            {"disposal_id": record.id, "amount": 1.00, "date": "2026-06-15"}
        )
        self.assertEqual(remitted.state, "draft")
        changes = self.env["gaj.asset.value.change"].with_user(self.users["manager"])
        change = changes.with_context(default_state="approved").create(
            {"asset_id": self.old.id, "kind": "life_change", "new_life_months": 84, "reason": "Longer"}
        )
        self.assertEqual(change.state, "draft")
        openings = self.env["gaj.asset.opening"].with_user(self.users["finance"])
        self.assertEqual(openings.with_context(default_state="booked").create({}).state, "draft")

    def test_totals_and_numbers_are_not_written(self):
        record = self.draft([self.old])
        number = record.name
        for values, label in [
            ({"total_cost": 1.00}, "Total Cost"),
            ({"institution_id": False}, "Institution"),
            ({"validation_status": "validated"}, "Validation Status"),
        ]:
            with self.assertRaisesRegex(UserError, f"{number}: “{label}” is set by the system or by a step"):
                record.write(values)
        with self.assertRaisesRegex(UserError, "“Number” is not changed by you now"):
            record.write({"name": "DS-1"})
        with self.assertRaisesRegex(UserError, "“Original Cost” is set by the system or by a step"):
            record.write({"line_ids": [Command.create({"asset_id": self.other_old.id, "cost": 1.00})]})
        self.assertEqual((record.total_cost, record.name), (1200.00, number))


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestBatchByHand(AcquisitionCase):
    def test_a_signed_batch_gets_no_item_that_nobody_inspected(self):
        signed = self.get("purchase", {"price": 4800.00, "quantity": 1})
        self.name_inspectors(signed)
        signed.with_user(self.users["manager"]).action_start()
        self.sign(signed)
        slipped = self.get("purchase", {"price": 9000.00, "quantity": 1}).with_user(self.users["manager"])
        for refused in (
            lambda: slipped.line_ids.write({"acceptance_id": signed.id}),
            lambda: signed.with_user(self.users["manager"]).write({"line_ids": [Command.link(slipped.line_ids.id)]}),
        ):
            with self.refused(f"Batch {signed.batch_no} is"):
                refused()
        self.assertEqual(signed.line_ids.mapped("cost"), [4800.00])

    def test_no_default_signs_accepts_or_links(self):
        """Defaults come from the context or from the user's own defaults: neither fills in what steps write."""
        manager = self.users["manager"]
        batch = self.get("donation", {"appraised_amount": 4800.00, "quantity": 1})
        signed = {"default_verdict": "passed", "default_signed_on": "2026-06-29 08:00:00"}
        inspectors = self.env["gaj.asset.acceptance.inspector"].with_user(manager)
        one = inspectors.with_context(**signed).create({"acceptance_id": batch.id, "user_id": self.inspectors[0].id})
        self.assertEqual((one.verdict, one.signed_on), (False, False))
        own = self.env["ir.default"].with_user(manager)
        own.set("gaj.asset.acceptance.inspector", "verdict", "passed", user_id=True)
        other = inspectors.create({"acceptance_id": batch.id, "user_id": self.inspectors[1].id})
        self.assertFalse(other.verdict)
        accepted = {"default_state": "accepted", "default_accepted_on": "2026-06-29"}
        empty = (
            self.env["gaj.asset.acceptance"].with_user(manager).with_context(**accepted).create({"kind": "donation"})
        )
        self.assertEqual((empty.state, empty.accepted_on), ("draft", False))
        cards = self.env["gaj.asset"].with_user(manager)
        card = {"name": "Thing", "category_id": self.desktop.id, "cost": 1.00}
        linked = cards.with_context(default_acceptance_line_id=batch.line_ids.id, default_months_done=5).create(card)
        self.assertEqual((linked.acceptance_line_id.id, linked.months_done), (False, 0))
        with self.refused("a new card starts as"):
            cards.with_context(default_state="disposed").create(card)

    def test_the_cost_of_an_item_follows_from_its_papers(self):
        batch = self.get("purchase", {"price": 4800.00, "quantity": 1})
        with self.refused("is set by the system or by a step"):
            batch.line_ids.with_user(self.users["manager"]).write({"cost": 1.00})
        self.assertEqual(batch.line_ids.cost, 4800.00)


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestRequestByHand(RequestCase):
    def test_an_approved_request_gets_no_line_that_nobody_approved(self):
        approved = self.approved(quantity=1)
        slipped = self.make_request(quantity=1)
        for refused in (
            lambda: slipped.line_ids.write({"request_id": approved.id}),
            lambda: approved.with_user(self.users["manager"]).write({"line_ids": [Command.link(slipped.line_ids.id)]}),
        ):
            with self.assertRaisesRegex(UserError, approved.name), self.cr.savepoint():
                refused()
        self.assertEqual(sum(approved.line_ids.mapped("quantity")), 1)

    def test_no_default_approves(self):
        wanted = {"department_id": self.bureau.id, "reason": "Quickly"}
        requests = self.env["gaj.asset.request"].with_user(self.users["clerk"])
        approved = {"default_approved_by_id": self.users["leader"].id, "default_approved_on": "2026-06-01 08:00:00"}
        request = requests.with_context(default_state="approved", **approved).create(wanted)
        self.assertEqual(
            (request.state, request.approved_by_id.id, request.user_id.id), ("draft", False, requests.env.uid)
        )

    def test_a_clerk_does_not_hand_a_request_to_another_department(self):
        request = self.make_request()
        with self.assertRaises(AccessError):
            request.write({"department_id": self.other.id})

    def test_the_total_follows_from_the_lines(self):
        request = self.make_request(quantity=2)
        with self.assertRaisesRegex(UserError, "“Estimated Total” is set by the system or by a step"):
            request.write({"amount_total": 1.00})
        self.assertEqual(request.amount_total, 9600.00)


@tagged("post_install", "-at_install", "gaj")
class TestCountByHand(StocktakeCase):
    def test_rules_of_a_count_are_fixed_when_it_begins(self):
        stocktake = self.make_stocktake(is_blind=True)
        stocktake.write({"is_own_refused": True, "has_second_count": True})
        stocktake.action_start()
        for values in (
            {"is_blind": False},
            {"is_own_refused": False},
            {"user_id": self.users["leader"].id},
            {"extra_note": "Later"},
            {"has_second_count": False},
        ):
            refused = self.assertRaisesRegex(UserError, "Stocktake Test count is “Counting”: its “.*” does not change")
            with refused, self.env.cr.savepoint():
                stocktake.write(values)
        stocktake.write({"counter_ids": [Command.link(self.users["user"].id)]})
        stocktake.action_finish_counting()
        self.assertEqual(stocktake.state, "second_count")
        with self.assertRaisesRegex(UserError, "“Second Count” does not change"):
            stocktake.write({"has_second_count": False})

    def test_a_count_that_is_over_is_evidence(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        stocktake.action_cancel()
        for values in ({"name": "Another count"}, {"counter_ids": [Command.clear()]}, {"is_blind": True}):
            with self.assertRaisesRegex(UserError, "Stocktake .* is “Cancelled”: its"):
                stocktake.write(values)

    def test_decisions_wait_for_the_approval_whatever_a_client_sends(self):
        stocktake = self.make_stocktake()
        with self.assertRaisesRegex(UserError, "“Validation Status” is set by the system or by a step"):
            stocktake.write({"validation_status": "validated"})

    def test_states_and_values_of_a_card_are_not_written(self):
        card = self.a.with_user(self.users["manager"])
        for state in ("in_store", "idle", "repair", "missing"):
            with self.assertRaisesRegex(UserError, "cannot become"):
                card.write({"state": state})
        with self.assertRaisesRegex(UserError, "“Net Value” is set by the system or by a step"):
            card.write({"net_value": 1.00})
        self.assertEqual((self.a.state, self.a.net_value), ("in_use", 4800.00))

    def test_a_copied_card_has_no_history(self):
        self.a.accumulated = 100.00
        twin = self.a.with_user(self.users["manager"]).copy()
        self.assertEqual((twin.state, twin.accumulated, twin.net_value), ("draft", 0.00, 4800.00))
        self.assertNotEqual(twin.asset_no, self.a.asset_no)

    def test_the_quarter_of_a_reconciliation_is_not_moved(self):
        record = (
            self.env["gaj.asset.reconciliation"].with_user(self.users["manager"]).create({"year": 2025, "quarter": "4"})
        )
        with self.assertRaisesRegex(UserError, "“Last Day” is set by the system or by a step"):
            record.write({"date": "2025-09-30"})


#: Models that guard themselves more narrowly: their own write lets through a few named fields, or none.
NARROW = {
    "gaj.asset.stocktake.device",
    "gaj.asset.stocktake.line",
    "gaj.asset.stocktake.scan",
    "gaj.asset.selfcheck",
    "gaj.asset.reconciliation.difference",
}


@tagged("post_install", "-at_install", "gaj")
class TestEverythingIsGuarded(TransactionCase):
    def test_every_model_that_somebody_writes_guards_what_the_system_sets(self):
        guard = self.env["gaj.guard.mixin"]
        guarded = self.env.registry.descendants(["gaj.guard.mixin"], "_inherit")
        writable = self.env["ir.model.access"].search(["|", ("perm_write", "=", True), ("perm_create", "=", True)])
        for name in sorted(set(writable.model_id.mapped("model"))):
            if not name.startswith("gaj.asset") or self.env[name]._transient or name in NARROW:
                continue
            model = self.env[name]
            fields = [each for each in type(guard)._gaj_system_fields(model) if model._fields[each].column_type]
            with self.subTest(model=name):
                self.assertTrue(name in guarded or not fields, f"nobody guards {sorted(fields)}")
