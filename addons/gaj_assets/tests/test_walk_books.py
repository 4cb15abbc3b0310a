from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from odoo.tests import tagged

from ..rules import entries
from .depreciation_case import DepreciationCase
from .walk_case import WalkMixin


@tagged("post_install", "-at_install", "gaj")
class TestWalkBooks(WalkMixin, DepreciationCase):
    """Values, depreciation, entries and reconciliation: only finance posts."""

    def test_a_depreciation_run(self):
        self.in_books("2026-03-20")
        with freeze_time("2026-04-01"):
            runs = self.env["gaj.asset.depreciation.run"]
            self.walk("create", runs, lambda each: each.create({"month": "2026-03-01"}), ("finance",))
            run = runs.with_user(self.users["finance"]).create({"month": "2026-03-01"})
            self.step(run, "action_compute", ("finance",))
            self.step(run, "action_post", ("finance",))
            move = run.sudo().move_ids
            self.walk("entry", move, lambda each: each.read(["name"]), ("finance", "auditor"))
            line = run.sudo().line_ids[:1]
            self.nobody("write a line", line, lambda each: each.write({"amount": 1.0}))
            self.step(run, "action_undo", ("finance",))

    def test_a_value_change(self):
        card = self.in_books("2026-03-20")
        self.run_month(2026, 3)
        with freeze_time("2026-04-10"):
            changes = self.env["gaj.asset.value.change"]
            values = {
                "asset_id": card.id,
                "date": "2026-04-10",
                "kind": "improvement",
                "works": 1000.0,
                "reason": "More memory",
            }
            self.walk("create", changes, lambda each: each.create(dict(values)), ("manager",))
            change = changes.with_user(self.users["manager"]).create(dict(values))
            self.walk("action_cancel", change, lambda each: each.action_cancel(), ("manager",))
            self.step(change, "action_submit", ("manager",))
            self.step(change, "action_approve", ("leader",))
            self.step(change, "action_book", ("finance",))

    def test_a_reconciliation(self):
        self.in_books("2026-03-20")
        with freeze_time("2026-04-10"):
            records = self.env["gaj.asset.reconciliation"]
            self.walk("create", records, lambda each: each.create({}), ("manager", "finance"))
            record = records.with_user(self.users["finance"]).create({})
            self.step(record, "action_compare", ("finance", "manager"))
            for difference in record.sudo().line_ids.difference_ids:
                difference.note = "Explained"
            self.step(record, "action_sign_manager", ("manager",))
            self.step(record, "action_sign_finance", ("finance",))
            self.walk("unlink", record, lambda each: each.unlink(), (), sided=("manager", "finance"))

    def test_an_opening_entry(self):
        self.make_assets("AB", accumulated=100.0)
        openings = self.env["gaj.asset.opening"]
        values = {"date": "2026-03-31"}
        self.walk("create", openings, lambda each: each.create(dict(values)), ("finance",))
        opening = openings.with_user(self.users["finance"]).create(dict(values))
        self.step(opening, "action_book", ("finance",))

    def test_nobody_else_posts_an_entry_of_assets(self):
        """The brick by which every document books asks for finance itself, whatever rights it is lent."""
        opening = self.env["gaj.asset.opening"].with_user(self.users["finance"]).create({"date": "2026-03-31"})
        items = [(line, self.desktop, self.section) for line in entries.depreciation(Decimal(10))]
        day = date(2026, 3, 31)
        self.walk("book", opening, lambda each: each.sudo()._gaj_book("depreciation", day, items), ("finance",))

    def test_the_accounts_are_set_by_finance(self):
        setups = self.env["gaj.asset.account.setup"]
        values = {"company_id": self.company.id, "standard": "government"}
        self.walk("setup", setups, lambda each: each.create(dict(values)).action_apply(), ("finance",))
        account = self.env["gaj.asset.process.account"].search([], limit=1)
        self.walk("write an account", account, lambda each: each.write({"role": each.role}), ("finance",))
        self.walk("read an account", account, lambda each: each.read(["role"]), ("finance", "auditor"))
