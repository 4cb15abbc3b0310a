from odoo import fields, models


class GajAssetDisposalSign(models.TransientModel):
    """The sheet on which discipline inspection signs one step of a disposal."""

    _name = "gaj.asset.disposal.sign"
    _description = "Sign a Step of a Disposal"

    disposal_id = fields.Many2one("gaj.asset.disposal", required=True, readonly=True)
    step = fields.Selection(related="disposal_id.next_signature")
    facts = fields.Char(string="What Is Signed", compute="_compute_facts")
    note = fields.Char()

    def _compute_facts(self):
        for sheet in self:
            sheet.facts = sheet.step and sheet.disposal_id._facts_of(sheet.step)

    def action_sign(self):
        """Sign the step shown, if it still waits for it."""
        self.ensure_one()
        self.disposal_id._gaj_sign(self.note)
        return {"type": "ir.actions.act_window_close"}
