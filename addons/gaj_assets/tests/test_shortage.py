from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .depreciation_case import DepreciationCase

DATED = {"valid_from": "2021-01-01", "source": "test"}


@tagged("post_install", "-at_install", "gaj")
class TestShortage(DepreciationCase):
    """What stays missing is set aside, written off after approval, and made good to the treasury."""

    def shortage(self, asset, **values):
        """Return the submitted shortage of ``asset``."""
        told = {
            "asset_id": asset.id,
            "searched_from": "2026-04-01",
            "searched_until": "2026-04-09",
            "search_note": "All rooms of the floor, and the store.",
            "cause": "lost",
            "liability": "employee",
            "liable_employee_id": self.people["user"].id,
            "document_no": "财资〔2026〕8号",
            "document_date": "2026-04-09",
            **values,
        }
        record = self.env["gaj.asset.shortage"].with_user(self.users["manager"]).create(told)
        record.action_submit()
        return record

    def step(self, record, step, user="finance"):
        return getattr(record.with_user(self.users[user]), step)()

    def entry(self, record, event):
        return record._gaj_entry(event)

    def d2(self, **values):
        """Return the shortage of asset D2 on 2028-05-20: 26 months taken, 3,066.67 left."""
        asset = self.in_books("2026-03-20", in_service_date="2026-03-15")
        self.run_months((2026, 3), (2028, 4))
        with freeze_time("2028-05-20"):
            record = self.shortage(asset, searched_from="2028-05-01", searched_until="2028-05-19", **values)
        return asset, record

    def young(self):
        """Return the shortage of an asset acquired in the same month, so that no month must be posted before."""
        asset = self.in_books("2028-05-02", acquisition_date="2028-05-02")
        with freeze_time("2028-05-20"):
            return asset, self.shortage(asset, searched_from="2028-05-10", searched_until="2028-05-19")

    def test_d2_missing_the_custodian_pays_500_later(self):
        asset, record = self.d2(compensation=500, is_receivable=True)
        self.assertEqual(asset.state, "missing")
        with freeze_time("2028-05-20"):
            self.step(record, "action_set_aside")
            self.assertEntry(
                self.entry(record, "set_aside"), "Dr 190201 3066.67", "Dr 160202 1733.33", "Cr 160102 4800.00"
            )
            self.assertEqual((record.cost, record.accumulated, record.net_value), (4800.0, 1733.33, 3066.67))
            self.assertEqual(asset.state, "pending_disposal")
            self.step(record, "action_approve", "leader")
            self.step(record, "action_write_off")
            self.assertEntry(self.entry(record, "set_aside_approved"), "Dr 5301 3066.67", "Cr 190201 3066.67")
            self.assertEqual((asset.state, record.state), ("disposed", "written_off"))
            with self.refused("book the compensation first"):
                self.step(record, "action_settle")
            self.step(record, "action_compensation")
            self.assertEntry(self.entry(record, "compensation"), "Dr 1218 500.00", "Cr 190202 500.00")
            self.step(record, "action_settle")
            self.assertEntry(self.entry(record, "settle_net"), "Dr 190202 500.00", "Cr 2103 500.00")
            with self.refused("has not been received yet"):
                self.step(record, "action_remit")
            self.step(record, "action_received")
            self.assertEntry(self.entry(record, "receivable_received"), "Dr 1002 500.00", "Cr 1218 500.00")
            self.step(record, "action_remit")
            self.assertEntry(self.entry(record, "remit"), "Dr 2103 500.00", "Cr 1002 500.00")
        self.assertEqual(record.state, "closed")
        self.assertEqual(asset._gaj_value_on("2028-05-31")[asset].cost, 0)
        self.assertFalse(self.run_month(2028, 5).line_ids)

    def test_a_compensation_paid_in_instalments_by_its_day(self):
        _asset, record = self.d2(compensation=500, is_receivable=True)
        finance = record.with_user(self.users["finance"])
        with freeze_time("2028-05-20"):
            self.step(record, "action_set_aside")
            self.step(record, "action_approve", "leader")
            self.step(record, "action_write_off")
            self.step(record, "action_compensation")
            self.assertEqual((str(record.compensation_due_on), record.compensation_left), ("2028-06-19", 500))
            reminder = record.activity_ids
            self.assertEqual((str(reminder.date_deadline), reminder.user_id), ("2028-06-19", self.users["finance"]))
            finance.compensation_due_on = "2028-07-31"
            self.assertEqual(str(reminder.date_deadline), "2028-07-31")
            self.step(record, "action_settle")
            for wrong in (500.01, -1):
                finance.payment_amount = wrong
                with self.subTest(wrong), self.refused("500.00 are still owed"):
                    self.step(record, "action_received")
        for day, amount, left in (("2028-05-25", 200, 300), ("2028-06-25", 299.99, 0.01)):
            with freeze_time(day):
                finance.payment_amount = amount
                self.step(record, "action_received")
                self.assertEqual((round(record.compensation_left, 2), record.payment_amount), (left, 0))
                with self.refused("has not been received yet"):
                    self.step(record, "action_remit")
        self.assertEntry(self.entry(record, "receivable_received"), "Dr 1002 200.00", "Cr 1218 200.00")
        self.assertEntry(self.entry(record, "receivable_received_2"), "Dr 1002 299.99", "Cr 1218 299.99")
        self.assertTrue(record.activity_ids)
        with freeze_time("2028-07-01"):
            self.step(record, "action_received")
            self.assertFalse(record.activity_ids)
            with self.refused("no compensation is still to be received"):
                self.step(record, "action_received")
            self.step(record, "action_remit")
        self.assertEqual((record.state, record.compensation_left, record.compensation_received), ("closed", 0, 500))
        with self.refused("What the steps of this document note"):
            finance.compensation_received = 0

    def test_g8_one_computer_is_lost_and_1000_is_remitted(self):
        asset = self.in_books("2026-01-15", cost=5760, accumulated=0, acquisition_date="2026-01-15", name="Computer")
        self.run_months((2026, 1), (2026, 3))
        self.assertEqual(asset.accumulated, 240)
        with freeze_time("2026-04-10"):
            record = self.shortage(asset, compensation=1000)
            self.step(record, "action_set_aside")
        self.assertEntry(self.entry(record, "set_aside"), "Dr 190201 5520.00", "Dr 160202 240.00", "Cr 160102 5760.00")
        with freeze_time("2026-04-20"):
            self.step(record, "action_approve", "leader")
            self.step(record, "action_write_off")
            self.step(record, "action_compensation")
            self.step(record, "action_settle")
            self.step(record, "action_remit")
        self.assertEntry(self.entry(record, "set_aside_approved"), "Dr 5301 5520.00", "Cr 190201 5520.00")
        self.assertEntry(self.entry(record, "compensation"), "Dr 1002 1000.00", "Cr 190202 1000.00")
        self.assertEntry(self.entry(record, "settle_net"), "Dr 190202 1000.00", "Cr 2103 1000.00")
        self.assertEntry(self.entry(record, "remit"), "Dr 2103 1000.00", "Cr 1002 1000.00")
        moves = record.sudo().move_ids
        self.assertEqual(len(moves), 5)
        self.assertEqual(sorted({str(day) for day in moves.mapped("date")}), ["2026-04-10", "2026-04-20"])

    def test_a_missing_card_keeps_depreciating_until_it_is_set_aside(self):
        asset = self.in_books("2026-01-15", cost=5760, acquisition_date="2026-01-15")
        with freeze_time("2026-02-10"):
            asset.sudo()._set_missing()
        self.run_months((2026, 1), (2026, 4))
        self.assertEqual(self.amounts(asset), ["80.00"] * 4)
        with freeze_time("2026-05-10"):
            record = self.shortage(asset)
            self.assertEqual(asset.state, "missing")
            self.step(record, "action_set_aside")
        self.assertFalse(self.run_month(2026, 5).line_ids)

    def test_nothing_is_written_off_before_its_approval(self):
        _asset, record = self.young()
        with freeze_time("2028-05-20"):
            for step in ("action_write_off", "action_compensation", "action_settle", "action_remit"):
                with self.refused("this step starts from"):
                    self.step(record, step)
            self.step(record, "action_set_aside")
            with self.refused("this step starts from"):
                self.step(record, "action_write_off")
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                record.sudo()._step("written_off", written_off_on="2028-05-20")
                self.env.flush_all()

    def test_each_step_belongs_to_its_role_and_nobody_approves_his_own(self):
        _asset, record = self.young()
        with freeze_time("2028-05-20"):
            for user in ("manager", "clerk", "leader", "auditor"):
                with self.assertRaises(AccessError, msg=user):
                    self.step(record, "action_set_aside", user)
            self.step(record, "action_set_aside")
            for user in ("manager", "finance", "auditor"):
                with self.assertRaises(AccessError, msg=user):
                    self.step(record, "action_approve", user)
            self.users["manager"].group_ids = [(4, self.env.ref("gaj_base.group_gaj_leader").id)]
            with self.refused("somebody else must approve"):
                self.step(record, "action_approve", "manager")
            self.users["finance"].group_ids = [(4, self.env.ref("gaj_base.group_gaj_leader").id)]
            with self.refused("somebody else must approve"):
                self.step(record, "action_approve", "finance")
            self.step(record, "action_approve", "leader")
        self.assertEqual((record.state, record.approved_by_id), ("approved", self.users["leader"]))

    def test_a_rejected_one_is_asked_for_again(self):
        _asset, record = self.young()
        with freeze_time("2028-05-20"):
            self.step(record, "action_set_aside")
            record.with_user(self.users["leader"]).reject_tier()
            self.assertEqual((record.state, record.validation_status), ("set_aside", "rejected"))
            self.step(record, "action_ask_again", "manager")
            self.step(record, "action_approve", "leader")
        self.assertEqual(record.state, "approved")

    def test_what_the_submission_asks_for(self):
        asset = self.in_books("2026-01-15", acquisition_date="2026-01-15")
        with freeze_time("2026-04-10"):
            for values, why in [
                ({"searched_until": False}, "the search goes on"),
                ({"searched_until": "2026-04-11"}, "the search goes on"),
                ({"search_note": " "}, "write how it was searched for"),
                ({"cause": False}, "write how it was searched for"),
                ({"liability": False}, "write how it was searched for"),
                ({"liable_employee_id": False}, "choose the employee"),
                ({"liability": "none", "compensation": 5}, "nobody is liable"),
            ]:
                with self.subTest(why), self.refused(why):
                    self.shortage(asset, **values)
            record = self.shortage(asset, searched_until="2026-04-10")
        self.assertEqual(record.state, "submitted")
        with self.refused("has been submitted"):
            record.cause = "theft"
        with self.refused("not written by hand"):
            record.state = "closed"
        with self.refused("is kept as evidence"):
            record.unlink()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.shortage(asset)
            self.env.flush_all()

    def test_above_the_own_authority_the_document_of_the_other_is_needed(self):
        asset = self.in_books("2026-01-15", cost=150_000, acquisition_date="2026-01-15")
        authority = self.env["gaj.asset.disposal.authority"]
        authority.search([("company_id", "=", self.company.id)]).valid_to = "2020-01-01"
        authority.create(
            [
                {
                    "name": name,
                    "item_to": limit,
                    "is_outside": outside,
                    "company_id": self.company.id,
                    "valid_from": "2021-01-01",
                    "source": "test",
                    "sequence": sequence,
                }
                for sequence, (name, limit, outside) in enumerate([("Bureau", 100_000, False), ("Finance", 0, True)])
            ]
            + [
                {"name": "Of Land", "is_land": True, "company_id": self.company.id, "sequence": -1, **DATED},
                {"name": "Everybody Else's", "sequence": -2, **DATED},
            ]
        )
        with freeze_time("2026-02-10"):
            self.run_month(2026, 1)
            record = self.shortage(asset, searched_from="2026-02-01", searched_until="2026-02-09", document_no=False)
            self.step(record, "action_set_aside")
            self.assertEqual((record.sudo().authority_id.name, record.is_outside_authority), ("Finance", True))
            with self.refused("Write the number and date of its document"):
                self.step(record, "action_approve", "leader")
            record.with_user(self.users["manager"]).write(
                {"document_no": "财资〔2026〕8号", "document_date": "2026-02-09"}
            )
            self.step(record, "action_approve", "leader")
        self.assertEqual(record.state, "approved")

    def test_found_again_takes_everything_back(self):
        asset, record = self.young()
        with freeze_time("2028-05-20"):
            self.step(record, "action_set_aside")
            with self.assertRaises(AccessError):
                self.step(record, "action_found", "manager")
            self.step(record, "action_found")
            self.assertEqual((record.state, asset.state), ("found", "in_use"))
            self.assertFalse(self.entry(record, "set_aside"))
            self.assertEqual(asset._gaj_value_on("2028-05-21")[asset].net, 4800)
        self.assertEqual([f"{line.amount:.2f}" for line in self.run_month(2028, 5).line_ids], ["66.67"])

    def test_found_before_anything_was_booked(self):
        asset = self.in_books("2026-01-15", acquisition_date="2026-01-15")
        with freeze_time("2026-04-10"):
            record = self.shortage(asset)
            self.step(record, "action_found", "manager")
        self.assertEqual((record.state, asset.state), ("found", "in_use"))
        self.env.flush_all()
        with freeze_time("2026-04-11"):
            self.assertEqual(self.shortage(asset).state, "submitted")

    def test_without_compensation_the_write_off_is_the_end(self):
        _asset, record = self.young()
        with freeze_time("2028-05-20"):
            self.step(record, "action_set_aside")
            self.step(record, "action_approve", "leader")
            self.step(record, "action_write_off")
        self.assertEqual(record.state, "closed")

    def test_finance_may_write_the_day_of_an_entry(self):
        _asset, record = self.young()
        with freeze_time("2028-05-25"):
            record.with_user(self.users["finance"]).book_on = "2028-05-21"
            self.step(record, "action_set_aside")
        self.assertEqual(str(self.entry(record, "set_aside").date), "2028-05-21")
        self.assertFalse(record.book_on)

    def test_a_clerk_sees_those_of_the_own_department(self):
        asset = self.in_books("2026-01-15", acquisition_date="2026-01-15")
        other = self.make_assets(["Other"], department_id=self.other.id)
        with freeze_time("2026-04-10"):
            mine, theirs = self.shortage(asset), self.shortage(other)
        seen = self.env["gaj.asset.shortage"].with_user(self.users["clerk"]).search([])
        self.assertIn(mine, seen)
        self.assertNotIn(theirs, seen)
        with self.assertRaises(AccessError):
            self.env["gaj.asset.shortage"].with_user(self.users["user"]).search([])
        with self.assertRaises(AccessError):
            mine.with_user(self.users["clerk"]).write({"cause": "theft"})

    def test_the_month_of_the_set_aside_is_not_depreciated(self):
        asset, record = self.d2()
        with freeze_time("2028-05-31"):
            run = (
                self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"]).create({"month": "2028-05-01"})
            )
            run.action_compute()
            run.action_post()
            with self.refused("has been depreciated for 2028-05 already"):
                self.step(record, "action_set_aside")
        with freeze_time("2028-06-01"):
            self.step(record, "action_set_aside")
        self.assertEqual((record.accumulated, asset.accumulated), (1800.0, 1800.0))

    def test_nothing_is_set_aside_before_its_value_changed(self):
        asset, record = self.young()
        with freeze_time("2028-05-20"):
            self.env["gaj.asset.value.change"]._gaj_from_bill({asset: 4900}, "2028-05-20", "Bill")
            record.with_user(self.users["finance"]).book_on = "2028-05-19"
            with self.refused("got its present value in the books on 2028-05-20"):
                self.step(record, "action_set_aside")
