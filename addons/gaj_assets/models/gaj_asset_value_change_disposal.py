from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: What was applied for is appraised, decided on and sold by the values of its cards.
DISPOSING = ("applied", "appraised", "approved", "executing")
CHANGING = ("submitted", "approved", "under_way")


class GajAssetValueChange(models.Model):
    """A card whose disposal is under way keeps its value: authority, supervision and price were decided by it."""

    _inherit = "gaj.asset.value.change"

    def _refuse_impossible(self):
        result = super()._refuse_impossible()
        # a change of the row, though it changes nothing: of a value change and an application for disposal at the same
        # moment one is repeated and sees the other
        self.env.cr.execute(SQL("UPDATE gaj_asset SET id = id WHERE id = %s", self.asset_id.id))
        # sudo: whether a disposal is under way is asked whatever the user may see of it
        line = (
            self.env["gaj.asset.disposal.line"]
            .sudo()
            .search(
                [
                    ("asset_id", "=", self.asset_id.id),
                    ("status", "=", "open"),
                    ("disposal_id.state", "in", DISPOSING),
                ],
                limit=1,
            )
        )
        if line:
            raise UserError(
                self.env._(
                    "%(change)s (%(reason)s): disposal %(disposal)s of this asset is “%(state)s”, and it was decided on by"
                    " the present value. Finish or withdraw the disposal first.",
                    change=self.display_name,
                    reason=self.reason,
                    disposal=line.disposal_id.name,
                    state=line.disposal_id._state_label(line.disposal_id.state),
                )
            )
        return result


class GajAssetDisposal(models.Model):
    _inherit = "gaj.asset.disposal"

    def _gaj_blockers_apply(self):
        yield from super()._gaj_blockers_apply()
        yield from self._changing_cards()

    def _gaj_blockers_approve(self):
        yield from super()._gaj_blockers_approve()
        yield from self._changing_cards()

    def _strayed_cards(self):
        yield from super()._strayed_cards()
        yield from self._changing_cards()

    def _changing_cards(self):
        """Yield which value change of a card of this batch is on its way, so that its cost is not certain."""
        changes = self.env["gaj.asset.value.change"].search(
            [("asset_id", "in", self._staying().asset_id.ids), ("state", "in", CHANGING)]
        )
        for change in changes:
            yield self.env._(
                "%(asset)s: value change %(change)s is “%(state)s”, so its cost is not certain. Bring it to the books or"
                " take it back before disposal %(disposal)s goes on.",
                asset=change.asset_id.display_name,
                change=change.name,
                state=change._state_label(change.state),
                disposal=self.name,
            )
