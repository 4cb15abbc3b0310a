from odoo import models


class GajAsset(models.Model):
    """The card on paper tells through whose hands the thing went."""

    _inherit = "gaj.asset"

    def _gaj_card_history(self):
        history = super()._gaj_card_history()
        # sudo: what the card of a readable asset shows; changes without a document stand in the log already
        records = (
            self.env["gaj.asset.custody"]
            .sudo()
            .search([("asset_id", "in", self.ids), ("transfer_id", "!=", False)], order="id")
        )
        for record in records:
            history.setdefault(record.asset_id.id, []).append(record._gaj_history_row())
        return {asset: sorted(events, key=lambda event: event[0]) for asset, events in history.items()}
