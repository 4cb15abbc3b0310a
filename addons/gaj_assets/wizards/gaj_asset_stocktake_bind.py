from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gaj_base.rules import tag_number

from ..models.gaj_asset_stocktake import COUNTING


class GajAssetStocktakeBind(models.TransientModel):
    """Says to which card a thing belongs whose label was unknown, damaged or missing."""

    _name = "gaj.asset.stocktake.bind"
    _description = "Label Belongs to a Card"
    _rec_name = "line_id"
    _check_company_auto = True

    line_id = fields.Many2one(
        "gaj.asset.stocktake.line",
        string="What Was Found",
        required=True,
        readonly=True,
        default=lambda self: self._default_line_id(),
    )
    company_id = fields.Many2one(related="line_id.company_id")
    raw = fields.Char(related="line_id.raw")
    reason = fields.Selection(related="line_id.reason")
    seen_space_id = fields.Many2one(related="line_id.seen_space_id")
    asset_id = fields.Many2one("gaj.asset", string="Card", required=True, check_company=True)
    how = fields.Selection(
        [
            ("reprint", "Print the Label of the Card Again"),
            ("rebind", "Bind the Blank Label That Was Read"),
            ("note", "Keep the Text as Another Number of the Card"),
        ],
        string="Label",
        required=True,
        default=lambda self: self._default_how(),
    )

    @api.model
    def _default_line_id(self):
        if self.env.context.get("active_model") == "gaj.asset.stocktake.line":
            return self.env.context.get("active_id")
        return False

    @api.model
    def _default_how(self):
        line = self.env["gaj.asset.stocktake.line"].browse(self._default_line_id())
        return "rebind" if line.exists() and line.reason == "blank" else "reprint"

    def action_bind(self):
        """Bind or reprint the label; the thing counts as seen where it was, and its line is settled."""
        self.ensure_one()
        self.check_access("write")
        line = self.line_id
        line.stocktake_id._check_step({*COUNTING, "reconciling"})
        line.check_access("write")
        line._check_decision("bound")
        if line.result == "surplus" and self.how != "reprint":
            raise UserError(self.env._("“%s” carries no label that could be bound. Print the label again.", line.name))
        if self.asset_id.state in ("draft", "disposed"):
            raise UserError(
                self.env._(
                    "Asset %s is not in the books at present, so nothing belongs to its card. Choose another card, or"
                    " decide that a new card is made.",
                    self.asset_id.display_name,
                )
            )
        line._refuse_own_count(self.asset_id)
        getattr(self, f"_label_{self.how}")()
        line._count_as(self.asset_id)
        line.write({"resolution": "bound", "resolution_note": self.asset_id.display_name})
        return self._label_action() if self.how == "reprint" else {"type": "ir.actions.act_window_close"}

    def _label_reprint(self):
        """The number of the card stays; its label is printed again after this step."""

    def _label_rebind(self):
        """Void the label of the card and bind the blank one that sticks on the thing."""
        tag = self.env["gaj.tag"].search(
            [("tag_no", "=", tag_number.normalise(self.raw or "")), ("company_id", "=", self.company_id.id)]
        )
        if not tag or tag.state != "blank":
            raise UserError(
                self.env._("“%s” is no blank label of ours. Print the label of the card again instead.", self.raw)
            )
        self.asset_id._gaj_tags()._gaj_void(
            self.env._("Replaced by %(tag)s in stocktake %(name)s", tag=tag.tag_no, name=self.line_id.stocktake_id.name)
        )
        self.env.flush_all()
        tag._gaj_bind(self.asset_id)

    def _label_note(self):
        """Keep the text that was read as another number of the card."""
        # sudo: managers give a card another number by this step; the right to the card was checked by choosing it
        self.env["gaj.tag.alias"].sudo().create(
            {
                "value": self.raw,
                "kind": "other",
                "res_model": "gaj.asset",
                "res_id": self.asset_id.id,
                "company_id": self.company_id.id,
            }
        )

    def _label_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_base.gaj_label_print_action")
        return {**action, "context": {"active_model": "gaj.asset", "active_ids": self.asset_id.ids}}


class GajAssetStocktakeLine(models.Model):
    _inherit = "gaj.asset.stocktake.line"

    def action_bind(self):
        """Ask to which card this thing belongs."""
        self.ensure_one()
        self.check_access("write")
        self._check_decision("bound")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Belongs to a Card"),
            "res_model": "gaj.asset.stocktake.bind",
            "views": [(False, "form")],
            "target": "new",
            "context": {"active_model": self._name, "active_id": self.id},
        }

    def _scans_of_unknown(self):
        """Return the scans that led to no card and make this line."""
        self.ensure_one()
        return self.env["gaj.asset.stocktake.scan"].search(
            [("stocktake_id", "=", self.stocktake_id.id), ("raw_key", "=", self.raw_key), ("asset_id", "=", False)]
        )

    def _refuse_own_count(self, asset):
        """Refuse that a custodian counts an own thing by a label that nobody knew at first.

        :raises UserError: naming the thing, where custodians do not count their own
        """
        scans, stocktake = self._scans_of_unknown(), self.stocktake_id
        if not stocktake._counts_by_others() and not any(scans.mapped("is_second")):
            return
        # sudo: only who keeps the thing now, or kept it when the count began
        before = stocktake.sudo().line_ids.filtered_domain([("asset_id", "=", asset.id)]).custodian_id
        keepers = (asset.sudo().custodian_id | before).user_id
        own = scans.filtered(lambda scan: scan.create_uid in keepers)[:1]
        if own:
            raise UserError(
                self.env._(
                    "%(user)s scanned “%(text)s” and keeps %(asset)s. Let a colleague count it.",
                    user=own.create_uid.sudo().name,
                    text=self.raw or self.name,
                    asset=asset.display_name,
                )
            )

    def _count_as(self, asset):
        """Add the facts that ``asset`` was seen where and when this unknown thing was; the first facts stay."""
        self.ensure_one()
        scans, origins = self.env["gaj.asset.stocktake.scan"], self._scans_of_unknown()
        scans._gaj_insert_facts(
            [
                {
                    "uuid": str(uuid4()),
                    "stocktake_id": origin.stocktake_id.id,
                    "company_id": origin.company_id.id,
                    "space_id": origin.space_id.id,
                    "raw": origin.raw,
                    "asset_id": asset.id,
                    "origin_id": origin.id,
                    "custodian_id": origin.custodian_id.id,
                    "use_state": origin.use_state,
                    "note": origin.note,
                    "is_second": origin.is_second,
                    "scanned_at": origin.scanned_at,
                    "received_at": self.env.cr.now(),
                    "device": origin.device,
                }
                for origin in origins
            ]
        )
        # sudo: lines are derived from the scans, and documents follow the lines
        stocktake = self.stocktake_id.sudo()
        stocktake._match({asset.id}, set())
        stocktake.line_ids.filtered_domain([("asset_id", "=", asset.id)])._drop_documents()
        stocktake._notify_progress()
