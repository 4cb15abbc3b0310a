from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..rules.acquisition import ZERO, allocate, part_of
from .gaj_asset_acceptance import READERS
from .gaj_asset_acceptance_line import cents

BILLS = ("in_invoice", "in_receipt", "in_refund")
FINANCE = "gaj_base.group_gaj_finance"


class AccountMove(models.Model):
    """Bills and credit notes of fixed assets: on the asset account, and matched with what was accepted."""

    _inherit = "account.move"

    gaj_acceptance_count = fields.Integer(compute="_compute_gaj_acceptance_count")

    def _compute_gaj_acceptance_count(self):
        # sudo: an accountant sees that there is a batch; opening it asks for their own rights
        rows = self.env["gaj.asset.bill.match"].sudo().search([("bill_line_id.move_id", "in", self.ids)])
        for move in self:
            mine = rows.filtered(lambda row, move=move: row.bill_id == move)
            move.gaj_acceptance_count = len(mine.acceptance_line_id.acceptance_id)

    def action_gaj_open_acceptances(self):
        """Return the action that shows the acceptances that these bills pay for."""
        self.check_access("read")
        # sudo: which batches; what of them the user may see is asked when they open
        matches = self.env["gaj.asset.bill.match"].sudo().search([("bill_line_id.move_id", "in", self.ids)])
        return matches.acceptance_line_id.acceptance_id._gaj_action()

    def _post(self, soft=True):
        bills = self._gaj_asset_bills()
        bills._gaj_ask_for_finance()
        for bill in bills:
            bill._gaj_prepare_asset_bill()
        posted = super()._post(soft)
        for bill in bills & posted:
            bill._gaj_match_asset_bill()
        return posted

    def button_draft(self):
        self._gaj_asset_bills()._gaj_ask_for_finance()
        return super().button_draft()

    def button_cancel(self):
        self._gaj_asset_bills()._gaj_ask_for_finance()
        return super().button_cancel()

    def _gaj_asset_bills(self):
        """Return those of these entries that are bills or credit notes of assets."""
        return self.filtered(lambda move: move.move_type in BILLS and move._gaj_cost_lines())

    def _gaj_ask_for_finance(self):
        """
        :raises AccessError: if somebody outside finance posts or takes back what changes the cost of cards
        """
        if not self or self.env.su or self.env.user.has_group(FINANCE):
            return
        raise AccessError(
            self.env._(
                "Bill %(bill)s is of fixed assets and changes what their cards cost. Ask somebody with the role"
                " “%(role)s” to post it or to take it back.",
                bill=self[:1].ref or self[:1].display_name,
                role=self.env.ref(FINANCE).sudo().display_name,  # sudo: the name of a role is no secret
            )
        )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("draft", "cancel"):
            self._gaj_forget_matches()
        return result

    def _gaj_forget_matches(self):
        """Let the cards forget these bills, which are not posted any more."""
        # sudo: as in _gaj_match_asset_bill
        matches = self.env["gaj.asset.bill.match"].sudo().search([("bill_line_id.move_id", "in", self.ids)])
        matches.acceptance_line_id._gaj_take_turn()
        self._gaj_refuse_credited(matches)
        followers = {bill: own.acceptance_line_id.acceptance_id for bill, own in matches.grouped("bill_id").items()}
        # all of them first: a bill that goes together with its credit note leaves nothing credited behind
        matches.unlink()
        for bill, batches in followers.items():
            batches._gaj_follow_bills(bill.date, self.env._("Bill %s taken back", bill.ref or bill.display_name))

    def _gaj_refuse_credited(self, matches):
        """
        :raises UserError: if a credit note that stays takes back pieces that only ``matches`` of these bills pay for
        """
        for line in matches.acceptance_line_id:
            kept = (line.match_ids - matches).filtered(lambda match: not match.is_fee)
            if sum(kept.mapped("quantity")) < 0:
                bill = (line.match_ids & matches).bill_id[:1]
                raise UserError(
                    self.env._(
                        "Bill %(bill)s stays: credit note %(credit)s gives back pieces that it bills. Take the credit note"
                        " back first.",
                        bill=bill.ref or bill.name,
                        credit=kept.filtered(lambda match: match.quantity < 0).bill_id[:1].name,
                    )
                )

    def _gaj_cost_lines(self):
        """Return the lines of this bill whose amount becomes cost of assets: the assets, freight and the like."""
        self.ensure_one()
        return self.invoice_line_ids.filtered(lambda line: line._gaj_is_asset() or line._gaj_is_fee())

    def _gaj_prepare_asset_bill(self):
        """Put the lines of assets on the accounts of their categories, before this bill is posted.

        :raises RedirectWarning: to the setup, if a category has no account
        """
        for line in self._gaj_cost_lines():
            account = line._gaj_asset_account()
            if line.account_id != account:
                line.account_id = account
        if not self.env.context.get("move_reverse_cancel"):
            self._gaj_share_fees_between_accounts()

    def _gaj_share_fees_between_accounts(self):
        """Divide freight among the asset accounts of this bill, by lines that cancel out beside the billed ones."""
        assets = self._gaj_cost_lines().filtered(lambda line: line._gaj_is_asset())
        fees = self._gaj_cost_lines() - assets
        if not fees or len(assets.account_id) < 2:
            return
        costs = self._gaj_line_costs()
        by_account = {
            account: sum(abs(costs[line]) for line in lines) for account, lines in assets.grouped("account_id").items()
        }
        values = []
        for fee in fees:
            shares = dict(zip(by_account, allocate(costs[fee], list(by_account.values())), strict=True))
            shares[fee.account_id] = shares.get(fee.account_id, ZERO) - costs[fee]
            values += [self._gaj_sharing_line(fee, account, share) for account, share in shares.items() if share]
        self.env["account.move.line"].create(values)

    def _gaj_sharing_line(self, fee, account, share):
        currency, amount = self.currency_id, float(share)
        return {
            "name": fee.name,
            "move_id": self.id,
            "partner_id": self.commercial_partner_id.id,
            "product_id": fee.product_id.id,
            "quantity": 1,
            "price_unit": 0,
            "account_id": account.id,
            "display_type": "cogs",
            "tax_ids": [],
            "currency_id": currency.id,
            "balance": amount,
            "amount_currency": currency.round(amount * (self.invoice_currency_rate or 1)),
        }

    def _gaj_line_costs(self):
        """Return ``{line: cost in yuan}`` of the lines that become cost of assets; negative on a credit note.

        The balance of the line and the VAT that lands on its account because it cannot be deducted, as posted.
        """
        self.ensure_one()
        base_lines, _tax_lines = self._get_rounded_base_and_tax_lines()
        taxes = self.env["account.tax"]
        taxes._add_accounting_data_in_base_lines_tax_details(base_lines, self.company_id)
        sign = -1 if self.move_type == "in_refund" else 1
        tax = {base_line["record"]: sign * self._gaj_tax_in_cost(base_line) for base_line in base_lines}
        return {line: cents(line.balance) + tax.get(line, ZERO) for line in self._gaj_cost_lines()}

    def _gaj_tax_in_cost(self, base_line):
        """Return the tax of ``base_line`` (with accounting data) that has no account of its own, in yuan."""
        return sum(
            (
                cents(part["tax_amount"])
                for tax in base_line["tax_details"]["taxes_data"]
                for part in tax["tax_reps_data"]
                if not part["tax_rep"].account_id
            ),
            ZERO,
        )

    def _gaj_match_asset_bill(self):
        """Match the lines of this posted bill with what was received and accepted, and let the cards follow.

        :raises UserError: if more is billed than was received and not refused, or more credited than was billed
        """
        costs = self._gaj_line_costs()
        # sudo: an accountant posts the bill; which pieces it pays for follows from order and receipt
        matches = self.env["gaj.asset.bill.match"].sudo()
        fees = [line for line in costs if not line._gaj_is_asset()]
        paid = [line._gaj_candidates() for line in costs if line not in fees]
        self.env["gaj.asset.acceptance.line"].union(*paid)._gaj_take_turn()
        for line in [line for line in costs if line not in fees]:
            matches |= line._gaj_match(costs[line])
        for line in fees:
            matches |= line._gaj_match_fee(costs[line], matches)
        matches.acceptance_line_id.acceptance_id._gaj_follow_bills(
            self.date, self.env._("Bill %s", self.ref or self.name)
        )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    gaj_acceptance_id = fields.Many2one(
        "gaj.asset.acceptance",
        string="Asset Acceptance",
        index="btree_not_null",
        domain=[("kind", "=", "purchase"), ("state", "not in", ["cancelled", "failed"])],
        check_company=True,
        copy=False,
        groups=READERS,
        help="The batch that this line pays for, when it was not ordered in the system. Empty: found by the order.",
    )

    def _compute_account_id(self):
        result = super()._compute_account_id()
        for line in self:
            if line.move_id.move_type in BILLS and (line._gaj_is_asset() or line._gaj_is_fee()):
                line.account_id = line._gaj_asset_account(ask=False) or line.account_id
        return result

    def _gaj_is_asset(self):
        """Return whether this line of a bill pays for fixed assets."""
        self.ensure_one()
        return self.display_type == "product" and bool(self.product_id.gaj_asset_category_id)

    def _gaj_is_fee(self):
        """Return whether this line of a bill pays for freight or the like of fixed assets."""
        self.ensure_one()
        return (
            self.display_type == "product" and bool(self.product_id.gaj_asset_cost) and bool(self._gaj_fee_category())
        )

    def _gaj_fee_category(self):
        """Return the category of the assets that this line of freight belongs to, the dearest of its bill or order."""
        assets = self.move_id.invoice_line_ids.filtered(lambda line: line._gaj_is_asset())
        if assets:
            return assets.sorted(lambda line: -abs(line.price_subtotal))[0].product_id.gaj_asset_category_id
        # sudo: the batch named on the line, whoever may open it
        batch = self.sudo().gaj_acceptance_id.line_ids
        ordered = self.purchase_line_id.order_id.order_line.filtered("product_id.gaj_asset_category_id")
        if batch:
            return batch.sorted("cost", reverse=True)[0].category_id
        return ordered.sorted("price_subtotal", reverse=True)[:1].product_id.gaj_asset_category_id

    def _gaj_asset_account(self, ask=True):
        """Return the asset account on which this line belongs; with ``ask``, never an empty one.

        :raises RedirectWarning: to the setup
        """
        category = self.product_id.gaj_asset_category_id or self._gaj_fee_category()
        account = category._gaj_accounts(self.company_id)[category]["asset"]
        if not account and ask:
            self.company_id._gaj_ask_for_accounts(category.display_name)
        return account.sudo(False)

    def _gaj_billed_pieces(self):
        """Return how many pieces this line is about; negative on a credit note."""
        pieces = self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id, round=False)
        return round(pieces) * (-1 if self.move_id.move_type == "in_refund" else 1)

    def _gaj_candidates(self):
        """Return the lines of acceptances that this line can pay for, the first received first."""
        # sudo: see AccountMove._gaj_match_asset_bill
        order = self.purchase_line_id
        if self.sudo().gaj_acceptance_id:
            lines = self.sudo().gaj_acceptance_id.line_ids
            lines = lines.filtered(lambda line: line.product_id == self.product_id) or lines
        elif order:
            order.sudo().move_ids.picking_id.filtered(lambda picking: picking.state == "done")._gaj_make_acceptances()
            lines = order.sudo().gaj_acceptance_line_ids
        else:
            self._gaj_refuse(
                self.env._("it belongs to no order and names no batch. Choose the asset acceptance that it pays for")
            )
        return lines.filtered(lambda line: line.state not in ("cancelled", "failed")).sorted("id")

    def _gaj_match(self, cost):
        """Return the new matches of this line, which costs ``cost`` yuan, with the pieces that it pays for.

        A credit note takes pieces back when it gives back what they were billed at; otherwise it lowers their price.

        :raises UserError: as :meth:`AccountMove._gaj_match_asset_bill`
        """
        candidates, pieces = self._gaj_candidates(), self._gaj_billed_pieces()
        if pieces < 0 and self._gaj_lowers_price(candidates, pieces, cost):
            return self._gaj_match_amount(cost, candidates.filtered("billed_quantity"))
        found, left = [], pieces
        for line in candidates if pieces > 0 else candidates[::-1]:
            most = line.quantity - line.billed_quantity if pieces > 0 else line.billed_quantity
            taken = min(abs(left), max(most, 0)) * (1 if pieces > 0 else -1)
            if taken:
                found.append((line, taken))
                left -= taken
        if left:
            self._gaj_refuse_excess(candidates, pieces)
        before, values = 0, []
        for line, taken in found:
            share = part_of(abs(cost), before, abs(taken), abs(pieces)) * (1 if cost >= 0 else -1)
            before += abs(taken)
            values.append(self._gaj_match_vals(line, share, quantity=taken))
        return self.env["gaj.asset.bill.match"].sudo().create(values)

    def _gaj_lowers_price(self, candidates, pieces, cost):
        billed = sum(candidates.mapped("billed_quantity"))
        if not billed:
            return False
        goods = candidates.match_ids.filtered(lambda match: not match.is_fee)
        each = sum(cents(match.amount) for match in goods) / billed
        return abs(cost) < each * -pieces - Decimal("0.01") * -pieces

    def _gaj_match_fee(self, cost, matches):
        """Return the new matches of this line of freight, divided by value among ``matches`` of its bill or its batch."""
        goods = matches.filtered(lambda match: match.bill_id == self.move_id and not match.is_fee)
        lines = goods.acceptance_line_id
        if self.sudo().gaj_acceptance_id or not lines:
            batch = self.sudo().gaj_acceptance_id.line_ids
            order = self.purchase_line_id.order_id.sudo().order_line.gaj_acceptance_line_ids
            lines = (batch or order).filtered(lambda line: line.state not in ("cancelled", "failed"))
        if not lines:
            self._gaj_refuse(self.env._("nothing of its order has been received yet. Post it after the receipt"))
        return self._gaj_match_amount(cost, lines, is_fee=True)

    def _gaj_match_amount(self, cost, lines, **values):
        """Return the new matches of an amount without pieces, divided among ``lines`` by value."""
        shares = allocate(cost, [cents(line.booked_cost or line.cost) for line in lines])
        return (
            self.env["gaj.asset.bill.match"]
            .sudo()
            .create([self._gaj_match_vals(line, share, **values) for line, share in zip(lines, shares, strict=True)])
        )

    def _gaj_match_vals(self, line, amount, **values):
        return {"acceptance_line_id": line.id, "bill_line_id": self.id, "amount": float(amount), **values}

    def _gaj_refuse_excess(self, candidates, pieces):
        if pieces < 0:
            self._gaj_refuse(
                self.env._(
                    "%(pieces)s are credited, but only %(billed)s were billed. Correct the quantity",
                    pieces=-pieces,
                    billed=sum(candidates.mapped("billed_quantity")),
                )
            )
        received = sum(candidates.mapped("quantity"))
        self._gaj_refuse(
            self.env._(
                "%(pieces)s are billed, but of %(received)s received and not refused %(billed)s are billed already. Enter"
                " the receipt first, or correct the quantity",
                pieces=pieces,
                received=received,
                billed=sum(candidates.mapped("billed_quantity")),
            )
        )

    def _gaj_refuse(self, reason):
        """
        :raises UserError: naming this line and the ``reason``
        """
        raise UserError(
            self.env._(
                "Bill %(bill)s, “%(product)s”: %(reason)s.",
                bill=self.move_id.ref or self.move_id.display_name,
                product=self.product_id.display_name,
                reason=reason,
            )
        )
