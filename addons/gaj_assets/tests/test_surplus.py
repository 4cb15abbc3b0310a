from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .depreciation_case import DepreciationCase


@tagged("post_install", "-at_install", "gaj")
class TestSurplus(DepreciationCase):
    """What the books did not have is valued, approved, and gets a new card."""

    def surplus(self, **values):
        told = {
            "item_name": "Steel safe",
            "category_id": self.desktop.id,
            "department_id": self.section.id,
            "space_id": self.room_301.id,
            "found_on": "2026-04-10",
            "cause": "not_recorded",
            "valuation": "appraised",
            "valuation_note": "Report 12",
            "value": 3600,
            "life_months": 36,
            **values,
        }
        return self.env["gaj.asset.surplus"].with_user(self.users["manager"]).create(told)

    def step(self, record, step, user="manager"):
        return getattr(record.with_user(self.users[user]), step)()

    def registered(self, **values):
        with freeze_time("2026-04-10"):
            record = self.surplus(**values)
            self.step(record, "action_submit")
        with freeze_time("2026-04-20"):
            self.step(record, "action_approve", "leader")
            self.step(record, "action_register")
            self.step(record, "action_book", "finance")
        return record

    def test_g7_a_surplus_of_earlier_years(self):
        record = self.registered()
        card = record.asset_id
        found = card.acceptance_id._gaj_entry("surplus_found")
        self.assertEntry(found, "Dr 160102 3600.00", "Cr 190201 3600.00")
        approved = record._gaj_entry("surplus_approved")
        self.assertEntry(approved, "Dr 190201 3600.00", "Cr 3501 3600.00", "Dr 3501 3600.00", "Cr 3001 3600.00")
        self.assertEqual((str(found.date), str(approved.date)), ("2026-04-10", "2026-04-20"))
        self.assertEqual((record.state, card.acquisition_type, card.cost), ("closed", "surplus", 3600))
        self.assertEqual((card.state, card.space_id, card.department_id), ("in_store", self.room_301, self.section))
        self.assertTrue(card.tag_no)
        self.run_months((2026, 4), (2026, 5))
        self.assertEqual(self.amounts(card), ["100.00", "100.00"])
        entries = record.with_user(self.users["finance"]).action_open_entries()
        self.assertEqual(self.env["account.move"].search(entries["domain"]), found | approved)

    def test_one_of_this_year_is_a_new_acquisition(self):
        record = self.registered(is_earlier_year=False)
        approved = record._gaj_entry("surplus_approved")
        self.assertEqual(next(line.split()[1] for line in self.lines(approved)), "190201")
        self.assertNotIn("3501", {line.split()[1] for line in self.lines(approved)})

    def test_a_month_closed_meanwhile_is_no_dead_end(self):
        with freeze_time("2026-04-10"):
            record = self.surplus()
            self.step(record, "action_submit")
            self.step(record, "action_approve", "leader")
            self.step(record, "action_register")
        with freeze_time("2026-05-12"):
            self.company.fiscalyear_lock_date = "2026-04-30"
            with self.refused("the books are closed up to 2026-04-30. Choose an open day under “Book On”"):
                self.step(record, "action_book", "finance")
            for day, why in (("2026-04-09", "cannot be booked before"), ("2026-04-30", "Choose a day from 2026-05-01")):
                record.with_user(self.users["finance"]).book_on = day
                with self.subTest(day), self.refused(why):
                    self.step(record, "action_book", "finance")
            record.with_user(self.users["finance"]).book_on = "2026-05-04"
            self.step(record, "action_book", "finance")
        found = record.asset_id.acceptance_id._gaj_entry("surplus_found")
        approved = record._gaj_entry("surplus_approved")
        self.assertEqual((str(found.date), str(approved.date)), ("2026-05-04", "2026-05-04"))
        self.assertEqual((record.state, record.asset_id.acceptance_id.state), ("closed", "booked"))

    def test_no_card_before_the_approval(self):
        with freeze_time("2026-04-10"):
            record = self.surplus()
            for step in ("action_register", "action_approve"):
                with self.refused("this step starts from"):
                    self.step(record, step, "leader" if step == "action_approve" else "manager")
            self.step(record, "action_submit")
            for user in ("manager", "finance", "auditor", "clerk"):
                with self.assertRaises(AccessError, msg=user):
                    self.step(record, "action_approve", user)
            self.users["manager"].group_ids = [(4, self.env.ref("gaj_base.group_gaj_leader").id)]
            with self.refused("somebody else must approve"):
                self.step(record, "action_approve", "manager")
            with self.refused("waits for its approval"):
                self.step(record, "action_return")
            record.with_user(self.users["leader"]).reject_tier()
            self.step(record, "action_return")
            record.with_user(self.users["manager"]).value = 3000
            self.step(record, "action_submit")
            self.step(record, "action_approve", "leader")
            with self.assertRaises(AccessError):
                self.step(record, "action_book", "manager")
            with self.refused("this step starts from"):
                self.step(record, "action_book", "finance")
            with self.assertRaises(AccessError):
                self.step(record, "action_register", "clerk")
            self.step(record, "action_register")
            with self.refused("this step starts from"):
                self.step(record, "action_register")
        self.assertEqual(record.asset_id.cost, 3000)

    def test_what_the_submission_asks_for(self):
        with freeze_time("2026-04-10"):
            for values, why in [
                ({"item_name": False}, "write what it is"),
                ({"category_id": False}, "write what it is"),
                ({"department_id": False}, "write what it is"),
                ({"cause": False}, "write what it is"),
                ({"valuation": False}, "has no value yet"),
                ({"value": 0}, "has no value yet"),
                ({"valuation_note": " "}, "has no value yet"),
                ({"found_on": "2026-04-11"}, "lies in the future"),
            ]:
                with self.subTest(values), self.refused(why):
                    self.step(self.surplus(**values), "action_submit")
            record = self.surplus()
            self.step(record, "action_submit")
            with self.refused("has been submitted"):
                record.with_user(self.users["manager"]).value = 1
            with self.refused("is kept as evidence"):
                record.with_user(self.users["manager"]).unlink()

    def test_replacement_cost_where_nothing_was_appraised(self):
        record = self.registered(valuation="replacement", valuation_note="Three offers", value=2999.99)
        self.assertEqual(record.asset_id.cost, 2999.99)

    def test_a_copy_is_a_new_draft(self):
        record = self.surplus()
        again = record.with_user(self.users["manager"]).copy()
        self.assertEqual((again.state, again.origin, again.item_name), ("draft", "surplus", record.item_name))
