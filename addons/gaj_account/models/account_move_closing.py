from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_move import MARKS


class AccountMove(models.Model):
    """Closing entries are made and taken back by their closing only."""

    _inherit = "account.move"

    gaj_closing_id = fields.Many2one(
        "gaj.year.closing", string="Closing", index="btree_not_null", ondelete="restrict", copy=False, readonly=True
    )
    gaj_closing_step = fields.Char(string="Step of the Closing", copy=False, readonly=True)

    _gaj_closing_has_its_closing = models.Constraint(
        "CHECK (COALESCE(gaj_closing, false) = (gaj_closing_id IS NOT NULL)"
        " AND (gaj_closing_id IS NULL) = (gaj_closing_step IS NULL))",
        "A closing entry belongs to the closing of a year.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._gaj_refuse_marks(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._gaj_refuse_marks(vals)
        return super().write(vals)

    def _gaj_refuse_marks(self, vals):
        """A closing entry has no budget entry; so nobody may mark an entry as one by hand, not by a call either."""
        if not self.env.su and any(vals.get(name) for name in MARKS):
            raise UserError(
                self.env._("Only the year-end closing marks entries as closing entries. Open Year-End Closing instead.")
            )

    def _check_draftable(self):
        self._gaj_refuse_closing()
        return super()._check_draftable()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._gaj_refuse_closing()
        return super()._reverse_moves(default_values_list, cancel)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closing(self):
        self._gaj_refuse_closing()

    def _gaj_refuse_closing(self):
        """:raises UserError: if one of these is a closing entry and it is not the closing that takes it back"""
        if not self.env.su and (kept := self.filtered("gaj_closing_id")):
            raise UserError(
                self.env._(
                    "Entry %(entry)s belongs to the closing of %(year)s and is not changed on its own. Undo that closing.",
                    entry=kept[0].name,
                    year=kept[0].gaj_closing_id.year,
                )
            )
