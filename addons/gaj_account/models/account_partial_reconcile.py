from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"
