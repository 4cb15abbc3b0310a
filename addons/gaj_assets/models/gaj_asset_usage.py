from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import depreciation


class GajAssetUsage(models.Model):
    """How many units of work an asset gave in a month: kilometres, hours, copies. Rows are only ever added."""

    _name = "gaj.asset.usage"
    _description = "Usage of an Asset"
    _inherit = ["gaj.guard.mixin"]
    _order = "month desc, id desc"
    _rec_name = "asset_id"
    _check_company_auto = True

    asset_id = fields.Many2one(
        "gaj.asset",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('method', '=', 'units')]",
    )
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)
    month = fields.Date(
        required=True,
        default=lambda self: depreciation.month_of(fields.Date.context_today(self)),
        help="Any day of the month; the first one is kept.",
    )
    counted_month = fields.Date(
        string="Counts In",
        readonly=True,
        copy=False,
        help="The month whose depreciation takes it: its own, or the first one that was still open when it was recorded.",
    )
    quantity = fields.Float(string="Units", digits=(16, 2), required=True, help="Negative to correct an earlier entry.")
    units_name = fields.Char(related="asset_id.units_name")
    note = fields.Char(string="Remark")

    _month_begins = models.Constraint("CHECK (EXTRACT(DAY FROM month) = 1)", "Usage is kept month by month.")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        for vals in vals_list:
            day = fields.Date.to_date(vals.get("month")) or fields.Date.context_today(self)
            vals["month"] = depreciation.month_of(day)
            vals["counted_month"] = self._counted_month(vals)
        usages = super().create(vals_list)
        usages._check_usage()
        return usages

    def _counted_month(self, vals):
        """Return the month in which usage of ``vals`` counts: its own, or the first one whose charge is still open."""
        # sudo: how far a card is depreciated follows by itself, whoever records its usage
        asset = self.env["gaj.asset"].sudo().browse(vals.get("asset_id"))
        months = [vals["month"], *asset.segment_ids[-1:].mapped("month_from")]
        if asset.depreciated_month:
            months.append(depreciation.month_after(asset.depreciated_month))
        return max(months)

    def write(self, vals):  # pylint: disable=method-required-super  # facts are added, never changed
        raise UserError(
            self.env._("Usage that was recorded cannot be changed. Record the difference, negative if it was too much.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Usage that was recorded cannot be deleted. Record the difference, negative if it was too much.")
        )

    def _check_usage(self):
        """
        :raises ValidationError: if a month lies in the future or before the first one in the books, an asset is not
            depreciated by units, or the entries of a month come to less than nothing
        """
        today = fields.Date.context_today(self)
        totals = {
            (asset.id, month): total
            for asset, month, total in self.sudo()._read_group(
                [("asset_id", "in", self.asset_id.ids)], ["asset_id", "month:month"], ["quantity:sum"]
            )
        }
        for usage in self:
            name, month = usage.asset_id.display_name, usage.month.strftime("%Y-%m")
            if usage.month > today:
                raise ValidationError(
                    self.env._(
                        "Asset %(name)s: %(month)s lies in the future. Record its usage later.", name=name, month=month
                    )
                )
            if usage.asset_id.method != "units":
                raise ValidationError(
                    self.env._(
                        "Asset %(name)s is not depreciated by units of work, so its usage is not recorded here.",
                        name=name,
                    )
                )
            # sudo: as in _counted_month
            begun = usage.asset_id.sudo().segment_ids[:1].month_from
            if begun and usage.month < begun:
                raise ValidationError(
                    self.env._(
                        "Asset %(name)s: it is depreciated in these books from %(begun)s on; what it did before stands in"
                        " the depreciation it came with. Record its usage from that month on.",
                        name=name,
                        begun=begun.strftime("%Y-%m"),
                    )
                )
            if totals[usage.asset_id.id, usage.month] < 0:
                raise ValidationError(
                    self.env._(
                        "Asset %(name)s: the usage of %(month)s would be less than nothing. Check the correction.",
                        name=name,
                        month=month,
                    )
                )
