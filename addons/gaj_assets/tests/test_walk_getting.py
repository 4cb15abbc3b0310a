from odoo.tests import tagged

from .acquisition_case import AcquisitionCase
from .request_case import RequestCase
from .walk_case import WalkMixin

CLERKS = ("clerk", "manager")


@tagged("post_install", "-at_install", "gaj")
class TestWalkRequest(WalkMixin, RequestCase):
    """Requests: clerks ask, leaders decide, managers order."""

    def test_a_request(self):
        requests = self.env["gaj.asset.request"]
        values = {"department_id": self.bureau.id, "reason": "New colleagues"}
        self.walk("create", requests, lambda each: each.create(dict(values)), CLERKS)
        request = self.make_request()
        self.walk("write", request, lambda each: each.write({"reason": "Other"}), CLERKS)
        self.walk("unlink", request, lambda each: each.unlink(), CLERKS)
        self.step(request, "action_submit", CLERKS)
        self.walk("reject", request, lambda each: each._gaj_reject("No"), ("leader",))
        self.walk("action_cancel", request, lambda each: each.action_cancel(), CLERKS)
        self.step(request, "action_approve", ("leader",))
        self.step(request, "action_create_order", ("manager",))
        request.sudo().line_ids.purchase_line_ids.order_id.button_cancel()
        self.step(request, "action_done", ("manager",))

    def test_a_rejected_request_is_revised_by_its_department(self):
        request = self.make_request()
        request.action_submit()
        request.with_user(self.users["leader"])._gaj_reject("No")
        self.step(request, "action_revise", CLERKS)

    def test_standards(self):
        standard = self.standard("desktop")
        self.walk("write", standard, lambda each: each.write({"note": "Checked"}), ("manager",))
        value = standard.value_ids[:1]
        self.walk("write a value", value, lambda each: each.write({"source": "Checked"}), ("manager",))


@tagged("post_install", "-at_install", "gaj")
class TestWalkAcceptance(WalkMixin, AcquisitionCase):
    """Acceptances: the manager leads, named inspectors sign, finance books."""

    def test_a_batch(self):
        batches = self.env["gaj.asset.acceptance"]
        values = {"kind": "donation", "date": "2026-06-10"}
        self.walk("create", batches, lambda each: each.create(dict(values)), ("manager",))
        batch = self.get("donation", {"price": 9000.0, "quantity": 1})
        self.walk("write", batch, lambda each: each.write({"note": "x"}), ("manager",))
        self.walk("action_cancel", batch, lambda each: each.action_cancel(), ("manager",))
        self.name_inspectors(batch)
        self.step(batch, "action_start", ("manager",))
        inspector = batch.inspector_ids[0]
        self.nobody("sign for somebody else", inspector, lambda each: each._sign("passed"))
        self.assertIsNone(self.try_as("inspector_1", inspector, lambda each: each._sign("passed")))
        self.sign(batch)
        self.step(batch, "action_accept", ("manager",))
        self.walk("action_book", batch, lambda each: each.action_book(), ("finance",))

    def test_a_batch_with_a_fault(self):
        batch = self.get("donation", {"price": 9000.0, "quantity": 1})
        self.name_inspectors(batch)
        batch.action_start()
        self.sign(batch, "fail")
        batch.fail_reason = "Broken"
        self.step(batch, "action_fail", ("manager",))

    def test_products_are_no_business_of_these_roles(self):
        """Who may flag a product is core's rule; the roles of assets add nothing to it."""
        self.walk(
            "flag a product",
            self.seat.product_tmpl_id,
            lambda each: each.write({"gaj_asset_category_id": self.desktop.id}),
            (),
        )

    def test_thresholds(self):
        threshold = self.env["gaj.asset.threshold"].search([], limit=1)
        self.walk("write", threshold, lambda each: each.write({"source": "Checked"}), ())
        self.walk(
            "create a line by hand",
            self.env["gaj.asset.bill.match"],
            lambda each: each.create([{}]),
            (),
        )
