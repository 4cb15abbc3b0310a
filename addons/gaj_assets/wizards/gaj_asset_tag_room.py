from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gaj_base.rules import tag_number


class GajAssetTagRoom(models.TransientModel):
    """Labels of a roll are stuck on the things of a room, and read into the list of the room one after another."""

    _name = "gaj.asset.tag.room"
    _description = "Bind Labels in a Room"

    space_id = fields.Many2one("gaj.space", "Room", required=True, domain=[("kind", "in", ["room", "floor"])])
    with_labelled = fields.Boolean(
        "Things with a Printed Label Too", help="To replace labels: void the old ones first."
    )
    line_ids = fields.One2many(
        "gaj.asset.tag.room.line",
        "wizard_id",
        "Things",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("space_id", "with_labelled")
    def _compute_line_ids(self):
        for wizard in self:
            assets = wizard._gaj_things()
            wizard.line_ids = [fields.Command.clear(), *(fields.Command.create({"asset_id": a.id}) for a in assets)]

    def _gaj_things(self):
        """Return the things of the room and its parts that carry a label by their category and have none printed."""
        if not self.space_id:
            return self.env["gaj.asset"]
        assets = self.env["gaj.asset"].search(
            [
                ("space_id", "child_of", self.space_id.id),
                ("category_id.is_tag_required", "=", True),
                ("state", "not in", ["disposed", "missing"]),
            ],
            order="name, asset_no",
        )
        if self.with_labelled:
            return assets
        printed = assets._gaj_tags().filtered(lambda tag: tag.is_on_paper)
        return assets - assets.browse(printed.mapped("res_id"))

    def action_bind(self):
        """Bind the tags read to their things, all of them or none, and show the list of the room.

        :raises UserError: a line holds no blank tag, or one tag twice
        """
        self.ensure_one()
        self.check_access("write")
        lines = self.line_ids.filtered("scanned")
        if not lines:
            raise UserError(
                self.env._("No label has been read yet. Put the cursor on a thing and scan the label stuck on it.")
            )
        numbers = {line: line._gaj_number() for line in lines}
        tags = self.env["gaj.tag"].search([("tag_no", "in", list(numbers.values()))]).grouped("tag_no")
        seen = {}
        for line, number in numbers.items():
            if number in seen:
                raise UserError(
                    self.env._(
                        "Label %(tag)s was read for %(first)s and for %(second)s. Correct one of the two.",
                        tag=number,
                        first=seen[number].asset_id.display_name,
                        second=line.asset_id.display_name,
                    )
                )
            seen[number] = line
            if number not in tags:
                raise UserError(
                    self.env._(
                        "%(asset)s: label %(tag)s is none of ours. Scan it again.",
                        asset=line.asset_id.display_name,
                        tag=number,
                    )
                )
            tags[number]._gaj_bind(line.asset_id)
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_action")
        return {**action, "domain": [("id", "in", lines.asset_id.ids)]}


class GajAssetTagRoomLine(models.TransientModel):
    _name = "gaj.asset.tag.room.line"
    _description = "Thing in a Room to Be Labelled"

    wizard_id = fields.Many2one("gaj.asset.tag.room", required=True, ondelete="cascade")
    asset_id = fields.Many2one("gaj.asset", required=True, ondelete="cascade")
    model = fields.Char(related="asset_id.model")
    custodian_id = fields.Many2one(related="asset_id.custodian_id")
    scanned = fields.Char("Label Read")

    def _gaj_number(self):
        """Return the tag number in what was read.

        :raises UserError: it is no tag number of ours
        """
        self.ensure_one()
        try:
            parsed = tag_number.parse(self.scanned, hosts=self.env["gaj.scan"]._gaj_hosts())
        except tag_number.ScanRefused as refusal:
            raise UserError(
                self.env._(
                    "%(asset)s: %(reason)s",
                    asset=self.asset_id.display_name,
                    reason=self.env["gaj.scan"]._gaj_refusal(refusal),
                )
            ) from refusal
        number = parsed.value
        if parsed.kind == "giai":
            number = self.env["gaj.scan"]._gaj_giai_tag(parsed.value)
        if parsed.kind not in ("tag", "giai") or not number:
            raise UserError(
                self.env._(
                    "%(asset)s: “%(text)s” is not the number of a label. Scan the label stuck on the thing.",
                    asset=self.asset_id.display_name,
                    text=self.scanned,
                )
            )
        return number
