from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .gaj_budget_writer import ITSELF

#: What may be written on a budget entry by itself: papers, talk and reminders. All else comes from its financial entry.
#: Core numbers, seals and checks entries by itself.
FREE = ("message_", "activity_", "website_message_", "rating_", "my_activity_", "attachment_")
FREE += ("made_sequence_gap", "inalterable_hash", "review_state", "checked")
#: What also the programs of others do not change there.
KEPT = {"state", "date", "journal_id", "company_id", "currency_id", "move_type", "line_ids", "invoice_line_ids"}
#: What the budget ledger notes about entries; no call from outside writes it.
NOTED = {
    "gaj_financial_move_id",
    "gaj_partial_id",
    "gaj_budget_kind",
    "gaj_budget_state",
    "gaj_budget_problem",
    "gaj_budget_trace",
    "gaj_einvoice_freed",
}
MARKS = {"gaj_closing", "gaj_closing_id", "gaj_closing_step"}
#: What no client may give as a default either, of entries, their lines and their matches.
GUARDED = NOTED | MARKS | {"gaj_origin_line_id", "gaj_debit_spans", "gaj_credit_spans", "gaj_filled"}


def without_guarded_defaults(records):
    """Return ``records`` without defaults in the context for what the ledgers note themselves."""
    context = records.env.context
    kept = {key: value for key, value in context.items() if key.removeprefix("default_") not in GUARDED}
    # a whole context takes the place of the old one: that is the only way to leave keys out
    return records if len(kept) == len(context) else records.with_context(kept)  # pylint: disable=context-overridden


class AccountMove(models.Model):
    """The two ledgers: a financial entry and the budget entries that go with it."""

    _inherit = "account.move"

    gaj_ledger = fields.Selection(related="journal_id.gaj_ledger", string="Kind of Ledger")
    gaj_financial_move_id = fields.Many2one(
        "account.move",
        string="Financial Entry",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        check_company=True,
        help="The entry of financial accounting that this budget entry goes with.",
    )
    gaj_budget_move_ids = fields.One2many(
        "account.move", "gaj_financial_move_id", string="Budget Entries", copy=False, readonly=True
    )
    gaj_partial_id = fields.Many2one(
        "account.partial.reconcile",
        string="Payment Matched",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
    )
    gaj_budget_kind = fields.Selection(
        [("direct", "With Its Entry"), ("traced", "With a Payment Matched"), ("reversal", "Reversal")],
        string="Origin of the Budget Entry",
        copy=False,
        readonly=True,
    )
    gaj_budget_state = fields.Selection(
        [
            ("none", "No Budget Entry Needed"),
            ("done", "Budget Entry Made"),
            ("waiting", "Waits for Its Bill"),
            ("parked", "To Be Decided"),
        ],
        string="Budget Ledger",
        copy=False,
        readonly=True,
    )
    gaj_budget_problem = fields.Text(string="Why There Is No Budget Entry", copy=False, readonly=True)
    gaj_budget_trace = fields.Json(copy=False, readonly=True)
    gaj_process_id = fields.Many2one(
        "gaj.account.process", string="Process", index="btree_not_null", ondelete="restrict"
    )
    gaj_closing = fields.Boolean(string="Year-End Closing", copy=False, readonly=True)
    gaj_einvoice_no = fields.Char(
        string="E-Invoice Number",
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="Number of the fapiao: 20 digits of a fully digitalised one (数电票), 8 of an older one.",
    )

    _gaj_direct_uniq = models.UniqueIndex(
        "(gaj_financial_move_id) WHERE gaj_budget_kind = 'direct' AND state != 'cancel'",
        "This entry has its budget entry already.",
    )
    _gaj_traced_uniq = models.UniqueIndex(
        "(gaj_financial_move_id, gaj_partial_id) WHERE gaj_budget_kind = 'traced' AND state != 'cancel'",
        "This payment has its budget entry already.",
    )
    _gaj_einvoice_digits = models.Constraint(
        r"CHECK (gaj_einvoice_no IS NULL OR gaj_einvoice_no ~ '^(\d{8}|\d{20})$')",
        "The number of an e-invoice has 20 digits, that of an older invoice 8.",
    )
    _gaj_einvoice_uniq = models.UniqueIndex(
        "(company_id, gaj_einvoice_no) WHERE state = 'posted' AND length(gaj_einvoice_no) = 20"
        " AND move_type IN ('in_invoice', 'in_receipt') AND gaj_einvoice_freed IS NOT TRUE",
        "An e-invoice with this number is booked already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._gaj_clean(vals)
            if not self._gaj_is_itself() and any(vals.get(name) for name in NOTED):
                raise UserError(self.env._("Budget entries with a financial entry are made by posting that entry."))
        return super(AccountMove, without_guarded_defaults(self)).create(vals_list)

    def write(self, vals):
        self._gaj_clean(vals)
        if not self._gaj_is_itself():
            if NOTED & vals.keys():
                raise UserError(self.env._("What the budget ledger notes about an entry is not changed by hand."))
            if KEPT & vals.keys() or (not self.env.su and any(not name.startswith(FREE) for name in vals)):
                self._gaj_refuse_alone()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_budget_of_entry(self):
        if not self._gaj_is_itself():
            self._gaj_refuse_alone()

    def unlink(self):
        if budget := self.gaj_budget_move_ids - self:
            budget.with_context(gaj_budget=ITSELF)._gaj_leave()
        return super().unlink()

    def _gaj_leave(self):
        """Keep these budget entries as cancelled vouchers, so that no number is missing: their entry is deleted."""
        self.filtered(lambda one: one.state != "cancel").button_cancel()
        for entry, some in self.grouped("gaj_financial_move_id").items():
            text = self.env._(
                "%(entry)s of %(date)s, deleted",
                entry=entry.name or entry.display_name,
                date=format_date(self.env, entry.date),
            )
            some.write({"gaj_financial_move_id": False, "gaj_partial_id": False, "ref": text})

    def _gaj_clean(self, vals):
        """Take blanks out of the number of an e-invoice: scanners and copies bring them.

        :raises ValidationError: if it does not have 8 or 20 digits
        """
        if not vals.get("gaj_einvoice_no"):
            return
        number = vals["gaj_einvoice_no"] = "".join(str(vals["gaj_einvoice_no"]).split())
        if not (number.isascii() and number.isdigit() and len(number) in (8, 20)):
            raise ValidationError(
                self.env._(
                    "“%(number)s” is not the number of an e-invoice: it has 20 digits, that of an older invoice 8. Enter "
                    "all digits as printed, or leave the field empty.",
                    number=number,
                )
            )

    def _gaj_is_itself(self):
        return self.env.context.get("gaj_budget") is ITSELF

    def _gaj_refuse_alone(self):
        """:raises UserError: if one of these is the budget entry of a financial entry, which alone changes it"""
        for move in self:
            if move.gaj_budget_kind and not move.gaj_financial_move_id:
                raise UserError(
                    self.env._(
                        "Budget entry %(budget)s belonged to %(entry)s. It stays as a cancelled voucher, so that no number "
                        "is missing.",
                        budget=move.name,
                        entry=move.ref,
                    )
                )
            if move.gaj_financial_move_id:
                raise UserError(
                    self.env._(
                        "Budget entry %(budget)s goes with %(entry)s and is not changed on its own. Change, reset or "
                        "reverse %(entry)s instead.",
                        budget=move.display_name,
                        entry=move.gaj_financial_move_id.display_name,
                    )
                )
