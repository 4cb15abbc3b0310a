from odoo import fields, models
from odoo.exceptions import UserError

BILLS = ("in_invoice", "in_receipt")


class AccountMove(models.Model):
    """The number of an e-invoice counts once and stays on what is posted.

    A bill booked wrongly is corrected by a red entry and booked again from the same invoice (红字冲销后重新入账), so its
    number is free once red entries without a number of their own take it back in full. A credit note with its own number
    is a red e-invoice (红字发票) of the supplier: the first invoice is void and is not booked again. Source: 会计基础工作规范,
    article 51; what becomes of a red e-invoice: 国家税务总局公告2024年第11号.
    """

    _inherit = "account.move"

    gaj_einvoice_freed = fields.Boolean(
        copy=False, readonly=True, help="Red entries take this bill back in full: its e-invoice may be booked again."
    )

    def write(self, vals):
        if "gaj_einvoice_no" not in vals:
            return super().write(vals)
        self._gaj_clean(vals)
        number = vals["gaj_einvoice_no"] or False
        changed = self.filtered(lambda move: move.state == "posted" and (move.gaj_einvoice_no or False) != number)
        changed._gaj_refuse_new_number()
        changed._gaj_check_einvoices(number)
        result = super().write(vals)
        changed._gaj_note_einvoices()
        return result

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._gaj_note_einvoices()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._gaj_note_einvoices()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._gaj_note_einvoices()
        return result

    def _gaj_refuse_new_number(self):
        """:raises UserError: if one of these has the number of an e-invoice already"""
        for move in self:
            if move.gaj_einvoice_no:
                raise UserError(
                    self.env._(
                        "%(entry)s is posted with e-invoice %(number)s, which stays as it is. Reset %(entry)s to draft to "
                        "change the number, or reverse it and book the right invoice.",
                        entry=move.display_name,
                        number=move.gaj_einvoice_no,
                    )
                )

    def _gaj_note_einvoices(self):
        """Note which bills are taken back in full, after these bills or credit notes changed.

        :raises UserError: if a bill counts again whose e-invoice was booked again meanwhile
        """
        bills = self.filtered(lambda move: move.move_type in BILLS and move.gaj_einvoice_no)
        bills |= self.filtered(lambda move: move.move_type == "in_refund").reversed_entry_id.filtered("gaj_einvoice_no")
        changed = bills.filtered(lambda bill: bill.gaj_einvoice_freed != bill._gaj_is_taken_back())
        freed = changed.filtered(lambda bill: not bill.gaj_einvoice_freed)
        again = changed - freed
        again.filtered(lambda bill: bill.state == "posted")._gaj_check_einvoices()
        with self.env.protecting([self._fields["gaj_einvoice_freed"]], changed):
            freed.gaj_einvoice_freed = True
            again.gaj_einvoice_freed = False

    def _gaj_is_taken_back(self):
        """Return whether credit notes without a number of their own take this posted bill back in full."""
        # a credit note may be one that this user does not see
        red = self.sudo().reversal_move_ids.filtered(lambda one: one.state == "posted" and one.move_type == "in_refund")
        return (
            self.state == "posted"
            and bool(red)
            and red.currency_id == self.currency_id
            and not any(one.gaj_einvoice_no for one in red)
            and self.currency_id.compare_amounts(sum(red.mapped("amount_total")), self.amount_total) == 0
        )

    def _gaj_check_einvoices(self, new=None):
        """:raises UserError: if the e-invoice of one of these bills, or the ``new`` number for it, is booked already"""
        number_of = {bill: new or bill.gaj_einvoice_no or "" for bill in self if bill.move_type in BILLS}
        bills = self.filtered(lambda move: len(number_of.get(move, "")) == 20)
        if not bills:
            return
        domain = [
            ("company_id", "in", bills.company_id.ids),
            ("gaj_einvoice_no", "in", [number_of[bill] for bill in bills]),
            ("move_type", "in", BILLS),
            ("state", "=", "posted"),
            ("gaj_einvoice_freed", "=", False),
        ]
        # a bill with this number may be one that this user does not see
        there = {(one.company_id, one.gaj_einvoice_no): one for one in self.sudo().search(domain)}
        for bill in bills:
            key = bill.company_id, number_of[bill]
            if there.setdefault(key, bill) != bill:
                raise UserError(
                    self.env._(
                        "E-invoice %(number)s of %(entry)s is booked already as %(other)s. Delete %(entry)s, or correct "
                        "the number; if %(other)s was booked wrongly, reverse it in full first.",
                        number=number_of[bill],
                        entry=bill.display_name,
                        other=there[key].display_name,
                    )
                )
