from odoo import api, fields, models
from odoo.exceptions import UserError


class GajAssetCustody(models.Model):
    """A change of department, custodian or place of a card: inserted once by the mover, never changed.

    The last record of a card says what the card says, and each begins where the one before ended.
    """

    _name = "gaj.asset.custody"
    _description = "Custody Record"
    _inherit = ["gaj.fact.mixin"]
    _order = "id desc"
    _rec_name = "asset_id"
    _gaj_links_without_index = dict.fromkeys(
        ("space_id", "space_from_id"), "places are archived, hardly ever deleted, and records are looked for by card"
    )

    asset_id = fields.Many2one("gaj.asset", required=True, readonly=True, ondelete="restrict")
    asset_name = fields.Char(related="asset_id.display_name", string="Asset (Name)")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    day = fields.Date(string="Since", required=True, readonly=True, help="From this day on the card stands so.")
    moved_on = fields.Datetime(string="Recorded", required=True, readonly=True)
    department_from_id = fields.Many2one(
        "hr.department", string="From Department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", string="To Department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    custodian_from_id = fields.Many2one(
        "hr.employee", string="From Custodian", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    custodian_id = fields.Many2one(
        "hr.employee", string="To Custodian", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    space_from_id = fields.Many2one("gaj.space", string="From Place", readonly=True, ondelete="restrict")
    space_id = fields.Many2one("gaj.space", string="To Place", readonly=True, ondelete="restrict")
    transfer_id = fields.Many2one(
        "gaj.asset.transfer", string="Document", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(related="create_uid", string="Recorded By")

    _card_idx = models.Index("(asset_id, day)")
    _once_per_document = models.UniqueIndex(
        "(asset_id, transfer_id) WHERE transfer_id IS NOT NULL", "This document has moved the card already."
    )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super  # records come from the mover only
        raise UserError(
            self.env._("Custody records are written by transfers. Make a transfer of the card instead of a record.")
        )

    def _gaj_history_row(self):
        """Return ``(day, event, details, by whom)`` for the history on the card; called with lent rights."""
        kinds = dict(self.transfer_id._fields["kind"]._description_selection(self.env))
        before = ", ".join(
            filter(None, (self.department_from_id.name, self.custodian_from_id.name, self.space_from_id.full_code))
        )
        after = ", ".join(filter(None, (self.department_id.name, self.custodian_id.name, self.space_id.full_code)))
        event = f"{kinds[self.transfer_id.kind]} {self.transfer_id.name}"
        return self.day, event, f"{before} → {after}" if before != after else after, self.user_id.name or ""
