from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class GajRuleMixin(models.AbstractModel):
    """A number or a limit that a regulation lays down: dated, with its source, and every change on record.

    Such a row binds those who work by it, so the administrator keeps it. A row that has been in force is not deleted,
    because documents were judged by it: it ends.
    """

    _name = "gaj.rule.mixin"
    _description = "Dated Rule"
    _inherit = ["mail.thread"]

    valid_from = fields.Date(required=True, tracking=True)
    valid_to = fields.Date(tracking=True)
    source = fields.Char(
        required=True, translate=True, tracking=True, help="Regulation and article, or who decided it."
    )
    is_verified = fields.Boolean(
        string="Verified", tracking=True, help="Set when the figure has been read in the regulation itself."
    )

    @api.model
    def _gaj_valid_on(self, day):
        """Return the domain of the rows that are in force on ``day``."""
        return Domain("valid_from", "<=", day) & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        today = fields.Date.context_today(self)
        used = self.filtered(lambda rule: rule.valid_from <= today)[:1]
        if used:
            raise UserError(
                self.env._(
                    "“%(rule)s” has been in force since %(day)s, and documents were judged by it. Set its last day"
                    " instead of deleting it.",
                    rule=used.display_name,
                    day=used.valid_from,
                )
            )
