from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-03-10")
class TestDisposalBids(DisposalCase):
    """In a public sale the highest bid wins, and what was bid stays on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.copier = cls.booked("Copier", 35000, 35000, "2019-01-01", 72)

    def sale(self, value=4000):
        record = self.draft(self.copier, kind="sale")
        self.to_executing(record, value)
        return record

    def withdraw(self, bid, reason="The bidder took it back"):
        bid.withdrawal_reason = reason
        bid.action_withdraw()

    def test_only_the_highest_bid_is_awarded(self):
        record = self.sale()
        high, low = self.bid(record, 6120), self.bid(record, 6119.99, self.school)
        with self.assertRaisesRegex(UserError, "Second-Hand Dealer has bid 6,120.00, more than the 6,119.99 of School"):
            low.action_award()
        self.assertFalse(record.buyer_id)
        high.action_award()
        self.assertEqual((record.buyer_id, record.proceeds), (self.dealer, 6120))

    def test_of_two_equal_bids_either_wins(self):
        record = self.sale()
        self.bid(record, 6120)
        self.bid(record, 6120, self.school).action_award()
        self.assertEqual(record.buyer_id, self.school)

    def test_a_bid_of_the_appraiser_stands_in_nobodys_way(self):
        record = self.sale()
        self.bid(record, 9000, self.expert)
        self.bid(record, 6120).action_award()
        self.assertEqual(record.buyer_id, self.dealer)

    def test_a_lower_bid_wins_once_the_higher_is_withdrawn_with_its_reason(self):
        record = self.sale()
        high, low = self.bid(record, 6120), self.bid(record, 3700, self.school)
        for reason in (False, "  "):
            high.withdrawal_reason = reason
            with self.assertRaisesRegex(UserError, "Write under “Why Withdrawn” why the bid of Second-Hand Dealer"):
                high.action_withdraw()
        self.withdraw(high)
        low.action_award()
        self.assertEqual((record.buyer_id, high.status, high.amount), (self.school, "withdrawn", 6120))
        self.assertEqual(high.withdrawn_by_id, self.users["manager"])
        self.assertIn("6,120.00, is withdrawn: The bidder took it back", " ".join(record.message_ids.mapped("body")))

    def test_a_registered_bid_is_neither_changed_nor_deleted(self):
        record = self.sale()
        bid = self.bid(record, 6120)
        for values in (
            {"amount": 5000},
            {"bidder_id": self.school.id},
            {"bid_on": "2026-03-09"},
            {"round": 2},
            {"note": "x"},
            {"status": "won"},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, f"{record.name}.*stays as it was registered"):
                bid.write(values)
        bid.write({"amount": 6120})
        with self.assertRaises(AccessError):
            bid.unlink()
        with self.assertRaisesRegex(UserError, "stays as it was registered"):
            bid.sudo().unlink()

    def test_a_withdrawn_bid_stays_withdrawn(self):
        record = self.sale()
        bid = self.bid(record, 6120)
        self.withdraw(bid)
        for act in (lambda: bid.write({"withdrawal_reason": "Another"}), bid.action_withdraw):
            with self.assertRaisesRegex(UserError, "“Withdrawn” and stays on record"):
                act()
        with self.assertRaises(UserError):
            bid.action_award()

    def test_a_winner_who_does_not_pay_makes_room_for_the_next(self):
        record = self.sale()
        high, low = self.bid(record, 6120), self.bid(record, 5000, self.school)
        high.action_award()
        self.withdraw(high, "Did not pay within ten days")
        self.assertEqual((record.buyer_id.id, record.proceeds), (False, 0))
        low.action_award()
        self.assertEqual((record.buyer_id, record.proceeds), (self.school, 5000))
        self.as_(record, "manager").action_hand_over()
        with self.assertRaisesRegex(UserError, "stays on record"):
            self.withdraw(low)

    def test_a_sale_that_discipline_signed_keeps_its_winner(self):
        record = self.sale(6000)
        bid = self.bid(record, 6120)
        bid.action_award()
        self.sign(record)
        with self.assertRaisesRegex(UserError, "has signed the sale of disposal .* Withdraw the whole batch"):
            self.withdraw(bid)

    def test_days_to_come_are_refused(self):
        record = self.sale()
        manager = self.as_(record, "manager")
        with self.assertRaisesRegex(ValidationError, "2026-03-11, which is still to come"):
            manager.published_on = "2026-03-11"
        manager.write({"published_on": "2026-03-10", "published_in": "City platform"})
        values = {"disposal_id": record.id, "bidder_id": self.dealer.id, "amount": 5000}
        with self.assertRaisesRegex(ValidationError, "2026-03-11, which is still to come"):
            manager.bid_ids.create({**values, "bid_on": "2026-03-11"})
        manager.bid_ids.create({**values, "bid_on": "2026-03-10"})

    def test_the_publication_stays_once_somebody_has_won(self):
        record = self.sale()
        self.bid(record, 6120).action_award()
        with self.assertRaisesRegex(UserError, "is not changed by you now"):
            self.as_(record, "manager").published_in = "Elsewhere"

    def test_only_the_manager_withdraws_bids(self):
        bid = self.bid(self.sale(), 6120)
        for role in ("clerk", "finance", "leader", "discipline", "auditor", "user"):
            with self.subTest(role), self.assertRaises(AccessError):
                bid.with_user(self.users[role]).action_withdraw()
