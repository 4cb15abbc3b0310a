from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
class TestDisposal(DisposalCase):
    """The worked batch: desktop, copier, printer, sofa; appraised 5,600.00, hammer price 6,120.00, costs 320.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.things = cls.env["gaj.asset"]
        with freeze_time("2026-06-01"):
            for name, cost, gone, since, months, category in [
                ("Desktop", 4800, 4000, "2021-06-10", 72, cls.desktop),
                ("Copier", 35000, 35000, "2020-06-10", 72, cls.env.ref("gaj_assets.category_a02020100")),
                ("Printer", 1200, 1200, "2020-06-10", 72, cls.env.ref("gaj_assets.category_a02021001")),
                ("Sofa", 3000, 1666.67, "2018-02-10", 180, cls.sofa),
            ]:
                cls.things |= cls.booked(name, cost, gone, since, months, "2026-06-01", category_id=category.id)

    def example(self):
        return self.draft(self.things, kind="sale")

    @freeze_time("2026-06-15")
    def test_the_worked_batch_from_draft_to_closed(self):
        record = self.example()
        self.assertEqual(record.name, "DS2026-0001")
        self.assertEqual((record.total_cost, record.total_accumulated, record.total_net), (44000, 41866.67, 2133.33))
        self.assertEqual(record.line_ids.mapped("is_early"), [True, False, False, True])
        record.action_apply()
        self.assertEqual(set(self.things.mapped("state")), {"pending_disposal"})
        self.appraised(record, 5600)
        self.assertTrue(record.is_supervised)
        self.assertEqual(record.authority_id.name, "Finance Bureau")
        self.sign(record)
        self.approved(record)
        manager, finance = self.as_(record, "manager"), self.as_(record, "finance")
        manager.action_execute()
        self.bid(record, 5900)
        self.bid(record, 6120).action_award()
        self.assertEqual((record.buyer_id, record.proceeds), (self.dealer, 6120))
        self.sign(record)
        manager.action_hand_over()
        self.sign(record)
        finance.action_derecognise()
        self.assertEqual(set(self.things.mapped("state")), {"disposed"})
        finance.costs = 320
        finance.action_settle()
        self.assertEqual((record.due_amount, record.open_amount), (5800, 5800))
        self.sign(record)
        self.remit(record)
        self.assertEqual((record.state, record.open_amount), ("remitted", 0))
        manager.action_close()
        self.assertEqual(record.state, "closed")
        self.assertEqual(record.signature_ids.mapped("step"), ["appraisal", "publication", "handover", "receipt"])
        booked = self.entries(record, record.remittance_ids)
        self.assertEqual(
            sorted(booked["sale"]),
            sorted(
                [
                    "Dr 5301 2133.33",
                    "Dr 160202 40200.00",
                    "Cr 160102 41000.00",
                    "Dr 160205 1666.67",
                    "Cr 160105 3000.00",
                ]
            ),
        )
        self.assertEqual(booked["sale_proceeds"], ["Dr 1002 6120.00", "Cr 1002 320.00", "Cr 2103 5800.00"])
        self.assertEqual(booked["remit"], ["Dr 2103 5800.00", "Cr 1002 5800.00"])

    @freeze_time("2026-06-15")
    def test_a_bid_below_ninety_per_cent_stops_the_sale(self):
        record = self.example()
        self.to_executing(record, 5600)
        self.bid(record, 5039.99).action_award()
        self.assertEqual((record.state, record.stopped_price, record.buyer_id.id), ("appraised", 5039.99, False))
        self.assertEqual(record.bid_ids.status, "stopped")
        # approved again, this price goes on, and none below it
        with self.assertRaisesRegex(UserError, "Finance Bureau decides"):
            self.as_(record, "manager").action_submit()
        self.approved(record)
        self.as_(record, "manager").action_execute()
        self.bid(record, 5039.98).action_award()
        self.assertEqual(record.state, "appraised")
        self.approved(record)
        self.as_(record, "manager").action_execute()
        self.bid(record, 5039.98).action_award()
        self.assertEqual((record.state, record.buyer_id), ("executing", self.dealer))

    @freeze_time("2026-06-15")
    def test_a_bid_at_ninety_per_cent_wins(self):
        record = self.example()
        self.to_executing(record, 5600)
        self.bid(record, 5040).action_award()
        self.assertEqual((record.state, record.proceeds), ("executing", 5040))
        with self.assertRaisesRegex(UserError, "takes no bids now"):
            self.bid(record, 7000)

    @freeze_time("2026-06-15")
    def test_the_appraiser_does_not_buy(self):
        record = self.example()
        self.to_executing(record, 5600)
        for bidder in (self.appraiser, self.expert):
            with self.assertRaisesRegex(UserError, "cannot buy"):
                self.bid(record, 6000, bidder).action_award()

    @freeze_time("2026-06-15")
    def test_early_things_need_evidence_before_the_value_is_confirmed(self):
        record = self.example()
        record.line_ids[0].write({"evidence_ids": [(5,)], "evidence_note": False})
        record.action_apply()
        with self.assertRaisesRegex(UserError, "served 60 of 72 months. Attach evidence that it is destroyed"):
            self.appraised(record, 5600)
        self.as_(record.line_ids[0], "manager").write({"evidence_ids": [(4, self.proof().id)]})
        self.as_(record, "manager").action_appraise()
        self.assertEqual(record.state, "appraised")

    @freeze_time("2026-06-15")
    def test_a_sale_needs_an_appraisal(self):
        record = self.example()
        record.action_apply()
        with self.assertRaisesRegex(UserError, "needs an appraisal"):
            self.as_(record, "manager").action_appraise()

    @freeze_time("2026-06-15")
    def test_an_outside_authority_answers_before_the_approval(self):
        record = self.example()
        record.action_apply()
        self.appraised(record, 4999.99)
        self.assertFalse(record.is_supervised)
        with self.assertRaisesRegex(UserError, "Finance Bureau decides. Record the number"):
            self.as_(record, "manager").action_submit()

    @freeze_time("2026-06-15")
    def test_each_step_asks_for_its_role(self):
        record = self.example()
        others = {"user", "nobody"}
        for step, allowed in [
            ("action_apply", {"clerk", "manager"}),
            ("action_appraise", {"manager"}),
            ("action_submit", {"manager"}),
            ("action_approve", {"leader"}),
            ("action_reject", {"leader"}),
            ("action_execute", {"manager"}),
            ("action_hand_over", {"manager"}),
            ("action_derecognise", {"finance"}),
            ("action_settle", {"finance"}),
            ("action_receive", {"finance"}),
            ("action_close", {"manager", "finance"}),
            ("action_sign", {"discipline"}),
            ("action_withdraw", {"clerk", "manager"}),
        ]:
            for role in set(self.users) - allowed - others:
                with self.subTest(step=step, role=role), self.assertRaises(AccessError):
                    getattr(self.as_(record, role), step)()
            for role in others:
                with self.subTest(step=step, role=role), self.assertRaises(AccessError):
                    getattr(self.as_(record, role), step)()

    @freeze_time("2026-06-15")
    def test_steps_start_from_their_states(self):
        record = self.example()
        for role, step in [
            ("manager", "action_appraise"),
            ("manager", "action_submit"),
            ("leader", "action_approve"),
            ("leader", "action_reject"),
            ("manager", "action_execute"),
            ("manager", "action_hand_over"),
            ("finance", "action_derecognise"),
            ("finance", "action_settle"),
            ("finance", "action_receive"),
            ("manager", "action_close"),
        ]:
            with self.subTest(step=step), self.assertRaisesRegex(UserError, "is “Draft”"):
                getattr(self.as_(record, role), step)()
        with self.assertRaisesRegex(UserError, "nothing to sign"):
            self.as_(record, "discipline").action_sign()

    @freeze_time("2026-06-15")
    def test_states_and_money_are_not_written_by_hand(self):
        record = self.example()
        for role, values in [
            ("clerk", {"state": "approved"}),
            ("manager", {"state": "closed"}),
            ("manager", {"due_amount": 0}),
            ("finance", {"remitted_amount": 1}),
            ("manager", {"is_supervised": True}),
            ("manager", {"appraised_value": 1}),
            ("finance", {"proceeds": 1}),
            ("manager", {"buyer_id": self.dealer.id}),
        ]:
            with self.subTest(role=role, values=values), self.assertRaises(UserError):
                self.as_(record, role).write(values)
        record.action_apply()
        with self.assertRaisesRegex(UserError, "is not changed by you now"):
            record.kind = "scrap"
        with self.assertRaisesRegex(UserError, "its list changes only as a draft"):
            self.as_(record, "manager").line_ids[0].asset_id = self.things[1]
        with self.assertRaisesRegex(UserError, "its list stays"):
            self.as_(record, "manager").line_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "Withdraw it instead"):
            self.as_(record, "manager").unlink()
        with self.assertRaises(UserError):
            self.example_again(state="closed")

    def example_again(self, **values):
        return (
            self.env["gaj.asset.disposal"]
            .with_user(self.users["manager"])
            .create({"kind": "scrap", "department_id": self.section.id, **values})
        )

    @freeze_time("2026-06-15")
    def test_a_clerk_fills_in_the_form(self):
        with Form(self.env["gaj.asset.disposal"].with_user(self.users["clerk"])) as form:
            form.reason = "Struck by lightning"
            with form.line_ids.new() as line:
                line.asset_id = self.things[0]
        record = form.save()
        record.action_apply()
        self.assertEqual((record.state, record.line_ids.asset_id), ("applied", self.things[0]))

    def test_a_form_brings_no_review_of_its_own(self):
        model = self.env["gaj.asset.disposal"].with_user(self.users["clerk"])
        record = model.create({"department_id": self.section.id, "review_ids": []})
        forged = {"model": record._name, "res_id": record.id, "status": "approved"}
        for document in (model, record):
            with self.assertRaises(AccessError):
                document.web_save({"department_id": self.section.id, "review_ids": [Command.create(forged)]}, {})

    @freeze_time("2026-06-15")
    def test_requesters_do_not_approve(self):
        self.users["manager"].group_ids = [(4, self.env.ref("gaj_base.group_gaj_leader").id)]
        record = self.draft(self.things, user="manager")
        record.action_apply()
        self.appraised(record)
        record.write({"document_no": "7", "document_date": "2026-06-15"})
        record.action_submit()
        for step in ("action_approve", "action_reject"):
            with self.subTest(step=step), self.assertRaisesRegex(UserError, "somebody else decides"):
                getattr(record, step)()

    @freeze_time("2026-06-15")
    def test_cards_go_back_to_what_they_were(self):
        first, second = self.things[:2]
        second.action_set_idle()
        record = self.draft(self.things)
        record.action_apply()
        self.as_(record, "leader").action_reject()
        self.assertEqual((record.state, first.state, second.state), ("rejected", "in_use", "idle"))
        # they are free for another application
        again = self.draft(self.things)
        again.action_apply()
        self.appraised(again)
        self.approve_and_reject(again)
        self.assertEqual((again.state, first.state, second.state), ("rejected", "in_use", "idle"))
        third = self.draft(self.things)
        third.action_apply()
        third.action_withdraw()
        self.assertEqual((third.state, first.state, second.state), ("withdrawn", "in_use", "idle"))

    def approve_and_reject(self, record):
        manager = self.as_(record, "manager")
        manager.write({"document_no": "7", "document_date": date.today()})
        manager.action_submit()
        self.as_(record, "leader").action_reject()

    @freeze_time("2026-06-15")
    def test_what_was_appraised_is_withdrawn_by_the_manager(self):
        record = self.draft(self.things)
        record.action_apply()
        self.appraised(record)
        with self.assertRaisesRegex(UserError, "The asset manager withdraws it"):
            record.action_withdraw()
        self.as_(record, "manager").action_withdraw()
        self.assertEqual(set(self.things.mapped("state")), {"in_use"})
        with self.assertRaisesRegex(UserError, "is “Withdrawn”"):
            record.action_apply()

    def to_state(self, state):
        """Return a batch of all things in ``state``, on its way to the execution."""
        record = self.draft(self.things)
        for reached in ("applied", "appraised", "approved", "executing"):
            if record.state == state:
                break
            if reached == "applied":
                record.action_apply()
            elif reached == "appraised":
                self.appraised(record)
            elif reached == "approved":
                self.approved(record)
            else:
                self.as_(record, "manager").action_execute()
        self.assertEqual(record.state, state)
        return record

    @freeze_time("2026-06-15")
    def test_until_the_execution_a_batch_is_rejected_or_withdrawn_from_every_state(self):
        for state in ("applied", "appraised", "approved"):
            for role, step, after in (
                ("leader", "action_reject", "rejected"),
                ("manager", "action_withdraw", "withdrawn"),
            ):
                with self.subTest(state=state, step=step):
                    record = self.to_state(state)
                    getattr(self.as_(record, role), step)()
                    self.assertEqual(record.state, after)
                    self.assertEqual(set(self.things.mapped("state")), {"in_use"})
                    with self.assertRaisesRegex(UserError, "this step starts from"):
                        self.as_(record, "leader").action_approve()
        record = self.to_state("executing")
        with self.assertRaisesRegex(UserError, "this step starts from: Applied For, Appraised, Approved"):
            self.as_(record, "leader").action_reject()

    @freeze_time("2026-06-15")
    def test_each_batch_names_its_ground(self):
        grounds = dict(self.env["gaj.asset.disposal"]._fields["ground"].selection)
        self.assertEqual(list(grounds), ["obsolete", "loss", "unfit", "disaster", "organisation", "ownership"])
        record = self.draft(self.things, ground="disaster")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            record.ground = False
            self.env.flush_all()
        record.invalidate_recordset()
        self.assertEqual(record.ground, "disaster")
        record.action_apply()
        with self.assertRaisesRegex(UserError, "is not changed by you now"):
            record.ground = "unfit"
