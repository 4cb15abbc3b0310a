from odoo import models
from odoo.exceptions import UserError

from .gaj_budget_writer import ITSELF


class AccountMove(models.Model):
    """What budget entries were derived from stays as long as they stand."""

    _inherit = "account.move"

    def write(self, vals):
        if "gaj_process_id" in vals:
            changed = self.filtered(lambda move: move.gaj_process_id.id != (vals["gaj_process_id"] or False))
            changed._gaj_refuse_new_process()
        if not {"line_ids", "statement_line_ids"} & vals.keys() or self._gaj_is_itself():
            return super().write(vals)
        matched = self.filtered(lambda move: move.statement_line_id and move.state == "posted")
        if not matched or not any(matched.company_id.mapped("gaj_parallel")):
            return super().write(vals)
        # the lines of a bank statement's entry are changed one by one: looked at when all of them are there
        result = super(AccountMove, self.with_context(gaj_posting=ITSELF)).write(vals)
        matched._gaj_follow()
        return result

    def _check_company(self, fnames=None):
        # a budget entry is of the company of its financial entry, which was looked at
        return None if self._gaj_is_itself() else super()._check_company(fnames)

    def _gaj_refuse_new_process(self):
        """:raises UserError: if the budget ledger has answered for one of these posted entries: its process says what for"""
        for move in self:
            if move.state != "posted" or move.gaj_budget_state not in ("none", "done"):
                continue
            # the budget entry may be one that this user does not see
            budget = move.sudo().gaj_budget_move_ids.filtered(lambda one: one.state == "posted")[:1]
            budget = budget or move.line_ids._gaj_booked_by().move_id[:1]
            if budget:
                raise UserError(
                    self.env._(
                        "Budget entry %(budget)s is booked by the process of %(entry)s. Reset %(entry)s to draft to change "
                        "the process, or reverse it and book it again.",
                        budget=budget.name,
                        entry=move.name,
                    )
                )
            raise UserError(
                self.env._(
                    "%(entry)s is posted, and its process says what it will be paid for. Reset %(entry)s to draft to change "
                    "the process.",
                    entry=move.name,
                )
            )
