from freezegun import freeze_time
from odoo.tests import tagged

from .depreciation_case import DepreciationCase
from .walk_case import WalkMixin

READERS = ("clerk", "manager", "finance", "leader", "auditor")


@tagged("post_install", "-at_install", "gaj")
class TestWalkFollowUp(WalkMixin, DepreciationCase):
    """Shortages and surpluses: the manager asks, the leader decides, finance books."""

    def test_a_shortage(self):
        asset = self.in_books("2028-05-02", acquisition_date="2028-05-02")
        values = {
            "asset_id": asset.id,
            "searched_from": "2028-05-10",
            "searched_until": "2028-05-19",
            "search_note": "All rooms of the floor, and the store.",
            "cause": "lost",
            "liability": "employee",
            "liable_employee_id": self.people["user"].id,
            "document_no": "8",
            "document_date": "2028-05-19",
            "compensation": 500.0,
            "is_receivable": True,
        }
        with freeze_time("2028-05-20"):
            records = self.env["gaj.asset.shortage"]
            self.walk("create", records, lambda each: each.create(dict(values)), ("manager",))
            record = records.with_user(self.users["manager"]).create(dict(values))
            self.walk("read", record, lambda each: each.read(["state"]), READERS)
            self.walk("action_drop", record, lambda each: each.action_drop(), ("manager",))
            self.step(record, "action_submit", ("manager",))
            self.walk("action_found", record, lambda each: each.action_found(), ("manager", "finance"))
            self.step(record, "action_set_aside", ("finance",))
            self.walk("action_found when booked", record, lambda each: each.action_found(), ("finance",))
            self.step(record, "action_approve", ("leader",))
            for name in ("action_write_off", "action_compensation", "action_settle", "action_received", "action_remit"):
                self.step(record, name, ("finance",))

    def test_a_surplus(self):
        values = {
            "item_name": "Steel safe",
            "category_id": self.desktop.id,
            "department_id": self.section.id,
            "found_on": "2026-05-10",
            "cause": "not_recorded",
            "valuation": "appraised",
            "valuation_note": "Report 12",
            "value": 3600,
            "life_months": 36,
        }
        with freeze_time("2026-05-20"):
            surpluses = self.env["gaj.asset.surplus"]
            self.walk("create", surpluses, lambda each: each.create(dict(values)), ("manager",))
            surplus = surpluses.with_user(self.users["manager"]).create(dict(values))
            self.step(surplus, "action_submit", ("manager",))
            self.step(surplus, "action_approve", ("leader",))
            self.step(surplus, "action_register", ("manager",))
            self.step(surplus, "action_book", ("finance",))
