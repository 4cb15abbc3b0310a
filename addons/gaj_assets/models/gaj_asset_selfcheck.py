import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import image_process

ANSWERS = ("here", "not_here", "damaged")
MOST_NOTE = 500
#: Photos are kept at this size at most (pixels); larger ones than this many bytes are not taken in.
PHOTO_SIZE = (1280, 1280)
MOST_PHOTO = 10 * 1024 * 1024


class GajAssetSelfcheck(models.Model):
    """What a custodian says about one thing: here, not here, or damaged. Never changed; the last one counts."""

    _name = "gaj.asset.selfcheck"
    _description = "Self-Check"
    _inherit = ["gaj.fact.mixin"]
    _order = "id desc"
    _rec_name = "asset_id"

    asset_id = fields.Many2one("gaj.asset", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", string="Said By", required=True, readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one("hr.department", readonly=True, index=True, ondelete="restrict")
    campaign_id = fields.Many2one(
        "gaj.asset.selfcheck.campaign", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    day = fields.Date(required=True, readonly=True, index=True)
    answer = fields.Selection(
        [("here", "Here"), ("not_here", "Not Here"), ("damaged", "Damaged")], required=True, readonly=True
    )
    note = fields.Char(readonly=True)
    photo = fields.Image(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super  # answers come by _gaj_ingest only
        raise UserError(self.env._("Answers come from the page “My Assets” of the person who keeps the thing."))

    def _gaj_ingest(self, items):
        """Take in answers ``{uuid, asset, answer[, note, photo]}`` about the user's own things (see ``gaj.sync``)."""
        assets = self.env["gaj.asset"]._gaj_own().grouped("id")
        refusals = {item["uuid"]: self._refusal(item, assets) for item in items}
        good = [item for item in items if not refusals[item["uuid"]]]
        campaigns = self.env["gaj.asset.selfcheck.campaign"].sudo()._open_today()
        # sudo: answers are made here only, about what the user keeps
        new = self.sudo()._gaj_insert_facts([self._values(item, assets[item["asset"]], campaigns) for item in good])
        self.sudo()._keep_photos([item for item in good if item["uuid"] in new])
        return [
            {
                "uuid": item["uuid"],
                "status": "rejected" if refusal else "accepted" if item["uuid"] in new else "duplicate",
                "reason": refusal,
                "answer": None,
            }
            for item in items
            for refusal in [refusals[item["uuid"]]]
        ]

    def _values(self, item, asset, campaigns):
        asset = asset.sudo()
        campaign = campaigns.filtered(lambda each: each._covers(asset))[:1]
        return {
            "uuid": item["uuid"],
            "asset_id": asset.id,
            "company_id": asset.company_id.id,
            "employee_id": asset.custodian_id.id,
            "department_id": asset.department_id.id,
            "campaign_id": campaign.id,
            "day": fields.Date.context_today(self),
            "answer": item["answer"],
            "note": (item.get("note") or "").strip()[:MOST_NOTE] or False,
        }

    def _refusal(self, item, assets):
        """Return why this answer cannot be recorded, as a sentence; None if it can."""
        if item.get("asset") not in assets:
            return self.env._("You do not keep this thing any more. Look at the page again.")
        if item.get("answer") not in ANSWERS:
            return self.env._("Say whether the thing is here, not here, or damaged.")
        note = item.get("note") or ""
        if not isinstance(note, str):
            return self.env._("The note cannot be read. Write it once more.")
        if item["answer"] != "here" and not note.strip():
            return self.env._("Write in a few words what is wrong with the thing.")
        if item.get("photo") and not self._picture(item["photo"]):
            return self.env._("The photo cannot be read, or it is larger than 10 MB. Take another one.")
        return None

    def _picture(self, text):
        """Return the photo as base64 of a picture of bearable size, None if it is none."""
        try:
            raw = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
            return base64.b64encode(image_process(raw, size=PHOTO_SIZE)) if 0 < len(raw) <= MOST_PHOTO else None
        except (binascii.Error, ValueError, UserError):  # the last: Odoo says so of what is no picture
            return None

    def _keep_photos(self, items):
        """Store the photos of the answers just recorded, in the way in which an image field keeps them."""
        photos = {item["uuid"]: self._picture(item["photo"]) for item in items if item.get("photo")}
        if not photos:
            return
        self.env["ir.attachment"].create(
            [
                {
                    "name": "photo",
                    "res_model": self._name,
                    "res_field": "photo",
                    "res_id": answer.id,
                    "datas": photos[answer.uuid],
                }
                for answer in self.search([("uuid", "in", list(photos))])
            ]
        )
