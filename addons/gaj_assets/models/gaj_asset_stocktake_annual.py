from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import stocktake


class GajAssetStocktake(models.Model):
    """The annual stocktake of a company: of everything, made until it is there, and asked for until it is closed."""

    _inherit = "gaj.asset.stocktake"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_automatic(self):
        for record in self:
            if record.is_automatic:
                raise UserError(
                    self.env._(
                        "Stocktake %s was made by the system and shows that it was due. Cancel it if it is not needed.",
                        record.name,
                    )
                )

    @api.model
    def _cron_annual(self):
        """Make the stocktake of the year of each company that has none; twice makes nothing twice.

        This year's comes from the month on that is set for it. One of a part, or one that was cancelled, is not the
        stocktake of the year: another is made, also after the year is over, and is overdue then.
        """
        today = fields.Date.context_today(self)
        period = stocktake.period_of("annual", today)
        for company in self.env["res.company"].search([("active", "=", True)]):
            if not self._population_ids(company, limit=1):
                continue
            before = period - relativedelta(years=1)
            if self._annual_of(company, before) and not self._annual_of(company, before, whole=True):
                self._make_annual(company, before)
            first_month = self.env["gaj.asset.parameter"]._gaj_value("stocktake_annual_month", company, today)
            if today.month >= first_month and not self._annual_of(company, period, whole=True):
                self._make_annual(company, period)

    def _annual_of(self, company, period, whole=False):
        """Return the annual stocktakes of a year; with ``whole`` those that cover everything and were not cancelled."""
        found = self.search([("company_id", "=", company.id), ("kind", "=", "annual"), ("period", "=", period)])
        return found.filtered(lambda one: one.state != "cancelled" and one._covers_everything()) if whole else found

    def _covers_everything(self):
        """Return whether this stocktake leaves nothing of the company out."""
        self.ensure_one()
        return not (self.space_ids or self.department_ids or self.category_ids)

    def _make_annual(self, company, period):
        """Make the annual stocktake of a year and ask its manager for it."""
        today = fields.Date.context_today(self)
        user = self._somebody_responsible(company)
        stocktakes = self.with_company(company).with_context(lang=user.lang)
        is_late = today > period + relativedelta(month=12, day=31)
        record = stocktakes.create(
            {
                "name": stocktakes.env._("Annual stocktake %s", period.year),
                "kind": "annual",
                "company_id": company.id,
                "user_id": user.id,
                "period": period,
                "date_from": False if is_late else today,
                "date_to": False if is_late else period + relativedelta(month=12, day=31),
                "is_automatic": True,
            }
        )
        record._remind("gaj_assets.mail_activity_stocktake_due", record.user_id)
