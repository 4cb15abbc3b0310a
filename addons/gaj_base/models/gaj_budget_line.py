from odoo import api, fields, models
from odoo.exceptions import UserError


class GajBudgetLine(models.Model):
    """What a document committed, spent or gave back. Lines are only ever inserted; a correction is a new line."""

    _name = "gaj.budget.line"
    _description = "Budget Movement"
    _order = "id desc"

    budget_id = fields.Many2one("gaj.budget", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="budget_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="budget_id.currency_id")
    date = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [("commit", "Committed"), ("spend", "Spent"), ("release", "Released")], required=True, readonly=True
    )
    amount = fields.Monetary(
        required=True,
        readonly=True,
        help="What was released is negative, and so is a refund. Committed and released lines add up to what the budget"
        " has committed, spent lines to what it has spent.",
    )
    name = fields.Char("Document", readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, default=lambda self: self.env.user)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document Record", model_field="res_model", readonly=True)

    _document_idx = models.Index("(res_model, res_id)")
    _sign = models.Constraint(
        "CHECK (CASE kind WHEN 'commit' THEN amount > 0 WHEN 'release' THEN amount < 0 ELSE amount <> 0 END)",
        "What is committed is above 0, what is released below.",
    )

    def write(self, vals):
        self._gaj_refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._gaj_refuse_change()

    def _gaj_refuse_change(self):
        for line in self:
            raise UserError(
                self.env._(
                    "The movement “%(line)s” of the budget “%(budget)s” stays as it is. Correct the document: it writes a"
                    " new movement.",
                    line=line.display_name,
                    budget=line.budget_id.display_name,
                )
            )

    def action_open_document(self):
        """Open the document that wrote this line, for the button of the list."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id) if self.res_model in self.env else None
        if not document or not document.exists():
            raise UserError(self.env._("The document of “%s” is not there any more.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
