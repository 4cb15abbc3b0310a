from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-15 08:00:00")
class TestValueChangeDisposal(DisposalCase):
    """A disposal is decided on by the value of its cards, so neither goes on while the other is on its way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printer = cls.booked("Printer", 1200.00, 1200.00, "2019-01-10", 72, "2026-06-01")

    def change(self, **values):
        defaults = {"kind": "correction", "new_cost": 1500.00, "new_life_months": 96, "reason": "BILL/7"}
        return (
            self.env["gaj.asset.value.change"]
            .with_user(self.users["manager"])
            .create({"asset_id": self.printer.id, **defaults, **values})
        )

    def test_no_value_changes_while_a_disposal_is_on_its_way(self):
        change, approved = self.change(), self.change(new_cost=1600.00)
        approved.action_submit()
        approved.with_user(self.users["leader"]).action_approve()
        record = self.draft(self.printer)
        change.action_submit()
        change.action_back_to_draft()
        # as if both had been decided on at the same moment
        approved.sudo().with_context(skip_validation_check=True).state = "draft"
        record.action_apply()
        approved.sudo().with_context(skip_validation_check=True).state = "approved"

        def refused(state):
            text = rf"{change.name} .*disposal {record.name} of this asset is “{state}”.*Finish or withdraw"
            with self.assertRaisesRegex(UserError, text):
                change.action_submit()
            with self.assertRaisesRegex(UserError, f"disposal {record.name} of this asset is “{state}”"):
                approved.with_user(self.users["finance"]).action_book()
            with self.assertRaisesRegex(UserError, rf"\(BILL/8\): disposal {record.name} of this asset is “{state}”"):
                self.env["gaj.asset.value.change"]._gaj_from_bill({self.printer: 1201}, "2026-06-15", "BILL/8")
            self.assertEqual(self.printer.cost, 1200.00)

        refused("Applied For")
        approved.sudo().with_context(skip_validation_check=True).state = "draft"
        self.appraised(record)
        self.approved(record)
        approved.sudo().with_context(skip_validation_check=True).state = "approved"
        refused("Approved")
        record.sudo().state = "executing"
        refused("Being Carried Out")
        record.sudo().state = "approved"
        self.as_(record, "manager").action_withdraw()
        change.action_submit()
        approved.with_user(self.users["finance"]).action_book()
        self.assertEqual(self.printer.cost, 1600.00)

    def test_no_disposal_goes_on_while_a_value_change_is_on_its_way(self):
        change = self.change()
        record = self.draft(self.printer)
        change.action_submit()
        text = rf"Disposal {record.name} cannot go on yet:\n– .*value change {change.name} is “%s”"
        with self.assertRaisesRegex(UserError, text % "Submitted"):
            record.action_apply()
        self.assertIn(change.name, record.missing_html)
        change.with_user(self.users["leader"]).action_approve()
        with self.assertRaisesRegex(UserError, text % "Approved"):
            record.action_apply()
        change.action_back_to_draft()
        record.action_apply()
        self.appraised(record)
        self.as_(record, "manager").write({"document_no": "CZ-2026-7", "document_date": "2026-06-15"})
        change = change.sudo().with_context(skip_validation_check=True)
        for before, step, user in [
            ("appraised", "action_submit", "manager"),
            ("approved", "action_execute", "manager"),
            ("executing", "action_hand_over", "manager"),
        ]:
            with self.subTest(step=step):
                self.assertEqual(record.state, before)
                change.state = "submitted"
                with self.assertRaisesRegex(UserError, text % "Submitted"):
                    getattr(self.as_(record, user), step)()
                change.state = "draft"
                getattr(self.as_(record, user), step)()
                if step == "action_submit":
                    change.state = "submitted"
                    with self.assertRaisesRegex(UserError, text % "Submitted"):
                        self.as_(record, "leader").action_approve()
                    change.state = "draft"
                    self.as_(record, "leader").action_approve()
        change.state = "submitted"
        with self.assertRaisesRegex(UserError, text % "Submitted"):
            self.as_(record, "finance").action_derecognise()
        change.state = "draft"
        self.as_(record, "finance").action_derecognise()
        self.assertEqual(self.printer.state, "disposed")

    def test_a_building_under_works_is_not_applied_for(self):
        change = self.change(
            kind="improvement", works=100, is_through_construction=True, new_cost=False, new_life_months=120
        )
        change.action_submit()
        change.with_user(self.users["leader"]).action_approve()
        change.with_user(self.users["finance"]).action_begin()
        with self.assertRaisesRegex(UserError, f"value change {change.name} is “Works Under Way”"):
            self.draft(self.printer).action_apply()
