from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .gaj_asset_request import MANAGER

#: What the manager fills in once the request is approved.
TO_ORDER = {"product_id", "vendor_id"}


class GajAssetRequestLine(models.Model):
    """Some pieces of one kind of thing that a department asks for."""

    _name = "gaj.asset.request.line"
    _description = "Asset Request Line"
    _inherit = ["gaj.guard.mixin"]
    _order = "request_id, sequence, id"
    _check_company_auto = True

    request_id = fields.Many2one("gaj.asset.request", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="request_id.state")
    department_id = fields.Many2one(related="request_id.department_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        check_company=True,
        domain=[("gaj_asset_category_id", "!=", False)],
        ondelete="restrict",
        help="Can be left to the asset manager, who orders.",
    )
    category_id = fields.Many2one(
        "gaj.asset.category",
        required=True,
        index=True,
        compute="_compute_category_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    name = fields.Char(string="Description", compute="_compute_name", store=True, readonly=False, precompute=True)
    quantity = fields.Integer(required=True, default=1)
    price_unit = fields.Monetary(string="Estimated Price", required=True, help="Of one piece or set, with taxes.")
    amount = fields.Monetary(compute="_compute_amount", store=True, precompute=True)
    vendor_id = fields.Many2one("res.partner", index="btree_not_null", check_company=True)
    set_category_ids = fields.Many2many(
        "gaj.asset.category",
        string="Also in the Set",
        help="If it is bought as a set: what else belongs to it. A set costs no more than its parts may cost together.",
    )
    rank_class = fields.Selection(
        [("bureau", "Bureau Rank"), ("other", "Below Bureau Rank")],
        string="For Whom",
        help="Furniture has other prices for people of bureau rank.",
    )
    size = fields.Selection([("large", "Large"), ("small", "Small")], help="Tea tables have two sizes.")
    room_area = fields.Float(string="Room (m²)", digits=(8, 2), help="For a meeting table: the area of the room.")
    replaced_ids = fields.Many2many(
        "gaj.asset",
        "gaj_asset_request_line_replaced_rel",
        "line_id",
        "asset_id",
        string="Replaces",
        check_company=True,
        copy=False,
    )
    is_beyond_repair = fields.Boolean(
        string="Destroyed beyond Repair", help="Then the minimum years of service do not count; it needs evidence."
    )
    sheets_made = fields.Integer(help="Of a copier: the figure of its counter. Enough sheets stand for the years.")
    evidence = fields.Text(string="Evidence of the Damage", help="Who examined it, when, and what was found.")
    purchase_line_ids = fields.One2many("purchase.order.line", "gaj_asset_request_line_id", string="Order Lines")
    ordered_quantity = fields.Integer(string="Ordered", compute="_compute_ordered", compute_sudo=True)
    received_quantity = fields.Integer(compute="_compute_ordered", compute_sudo=True)
    open_quantity = fields.Integer(string="To Order", compute="_compute_ordered", compute_sudo=True)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "A request asks for at least one piece.")
    _price_positive = models.Constraint("CHECK (price_unit >= 0)", "An estimated price cannot be negative.")
    _sheets_positive = models.Constraint("CHECK (COALESCE(sheets_made, 0) >= 0)", "A counter cannot be negative.")
    _room_positive = models.Constraint("CHECK (COALESCE(room_area, 0) >= 0)", "The area of a room cannot be negative.")

    @api.depends("product_id")
    def _compute_category_id(self):
        for line in self:
            line.category_id = line.product_id.gaj_asset_category_id or line.category_id

    @api.depends("product_id", "category_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.product_id.display_name or line.category_id.name

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.price_unit

    @api.depends(
        "quantity",
        "purchase_line_ids.product_uom_qty",
        "purchase_line_ids.qty_received",
        "purchase_line_ids.order_id.state",
    )
    def _compute_ordered(self):
        """Ordered is what confirmed orders have; to order is what is neither on one nor on a draft."""
        for line in self:
            confirmed = line.purchase_line_ids.filtered(lambda order_line: order_line.state == "purchase")
            line.ordered_quantity = sum(confirmed.mapped("product_uom_qty"))
            line.received_quantity = sum(confirmed.mapped("qty_received"))
            line.open_quantity = line.quantity - line.ordered_quantity

    @api.depends("name", "request_id.name", "quantity")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.request_id.name} · {line.name or ''} × {line.quantity}"

    @api.constrains("product_id", "category_id")
    def _check_product(self):
        for line in self:
            if line.product_id and line.product_id.gaj_asset_category_id != line.category_id:
                raise ValidationError(
                    self.env._(
                        "%(product)s is not a fixed asset of the category %(category)s. Choose a product of this category,"
                        " or set the category of the product.",
                        product=line.product_id.display_name,
                        category=line.category_id.display_name,
                    )
                )

    @api.constrains("replaced_ids", "quantity", "category_id", "is_beyond_repair", "evidence")
    def _check_replaced(self):
        for line in self:
            # sudo: cards that the reader of the request may not open are still named in it
            cards = line.sudo().replaced_ids
            if sum(cards.mapped("quantity")) > line.quantity:
                raise ValidationError(
                    self.env._(
                        "%(name)s: %(quantity)s pieces cannot replace %(cards)s cards. Ask for as many as are replaced, or"
                        " take cards off the list.",
                        name=line.name,
                        quantity=line.quantity,
                        cards=len(cards),
                    )
                )
            gone = cards.filtered(lambda card: card.state in ("draft", "disposed"))[:1]
            if gone:
                raise ValidationError(
                    self.env._(
                        "%(name)s: asset %(card)s is not in use any more, or not yet, and cannot be replaced.",
                        name=line.name,
                        card=gone.display_name,
                    )
                )
            if line.is_beyond_repair and not (line.evidence or "").strip():
                raise ValidationError(
                    self.env._(
                        "%s: who says that a thing is destroyed beyond repair says who examined it and what was found. Fill in"
                        " the evidence.",
                        line.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        for vals in vals_list:
            self._refuse_nonsense(vals)
        if not self.env.su:
            requests = self.env["gaj.asset.request"].browse({vals.get("request_id") for vals in vals_list} - {None})
            self._refuse_late(requests)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._gaj_refuse_wrong_values(vals)
        self._refuse_nonsense(vals)
        if not self.env.su:
            to_order = vals.keys() <= TO_ORDER and self.env.user.has_group(MANAGER)
            self._refuse_late(self.request_id, ("draft", "approved", "ordered") if to_order else ("draft",))
            self._refuse_other_kind(self.env["product.product"].browse(vals.get("product_id") or False))
        result = super().write(vals)
        if not self.env.su and "request_id" in vals:
            # what was submitted or approved gets no line from another request
            self._refuse_late(self.request_id)
        return result

    def _refuse_nonsense(self, vals):
        """
        :raises ValidationError: before the database refuses it in its own words
        """
        quantity, price = vals.get("quantity", 1), vals.get("price_unit", 0)
        if (quantity or 0) < 1 or (price or 0) < 0:
            raise ValidationError(
                self.env._(
                    "%(name)s: at least one piece at a price that is not negative is expected, not %(quantity)s at %(price)s.",
                    name=vals.get("name") or ", ".join(self.mapped("name")) or self.env._("Asset Request Line"),
                    quantity=quantity or 0,
                    price=price or 0,
                )
            )

    def _refuse_other_kind(self, product):
        """
        :raises UserError: if ``product`` is not of the kind that was approved
        """
        for line in self:
            if product and line.state != "draft" and product.gaj_asset_category_id != line.category_id:
                raise UserError(
                    self.env._(
                        "Request %(request)s approves %(category)s; %(product)s is another kind of thing. Choose a product of"
                        " this category.",
                        request=line.request_id.name,
                        category=line.category_id.display_name,
                        product=product.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if not self.env.su:
            self._refuse_late(self.request_id, ("draft", "cancelled"))

    def _refuse_late(self, requests, states=("draft",)):
        """
        :raises UserError: if one of ``requests`` is in none of ``states``
        """
        late = requests.filtered(lambda request: request.state not in states)[:1]
        if late:
            raise UserError(
                self.env._(
                    "Request %s has been submitted and its things stay. Have it rejected to revise it.", late.name
                )
            )

    def _gaj_speak_for_replaced(self):
        """Mark the cards to be replaced, so that no other request replaces them too.

        :raises UserError: if another request does already
        """
        for line in self:
            # sudo: clerks write no cards; the mark is set by the step they may take
            cards = line.sudo().replaced_ids
            taken = cards.filtered(lambda card, line=line: card.replacement_line_id not in (line, line.browse()))[:1]
            if taken:
                raise UserError(
                    self.env._(
                        "Asset %(card)s is to be replaced by request %(request)s already. Take it off the list.",
                        card=taken.display_name,
                        request=taken.replacement_line_id.request_id.name,
                    )
                )
            cards.write({"replacement_line_id": line.id})

    def _gaj_release_replaced(self):
        """Let the cards be replaced by another request."""
        # sudo: as in _gaj_speak_for_replaced
        self.env["gaj.asset"].sudo().search([("replacement_line_id", "in", self.ids)]).write(
            {"replacement_line_id": False}
        )

    def _gaj_waiting_orders(self):
        """Return the confirmed orders of these lines from which something has not come yet."""
        # sudo: asset managers need no right on orders to see that one is under way
        lines = self.sudo().purchase_line_ids
        return lines.filtered(
            lambda line: line.state == "purchase" and line.qty_received < line.product_uom_qty
        ).order_id
