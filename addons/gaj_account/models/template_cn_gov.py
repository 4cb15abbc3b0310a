from odoo import models
from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """The chart of the Government Accounting System (政府会计制度, 财会〔2017〕25号)."""

    _inherit = "account.chart.template"

    @template("cn_gov")
    def _get_cn_gov_template_data(self):
        return {
            "name": self.env._("Government Accounting System"),
            "code_digits": 4,
            "use_storno_accounting": True,
        }
