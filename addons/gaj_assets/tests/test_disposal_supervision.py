from datetime import date

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
class TestDisposalSupervision(DisposalCase):
    """Discipline inspection watches from the threshold on, alone or with the batches around, and signs each step."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-05-01"):
            cls.first = cls.booked("First", 9000, 9000, "2017-01-01", 72, "2026-05-01")
            cls.second = cls.booked("Second", 9000, 9000, "2017-01-01", 72, "2026-05-01")
            cls.third = cls.booked("Third", 9000, 9000, "2017-01-01", 72, "2026-05-01")

    def batch(self, asset, day, value, **values):
        with freeze_time(day):
            record = self.draft(asset, kind="sale", **values)
            record.action_apply()
            self.appraised(record, value)
        return record

    def test_the_threshold(self):
        below = self.batch(self.first, "2026-06-01", 4999.99)
        self.assertEqual((below.is_supervised, below.counted_value), (False, 4999.99))
        reached = self.batch(self.second, "2026-09-01", 5000)
        self.assertEqual((reached.is_supervised, reached.supervised_at), (True, "applied"))

    def test_a_low_appraisal_takes_a_batch_out_again(self):
        with freeze_time("2026-06-01"):
            dear = self.booked("Dear", 6000, 0, "2026-05-01", 1, "2026-06-01")
            record = self.draft(dear, kind="sale")
            record.action_apply()
            self.assertTrue(record.is_supervised)
            self.appraised(record, 4999.99)
            self.assertEqual((record.is_supervised, record.counted_value), (False, 4999.99))

    def test_two_batches_of_one_unit_count_together(self):
        first = self.batch(self.first, "2026-06-01", 3000)
        self.assertFalse(first.is_supervised)
        second = self.batch(self.second, "2026-06-20", 2400)
        self.assertEqual((first.is_supervised, second.is_supervised), (True, True))
        self.assertEqual((first.counted_value, second.counted_value), (5400, 5400))
        self.assertIn("Discipline inspection supervises", first.message_ids[0].body)

    def test_batches_further_apart_do_not(self):
        first = self.batch(self.first, "2026-06-01", 3000)
        second = self.batch(self.second, "2026-07-02", 2400)
        self.assertFalse(first.is_supervised or second.is_supervised)

    def test_what_was_withdrawn_does_not_count(self):
        first = self.batch(self.first, "2026-06-01", 3000)
        self.as_(first, "manager").action_withdraw()
        self.assertFalse(self.batch(self.second, "2026-06-20", 2400).is_supervised)

    def test_another_unit_does_not_count(self):
        unit = self.env["gaj.institution"].create({"name": "Another unit"})
        away = self.env["hr.department"].create({"name": "Away", "gaj_institution_id": unit.id})
        self.second.department_id = away
        first = self.batch(self.first, "2026-06-01", 3000)
        second = self.batch(self.second, "2026-06-20", 2400, user="manager", department_id=away.id)
        self.assertFalse(first.is_supervised or second.is_supervised)

    def test_without_an_appraisal_the_higher_value_counts(self):
        with freeze_time("2026-06-01"):
            dear = self.booked("Dear", 5000, 0, "2026-05-01", 72, "2026-06-01")
            record = self.draft(dear, kind="transfer_out", receiver_id=self.school.id, expected_price=100)
            record.action_apply()
            self.assertTrue(record.is_supervised)
            record.action_withdraw()
            record = self.draft(self.first, expected_price=5000)
            record.action_apply()
            self.assertTrue(record.is_supervised)

    def test_what_scrap_brings_counts_as_what_was_to_be_expected(self):
        for asset, day, proceeds, watched in (
            (self.first, "2026-06-01", 4999.99, False),
            (self.second, "2026-09-01", 5000.00, True),
        ):
            with self.subTest(proceeds=proceeds), freeze_time(day):
                record = self.draft(asset)
                self.to_executing(record)
                self.as_(record, "manager").action_hand_over()
                finance = self.as_(record, "finance")
                finance.action_derecognise()
                finance.proceeds = proceeds
                self.assertEqual((record.is_supervised, record.watched_value), (watched, proceeds))
                if watched:
                    self.check_settling_waits(record)
                finance.action_settle()
                if watched:
                    with self.assertRaisesRegex(UserError, "has not signed yet: Receipt of Money"):
                        self.remit(record)
                    self.sign(record)
                self.remit(record)

    def check_settling_waits(self, record):
        """Settle in vain, and let discipline inspection sign what has happened."""
        finance = self.as_(record, "finance")
        with self.assertRaisesRegex(UserError, "has not signed yet: Appraisal, Hand-Over"):
            finance.action_settle()
        self.sign(record)
        self.sign(record)

    def test_an_appraisal_stands_whatever_the_things_bring(self):
        with freeze_time("2026-06-01"):
            record = self.draft(self.first)
            self.to_executing(record, 4999.99)
            self.settled(record, proceeds=6000)
        self.assertEqual((record.is_supervised, record.watched_value), (False, 4999.99))

    def test_the_numbers_are_dated_records(self):
        threshold = self.env.ref("gaj_assets.parameter_supervision_threshold")
        threshold.valid_to = "2026-06-30"
        threshold.copy({"value": 8000, "valid_from": "2026-07-01", "valid_to": False, "source": "New local rule"})
        self.assertTrue(self.batch(self.first, "2026-06-30", 7000).is_supervised)
        self.assertFalse(self.batch(self.second, "2026-09-01", 7000).is_supervised)
        threshold.copy(
            {
                "value": 1000,
                "valid_from": "2026-10-01",
                "valid_to": False,
                "company_id": self.company.id,
                "source": "Our own rule",
            }
        )
        self.assertTrue(self.batch(self.third, "2026-12-01", 7000).is_supervised)

    def test_an_earlier_batch_under_way_comes_under_supervision(self):
        first = self.batch(self.first, "2026-06-01", 3000)
        with freeze_time("2026-06-10"):
            self.approved(first)
            self.as_(first, "manager").action_execute()
            self.bid(first, 3100).action_award()
        self.batch(self.second, "2026-06-20", 2400)
        self.assertEqual((first.is_supervised, first.supervised_at), (True, "executing"))
        with freeze_time("2026-06-21"):
            manager = self.as_(first, "manager")
            with self.assertRaisesRegex(UserError, "has not signed yet: Appraisal, Publication and Auction"):
                manager.action_hand_over()
            self.sign(first)
            with self.assertRaisesRegex(UserError, "has not signed yet: Publication and Auction"):
                manager.action_hand_over()
            self.sign(first)
            manager.action_hand_over()

    @freeze_time("2026-06-01")
    def test_each_later_stage_waits_for_its_signature(self):
        record = self.batch(self.first, "2026-06-01", 5600)
        manager, finance = self.as_(record, "manager"), self.as_(record, "finance")
        manager.write({"document_no": "7", "document_date": date.today()})
        with self.assertRaisesRegex(UserError, "has not signed yet: Appraisal"):
            manager.action_submit()
        self.sign(record)
        with self.assertRaisesRegex(UserError, "nothing to sign now"):
            self.sign(record)
        manager.action_submit()
        self.as_(record, "leader").action_approve()
        manager.action_execute()
        self.bid(record, 6120).action_award()
        with self.assertRaisesRegex(UserError, "has not signed yet: Publication and Auction"):
            manager.action_hand_over()
        self.sign(record)
        manager.action_hand_over()
        with self.assertRaisesRegex(UserError, "has not signed yet: Hand-Over"):
            finance.action_derecognise()
        self.assertEqual(self.first.state, "pending_disposal")
        self.sign(record)
        finance.action_derecognise()
        finance.action_settle()
        with self.assertRaisesRegex(UserError, "has not signed yet: Receipt of Money"):
            self.remit(record)
        self.assertEqual(record.remitted_amount, 0)
        self.sign(record)
        self.remit(record)
        manager.action_close()
        self.assertEqual(len(record.signature_ids), 4)

    @freeze_time("2026-06-01")
    def test_a_signature_says_what_was_signed_and_by_whom(self):
        record = self.batch(self.first, "2026-06-01", 5600)
        sheet = (
            self.env["gaj.asset.disposal.sign"]
            .with_user(self.users["discipline"])
            .create({"disposal_id": record.id, "note": "Report compared"})
        )
        self.assertEqual(sheet.step, "appraisal")
        sheet.action_sign()
        signature = record.signature_ids
        self.assertEqual((signature.user_id, signature.note), (self.users["discipline"], "Report compared"))
        self.assertIn("5600.00, report PG-001 of 2026-06-01 by Appraisal House", signature.facts)

    @freeze_time("2026-06-01")
    def test_a_signature_stays_for_everybody(self):
        record = self.batch(self.first, "2026-06-01", 5600)
        self.sign(record)
        signature = record.signature_ids
        admin = self.env.ref("base.user_admin")
        for who in (signature.with_user(self.users["discipline"]), signature.with_user(admin), signature.sudo()):
            with self.subTest(user=who.env.user.login, su=who.env.su):
                with self.assertRaises(UserError):
                    who.write({"note": "changed"})
                with self.assertRaises(UserError):
                    who.unlink()
        for user in (self.users["discipline"], admin):
            with self.assertRaises(UserError):
                signature.with_user(user).create(
                    {
                        "disposal_id": record.id,
                        "company_id": self.company.id,
                        "step": "receipt",
                        "user_id": user.id,
                        "signed_on": "2026-06-01 08:00:00",
                        "facts": "made up",
                    }
                )
        with self.assertRaises(UserError):
            record.sudo().unlink()

    @freeze_time("2026-06-01")
    def test_who_has_a_part_in_it_does_not_sign(self):
        self.users["manager"].group_ids = [(4, self.env.ref("gaj_base.group_gaj_discipline").id)]
        record = self.batch(self.first, "2026-06-01", 5600, user="manager")
        with self.assertRaisesRegex(UserError, "You have a part in disposal"):
            self.as_(record, "manager").action_sign()

    def test_a_weighing_leaves_a_trace_that_others_meet(self):
        unit = self.section.gaj_institution_id
        before = unit.gaj_disposal_count
        self.batch(self.first, "2026-06-01", 10)
        unit.invalidate_recordset()
        self.assertEqual(unit.gaj_disposal_count, before + 2)
