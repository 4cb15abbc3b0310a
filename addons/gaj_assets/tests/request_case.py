from odoo.fields import Command

from .common import AssetsCase


class RequestCase(AssetsCase):
    """An institution of 47 people within posts, and what its departments may ask for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.institution = cls.env["gaj.institution"].create({"name": "Bureau of 47"})
        cls.bureau.gaj_institution_id = cls.institution
        cls.size = cls.env["gaj.institution.size"].create(
            {
                "institution_id": cls.institution.id,
                "date_from": "2020-01-01",
                "people": 60,
                "posts": 47,
                "bureau_rank_staff": 3,
                "offices": 20,
                "bureau_rank_offices": 3,
            }
        )
        cls.env.company.write(
            {
                "gaj_asset_check_request": "block",
                "gaj_asset_check_order": "warn",
                "gaj_asset_check_receipt": "warn",
                "gaj_asset_cap_rounding": "down",
                "gaj_asset_cap_scope": "institution",
            }
        )
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor of Computers"})
        cls.product = cls.env["product.product"].create(
            {
                "name": "Office desktop",
                "type": "consu",
                "gaj_asset_category_id": cls.desktop.id,
                "purchase_method": "receive",
                "supplier_taxes_id": [Command.clear()],
                "seller_ids": [Command.create({"partner_id": cls.vendor.id})],
            }
        )
        cls.standards = cls.env["gaj.asset.standard"]

    @classmethod
    def standard(cls, key):
        return cls.env.ref(f"gaj_assets.standard_{key}")

    @classmethod
    def category(cls, code):
        return cls.env.ref(f"gaj_assets.category_{code.lower()}")

    def make_request(self, quantity=1, user="clerk", lines=None, **values):
        """Return a draft of ``user`` for the bureau: some desktops, or ``lines`` as values."""
        line = {"product_id": self.product.id, "quantity": quantity, "price_unit": 4800.0}
        return (
            self.env["gaj.asset.request"]
            .with_user(self.users[user])
            .create(
                {
                    "department_id": self.bureau.id,
                    "reason": "New colleagues",
                    "line_ids": [Command.create({**line, **each}) for each in (lines or [{}])],
                    **values,
                }
            )
        )

    def approve(self, request, user="leader"):
        request.with_user(self.users[user]).action_approve()
        return request

    def approved(self, **values):
        request = self.make_request(**values)
        request.action_submit()
        return self.approve(request)

    def ordered(self, **values):
        """Return an approved request and its draft order."""
        request = self.approved(**values)
        request.with_user(self.users["manager"]).action_create_order()
        return request, request.sudo().line_ids.purchase_line_ids.order_id

    def receive(self, order):
        picking = order.picking_ids.filtered(lambda each: each.state not in ("done", "cancel"))
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
        picking.button_validate()
        return picking
