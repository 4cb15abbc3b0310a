from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-03-10")
class TestDisposalSetback(DisposalCase):
    """No batch is stuck for ever: what cannot be carried out goes back, what went astray leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (cls.booked(name, 4800, 4800, "2019-01-01", 72) for name in ("First", "Second"))

    def executing(self, kind="sale", value=4000):
        record = self.draft(self.first | self.second, kind=kind)
        self.to_executing(record, value)
        return record, self.as_(record, "manager")

    def test_a_sale_nobody_bids_for_is_withdrawn_and_applied_for_as_another_kind(self):
        record, manager = self.executing()
        with self.assertRaisesRegex(UserError, f"{record.name} has been approved. Write under “Why It Goes Back”"):
            manager.action_withdraw()
        manager.setback_reason = "Two auctions without a bid"
        manager.action_withdraw()
        self.assertEqual((record.state, record.setback_reason), ("withdrawn", "Two auctions without a bid"))
        self.assertEqual({self.first.state, self.second.state}, {"in_use"})
        again = self.draft(self.first | self.second, kind="scrap")
        again.action_apply()
        self.assertEqual(again.state, "applied")

    def test_a_batch_goes_back_to_the_approval_with_its_reason(self):
        record, manager = self.executing()
        with self.assertRaisesRegex(UserError, "Write under “Why It Goes Back”"):
            manager.action_send_back()
        manager.setback_reason = "No bid, the leader decides again"
        manager.action_send_back()
        self.assertEqual((record.state, record.approved_by_id.id, record.approved_on), ("appraised", False, False))
        self.assertIn("goes back to the approval: No bid", " ".join(record.message_ids.mapped("body")))
        self.approved(record)
        manager.action_execute()
        # a reason counts once
        with self.assertRaisesRegex(UserError, "Write under “Why It Goes Back”"):
            manager.action_send_back()

    def test_a_clerk_withdraws_nothing_that_was_approved(self):
        record, manager = self.executing()
        manager.setback_reason = "No bid"
        with self.assertRaisesRegex(UserError, "The asset manager withdraws it"):
            record.action_withdraw()
        with self.assertRaises(AccessError):
            record.action_send_back()

    def test_what_was_handed_over_or_sold_does_not_go_back(self):
        record, manager = self.executing()
        bid = self.bid(record, 4500)
        bid.action_award()
        manager.setback_reason = "Second thoughts"
        with self.assertRaisesRegex(UserError, "Second-Hand Dealer has won. Withdraw that bid"):
            manager.action_send_back()
        manager.action_hand_over()
        for step in (manager.action_send_back, manager.action_withdraw):
            with self.assertRaisesRegex(UserError, "carried out to its end"):
                step()

    def test_a_missing_thing_leaves_and_the_others_go_on(self):
        record, manager = self.executing("scrap", None)
        line = manager.line_ids.filtered(lambda each: each.asset_id == self.first)
        with self.assertRaisesRegex(UserError, "Only what has gone astray since leaves"):
            line.action_release()
        self.first._set_missing()
        with self.assertRaisesRegex(UserError, "let it leave this batch with the reason"):
            manager.action_hand_over()
        with self.assertRaisesRegex(
            UserError, f"Write under “Why It Left the Batch” why .* leaves disposal {record.name}"
        ):
            line.action_release()
        line.release_reason = "Not found in the store on 10 March"
        line.action_release()
        self.assertEqual((line.status, record.line_count, record.total_cost), ("released", 1, 4800))
        self.assertEqual((self.first.state, self.first.state_before_missing), ("missing", "in_use"))
        self.settled(record)
        manager.action_close()
        self.assertEqual((record.state, self.second.state, self.first.state), ("closed", "disposed", "missing"))
        self.assertTrue(self.first.is_in_books)
        moves = self.entries(record)
        self.assertIn("Cr 160102 4800.00", " ".join(moves["set_aside"]))
        paper = str(manager._gaj_papers("file"))
        self.assertIn("Left the batch: Not found in the store", paper)

    def test_a_thing_whose_loss_is_settled_leaves_too(self):
        record, manager = self.executing("scrap", None)
        self.first._set_missing()
        shortage = (
            self.env["gaj.asset.shortage"]
            .with_user(self.users["manager"])
            .create(
                {
                    "asset_id": self.first.id,
                    "searched_from": "2026-03-01",
                    "searched_until": "2026-03-09",
                    "cause": "lost",
                    "liability": "none",
                    "search_note": "Everywhere",
                }
            )
        )
        shortage.action_submit()
        shortage.with_user(self.users["finance"]).action_set_aside()
        self.assertEqual(self.first.state, "pending_disposal")
        with self.assertRaisesRegex(UserError, "First has left the books on 2026-03-10 with another document"):
            manager.action_hand_over()
        line = manager.line_ids.filtered(lambda each: each.asset_id == self.first)
        line.release_reason = "Lost; settled as a shortage"
        line.action_release()
        self.assertEqual((self.first.state, self.first.state_before_missing), ("pending_disposal", "in_use"))
        self.settled(record)
        manager.action_close()
        self.assertEqual((record.state, self.second.state), ("closed", "disposed"))
        shortage.with_user(self.users["finance"]).action_found()
        self.assertEqual((self.first.state, self.first.is_in_books), ("in_use", True))

    def test_the_last_thing_does_not_leave_alone(self):
        record, manager = self.executing("scrap", None)
        (self.first | self.second)._set_missing()
        manager.line_ids.release_reason = "Gone"
        manager.line_ids[0].action_release()
        with self.assertRaisesRegex(UserError, "is the last thing of disposal .* Withdraw the disposal"):
            manager.line_ids[1].action_release()
        manager.setback_reason = "Everything is gone"
        manager.action_withdraw()
        self.assertEqual((record.state, self.second.state_before_missing), ("withdrawn", "in_use"))

    def test_who_lets_things_leave(self):
        record, _manager = self.executing("scrap", None)
        self.first._set_missing()
        for role in ("clerk", "finance", "leader", "discipline", "auditor", "user"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(record.line_ids, role)[0].action_release()
        with self.assertRaisesRegex(UserError, "its list changes only as a draft"):
            self.as_(record.line_ids, "clerk")[0].release_reason = "x"
