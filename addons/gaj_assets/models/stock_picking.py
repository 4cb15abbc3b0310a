from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

#: Batches whose things may still go back to the supplier without further ado.
NOT_ACCEPTED = ("draft", "inspecting")


class StockPicking(models.Model):
    """What a receipt of fixed assets brings: a batch to be inspected and accepted."""

    _inherit = "stock.picking"

    gaj_acceptance_count = fields.Integer(compute="_compute_gaj_acceptance_count")

    def _compute_gaj_acceptance_count(self):
        # sudo: a store keeper sees that there is a batch; opening it asks for their own rights
        counts = dict(
            self.env["gaj.asset.acceptance"]
            .sudo()
            ._read_group([("picking_id", "in", self.ids)], ["picking_id"], ["__count"])
        )
        for picking in self:
            picking.gaj_acceptance_count = counts.get(picking, 0)

    def _action_done(self):
        result = super()._action_done()
        done = self.filtered(lambda picking: picking.state == "done")
        done._gaj_take_back_returns()
        done._gaj_make_acceptances()
        return result

    def _gaj_make_acceptances(self):
        """Return the new batches for the fixed assets that these receipts brought; safe to repeat."""
        moves = self.move_ids.filtered(
            lambda move: (
                move.state == "done"
                and move.location_id.usage == "supplier"
                and move.product_id.gaj_asset_category_id
                and move._gaj_pieces()
            )
        )
        # sudo: who receives the goods has no right on acceptances; a receipt makes them by itself
        lines = self.env["gaj.asset.acceptance.line"].sudo()
        known = lines.search([("stock_move_id", "in", moves.ids)]).stock_move_id
        batches = defaultdict(lambda: self.env["stock.move"])
        for move in moves - known:
            batches[move.picking_id, move.purchase_line_id.order_id] |= move
        values = [picking._gaj_prepare_acceptance(order, batch) for (picking, order), batch in batches.items()]
        acceptances = self.env["gaj.asset.acceptance"].sudo().create(values)
        for acceptance in acceptances:
            acceptance.message_post(body=self.env._("Received with %s.", acceptance.picking_id.name))
        return acceptances

    def _gaj_prepare_acceptance(self, order, moves):
        """Return the values of the batch that ``moves`` of this receipt, bought with ``order``, make."""
        self.ensure_one()
        # sudo: as in _gaj_prepare_acceptance_lines
        requests = moves.purchase_line_id.sudo().gaj_asset_request_line_id.request_id
        return {
            "company_id": self.company_id.id,
            "kind": "purchase",
            "department_id": requests.department_id.id if len(requests.department_id) == 1 else False,
            "date": fields.Datetime.context_timestamp(self, self.date_done or fields.Datetime.now()).date(),
            "partner_id": (order.partner_id or self.partner_id).id,
            "requester_id": order.user_id.id,
            "contract_no": order.partner_ref,
            "purchase_id": order.id,
            "picking_id": self.id,
            "line_ids": [fields.Command.create(vals) for vals in moves._gaj_prepare_acceptance_lines()],
        }

    def _gaj_take_back_returns(self):
        """Let what goes back to the supplier leave the batches that are not accepted yet.

        :raises UserError: if something accepted would go back
        """
        moves = self.move_ids.filtered(
            lambda move: (
                move.state == "done"
                and move.location_dest_id.usage == "supplier"
                and move.product_id.gaj_asset_category_id
            )
        )
        for move in moves:
            move._gaj_leave_acceptance()

    def action_gaj_open_acceptances(self):
        """Return the action that shows the acceptances of these receipts."""
        self.check_access("read")
        # sudo: which batches; a store keeper may see that there are some, and opening them asks for their own rights
        return self.env["gaj.asset.acceptance"].sudo().search([("picking_id", "in", self.ids)])._gaj_action()


class StockMove(models.Model):
    _inherit = "stock.move"

    def _gaj_pieces(self):
        """Return how many whole pieces this move brought.

        :raises UserError: if it is no whole number
        """
        self.ensure_one()
        product = self.product_id
        pieces = self.product_uom._compute_quantity(self.quantity, product.uom_id, round=False)
        if abs(pieces - round(pieces)) > 1e-6:
            raise UserError(
                self.env._(
                    "%(receipt)s: %(quantity)s %(uom)s of “%(product)s” are no whole number of pieces, and each piece of a"
                    " fixed asset has its card. Receive whole pieces, or give the product another unit.",
                    receipt=self.picking_id.name,
                    quantity=self.quantity,
                    uom=self.product_uom.name,
                    product=product.display_name,
                )
            )
        return round(pieces)

    def _gaj_prepare_acceptance_lines(self):
        """Return the values of the lines of a batch, one for each move, with what they cost by their order."""
        costs = self.purchase_line_id._gaj_costs_of(self)
        return [
            {
                "product_id": move.product_id.id,
                "category_id": move.product_id.gaj_asset_category_id.id,
                "name": move.product_id.name,
                "uom": move.product_id.uom_id.name,
                "quantity": move._gaj_pieces(),
                "purchase_line_id": move.purchase_line_id.id,
                "stock_move_id": move.id,
                # sudo: for which department it was asked for; a store keeper does not see requests
                "department_id": move.purchase_line_id.sudo().gaj_asset_request_line_id.department_id.id,
                **costs.get(move, {}),
            }
            for move in self
        ]

    def _gaj_leave_acceptance(self):
        """Take the pieces of this return out of the batch that waits for acceptance."""
        self.ensure_one()
        # sudo: as in _gaj_make_acceptances
        lines = (
            self.env["gaj.asset.acceptance.line"]
            .sudo()
            .search([("stock_move_id", "in", (self.origin_returned_move_id | self.move_orig_ids).ids)])
        )
        left = self._gaj_pieces()
        failed = lines.filtered(lambda line: line.state == "failed")
        for line in lines.filtered(lambda line: line.state in NOT_ACCEPTED):
            taken = min(left, line.quantity)
            line._gaj_take_back(taken, self)
            left -= taken
        left -= min(left, sum(failed.mapped("quantity")))
        accepted = lines.filtered(lambda line: line.state in ("accepted", "booked"))
        gone = accepted.asset_ids.filtered(lambda asset: asset.state == "disposed")
        if accepted and left > sum(gone.mapped("quantity")):
            raise UserError(
                self.env._(
                    "“%(product)s” of batch %(batch)s is accepted and stands on asset cards. Put these cards forward for"
                    " disposal first; then it can go back to the supplier.",
                    product=self.product_id.display_name,
                    batch=accepted[0].acceptance_id.batch_no,
                )
            )


class GajAssetAcceptanceLine(models.Model):
    _inherit = "gaj.asset.acceptance.line"

    def _gaj_take_back(self, pieces, move):
        """Let ``pieces`` of this line, which is not accepted yet, go back with ``move``; what was signed is void."""
        self.ensure_one()
        batch = self.acceptance_id
        batch.message_post(
            body=self.env._(
                "%(pieces)s of “%(name)s” went back with %(receipt)s.",
                pieces=pieces,
                name=self.name,
                receipt=move.picking_id.name,
            )
        )
        if pieces < self.quantity:
            before = self.quantity
            amounts = {
                name: self[name] * (before - pieces) / before for name in ("price", "tax", "freight", "installation")
            }
            self.write({"quantity": before - pieces, "serials": False, **amounts})
        elif len(batch.line_ids) > 1:
            self.unlink()
        else:
            batch.write({"state": "cancelled"})
        batch.inspector_ids.write({"verdict": False, "signed_on": False, "signature": False})
