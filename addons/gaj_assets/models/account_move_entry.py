from odoo import api, fields, models
from odoo.exceptions import UserError

#: What says of which document and event an entry is: set with the entry, by the document.
SOURCE = ("gaj_asset_event", "gaj_source_model", "gaj_source_id", "gaj_asset_booking")


class AccountMove(models.Model):
    """Entries that documents of assets made: undone there, never by hand."""

    _inherit = "account.move"

    gaj_asset_event = fields.Char(string="Asset Event", copy=False, readonly=True)
    gaj_source_model = fields.Char(string="Kind of Asset Document", copy=False, readonly=True)
    gaj_source_id = fields.Many2oneReference(
        string="Asset Document", model_field="gaj_source_model", copy=False, readonly=True
    )
    gaj_asset_booking = fields.Selection(
        [("valid", "Valid"), ("reversed", "Reversed"), ("reversal", "Reversal")],
        string="Asset Booking",
        copy=False,
        readonly=True,
    )

    _gaj_source_uniq = models.UniqueIndex(
        "(gaj_source_model, gaj_source_id, gaj_asset_event) WHERE gaj_asset_booking = 'valid'",
        "This event of an asset document is booked already. Reload the page.",
    )
    _gaj_source_idx = models.Index("(gaj_source_model, gaj_source_id) WHERE gaj_source_id IS NOT NULL")
    _gaj_source_complete = models.Constraint(
        "CHECK ((gaj_asset_booking IS NULL) = (gaj_source_id IS NULL)"
        " AND (gaj_source_id IS NULL) = (gaj_source_model IS NULL)"
        " AND (gaj_source_id IS NULL) = (gaj_asset_event IS NULL))",
        "An entry of assets names its document and event.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._gaj_refuse_source(*vals_list)
            # an entry made by hand is of no document, whatever a client gives as defaults
            context = {
                key: value for key, value in self.env.context.items() if key.removeprefix("default_") not in SOURCE
            }
            # a whole context takes the place of the old one: that is the only way to leave keys out
            return super(AccountMove, self.with_context(context)).create(vals_list)  # pylint: disable=context-overridden
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & {*SOURCE, "state", "line_ids", "invoice_line_ids", "date", "journal_id", "name"}:
                self._gaj_refuse_by_hand()
            self._gaj_refuse_source(vals)
        return super().write(vals)

    def _gaj_refuse_source(self, *vals_list):
        """
        :raises UserError: if a hand says that an entry is of a document of assets
        """
        if any(vals.get(name) for vals in vals_list for name in SOURCE):
            raise UserError(self.env._("Entries of asset documents are made by the documents. Use their buttons."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_gaj_asset(self):
        self._gaj_refuse_by_hand()

    def button_draft(self):
        self._gaj_refuse_by_hand()
        return super().button_draft()

    def button_cancel(self):
        self._gaj_refuse_by_hand()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._gaj_refuse_by_hand()
        return super()._reverse_moves(default_values_list, cancel=cancel)

    def _gaj_refuse_by_hand(self):
        """
        :raises UserError: if one of these entries belongs to a document of assets and the user's own hand is at work
        """
        if self.env.su:
            return
        for move in self:
            if move.gaj_source_id:
                document = self.env[move.gaj_source_model].sudo().browse(move.gaj_source_id).exists()
                raise UserError(
                    self.env._(
                        "Entry %(entry)s was made by %(document)s and stays as it is. Take the step back there;"
                        " that makes a reversal.",
                        entry=move.name,
                        document=document.display_name or move.gaj_source_model,
                    )
                )

    def action_gaj_open_source(self):
        """Return the action that shows the document that made this entry."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.gaj_source_model,
            "res_id": self.gaj_source_id,
            "view_mode": "form",
        }


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.move_id._gaj_refuse_by_hand()
        return lines

    def write(self, vals):
        if not self.env.su and vals.keys() & {
            "move_id",
            "account_id",
            "debit",
            "credit",
            "balance",
            "amount_currency",
            "analytic_distribution",
        }:
            self.move_id._gaj_refuse_by_hand()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_gaj_asset(self):
        self.move_id._gaj_refuse_by_hand()
