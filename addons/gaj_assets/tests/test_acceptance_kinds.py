from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .acquisition_case import AcquisitionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestAcceptanceKinds(AcquisitionCase):
    """Each way of getting, with the figures of the rule book for cost, entry and card."""

    def got(self, kind, **line):
        """Return the card and the entry of a batch of one thing, accepted and booked."""
        batch = self.get(kind, line)
        card = self.accept(batch)
        entry = self.book(batch)
        self.assertEqual((batch.state, str(batch.booked_on)), ("booked", "2026-06-30"))
        return card, entry

    def test_donation_with_a_voucher(self):
        card, entry = self.got("donation", price=9000.00, freight=200.00)
        self.assertEqual((card.cost, card.acquisition_type), (9200.00, "donation"))
        self.assertEntry(entry, "Dr 160102 9200.00", "Cr 4603 9000.00", "Cr 1002 200.00")
        card, entry = self.got("donation", price=12000.00, freight=300.00)
        self.assertEntry(entry, "Dr 160102 12300.00", "Cr 4603 12000.00", "Cr 1002 300.00")

    def test_donation_by_appraisal_and_by_market_price(self):
        card, entry = self.got("donation", appraised_amount=8000.00, market_amount=9000.00, freight=100.00)
        self.assertEntry(entry, "Dr 160102 8100.00", "Cr 4603 8000.00", "Cr 1002 100.00")
        self.assertEqual(card.acceptance_line_id.evidence, "appraisal")
        batch = self.get("donation", {"market_amount": 9000.00})
        self.name_inspectors(batch)
        with self.refused("valued without papers and without an appraisal"):
            batch.action_start()
        batch.line_ids.evidence_note = "No voucher; shop price of 2026-06-09"
        self.assertEqual(self.accept(batch).cost, 9000.00)

    def test_papers_go_before_an_appraisal(self):
        batch = self.get("donation", {"price": 9000.00, "appraised_amount": 20000.00, "market_amount": 30000.00})
        self.assertEqual((batch.line_ids.evidence, batch.line_ids.cost), ("papers", 9000.00))

    def test_donation_at_nominal_amount(self):
        note = {"evidence_note": "Neither voucher nor price"}
        card, entry = self.got("donation", freight=100.00, **note)
        self.assertEqual((card.cost, card.value_type, card.method), (1.00, "nominal", "none"))
        self.assertEntry(entry, "Dr 160102 1.00", "Cr 4603 1.00", "Dr 5901 100.00", "Cr 1002 100.00")
        two = self.get("donation", {"quantity": 2, **note})
        self.name_inspectors(two)
        with self.refused("a nominal amount of 1.00 is for one card"):
            two.action_start()

    def test_transfer_in_at_the_givers_carrying_amount(self):
        card, entry = self.got("transfer_in", price=4800.00, taken_over=1733.33, freight=100.00)
        self.assertEqual((card.cost, card.accumulated), (3166.67, 0))
        self.assertEntry(entry, "Dr 160102 3166.67", "Cr 3401 3066.67", "Cr 1002 100.00")

    def test_twenty_desks_received_without_payment(self):
        batch = self.get(
            "transfer_in",
            {"category_id": self.chair.id, "quantity": 20, "price": 25000.00, "freight": 600.00, "life_months": 128},
        )
        cards = self.accept(batch)
        self.assertEqual(self.costs(cards), ["1280.00"] * 20)
        self.assertEqual(set(cards.mapped("life_months")), {128})
        self.assertEqual({segment.months for segment in cards.segment_ids}, {128})
        self.assertEntry(self.book(batch), "Dr 160105 25600.00", "Cr 3401 25000.00", "Cr 1002 600.00")

    def test_fully_depreciated_at_the_giver(self):
        card, entry = self.got("transfer_in", price=10000.00, taken_over=10000.00, freight=200.00)
        self.assertEqual((card.cost, card.accumulated, card.net_value), (10000.00, 10000.00, 0))
        self.assertEntry(entry, "Dr 160102 10000.00", "Cr 160202 10000.00", "Dr 5901 200.00", "Cr 1002 200.00")

    def test_own_construction(self):
        batch = self.get("build", {"price": 60000.00})
        self.accept(batch)
        self.assertEntry(self.book(batch), "Dr 160102 60000.00", "Cr 1613 60000.00")

    def test_takeover_of_a_building(self):
        building = {
            "category_id": self.env.ref("gaj_assets.category_a01010100").id,
            "price": 5000000.00,
            "is_provisional": True,
            "structure": "concrete",
            "address": "1 Court Street",
            "floor_area": 3200.5,
            "certificate_no": "C-1",
            "registered_owner": "The bureau",
        }
        batch = self.get("takeover", building)
        card = self.accept(batch)
        self.assertEqual(
            (card.value_type, card.acquisition_type, card.life_months), ("provisional", "transfer_in", 600)
        )
        self.assertEqual((card.structure, card.floor_area, card.certificate_no), ("concrete", 3200.5, "C-1"))
        reminder = batch.activity_ids.filtered(lambda activity: "Final account" in activity.summary)
        self.assertEqual(str(reminder.date_deadline), "2027-06-10")
        self.assertEntry(self.book(batch), "Dr 160101 5000000.00", "Cr 3401 5000000.00")

    def test_surplus_of_a_stocktake_approved_by_a_leader(self):
        batch = (
            self.env["gaj.asset.acceptance"]
            .with_user(self.users["manager"])
            ._gaj_from_surplus(
                {
                    "name": "Printer",
                    "category_id": self.desktop.id,
                    "appraised_amount": 3600.00,
                    "evidence_note": "Report 7",
                    "life_months": 36,
                    "department_id": self.section.id,
                    "date": "2026-06-10",
                    "approved_by_id": self.users["leader"].id,
                }
            )
        )
        card = batch.asset_ids
        self.assertEqual((batch.state, card.cost, card.acquisition_type), ("accepted", 3600.00, "surplus"))
        self.assertEqual((card.state, card.life_months), ("in_store", 36))
        with self.refused("the surplus of that stocktake books it"):
            self.book(batch)

    def test_surplus_inspected_like_any_other_batch(self):
        users = [user.id for user in self.inspectors]
        batch = (
            self.env["gaj.asset.acceptance"]
            .with_user(self.users["manager"])
            ._gaj_from_surplus(
                {
                    "name": "Printer",
                    "category_id": self.desktop.id,
                    "market_amount": 3600.00,
                    "evidence_note": "Price of the same model",
                    "date": "2026-06-10",
                    "inspector_user_ids": users,
                }
            )
        )
        self.assertEqual((batch.state, batch.inspector_ids.user_id.ids), ("draft", users))
        self.accept(batch)
        self.assertEntry(self.book(batch), "Dr 160102 3600.00", "Cr 190201 3600.00")
        with self.assertRaises(AccessError):
            self.env["gaj.asset.acceptance"].with_user(self.users["clerk"])._gaj_from_surplus({})

    def test_fees_of_a_surplus_are_refused(self):
        batch = self.get("surplus", {"appraised_amount": 3600.00, "freight": 1.00})
        self.name_inspectors(batch)
        with self.refused("has no freight or fees"):
            batch.action_start()

    def test_exchange_is_booked_by_the_disposal_of_what_was_given(self):
        given = self.make_assets(["Old"], cost=4800.00)
        batch = self.get(
            "exchange",
            {"appraised_amount": 5000.00, "boot": 300.00, "fees": 50.00, "given_asset_ids": [Command.set(given.ids)]},
        )
        card = self.accept(batch)
        self.assertEqual((card.cost, card.acquisition_type), (5350.00, "exchange"))
        with self.refused("leaves the books by a disposal of the kind exchange"):
            self.book(batch)

    def test_booking_twice_before_or_by_others_is_refused(self):
        batch = self.get("donation", {"price": 9000.00})
        self.accept(batch)
        with self.refused("cannot be booked before"):
            self.book(batch, "2026-06-09")
        with self.refused("lies in the future"):
            self.book(batch, "2026-07-01")
        with self.assertRaises(AccessError):
            batch.with_user(self.users["manager"])._book(batch.date)
        self.book(batch)
        with self.refused("this step starts from: Accepted"):
            self.book(batch)

    def test_a_line_without_a_value_or_with_too_much_depreciation(self):
        batch = self.get("takeover", {"price": 0})
        self.name_inspectors(batch)
        with self.refused("has no value yet"):
            batch.action_start()

    def test_a_batch_made_by_hand_is_copied(self):
        batch = self.get("donation", {"price": 9000.00})
        again = batch.copy()
        self.assertEqual((again.state, again.line_ids.price), ("draft", 9000.00))
        self.assertNotEqual(again.batch_no, batch.batch_no)

    def test_what_was_given_pays_for_one_batch(self):
        given = self.make_assets(["Old"], cost=4800.00)
        first, second = [
            self.get("exchange", {"appraised_amount": 5000.00, "given_asset_ids": [Command.set(given.ids)]})
            for _batch in range(2)
        ]
        self.accept(first)
        self.accept(second)
        first.sudo().write({"state": "booked", "booked_on": "2026-06-30"})
        with self.refused(f"Batch {first.batch_no} was booked already for what was given in exchange"):
            self.book(second)
