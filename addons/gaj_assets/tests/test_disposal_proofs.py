from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .disposal_case import DisposalCase

LEADER = "gaj_base.group_gaj_leader"
MANAGER = "gaj_assets.group_gaj_assets_manager"


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-01-20")
class TestDisposalProofs(DisposalCase):
    """What was proved stays proved, the right authority decides, and nobody looks after himself."""

    def thing(self, **values):
        return self.booked("Thing", 4800, 4800, "2019-01-05", 72, **values)

    # proofs

    def test_a_thing_that_bears_secrets_stays_one(self):
        record = self.draft(self.thing())
        clerk = self.as_(record.line_ids, "clerk")
        clerk.is_secret = True
        record.action_apply()
        clerk.is_secret = False
        clerk.is_secret = True
        self.appraised(record)
        with self.assertRaisesRegex(UserError, f"{record.name}: “Bears Secrets” stays as it was"):
            clerk.is_secret = False
        self.approved(record)
        self.as_(record, "manager").action_execute()
        with self.assertRaisesRegex(UserError, f"{record.name}: “Bears Secrets” stays as it was"):
            clerk.is_secret = False
        with self.assertRaisesRegex(UserError, "bears secrets. Attach the record of the destruction"):
            self.as_(record, "manager").action_hand_over()
        clerk.write({"destruction_no": "XH-1", "destruction_ids": [Command.set(self.proof("clerk").ids)]})
        self.as_(record, "manager").action_hand_over()

    def test_a_secret_found_later_is_still_noted(self):
        record = self.draft(self.thing())
        self.to_executing(record)
        self.as_(record.line_ids, "clerk").is_secret = True
        with self.assertRaisesRegex(UserError, "bears secrets"):
            self.as_(record, "manager").action_hand_over()

    def test_what_the_evidence_shows_stays_said(self):
        record = self.draft(self.thing())
        self.to_executing(record)
        with self.assertRaisesRegex(UserError, "“What the Evidence Shows” stays"):
            self.as_(record.line_ids, "clerk").evidence_note = "Nothing"

    def test_every_later_step_asks_for_the_proof_again(self):
        record = self.draft(self.booked("PC", 4800, 0, "2026-01-05", 72, day="2026-01-06"))
        record.action_apply()
        self.appraised(record)
        line = record.line_ids.sudo()
        manager, wanted = self.as_(record, "manager"), "Attach evidence that it is destroyed beyond repair"

        def without(step):
            """Take ``step`` with the proof gone, as by an accident of the server."""
            kept = line.evidence_ids
            line.evidence_ids = False
            with self.assertRaisesRegex(UserError, wanted):
                step()
            line.evidence_ids = kept

        without(manager.action_submit)
        self.approved(record)
        without(manager.action_execute)
        manager.action_execute()
        without(manager.action_hand_over)
        manager.action_hand_over()
        without(self.as_(record, "finance").action_derecognise)

    # land

    def test_land_follows_from_the_category(self):
        land = self.env.ref("gaj_assets.category_a01030000")
        below = self.env["gaj.asset.category"].create({"code": "A01030100", "name": "Below"})
        right = self.env["gaj.asset.category"].create({"code": "A08040100", "name": "Right", "is_land": True})
        self.assertTrue(land.is_land and below.is_land and right.is_land)
        self.assertFalse(self.desktop.is_land)
        for category in (land, below, right):
            asset = self.booked("Plot", 100, 0, "2019-01-01", 600, category_id=category.id)
            record = self.draft(asset, kind="transfer_out", receiver_id=self.school.id)
            record.action_apply()
            self.appraised(record)
            with self.subTest(category=category.code):
                self.assertTrue(record.line_ids.is_land)
                self.assertEqual(record.authority_id.name, "People's Government")

    def test_the_tick_for_land_is_not_taken_away(self):
        land = self.env.ref("gaj_assets.category_a01030000")
        record = self.draft(self.booked("Plot", 100, 0, "2019-01-01", 0, category_id=land.id), kind="transfer_out")
        with self.assertRaisesRegex(ValidationError, "comes under A01030000 .*so it is land"):
            record.line_ids.is_land = False

    def test_a_heading_that_becomes_land_counts_from_then_on(self):
        category = self.env["gaj.asset.category"].create({"code": "A08040100", "name": "Right"})
        record = self.draft(self.booked("Right", 100, 0, "2019-01-01", 600, category_id=category.id), kind="scrap")
        category.is_land = True
        record.action_apply()
        self.appraised(record)
        self.assertEqual(record.authority_id.name, "People's Government")

    # years of service

    def test_the_standard_says_what_early_is(self):
        cabinet = self.env.ref("gaj_assets.category_a05010502")
        for since, early in (("2009-01-05", True), ("2006-02-05", True), ("2006-01-05", False)):
            record = self.draft(self.booked("Cabinet", 3000, 3000, since, 180, category_id=cabinet.id))
            with self.subTest(since):
                self.assertEqual((record.line_ids.min_months, record.line_ids.is_early), (240, early))

    def test_without_a_standard_the_life_says_it(self):
        record = self.draft(self.booked("Car", 180000, 0, "2019-01-05", 96, category_id=self.car.id))
        self.assertEqual(record.line_ids.min_months, 96)

    def test_a_local_table_takes_the_place_of_the_national_one(self):
        cabinet = self.env.ref("gaj_assets.category_a05010502")
        values = {"aspect": "years", "years": 10, "valid_from": "2020-01-01", "source": "Local"}
        values |= {"standard_id": cabinet._gaj_standards()[cabinet].id, "company_id": self.company.id}
        self.env["gaj.asset.standard.value"].create(values)
        record = self.draft(self.booked("Cabinet", 3000, 3000, "2009-01-05", 180, category_id=cabinet.id))
        self.assertEqual((record.line_ids.min_months, record.line_ids.is_early), (120, False))

    # duties apart

    def appraisal(self):
        return {
            "appraiser_id": self.appraiser.id,
            "appraised_value": 9000,
            "appraised_on": "2026-01-20",
            "report_no": "PG-1",
        }

    def test_who_entered_the_appraisal_does_not_sign_it(self):
        self.users["discipline"].group_ids += self.env.ref(MANAGER)
        record = self.draft(self.thing(), kind="sale")
        record.action_apply()
        self.as_(record, "discipline").write(self.appraisal())
        self.as_(record, "manager").action_appraise()
        self.assertEqual(record.appraised_by_ids, self.users["discipline"] | self.users["manager"])
        with self.assertRaisesRegex(UserError, "You have a part in disposal"):
            self.sign(record)

    def test_who_confirmed_the_appraisal_does_not_approve(self):
        self.users["leader"].group_ids += self.env.ref(MANAGER)
        record = self.draft(self.thing())
        record.action_apply()
        leader = self.as_(record, "leader")
        leader.action_appraise()
        self.as_(record, "manager").write({"document_no": "7", "document_date": "2026-01-20"})
        self.as_(record, "manager").action_submit()
        self.assertFalse(leader.can_approve)
        for step in (leader.action_approve, leader.action_reject):
            with self.assertRaisesRegex(UserError, "appraised it or asked for its approval, so somebody else decides"):
                step()
        with self.assertRaises(UserError):
            leader.validate_tier()

    def test_who_appraised_is_not_written_by_hand(self):
        record = self.draft(self.thing())
        record.action_apply()
        with self.assertRaises(UserError):
            self.as_(record, "manager").appraised_by_ids = [Command.clear()]

    # costs

    def scrapped(self, **money):
        """Return a batch out of the books, with ``money`` written by finance, ready to be settled."""
        record = self.draft(self.thing())
        self.to_executing(record)
        self.as_(record, "manager").action_hand_over()
        finance = self.as_(record, "finance")
        finance.action_derecognise()
        finance.write(money)
        if record.is_supervised:  # what it brought reached the threshold: the appraisal and the hand-over are signed
            self.sign(record)
            self.sign(record)
        return finance

    def test_costs_that_swallow_the_proceeds_are_shown_by_papers(self):
        finance = self.scrapped(proceeds=4000, costs=500, taxes=500)
        with self.assertRaisesRegex(
            UserError, "Taxes and costs of 1,000.00 .* 20 % of the proceeds. Attach their bills"
        ):
            finance.action_settle()
        finance.cost_paper_ids = [Command.set(self.proof("finance", "bill.pdf").ids)]
        finance.action_settle()
        self.assertEqual((finance.state, finance.due_amount), ("settled", 3000))
        with self.assertRaises(UserError):
            finance.cost_paper_ids = [Command.clear()]
        file = finance.cost_paper_ids
        self.assertEqual((file.res_model, file.res_id), (finance._name, finance.id))
        with self.assertRaisesRegex(UserError, f"bill.pdf.*{finance.name} and is kept as it is"):
            file.unlink()

    def test_small_costs_need_no_paper(self):
        finance = self.scrapped(proceeds=5000, costs=1000)
        finance.action_settle()
        self.assertEqual(finance.due_amount, 4000)

    def test_costs_above_the_amount_need_a_paper_whatever_came_in(self):
        finance = self.scrapped(proceeds=50000, costs=1000.01)
        with self.assertRaisesRegex(UserError, "more than 1,000.00 yuan"):
            finance.action_settle()

    def test_the_limits_of_costs_are_dated_records(self):
        finance = self.scrapped(proceeds=50000, costs=1000.01)
        self.env.ref("gaj_assets.parameter_cost_paper_amount").copy(
            {"value": 1500, "valid_from": "2026-01-01", "source": "Local rule"}
        )
        finance.action_settle()
        self.assertEqual(finance.state, "settled")
