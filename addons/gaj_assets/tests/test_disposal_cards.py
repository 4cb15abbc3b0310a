import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
class TestDisposalCards(DisposalCase):
    """Which cards may be applied for, with which proofs, and who sees what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-06-01"):
            cls.old = cls.booked("Old", 4800, 4800, "2019-06-01", 72, "2026-06-01")
            cls.second = cls.booked("Second", 1000, 1000, "2019-06-01", 72, "2026-06-01")

    def refused(self, text):
        return self.assertRaisesRegex(UserError, text)

    @freeze_time("2026-06-15")
    def test_a_card_stands_in_one_open_disposal(self):
        first, other = self.draft(self.old), self.draft(self.second)
        with self.refused(f"stands in disposal {first.name} already"):
            self.draft(self.old)
        with self.refused(f"stands in disposal {first.name} already"):
            other.line_ids.asset_id = self.old
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE gaj_asset_disposal_line SET asset_id = %s WHERE id = %s", [self.old.id, other.line_ids.id]
            )
        first.action_withdraw()
        self.assertEqual(self.draft(self.old).line_ids.status, "open")

    @freeze_time("2026-06-15")
    def test_a_card_that_was_disposed_of_is_never_applied_for_again(self):
        record = self.draft(self.old)
        self.to_executing(record)
        self.settled(record)
        self.assertEqual((self.old.state, record.line_ids.status), ("disposed", "settled"))
        with self.refused(f"stands in disposal {record.name} already"):
            self.draft(self.old)
        with self.refused("card is kept"):
            self.as_(self.old, "manager").unlink()

    @freeze_time("2026-06-15")
    def test_a_card_on_a_list_is_not_deleted(self):
        card = self.make_assets(["Listed"])
        record = self.draft(card)
        with self.refused(f"stands in disposal {record.name}, so its card is kept"):
            self.as_(card, "manager").unlink()
        record.unlink()
        self.as_(card, "manager").unlink()

    @freeze_time("2026-06-15")
    def test_states_that_cannot_be_disposed_of(self):
        for state, text in [
            ("lent", "is lent or let out. Take it back first"),
            ("leased", "is lent or let out"),
            ("draft", "is “Awaiting Acceptance” and cannot be disposed of"),
            ("missing", "was counted missing. Settle it in its stocktake, or make a disposal of kind loss"),
        ]:
            record = self.draft(self.second)
            self.env.cr.execute("UPDATE gaj_asset SET state = %s WHERE id = %s", [state, self.second.id])
            self.second.invalidate_recordset()
            with self.subTest(state=state), self.refused(text):
                record.action_apply()
            self.assertEqual(record.state, "draft")
            record.action_withdraw()

    @freeze_time("2026-06-15")
    def test_a_missing_thing_is_written_off_as_a_loss_with_its_evidence(self):
        self.second.sudo()._set_missing()
        record = self.draft(self.second, kind="loss", ground="loss")
        record.line_ids.write({"evidence_ids": [(5,)], "evidence_note": False})
        with self.refused("is lost. Attach the evidence"):
            record.action_apply()
        record.line_ids.write({"evidence_ids": [(4, self.proof("clerk").id)]})
        with self.refused("say in a few words what the evidence shows"):
            record.action_apply()
        record.line_ids.evidence_note = "Police report 12"
        record.action_apply()
        self.assertEqual(self.second.state, "pending_disposal")
        record.action_withdraw()
        self.assertEqual((self.second.state, self.second.state_before_missing), ("missing", "in_use"))

    @freeze_time("2026-06-15")
    def test_a_card_counted_missing_in_between_stops_the_disposal(self):
        record = self.draft(self.second)
        record.action_apply()
        self.appraised(record)
        self.approved(record)
        self.second.sudo()._set_missing()
        manager = self.as_(record, "manager")
        with self.refused("no longer awaits disposal. Find it, or let it leave this batch"):
            manager.action_execute()
        manager.action_withdraw()
        self.assertEqual((self.second.state, self.second.state_before_missing), ("missing", "in_use"))

    @freeze_time("2026-06-15")
    def test_an_empty_list_is_refused(self):
        with self.refused("It lists nothing"):
            self.draft(self.env["gaj.asset"]).action_apply()

    @freeze_time("2026-06-15")
    def test_secrets_are_destroyed_before_the_hand_over(self):
        record = self.draft(self.second)
        record.line_ids.is_secret = True
        self.to_executing(record)
        manager = self.as_(record, "manager")
        with self.refused("bears secrets. Attach the record of the destruction"):
            manager.action_hand_over()
        manager.line_ids.write({"destruction_no": "XH-3", "destruction_ids": [(4, self.proof().id)]})
        manager.action_hand_over()
        self.assertTrue(record.handed_over_on)
        with self.refused("has been taken already"):
            manager.action_hand_over()

    @freeze_time("2026-06-15")
    def test_vehicles_change_their_owner_before_the_file_is_closed(self):
        car = self.booked("Car", 240000, 240000, "2017-01-01", 96, "2026-06-15", category_id=self.car.id)
        record = self.draft(car, kind="transfer_out", receiver_id=self.school.id, user="manager")
        self.to_executing(record)
        self.settled(record)
        manager = self.as_(record, "manager")
        with self.refused("is registered. Record the number and day of the change of ownership"):
            manager.action_close()
        manager.line_ids.write({"title_no": "A-1", "title_transferred_on": "2026-06-15"})
        manager.action_close()
        self.assertEqual(record.state, "closed")
        with self.refused("its list changes only as a draft"):
            manager.line_ids.title_no = "B"

    @freeze_time("2026-06-15")
    def test_what_goes_on_in_use_elsewhere_is_not_early(self):
        young = self.booked("Young", 4800, 0, "2026-06-01", 72, "2026-06-15")
        record = self.draft(young, kind="donation")
        record.line_ids.write({"evidence_ids": [(5,)], "evidence_note": False})
        record.action_apply()
        self.assertTrue(record.line_ids.is_early)
        with self.refused("Who receives the things"):
            self.appraised(record)
        self.as_(record, "manager").receiver_id = self.school
        self.appraised(record)

    @freeze_time("2026-06-15")
    def test_a_sale_by_agreement_says_why(self):
        record = self.draft(self.second, kind="sale", sale_method="agreement")
        record.action_apply()
        with self.refused("in public by default. Say why"):
            self.appraised(record, 100)

    @freeze_time("2026-06-15")
    def test_things_of_one_unit_only(self):
        unit = self.env["gaj.institution"].create({"name": "Another unit"})
        away = self.env["hr.department"].create({"name": "Away", "gaj_institution_id": unit.id})
        other = self.booked("Theirs", 10, 0, "2026-01-01", 72, "2026-06-15", department_id=away.id)
        with self.assertRaisesRegex(ValidationError, "Make a disposal for each"):
            self.draft(other, user="manager")

    @freeze_time("2026-06-15")
    def test_clerks_apply_for_their_own_department_only(self):
        foreign = self.booked("Foreign", 10, 0, "2026-01-01", 72, "2026-06-15", department_id=self.other.id)
        with self.assertRaises(AccessError):
            self.draft(foreign)
        with self.refused("You apply for your own department"):
            self.draft(self.second, department_id=self.other.id)
        theirs = self.draft(foreign, user="manager", department_id=self.other.id)
        for step in ("read", "action_apply", "action_withdraw"):
            with self.subTest(step=step), self.assertRaises(AccessError):
                getattr(self.as_(theirs, "clerk"), step)()
        self.assertFalse(self.env["gaj.asset.disposal"].with_user(self.users["clerk"]).search([("id", "=", theirs.id)]))

    @freeze_time("2026-06-15")
    def test_discipline_inspection_reads_the_files_and_their_cards_and_nothing_else(self):
        record = self.draft(self.second)
        discipline = self.users["discipline"]
        self.assertEqual(self.env["gaj.asset"].with_user(discipline).search([]), self.second)
        self.assertEqual(self.as_(record, "discipline").line_ids.asset_id.name, "Second")
        for change in (
            lambda: self.as_(record, "discipline").write({"reason": "x"}),
            lambda: self.as_(record, "discipline").unlink(),
            lambda: self.as_(record.line_ids, "discipline").write({"evidence_note": "x"}),
            lambda: self.as_(self.second, "discipline").write({"note": "x"}),
            lambda: self.as_(self.old, "discipline").read(["name"]),
        ):
            with self.assertRaises(AccessError):
                change()
        self.as_(record, "auditor").read()
        with self.assertRaises(AccessError):
            self.as_(record, "auditor").write({"reason": "x"})
        with self.assertRaises(AccessError):
            self.as_(record, "user").read()

    @freeze_time("2026-06-15")
    def test_proofs_can_be_opened_by_everybody_who_reads_the_file(self):
        record = self.draft(self.second)
        for role in ("manager", "leader", "finance", "discipline", "auditor"):
            with self.subTest(role=role):
                self.assertEqual(self.as_(record, role).line_ids.evidence_ids.raw, b"proof")

    @freeze_time("2026-06-15")
    def test_the_form_says_what_is_missing_for_the_next_step(self):
        car = self.booked("Car", 60000, 60000, "2010-01-01", 96, "2026-06-15", category_id=self.car.id)
        record = self.draft(car, kind="sale")
        self.assertEqual((record.next_step, record.missing_html), ("Apply", ""))
        record.action_apply()
        self.assertEqual(record.next_step, "Appraise")
        self.assertIn("This kind needs an appraisal", record.missing_html)
        self.appraised(record, 100)
        self.assertIn("Finance Bureau decides", record.missing_html)
        self.approved(record)
        self.as_(record, "manager").action_execute()
        self.assertEqual(record.next_step, "Award")
        self.assertIn("No bid has been registered", record.missing_html)

    @freeze_time("2026-06-15")
    def test_a_batch_begins_with_chosen_cards(self):
        action = self.as_(self.old | self.second, "clerk").action_start_disposal()
        record = self.env["gaj.asset.disposal"].browse(action["res_id"])
        self.assertEqual(record.line_ids.asset_id, self.old | self.second)
        self.assertEqual(record.department_id, self.section)
        self.assertEqual(self.old.disposal_count, 1)
        with self.assertRaises(AccessError):
            self.as_(self.second, "user").action_start_disposal()

    @freeze_time("2026-06-15")
    def test_the_matrix_names_the_authority_by_cost_and_land(self):
        for cost, land, name in [
            (10000, False, "The Bureau Itself"),
            (10000.01, False, "Finance Bureau"),
            (100000, False, "Finance Bureau"),
            (100000.01, False, "Deputy Mayor in Charge"),
            (5000000.01, False, "Mayor"),
            (10000000.01, False, "Mayor's Meeting"),
            (1000, True, "People's Government"),
        ]:
            asset = self.booked("Thing", cost, cost, "2010-01-01", 72, "2026-06-15")
            record = self.draft(asset)
            record.line_ids.is_land = land
            record.action_apply()
            self.appraised(record)
            with self.subTest(cost=cost, land=land):
                self.assertEqual(record.authority_id.name, name)

    @freeze_time("2026-06-15")
    def test_small_things_are_the_bureaus_own_unless_they_are_given_away(self):
        for kind, count, name in [
            ("scrap", 5, "The Bureau Itself"),
            ("scrap", 6, "Finance Bureau"),  # 60,000.00 in one batch
            ("sale", 5, "The Bureau Itself"),
            ("transfer_out", 1, "Finance Bureau"),
            ("donation", 1, "Finance Bureau"),
        ]:
            assets = [self.booked(f"{kind} {n}", 10000, 10000, "2010-01-01", 72, "2026-06-15") for n in range(count)]
            record = self.draft(assets, kind=kind, receiver_id=self.school.id)
            record.action_apply()
            self.appraised(record, 100)
            with self.subTest(kind=kind, count=count):
                self.assertEqual(record.authority_id.name, name)
                self.assertEqual(record.is_outside_authority, name != "The Bureau Itself")
        own = self.env.ref("gaj_assets.authority_bureau_scrap")
        self.assertFalse(own.is_verified)
        self.assertIn("Uncertain, a setting", own.source)

    @freeze_time("2026-06-15")
    def test_the_dearest_item_and_the_whole_batch_decide(self):
        for costs, name in [
            ((100000, 100000), "Finance Bureau"),
            ((100000, 100000, 0.01), "Deputy Mayor in Charge"),
            ((100000.01, 10000), "Deputy Mayor in Charge"),
        ]:
            things = [self.booked(f"Thing {cost}", cost, cost, "2010-01-01", 72, "2026-06-15") for cost in costs]
            record = self.draft(things)
            record.action_apply()
            self.appraised(record)
            with self.subTest(costs=costs):
                self.assertEqual(record.authority_id.name, name)

    @freeze_time("2026-06-15")
    def test_an_authority_decides_on_its_last_day_and_not_after_it(self):
        row = self.env["gaj.asset.disposal.authority"].create(
            {
                "name": "Former Authority",
                "company_id": self.company.id,
                "valid_from": "2026-01-01",
                "valid_to": "2026-06-15",
                "source": "Test",
            }
        )
        record = self.draft(self.second)
        record.action_apply()
        self.appraised(record)
        self.assertEqual(record.authority_id, row)
        row.valid_to = "2026-06-14"
        other = self.draft(self.booked("Other", 100, 100, "2010-01-01", 72, "2026-06-15"))
        other.action_apply()
        self.appraised(other)
        self.assertEqual(other.authority_id.name, "The Bureau Itself")

    @freeze_time("2026-06-15")
    def test_rows_of_a_company_replace_those_for_all(self):
        self.env["gaj.asset.disposal.authority"].create(
            {
                "name": "The Bureau Itself",
                "company_id": self.company.id,
                "valid_from": "2026-01-01",
                "source": "Test",
                "kind": "scrap",
                "batch_to": 5000,
            }
        )
        record = self.draft(self.second)
        record.action_apply()
        self.appraised(record)
        self.assertEqual((record.authority_id.name, record.is_outside_authority), ("The Bureau Itself", False))
        big = self.booked("Big", 6000, 6000, "2010-01-01", 72, "2026-06-15")
        second = self.draft(big)
        second.action_apply()
        with self.assertRaisesRegex(RedirectWarning, "No disposal authority fits"):
            self.appraised(second)

    def queries(self, size):
        """Return how many statements an application of ``size`` cards takes."""
        cards = self.make_assets(
            [f"Q{size}-{number}" for number in range(size)], acquisition_date="2010-01-01", life_months=72
        )
        record = self.draft(cards)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        record.action_apply()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @freeze_time("2026-06-15")
    def test_an_application_of_many_cards_takes_no_more_statements(self):
        self.queries(2)
        # two more for values that are written in portions
        self.assertLessEqual(self.queries(60), self.queries(3) + 2)
