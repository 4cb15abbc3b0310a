from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SIGNATURE
from .common_accounting import AccountingCase
from .common_transfer import TransferCase


@tagged("post_install", "-at_install", "gaj")
class TestTransferFlows(TransferCase):
    """Each kind from its draft to its end."""

    def test_issue_many_things_with_one_signature(self):
        assets = self.make_assets("abc", state="in_store")
        transfer = self.make_transfer(assets, "issue", custodian_to_id=self.people["user"].id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual((transfer.state, set(assets.mapped("state"))), ("released", {"in_store"}))
        self.assertEqual(transfer.activity_ids.user_id, self.users["user"])
        self.act(transfer, "user", "sign", SIGNATURE, "User")
        self.assertEqual((transfer.state, transfer.signed_by_id), ("done", self.users["user"]))
        self.assertTrue(transfer.signature)
        self.assertFalse(transfer.activity_ids)
        for asset in assets:
            self.assertEqual(self.where(asset), ("in_use", self.section, self.people["user"]))
            self.assertEqual(asset.custody_ids.transfer_id, transfer)

    def test_a_shared_thing_is_issued_to_its_department_at_once(self):
        asset = self.make_assets("a", state="in_store")
        self.assertIsNone(asset.with_user(self.users["clerk"]).action_issue())
        self.assertEqual(asset.state, "in_use")
        self.assertEqual(asset.custody_ids.transfer_id.kind, "issue")

    def test_between_departments_both_sides_and_a_manager_take_part(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        transfer = self.between(asset)
        self.assertTrue(transfer.is_between_departments and transfer.needs_approval and transfer.needs_receipt)
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual((transfer.state, asset.department_id), ("received", self.section))
        self.act(transfer, "other_user", "sign", SIGNATURE)
        self.assertEqual(transfer.state, "done")
        self.assertEqual(self.where(asset), ("in_use", self.other, self.people["other_user"]))
        self.assertEqual(
            (transfer.approved_by_id, transfer.released_by_id, transfer.received_by_id, transfer.signed_by_id),
            tuple(self.users[name] for name in ("manager", "clerk", "other_clerk", "other_user")),
        )

    def test_the_signature_may_come_before_the_clerk(self):
        asset = self.make_assets("a")
        transfer = self.between(asset)
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "other_user", "sign", SIGNATURE)
        self.assertEqual((transfer.state, asset.department_id), ("released", self.section))
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual((transfer.state, asset.department_id), ("done", self.other))

    def test_without_a_person_the_old_custodian_is_cleared(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        transfer = self.make_transfer(asset, department_to_id=self.other.id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual(self.where(asset), ("in_use", self.other, self.env["hr.employee"]))

    def test_person_to_person_needs_no_manager_and_no_second_clerk(self):
        asset = self.make_assets("a", custodian_id=self.people["cleaner"].id)
        transfer = self.make_transfer(asset, custodian_to_id=self.people["user"].id)
        self.act(transfer, "clerk", "action_submit")
        with self.assertRaisesRegex(UserError, "needs no approval"):
            self.act(transfer, "manager", "action_approve")
        self.act(transfer, "clerk", "action_release")
        with self.assertRaisesRegex(UserError, "stays in the department"):
            self.act(transfer, "manager", "action_receive")
        self.act(transfer, "user", "sign", SIGNATURE)
        self.assertEqual(self.where(asset), ("in_use", self.section, self.people["user"]))

    def test_return_to_the_store_clears_the_custodian(self):
        assets = self.make_assets("ab", custodian_id=self.people["user"].id, space_id=self.room_301.id)
        transfer = self.make_transfer(assets, "return", space_to_id=self.room_302.id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual(transfer.state, "done")
        for asset in assets:
            self.assertEqual(self.where(asset), ("in_store", self.section, self.env["hr.employee"]))
            self.assertEqual(asset.space_id, self.room_302)

    def test_return_to_the_store_of_another_department_is_received_there(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        transfer = self.make_transfer(asset, "return", department_to_id=self.other.id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual((transfer.state, asset.state), ("released", "in_use"))
        self.act(transfer, "other_clerk", "action_receive")
        self.assertEqual(self.where(asset), ("in_store", self.other, self.env["hr.employee"]))

    def lend(self, asset, kind="loan", **values):
        transfer = self.make_transfer(asset, kind, partner_id=self.borrower.id, date_until="2026-06-30", **values)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "leader", "action_approve")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "clerk", "sign", SIGNATURE, "Librarian")
        return transfer

    @freeze_time("2026-06-01")
    def test_loan_and_back(self):
        asset = self.make_assets("a", state="idle", custodian_id=self.people["user"].id)
        loan = self.lend(asset)
        self.assertEqual(self.where(asset), ("lent", self.section, self.people["user"]))
        self.assertEqual((loan.signed_name, loan.has_away, loan.is_overdue), ("Librarian", True, False))
        with freeze_time("2026-07-01"):
            loan.invalidate_recordset(["is_overdue"])
            self.assertIn(loan, loan.search([("is_overdue", "=", True)]))
            self.assertTrue(loan.is_overdue)
            back = loan.browse(self.act(loan, "clerk", "action_give_back")["res_id"])
            self.act(back, "clerk", "action_submit")
            with self.assertRaisesRegex(UserError, "has no giving side"):
                self.act(back, "clerk", "action_release")
            self.act(back, "clerk", "action_receive")
            loan.invalidate_recordset(["is_overdue"])
        self.assertEqual((back.state, asset.state, loan.has_away, loan.is_overdue), ("done", "idle", False, False))

    @freeze_time("2026-06-01")
    def test_a_thing_that_was_not_lent_does_not_come_back(self):
        asset, other = self.make_assets("ab")
        loan = self.lend(asset)
        back = self.make_transfer(asset | other, "back", origin_id=loan.id)
        with self.assertRaisesRegex(UserError, f"{other.asset_no} b is not away"):
            self.act(back, "clerk", "action_submit")

    def test_managers_put_cards_right_and_say_why(self):
        asset = self.make_assets("a")
        for user in ("clerk", "manager"):
            transfer = self.make_transfer(asset, "correction", user, space_to_id=self.room_302.id)
            with self.assertRaisesRegex(UserError, "says why"):
                self.act(transfer, user, "action_submit")
            transfer.reason = "It never stood elsewhere"
            if user == "clerk":
                with self.assertRaises(AccessError):
                    self.act(transfer, user, "action_submit")
        self.act(transfer, "manager", "action_submit")
        self.assertEqual((transfer.state, asset.space_id), ("done", self.room_302))
        self.assertEqual(asset.custody_ids.reason, "It never stood elsewhere")

    def test_a_correction_of_the_holder_is_looked_at_by_a_second_manager(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        transfer = self.make_transfer(
            asset, "correction", "manager", custodian_to_id=self.people["cleaner"].id, reason="Mistyped in the register"
        )
        self.act(transfer, "manager", "action_submit")
        self.assertEqual((transfer.state, asset.custodian_id), ("submitted", self.people["user"]))
        with self.assertRaisesRegex(UserError, "somebody else approves"):
            self.act(transfer, "manager", "action_approve")
        with self.assertRaisesRegex(UserError, "Submitted|no giving side"):
            self.act(transfer, "manager_2", "action_release")
        self.act(transfer, "manager_2", "action_approve")
        self.assertEqual((transfer.state, asset.custodian_id), ("done", self.people["cleaner"]))
        self.assertEqual(asset.custody_ids.reason, "Mistyped in the register")

    def _queries(self, size):
        assets = self.make_assets([f"t{size}-{number}" for number in range(size)])
        transfer = self.make_transfer(assets, "return", "manager", space_to_id=self.room_302.id)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.act(transfer, "manager", "action_submit")
        self.act(transfer, "manager", "action_release")
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - before
        self.assertEqual(set(assets.mapped("state")), {"in_store"})
        return queries

    def test_the_steps_take_as_many_queries_for_a_thousand_things(self):
        self._queries(2)
        self.assertEqual(self._queries(10), self._queries(1000))

    def test_somebody_without_an_account_signs_on_the_clerks_device(self):
        asset = self.make_assets("a", state="in_store")
        transfer = self.make_transfer(asset, "issue", custodian_to_id=self.people["cleaner"].id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        pad = self.env["gaj.asset.transfer.sign"].with_user(self.users["clerk"])
        pad = pad.create({"transfer_id": transfer.id, "signature": SIGNATURE})
        self.assertEqual(pad.signed_name, "Cleaner")
        pad.action_sign()
        self.assertEqual((transfer.state, asset.custodian_id), ("done", self.people["cleaner"]))

    def test_the_card_opens_a_transfer_of_the_chosen_cards(self):
        assets = self.make_assets("ab")
        action = assets.with_user(self.users["clerk"]).action_transfer()
        model = self.env["gaj.asset.transfer"].with_user(self.users["clerk"])
        with Form(model.with_context(**action["context"])) as form:
            form.custodian_to_id = self.people["other_user"]
            self.assertEqual(form.department_to_id, self.other)
        transfer = form.record
        self.assertEqual((transfer.kind, transfer.line_ids.asset_id, transfer.state), ("transfer", assets, "draft"))
        stored = self.make_assets("c", state="in_store").with_user(self.users["clerk"])
        self.assertEqual(stored.action_transfer()["context"]["default_kind"], "issue")

    def test_the_expense_of_a_month_follows_the_receiving_department(self):
        asset = self.make_assets("a")
        with freeze_time("2026-05-20"):
            transfer = self.between(asset)
            self.act(transfer, "manager", "action_approve")
            self.act(transfer, "clerk", "action_release")
            self.act(transfer, "other_clerk", "action_receive")
        with freeze_time("2026-06-01"):
            self.act(transfer, "other_user", "sign", SIGNATURE)
            self.assertEqual(asset._gaj_department_on(date(2026, 5, 31)), {asset: self.section})
            self.assertEqual(asset._gaj_department_on(date(2026, 6, 30)), {asset: self.other})


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-01")
class TestLeaseRent(TransferCase, AccountingCase):
    """The rent of what is let out is due to the treasury, to the yuan."""

    def lease(self, **values):
        asset = self.make_assets("a")
        lease = self.make_transfer(
            asset, "lease", partner_id=self.borrower.id, date_until="2026-06-30", rent_note="Contract 7", **values
        )
        for user, step in (("clerk", "action_submit"), ("leader", "action_approve"), ("clerk", "action_release")):
            self.act(lease, user, step)
        self.act(lease, "clerk", "sign", SIGNATURE, "Librarian")
        self.assertEqual(asset.state, "leased")
        return lease

    def test_finance_books_the_rent_once(self):
        lease = self.lease(rent_amount=64800.0)
        with self.assertRaises(AccessError):
            self.act(lease, "manager", "action_book_rent")
        self.act(lease, "finance", "action_book_rent")
        self.assertEqual((lease.rent_amount, lease.rent_booked_by_id), (64800.0, self.users["finance"]))
        self.assertEntry(lease._gaj_entry("rent"), "Dr 1002 64800.00", "Cr 2103 64800.00")
        with self.assertRaisesRegex(UserError, "no rent left"):
            self.act(lease, "finance", "action_book_rent")
        self.assertEqual(len(lease.with_user(self.users["finance"]).move_ids), 1)
