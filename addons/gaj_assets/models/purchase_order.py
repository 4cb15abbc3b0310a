from collections import defaultdict

from odoo import fields, models

from ..rules.acquisition import ZERO, allocate, part_of
from .gaj_asset_acceptance import READERS
from .gaj_asset_acceptance_line import cents


class PurchaseOrder(models.Model):
    """The acceptances and cards that an order led to."""

    _inherit = "purchase.order"

    gaj_acceptance_count = fields.Integer(compute="_compute_gaj_acceptance_count")

    def _compute_gaj_acceptance_count(self):
        # sudo: a buyer sees that there is a batch; opening it asks for their own rights
        counts = dict(
            self.env["gaj.asset.acceptance"]
            .sudo()
            ._read_group([("purchase_id", "in", self.ids)], ["purchase_id"], ["__count"])
        )
        for order in self:
            order.gaj_acceptance_count = counts.get(order, 0)

    def action_gaj_open_acceptances(self):
        """Return the action that shows the acceptances of these orders."""
        self.check_access("read")
        # sudo: which batches; a buyer may see that there are some, and opening them asks for their own rights
        return self.env["gaj.asset.acceptance"].sudo().search([("purchase_id", "in", self.ids)])._gaj_action()


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    gaj_acceptance_line_ids = fields.One2many(
        "gaj.asset.acceptance.line", "purchase_line_id", string="Accepted Items", groups=READERS
    )

    def _gaj_costs_of(self, moves):
        """Return ``{move: {"price", "tax", "freight", "installation", "fees"}}`` (yuan) for ``moves`` of order lines.

        Price and VAT that is not deducted are those of the pieces received; freight and the like, ordered on lines of
        their own, are divided among the assets of the order by value, and each delivery bears its share.
        """
        result, counted = {}, defaultdict(int)
        for move in moves.filtered("purchase_line_id"):
            line = move.purchase_line_id
            net, tax = line._gaj_cost(
                move.product_uom._compute_quantity(move.quantity, line.product_uom_id, round=False)
            )
            fees = line._gaj_fee_shares(moves, counted[line], move._gaj_pieces())
            result[move] = {name: float(amount) for name, amount in {"price": net, "tax": tax, **fees}.items()}
            counted[line] += move._gaj_pieces()
        return result

    def _gaj_cost(self, quantity):
        """Return price and VAT that cannot be deducted of ``quantity`` (unit of the order) in yuan, as ``Decimal``.

        Tax whose repartition has no account of its own lands on the account of the line, so that cards and bill agree.
        """
        self.ensure_one()
        taxes = self.env["account.tax"]
        base_line = self._prepare_base_line_for_taxes_computation()
        base_line["quantity"] = quantity
        taxes._add_tax_details_in_base_lines([base_line], self.company_id)
        taxes._round_base_lines_tax_details([base_line], self.company_id)
        taxes._add_accounting_data_in_base_lines_tax_details([base_line], self.company_id)
        details = base_line["tax_details"]
        net = details["total_excluded"] + details["delta_total_excluded"]
        return cents(net), self.env["account.move"]._gaj_tax_in_cost(base_line)

    def _gaj_fee_shares(self, moves, counted, pieces):
        """Return ``{"freight": share, …}`` (yuan) of the freight and the like on this order that ``pieces`` bear.

        Of the line, ``counted`` pieces of ``moves`` and all pieces of earlier receipts came before.
        """
        self.ensure_one()
        lines = self.order_id.order_line.filtered(lambda line: not line.display_type)
        assets = lines.filtered(lambda line: line.product_id.gaj_asset_category_id and line.product_qty > 0)
        fees = lines.filtered("product_id.gaj_asset_cost")
        if self not in assets or not fees:
            return {}
        weights = [sum(line._gaj_cost(line.product_qty)) for line in assets]
        # sudo: earlier batches of the order, which a store keeper does not see
        earlier = self.sudo().gaj_acceptance_line_ids.filtered(
            lambda line: line.state not in ("cancelled", "failed") and line.stock_move_id not in moves
        )
        unit = self.product_id.uom_id
        ordered = round(self.product_uom_id._compute_quantity(self.product_qty, unit, round=False))
        before = min(sum(earlier.mapped("quantity")) + counted, ordered)
        shares = {}
        for kind, of_kind in fees.grouped(lambda line: line.product_id.gaj_asset_cost).items():
            total = sum((sum(line._gaj_cost(line.product_qty)) for line in of_kind), ZERO)
            share = allocate(total, weights)[assets.ids.index(self.id)]
            shares[kind] = part_of(share, before, min(pieces, ordered - before), ordered)
        return shares
