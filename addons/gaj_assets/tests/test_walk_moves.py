from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import SIGNATURE
from .common_transfer import TransferCase
from .walk_case import WalkMixin

CLERKS = ("clerk", "manager")
READERS = ("clerk", "manager", "finance", "leader", "auditor")


@tagged("post_install", "-at_install", "gaj")
class TestWalkMoves(WalkMixin, TransferCase):
    """Cards, custody and transfers: who may do what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine, cls.free = cls.make_assets("MF", custodian_id=cls.people["user"].id)
        cls.free.custodian_id = False

    def test_who_sees_a_card(self):
        self.walk("read", self.mine, lambda card: card.read(["name"]), ("user", *READERS), sided=("discipline",))
        self.walk("read another's", self.free, lambda card: card.read(["name"]), READERS, sided=("discipline",))

    def test_who_makes_and_changes_cards(self):
        values = {"name": "New", "category_id": self.desktop.id, "cost": 1.0}
        self.walk("create", self.env["gaj.asset"], lambda cards: cards.create(values), ("manager",))
        self.walk("write", self.mine, lambda card: card.write({"name": "Other"}), ("manager",))
        (fresh,) = self.make_assets(["Fresh"], state="draft", department_id=False)
        self.walk("unlink", fresh, lambda card: card.unlink(), ("manager",))

    def test_everyday_steps_of_a_card(self):
        (card,) = self.make_assets(["Draft"], state="draft")
        self.step(card, "action_accept", ("manager",))
        self.step(card, "action_issue", CLERKS)
        self.step(card, "action_set_idle", CLERKS)
        self.step(card, "action_back_to_use", CLERKS)
        self.step(card, "action_repair", CLERKS)
        self.step(card, "action_back_to_use", CLERKS)
        self.step(card, "action_return", CLERKS)
        card._set_missing()
        self.step(card, "action_found", ("manager",))

    def test_a_transfer_between_departments(self):
        values = {
            "kind": "transfer",
            "department_to_id": self.other.id,
            "custodian_to_id": self.people["other_user"].id,
            "line_ids": [Command.create({"asset_id": self.mine.id})],
        }
        self.walk("create", self.env["gaj.asset.transfer"], lambda each: each.create(dict(values)), CLERKS)
        transfer = self.make_transfer(
            self.mine, department_to_id=self.other.id, custodian_to_id=self.people["other_user"].id
        )
        self.step(transfer, "action_submit", CLERKS)
        self.step(transfer, "action_approve", ("manager",))
        self.step(transfer, "action_release", CLERKS)
        self.step(transfer, "action_receive", ("manager",), by="other_clerk", sided=("clerk",))
        self.walk("sign", transfer, lambda each: each.sign(SIGNATURE), (), sided=("user", *READERS, "discipline"))
        self.assertIsNone(self.try_as("other_user", transfer, lambda each: each.sign(SIGNATURE)))

    def test_a_loan_is_approved_by_a_leader(self):
        transfer = self.make_transfer(
            self.free, kind="loan", partner_id=self.borrower.id, date_until=date.today() + timedelta(days=30)
        )
        self.step(transfer, "action_submit", CLERKS)
        self.step(transfer, "action_approve", ("leader",))
        self.step(transfer, "action_cancel", CLERKS)

    def test_custody_records_are_written_by_nobody(self):
        custody = self.env["gaj.asset.custody"].search([("asset_id", "=", self.free.id)], limit=1)
        self.assertTrue(custody)
        self.nobody("write", custody, lambda each: each.write({"reason": "x"}))
        self.nobody("unlink", custody, lambda each: each.unlink())
        self.nobody("create", custody, lambda each: each.create({"asset_id": self.mine.id}))
