from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .gaj_asset_standard_check import Demand, Finding, Unit

#: What of an order line the standards are about.
ASKED = {
    "product_id",
    "product_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "gaj_asset_request_line_id",
}
#: An order in these states has been checked once.
CONFIRMED = ("to approve", "purchase")


class PurchaseOrder(models.Model):
    """Orders of fixed assets keep to what was approved and to the configuration standards."""

    _inherit = "purchase.order"

    gaj_asset_request_count = fields.Integer(
        string="Asset Requests", compute="_compute_gaj_asset_request_count", compute_sudo=True
    )

    def _compute_gaj_asset_request_count(self):
        for order in self:
            order.gaj_asset_request_count = len(order.order_line.gaj_asset_request_line_id.request_id)

    def action_gaj_open_requests(self):
        """Open the requests that this order fulfils."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_request_action")
        action["domain"] = [("id", "in", self.sudo().order_line.gaj_asset_request_line_id.request_id.ids)]
        return action

    def button_confirm(self):
        self.check_access("write")
        orders = self.filtered(lambda order: order.state in ("draft", "sent"))
        for order in orders:
            order._gaj_check_standards()
        result = super().button_confirm()
        orders._gaj_refuse_too_many()
        return result

    def _gaj_check_standards(self):
        """Warn or refuse, as the company has set, if the assets of this order go beyond the standards."""
        lines = self.order_line.filtered("product_id.gaj_asset_category_id")
        if not lines:
            return
        findings = lines._gaj_check_standards(
            {line: line.product_uom_qty for line in lines}, fields.Date.context_today(self), self
        )
        self._gaj_settle_findings(findings, self.company_id.gaj_asset_check_order)

    def _gaj_check_confirmed(self):
        """Look once more at confirmed orders of which somebody has raised the quantity or the price.

        :raises UserError: as :meth:`_gaj_settle_findings`, or if more is ordered than was approved
        """
        for order in self:
            order._gaj_check_standards()
        self._gaj_refuse_too_many()

    def _gaj_refuse_too_many(self):
        """
        :raises UserError: if more is ordered than was approved
        """
        # sudo: buyers see no requests; how many pieces were approved is asked all the same
        wishes = self.sudo().order_line.gaj_asset_request_line_id
        wishes.invalidate_recordset(["ordered_quantity"])
        wishes._refuse_too_many()

    def _gaj_settle_findings(self, findings, mode):
        """Refuse, or note on the order and remind whoever is responsible.

        :raises UserError: if ``mode`` is ``block`` and a finding is beyond the standards
        """
        over = [finding.text for finding in findings if finding.level == "over"]
        unknown = [finding.text for finding in findings if finding.level == "unknown"]
        if over and mode == "block":
            raise UserError(
                self.env._(
                    "Order %(name)s goes beyond the configuration standards:\n%(what)s\n\nOrder less, or have an asset request"
                    " approved that gives the reason for exceeding, and order from it.",
                    name=self.name,
                    what="\n".join(f"• {text}" for text in over),
                )
            )
        if over or unknown:
            self.message_post(
                body=self.env._("Configuration standards of assets: %(what)s", what="; ".join([*over, *unknown]))
            )
        if over:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Beyond the configuration standards"),
                note="; ".join(over),
                user_id=(self.user_id or self.env.user).id,
            )


class PurchaseOrderLine(models.Model):
    """An order line as the checks see it."""

    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state in CONFIRMED).order_id._gaj_check_confirmed()
        return lines

    def write(self, vals):
        before = {line: line._gaj_ordered() for line in self if line.state in CONFIRMED} if vals.keys() & ASKED else {}
        result = super().write(vals)
        raised = self.browse().union(*(line for line, ordered in before.items() if line._gaj_exceeds(ordered)))
        raised.order_id._gaj_check_confirmed()
        return result

    def _gaj_ordered(self):
        """Return what the standards ask of this line: thing, pieces, price and request."""
        self.ensure_one()
        # sudo: buyers see no requests
        return self.product_id, self.product_uom_qty, self.price_total, self.sudo().gaj_asset_request_line_id

    def _gaj_exceeds(self, ordered):
        """Return whether this line asks for more than it did, or for something else, than ``ordered``."""
        product, quantity, price, wish = self._gaj_ordered()
        before = ordered[1] and ordered[2] / ordered[1]
        return (
            product != ordered[0]
            or wish != ordered[3]
            or quantity > ordered[1]
            or (quantity and self.currency_id.compare_amounts(price / quantity, before) > 0)
        )

    def _gaj_check_standards(self, quantities, day, orders):
        """Return the findings about ``quantities``, ``{line: pieces}``, on ``day``; ``orders`` do not count twice."""
        # sudo: buyers read neither requests nor cards; the turn of the institution is taken for them
        lines = self.sudo()
        units = {}
        for line in lines:
            wish = line.gaj_asset_request_line_id
            unit = (
                wish.request_id._gaj_unit() if wish else Unit(line.company_id, line.company_id._gaj_own_institution())
            )
            units.setdefault(unit, []).append(line._gaj_demand(quantities[line]))
        institutions = self.env["gaj.institution"].sudo().union(*(unit.institution for unit in units))
        institutions._gaj_take_turn()
        check = self.env["gaj.asset.standard"]._gaj_check
        return [finding for unit, demands in units.items() for finding in check(unit, day, demands, orders=orders)]

    def _gaj_check_received(self, quantities):
        """Return findings about lines of which more than was approved would have come with ``quantities``."""
        return [
            Finding(
                "quantity",
                "over",
                self.env._(
                    "%(name)s: %(come)s have come with this receipt, %(approved)s were approved",
                    name=line.product_id.display_name,
                    come=int(line.qty_received + quantities[line]),
                    approved=line.gaj_asset_request_line_id.quantity,
                ),
            )
            for line in self.filtered("gaj_asset_request_line_id")
            if line.qty_received + quantities[line] > line.gaj_asset_request_line_id.quantity
        ]

    def _gaj_demand(self, quantity):
        wish = self.gaj_asset_request_line_id
        price = self.currency_id._convert(
            self.price_total / self.product_qty if self.product_qty else 0,
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
            round=False,
        )
        approved = wish.request_id.state in ("approved", "ordered", "done") and wish
        demand = wish._gaj_demand() if approved else Demand("", self.product_id.gaj_asset_category_id, 0)
        return Demand(
            name=self.product_id.display_name,
            category=self.product_id.gaj_asset_category_id,
            quantity=int(quantity),
            price=Decimal(str(round(price, 2))) if price else None,
            rank=demand.rank,
            size=demand.size,
            area=demand.area,
            parts=demand.parts,
            is_approved=bool(approved),
            approved_price=Decimal(str(wish.price_unit)) if approved and wish.request_id.is_exception else None,
        )
