import re

from odoo import models


class MisReportInstanceXlsx(models.AbstractModel):
    _inherit = "report.mis_builder.mis_report_instance_xlsx"

    def _get_worksheet_name(self, mis_instance):
        """Return a name that a worksheet may have: a company's name can hold characters that none may."""
        return re.sub(r"[\[\]:*?/\\]", " ", super()._get_worksheet_name(mis_instance)).strip("' ")
