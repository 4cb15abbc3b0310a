from odoo import fields, models
from odoo.exceptions import RedirectWarning


class ResCompany(models.Model):
    _inherit = "res.company"

    gaj_asset_journal_id = fields.Many2one(
        "account.journal",
        string="Asset Journal",
        check_company=True,
        copy=False,
        index="btree_not_null",
        domain=[("type", "=", "general")],
    )

    def _gaj_process_account(self, role):
        """Return the account of this company for ``role`` (:data:`entries.PROCESS_ROLES`).

        :raises RedirectWarning: to the setup, if none is set
        """
        return self._gaj_process_accounts({role})[role]

    def _gaj_process_accounts(self, roles):
        """Return ``{role: account}`` for ``roles``; refusal as :meth:`_gaj_process_account`."""
        self.ensure_one()
        # sudo: which account a process uses is asked by whoever takes its step; only finance posts
        rows = (
            self.env["gaj.asset.process.account"]
            .sudo()
            .search([("company_id", "=", self.id), ("role", "in", list(roles))])
        )
        accounts = {row.role: row.account_id for row in rows}
        if missing := set(roles) - set(accounts):
            labels = dict(rows._fields["role"]._description_selection(self.env))
            self._gaj_ask_for_accounts(", ".join(labels[role] for role in sorted(missing)))
        return accounts

    def _gaj_journal_of_assets(self):
        """Return the journal of asset entries.

        :raises RedirectWarning: to the setup, if none is set
        """
        # sudo: as in _gaj_process_accounts
        journal = self.sudo().gaj_asset_journal_id
        if not journal:
            self._gaj_ask_for_accounts(self.env._("the journal"))
        return journal

    def _gaj_ask_for_accounts(self, missing):
        """
        :raises RedirectWarning: naming what is ``missing``, with the button that opens the setup
        """
        raise RedirectWarning(
            self.env._(
                "%(company)s has no account yet for: %(missing)s. Finance sets up the accounts of assets once.",
                company=self.name,
                missing=missing,
            ),
            self.env.ref("gaj_assets.gaj_asset_account_setup_action").id,
            self.env._("Set Up the Accounts"),
        )
