from odoo import fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    gaj_analytic_account_id = fields.Many2one(
        "account.analytic.account",
        string="Analytic Account",
        check_company=True,
        copy=False,
        index="btree_not_null",
        groups="gaj_base.group_gaj_finance,gaj_base.group_gaj_manager,gaj_base.group_gaj_auditor",
        help="Expenses of this department and those below. Empty: the department above, then the institution.",
    )

    def _gaj_analytic_distribution(self):
        """Return the analytic distribution of an expense of this department, ``False`` if it has none.

        Its own account, else that of the nearest department above, else that of its institution.
        """
        # sudo: where an expense belongs does not depend on who books it
        department = self.sudo()
        while department and not department.gaj_analytic_account_id:
            department = department.parent_id
        account = department.gaj_analytic_account_id or self.sudo().gaj_institution_id.analytic_account_id
        return {str(account.id): 100.0} if account else False
