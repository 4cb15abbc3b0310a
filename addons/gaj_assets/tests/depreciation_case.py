from contextlib import contextmanager
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import UserError

from .common_accounting import AccountingCase


class DepreciationCase(AccountingCase):
    """Cards put in the books on a day, and runs made month by month as finance makes them."""

    def in_books(self, day, opening=None, **values):
        """Return a card of D1 (or with ``values``) that entered the books on ``day``."""
        with freeze_time(day):
            asset = self.make_assets(
                [values.pop("name", "D1")],
                **{"acquisition_date": "2026-03-15", "life_months": 72, **values},
            )
            asset._gaj_put_in_books(day, opening)
        return asset

    @contextmanager
    def refused(self, text, error=UserError):
        """Check that the block is refused with a sentence that holds ``text``, and undo what it did."""
        with self.assertRaises(error) as caught:
            yield
        self.assertIn(text, str(caught.exception))

    def run_month(self, year, month, post=True, company=None):
        """Return the run of a month, made by finance on its last day."""
        with freeze_time(date(year + month // 12, month % 12 + 1, 1)):
            runs = self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"])
            company = company or self.company
            run = runs.with_company(company).create({"month": date(year, month, 1), "company_id": company.id})
            run.action_compute()
            if post:
                run.action_post()
        return run

    def run_months(self, first, last):
        """Run every month from ``first`` to ``last``, both ``(year, month)``."""
        (year, month), runs = first, []
        while (year, month) <= last:
            runs.append(self.run_month(year, month))
            year, month = year + month // 12, month % 12 + 1
        return runs

    def amounts(self, asset):
        """Return the charges of a card in the order of the months."""
        return [f"{line.amount:.2f}" for line in asset.sudo().depreciation_line_ids.sorted("month")]

    def change(self, asset, day, book=True, **values):
        """Return a value change that manager, leader and finance brought to the books on ``day``."""
        with freeze_time(day):
            change = (
                self.env["gaj.asset.value.change"]
                .with_user(self.users["manager"])
                .create({"asset_id": asset.id, "date": day, "reason": "Test", **values})
            )
            if book:
                change.action_submit()
                change.with_user(self.users["leader"]).action_approve()
                change.with_user(self.users["finance"]).action_book()
        return change
