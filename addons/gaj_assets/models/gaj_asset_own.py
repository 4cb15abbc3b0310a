from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .gaj_space import READERS
from .hr_employee import NOT_KEPT

ASKED = ("return", "scrap")


class GajAsset(models.Model):
    """The page of own assets: what I keep, what I am to receive, and what I have to say about it."""

    _inherit = "gaj.asset"

    @api.model
    def _gaj_own(self):
        """Return the live cards that the user keeps, in whatever company."""
        # sudo: the user's own things, whichever companies are ticked
        mine = [("custodian_id.user_id", "=", self.env.uid), ("state", "not in", NOT_KEPT)]
        return self.sudo().search(mine, order="name, asset_no, id")

    @api.model
    @api.readonly
    def own_page(self):
        """Return what the page shows: ``items``, ``receipts`` to confirm and the ``campaigns`` that run."""
        self._gaj_check_reader()
        assets = self._gaj_own()
        return {
            "name": self.env.user.name,
            "items": assets._gaj_own_items(),
            "receipts": self._gaj_own_receipts(),
            "campaigns": self._gaj_own_campaigns(assets),
        }

    def _gaj_own_items(self):
        """Return one dictionary for each card, in a bounded number of queries; called with lent rights."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        said, asked = self._gaj_last_said(), self._gaj_asked()
        repairs = self.env["maintenance.request"]._read_group(
            [("gaj_asset_id", "in", self.ids), ("stage_id.done", "=", False), ("archive", "=", False)], ["gaj_asset_id"]
        )
        reported = {asset.id for (asset,) in repairs}
        return [
            {
                "id": asset.id,
                "number": asset.asset_no,
                "name": asset.name,
                "model": asset.model or "",
                "place": asset.space_id.short_name or "",
                "department": asset.department_id.name or "",
                "has_photo": bool(asset.image_128),
                "state": asset.state,
                "state_label": labels[asset.state],
                "said": said.get(asset.id),
                "asked": asked.get(asset.id),
                "reported": asset.id in reported,
            }
            for asset in self.with_context(bin_size=True)
        ]

    def _gaj_last_said(self):
        """Return ``{asset id: {answer, day}}`` of the user's last self-check of each card."""
        self.env.cr.execute(
            "SELECT DISTINCT ON (asset_id) asset_id, answer, day FROM gaj_asset_selfcheck"
            " WHERE asset_id = ANY(%s) AND create_uid = %s ORDER BY asset_id, id DESC",
            [list(self.ids), self.env.uid],
        )
        return {
            asset: {"answer": answer, "day": fields.Date.to_string(day)}
            for asset, answer, day in self.env.cr.fetchall()
        }

    def _gaj_asked(self):
        """Return ``{asset id: what was asked for}`` of requests that the clerk has not finished yet."""
        lines = self.env["gaj.asset.transfer.line"].search(
            [
                ("asset_id", "in", self.ids),
                ("transfer_id.asked_for", "!=", False),
                ("transfer_id.state", "not in", ["done", "cancelled"]),
            ]
        )
        return {line.asset_id.id: line.transfer_id.asked_for for line in lines}

    @api.model
    def _gaj_own_receipts(self):
        """Return the transfers that wait for this user's signature."""
        # sudo: addressed to the user; the names of the giving side stand on the receipt
        transfers = (
            self.env["gaj.asset.transfer"]
            .sudo()
            .search(
                [
                    ("custodian_to_id.user_id", "=", self.env.uid),
                    ("state", "in", ["released", "received"]),
                    ("signed_on", "=", False),
                ]
            )
            .filtered("needs_signature")
        )
        return [
            {
                "id": transfer.id,
                "name": transfer.name,
                "giver": transfer.department_from_id.name or "",
                "person": transfer.custodian_to_id.name,
                "things": [
                    {"id": line.id, "name": line.asset_name, "number": line.asset_no, "model": line.asset_model or ""}
                    for line in transfer.line_ids
                ],
            }
            for transfer in transfers
        ]

    @api.model
    def _gaj_own_campaigns(self, assets):
        """Return the running campaigns that cover something of the user, with what is still to be said."""
        # sudo: dates of what everybody is asked to do
        campaigns = self.env["gaj.asset.selfcheck.campaign"].sudo()._open_today()
        found = []
        for campaign in campaigns:
            mine = assets.filtered(campaign._covers)
            said = campaign._last_answers() if mine else {}
            open_ids = [asset.id for asset in mine if asset.id not in said]
            if mine:
                found.append(
                    {
                        "id": campaign.id,
                        "name": campaign.name,
                        "until": fields.Date.to_string(campaign.date_until),
                        "open": open_ids,
                        "count": len(mine),
                    }
                )
        return found

    @api.model
    def own_answer(self, items):
        """Record self-checks ``{uuid, asset, answer[, note, photo]}``; return one answer per item (see ``gaj.sync``)."""
        self.env["gaj.asset.selfcheck"].check_access("create")
        return self.env["gaj.sync"]._gaj_receive("selfcheck", items)

    def own_report_fault(self, text):
        """Make a repair request of this own thing; return its number.

        :raises UserError: there is no text, or the thing is not the user's
        """
        asset = self._gaj_check_own()
        text = (text or "").strip() if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Write in a few words what is broken."))
        asset._gaj_check_repairable()
        # sudo: own thing; the number of the team is nobody's secret
        request = (
            self.env["maintenance.request"]
            .sudo()
            .create(
                {
                    "name": f"{asset.name}: {text}"[:200],
                    "description": text,
                    "gaj_asset_id": asset.id,
                    "company_id": asset.company_id.id,
                    "employee_id": asset.custodian_id.id,
                }
            )
        )
        return request.id

    def own_ask(self, what, note=""):
        """Ask the clerk to take this own thing back (``"return"``) or to have it scrapped (``"scrap"``).

        The clerk finds a draft of the return and an activity.

        :raises UserError: the thing is not the user's, or this was asked already
        """
        asset = self._gaj_check_own()
        if what not in ASKED:
            raise UserError(self.env._("Ask for the return or for the scrapping of %s.", asset.name))
        # sudo: what is under way about the own thing
        waiting = asset.sudo().open_transfer_id or self.env["gaj.asset.transfer"].sudo().search(
            [("asked_for", "!=", False), ("state", "=", "draft"), ("line_ids.asset_id", "=", asset.id)], limit=1
        )
        if waiting:
            raise UserError(
                self.env._(
                    "Something about %(asset)s is under way already: %(transfer)s. Ask your asset clerk about it.",
                    asset=asset.name,
                    transfer=waiting.name,
                )
            )
        # sudo: users ask, clerks decide; the draft belongs to the clerk's department by its line
        transfer = (
            self.env["gaj.asset.transfer"]
            .sudo()
            .create(
                {
                    "company_id": asset.company_id.id,
                    "kind": "return",
                    "asked_for": what,
                    "reason": (note or "").strip()[:200] if isinstance(note, str) else False,
                    "line_ids": [Command.create({"asset_id": asset.id})],
                }
            )
        )
        transfer._tell_clerk()
        return transfer.name

    def _gaj_check_reader(self):
        """
        :raises AccessError: the user may not read these cards, or reads cards only as a part of disposal files
        """
        self.check_access("read")
        if not self.env.su and not self.env.user.has_groups(READERS):
            raise AccessError(
                self.env._("Your role reads disposal files only. Ask an administrator for the role “Asset User”.")
            )

    def _gaj_check_own(self):
        """Return this card with lent rights.

        :raises UserError: the user does not keep it
        """
        self._gaj_check_reader()
        if len(self) != 1 or self not in self._gaj_own().sudo(False):
            raise UserError(self.env._("You do not keep this thing. Look at the page “My Assets” again."))
        return self.sudo()
