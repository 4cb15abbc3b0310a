from odoo import fields, models

from ..rules import disposal
from .gaj_asset_disposal_entries import money


class GajAssetParameter(models.Model):
    """From which taxes and costs on a disposal shows its papers."""

    _inherit = "gaj.asset.parameter"

    key = fields.Selection(
        selection_add=[
            ("cost_paper_amount", "Taxes and Costs of a Disposal up to Which No Paper Is Asked For"),
            ("cost_paper_percent", "The Same, Percent of the Proceeds"),
        ],
        ondelete={"cost_paper_amount": "cascade", "cost_paper_percent": "cascade"},
    )


class GajAssetDisposal(models.Model):
    """Taxes and costs lessen what the treasury gets, so large ones are shown by their papers."""

    _inherit = "gaj.asset.disposal"

    cost_paper_ids = fields.Many2many(
        "ir.attachment",
        "gaj_asset_disposal_cost_paper_rel",
        string="Papers of Taxes and Costs",
        copy=False,
        help="Bills, receipts and tax vouchers. They stay with the file.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "cost_paper_ids" in vals:
            for record in self:
                record.cost_paper_ids.check_access("read")
                # sudo: files just brought along belong to nobody yet; others stay where they are
                loose = record.cost_paper_ids.sudo().filtered(lambda file: not file.res_id)
                loose.write({"res_model": self._name, "res_id": record.id})
        return result

    def _money_sentences(self):
        yield from super()._money_sentences()
        value = self.env["gaj.asset.parameter"]._gaj_value
        day = self.settled_on or fields.Date.context_today(self)
        amount = value("cost_paper_amount", self.company_id, day)
        percent = value("cost_paper_percent", self.company_id, day)
        spent = money(self.taxes) + money(self.costs)
        if not self.cost_paper_ids and disposal.needs_cost_paper(spent, money(self.proceeds), amount, percent):
            yield self.env._(
                "Taxes and costs of %(spent)s are more than %(amount)s yuan or %(percent)s %% of the proceeds. Attach their"
                " bills and vouchers.",
                spent=f"{spent:,.2f}",
                amount=f"{amount:,.2f}",
                percent=f"{float(percent):g}",
            )
