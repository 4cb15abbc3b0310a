from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from .gaj_asset_disposal import FINANCE
from .gaj_asset_disposal_entries import money


class GajAssetRemittance(models.Model):
    """One payment of disposal proceeds to the treasury, with the payment or bank line that proves it."""

    _name = "gaj.asset.remittance"
    _description = "Remittance of Disposal Proceeds"
    _inherit = ["gaj.guard.mixin", "gaj.asset.entry.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Voucher Number", required=True, help="Number of the payment voucher or bank receipt.")
    disposal_id = fields.Many2one(
        "gaj.asset.disposal",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('state', '=', 'settled')]",
    )
    company_id = fields.Many2one(related="disposal_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(related="disposal_id.department_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    amount = fields.Monetary(required=True, tracking=True)
    due_on = fields.Date(related="disposal_id.due_on")
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Remitted")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    payment_id = fields.Many2one(
        "account.payment", index="btree_not_null", check_company=True, copy=False, ondelete="restrict"
    )
    statement_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Bank Line",
        index="btree_not_null",
        check_company=True,
        copy=False,
        ondelete="restrict",
    )
    note = fields.Char()
    is_traced = fields.Boolean(string="Traced to the Bank", compute="_compute_is_traced", search="_search_is_traced")
    posted_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A remittance is above nothing.")

    @api.depends("statement_line_id", "payment_id")
    def _compute_is_traced(self):
        for remittance in self:
            remittance.is_traced = bool(remittance._bank_line())

    def _search_is_traced(self, operator, value):
        if operator != "in":
            return NotImplemented
        traced = [("id", "in", self.search([("id", "!=", False)]).filtered("is_traced").ids)]
        return traced if True in value else [("id", "not in", traced[0][2])]

    def _bank_line(self):
        """Return the bank line that shows this payment: the one chosen, or the one its payment is reconciled with."""
        self.ensure_one()
        # sudo: whether the bank shows it is told to everybody who reads the remittance
        mine = self.sudo()
        return (mine.statement_line_id or mine.payment_id.reconciled_statement_line_ids[:1]).sudo(False)

    def _proof_name(self):
        """Return the name of the bank line or payment, empty where the voucher is all there is."""
        # sudo: the name of the proof stands in the file of the disposal
        proof = self._bank_line().sudo() or self.sudo().payment_id
        return proof.display_name or ""

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any((vals.get("state") or "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A new remittance starts as a draft. Make it, then post it."))
        return super().create([{**vals, "name": vals.get("name") or "/"} for vals in vals_list])

    def write(self, vals):
        self.check_access("write")
        free = {"note"} | {name for name in vals if name.startswith(("message_", "activity_"))}
        posted = self.filtered(lambda remittance: remittance.state == "posted")[:1]
        if not self.env.su and ({"state", "posted_by_id"} & vals.keys() or (posted and vals.keys() - free)):
            raise UserError(
                self.env._(
                    "Remittance %(name)s: what was remitted stays, and its state changes by the button only. Trace it to"
                    " its bank line instead.",
                    name=(posted or self[:1]).display_name,
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for remittance in self:
            if remittance.state == "posted":
                raise UserError(
                    self.env._(
                        "Remittance %(name)s has been posted and is kept as the proof of the payment.",
                        name=remittance.display_name,
                    )
                )

    def action_post(self):
        """Post these payments to the treasury; never more than what is due."""
        for remittance in self:
            record = remittance.disposal_id
            record._check_step({"settled"}, (FINANCE,))
            if remittance.state != "draft":
                raise UserError(
                    self.env._("Remittance %(name)s has been posted already.", name=remittance.display_name)
                )
            record._watch()
            record._refuse("remit")
            remittance._refuse_day()
            remittance._raise_remitted()
            if not remittance._use_proof():
                lines = record._remittance_lines(money(remittance.amount))
                remittance._gaj_book("remit", remittance.date, [(line, False, False) for line in lines])
            # sudo: state and author are written by this step only
            remittance.sudo().write({"state": "posted", "posted_by_id": self.env.uid})
            if record.open_amount <= 0:
                record._step("remitted")
                # sudo: reminders of others are done with, too
                record.sudo().activity_unlink(["gaj_assets.activity_type_remittance"])

    def _refuse_day(self):
        record = self.disposal_id
        if not record.settled_on <= self.date <= fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "Remittance %(name)s of disposal %(disposal)s lies between its settlement (%(settled)s) and today."
                    " Correct the date.",
                    name=self.name,
                    disposal=record.name,
                    settled=record.settled_on,
                )
            )
        if not record.is_received:
            raise UserError(
                self.env._(
                    "The money of disposal %(name)s has not come in yet. Record its receipt first.", name=record.name
                )
            )

    def _raise_remitted(self):
        """Add to what has been remitted of the disposal; the row and its constraint decide between two at once.

        :raises UserError: if it came to more than what is due
        """
        record = self.disposal_id
        record.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "UPDATE gaj_asset_disposal SET remitted_amount = remitted_amount + %s"
                " WHERE id = %s AND remitted_amount + %s <= due_amount RETURNING id",
                money(self.amount),
                record.id,
                money(self.amount),
            )
        )
        record.invalidate_recordset(["remitted_amount", "open_amount"], flush=False)
        if not rows:
            raise UserError(
                self.env._(
                    "Disposal %(name)s has %(open).2f left to remit; %(amount).2f is more. Correct the amount.",
                    name=record.name,
                    open=record.open_amount,
                    amount=self.amount,
                )
            )

    def _use_proof(self):
        """Book this remittance on the bank line or payment that was chosen for it; return whether there was one."""
        if self.payment_id:
            self._check_payment()
            return True
        if self.statement_line_id:
            self._gaj_check_booking(self.date)
            self._book_on_bank_line()
            return True
        return False

    def _check_payment(self):
        """
        :raises UserError: if the payment chosen does not pay this much to the account of what is due to the treasury
        """
        payable = self.company_id._gaj_process_account(self.disposal_id._payable_role())
        # a change of the row, though it changes nothing: of two remittances at the same moment one is repeated and sees
        # the other
        self.env.cr.execute(SQL("UPDATE account_payment SET id = id WHERE id = %s", self.payment_id.id))
        # sudo: other remittances of the same payment, of whatever disposal
        used = sum(
            self.sudo().search([("payment_id", "=", self.payment_id.id), ("state", "=", "posted")]).mapped("amount")
        )
        lines = self.payment_id.sudo().move_id.filtered(lambda move: move.state == "posted").line_ids
        paid = sum(lines.filtered(lambda line: line.account_id == payable).mapped("balance"))
        if money(paid) - money(used) < money(self.amount):
            raise UserError(
                self.env._(
                    "Payment %(payment)s has %(left).2f left on account %(account)s, remittance %(name)s needs"
                    " %(amount).2f. Choose the payment made to the treasury.",
                    payment=self.payment_id.display_name,
                    left=paid - used,
                    account=payable.display_name,
                    name=self.name,
                    amount=self.amount,
                )
            )

    def _book_on_bank_line(self):
        """Let the open part of the bank line chosen pay what is due to the treasury.

        :raises UserError: if less is open on it
        """
        bank_line = self.statement_line_id
        payable = self.company_id._gaj_process_account(self.disposal_id._payable_role())
        # sudo: finance may write bank lines; only their entry is closed to hands once it is posted
        move = bank_line.sudo().move_id
        _liquidity, suspense, _others = bank_line.sudo()._seek_for_lines()
        open_amount = money(sum(suspense.mapped("debit")))
        if len(suspense) != 1 or move.state != "posted" or open_amount < money(self.amount):
            raise UserError(
                self.env._(
                    "Bank line %(line)s has %(open).2f open, remittance %(name)s needs %(amount).2f. Choose the outgoing"
                    " bank line of this payment.",
                    line=bank_line.display_name,
                    open=open_amount,
                    name=self.name,
                    amount=self.amount,
                )
            )
        commands = [Command.update(suspense.id, {"account_id": payable.id, "name": self.display_name})]
        if open_amount > money(self.amount):
            rest = float(open_amount - money(self.amount))
            commands = [
                Command.update(suspense.id, {"debit": rest}),
                Command.create(
                    {
                        "account_id": payable.id,
                        "name": self.display_name,
                        "debit": self.amount,
                        "partner_id": bank_line.partner_id.id,
                    }
                ),
            ]
        move.with_context(skip_readonly_check=True, skip_account_move_synchronization=True).write(
            {"line_ids": commands}
        )

    def action_trace(self):
        """Open the bank line that shows this payment.

        :raises UserError: if none is known yet
        """
        self.ensure_one()
        self.check_access("read")
        bank_line = self._bank_line()
        if not bank_line:
            raise UserError(
                self.env._(
                    "No bank line is known for remittance %(name)s yet. It is found by the reconciliation of its payment,"
                    " or chosen: before the remittance is posted, or afterwards as the bank line found later.",
                    name=self.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bank Line"),
            "res_model": "account.bank.statement.line",
            "res_id": bank_line.id,
            "view_mode": "form",
            "views": [(self.env.ref("gaj_assets.gaj_asset_bank_line_view_form").id, "form")],
        }
