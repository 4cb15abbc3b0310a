from odoo import fields, models
from odoo.tools import SQL


class GajAssetDepreciationTotal(models.Model):
    """The totals of a depreciation run, once by department and once by category."""

    _name = "gaj.asset.depreciation.total"
    _description = "Depreciation Total"
    _auto = False
    _order = "amount desc, id"
    _rec_name = "kind"

    run_id = fields.Many2one("gaj.asset.depreciation.run", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection([("department", "Department"), ("category", "Category")], readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    category_id = fields.Many2one("gaj.asset.category", readonly=True)
    assets = fields.Integer(readonly=True)
    amount = fields.Monetary(string="Depreciation", readonly=True)

    @property
    def _table_query(self):
        # the smallest line of a group is its name; a group of each kind may share it, so they are even and odd
        return SQL(
            "SELECT 2 * MIN(id) AS id, run_id, company_id, 'department' AS kind, department_id,"
            " NULL::integer AS category_id, COUNT(*) AS assets, SUM(amount) AS amount"
            " FROM gaj_asset_depreciation_line GROUP BY run_id, company_id, department_id"
            " UNION ALL"
            " SELECT 2 * MIN(id) + 1, run_id, company_id, 'category', NULL, category_id, COUNT(*), SUM(amount)"
            " FROM gaj_asset_depreciation_line GROUP BY run_id, company_id, category_id"
        )
