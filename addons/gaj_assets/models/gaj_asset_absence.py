from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class GajAssetAbsence(models.Model):
    """A time during which a card that is in the books again stood outside the accounts of fixed assets.

    The first day counts, the last does not: on that day its value was back. Rows are only ever added, on the return;
    since when a card is away now, it says itself.
    """

    _name = "gaj.asset.absence"
    _description = "Time out of the Books"
    _order = "asset_id, id"
    _rec_name = "date_from"
    _check_company_auto = True

    asset_id = fields.Many2one("gaj.asset", required=True, index=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    date_from = fields.Date(string="Left On", required=True)
    date_to = fields.Date(string="Back On", required=True)

    _in_order = models.Constraint("CHECK (date_from < date_to)", "A card comes back after it has left.")

    def write(self, vals):  # pylint: disable=method-required-super  # what is in the books stays
        raise UserError(
            self.env._("When a card was out of the books stays as it was. Take the step back that moved it.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("When a card was out of the books is kept as evidence. Take the step back that moved it.")
        )


class GajAsset(models.Model):
    """When a card was out of the accounts of fixed assets, now or in former times."""

    _inherit = "gaj.asset"

    absence_ids = fields.One2many("gaj.asset.absence", "asset_id", string="Times out of the Books", readonly=True)

    def _gaj_return_to_books(self, day):
        """Let these cards, which had left the books, be back in them on ``day``; since when they were away is kept.

        :raises UserError: if ``day`` lies before the day on which a card left
        """
        early = self.filtered(lambda asset: asset.out_of_books_on > day)[:1]
        if early:
            raise UserError(
                self.env._(
                    "Asset %(name)s left the books on %(out)s, so it cannot be back on %(day)s. Choose a later day.",
                    name=early.display_name,
                    out=early.out_of_books_on,
                    day=day,
                )
            )
        self.env["gaj.asset.absence"].sudo().create(
            [
                {
                    "asset_id": asset.id,
                    "company_id": asset.company_id.id,
                    "date_from": asset.out_of_books_on,
                    "date_to": day,
                }
                for asset in self
                if asset.out_of_books_on < day
            ]
        )
        self.write({"out_of_books_on": False})

    @api.model
    def _gaj_away_sql(self, day):
        """Return the condition that a card ``asset`` was out of the books on ``day``; never NULL."""
        self.env["gaj.asset.absence"].flush_model()
        return SQL(
            "(COALESCE(asset.out_of_books_on <= %(day)s, false) OR EXISTS (SELECT 1 FROM gaj_asset_absence absence"
            " WHERE absence.asset_id = asset.id AND absence.date_from <= %(day)s AND absence.date_to > %(day)s))",
            day=day,
        )
