from odoo import fields, models
from odoo.exceptions import UserError

from .gaj_asset_disposal import MANAGER


class GajAssetDisposal(models.Model):
    """The ways out of a batch whose execution gets stuck: nobody bids enough, the kind was wrong, a thing went astray."""

    _inherit = "gaj.asset.disposal"

    setback_reason = fields.Char(
        string="Why It Goes Back", copy=False, help="Why the execution ends without result; asked before it goes back."
    )

    def action_send_back(self):
        """Send a batch that cannot be carried out as approved back to its approval; from there it may be withdrawn."""
        for record in self:
            record._check_step({"executing"}, (MANAGER,))
            record._check_setback()
            if record.buyer_id:
                raise UserError(
                    self.env._(
                        "Disposal %(name)s: %(buyer)s has won. Withdraw that bid with its reason first.",
                        name=record.name,
                        buyer=record.buyer_id.display_name,
                    )
                )
            record.message_post(
                body=self.env._("The batch goes back to the approval: %(reason)s", reason=record.setback_reason)
            )
            record._back_to_approval(setback_reason=False)

    def _check_setback(self):
        """
        :raises UserError: if something has left the house or the books, or nobody has said why the batch goes back
        """
        self.ensure_one()
        if self.handed_over_on or self.is_derecognised:
            raise UserError(
                self.env._(
                    "The things of disposal %(name)s have been handed over or have left the books, so it is carried out to"
                    " its end.",
                    name=self.name,
                )
            )
        if not (self.setback_reason or "").strip():
            raise UserError(
                self.env._(
                    "Disposal %(name)s has been approved. Write under “%(field)s” why it is not carried out, then try"
                    " again.",
                    name=self.name,
                    field=self._fields["setback_reason"]._description_string(self.env),
                )
            )

    def _refuse_signed_sale(self):
        """
        :raises UserError: if discipline inspection has signed who won
        """
        # sudo: whether it was signed is asked whoever withdraws the bid
        if "publication" in self.sudo().signature_ids.mapped("step"):
            raise UserError(
                self.env._(
                    "Discipline inspection has signed the sale of disposal %(name)s to %(buyer)s. Withdraw the whole batch"
                    " with the reason, and apply again.",
                    name=self.name,
                    buyer=self.buyer_id.display_name,
                )
            )


class GajAssetDisposalLine(models.Model):
    _inherit = "gaj.asset.disposal.line"

    def action_release(self):
        """Let a thing that went astray after the approval leave its batch, so that the others can go on."""
        for line in self:
            record = line.disposal_id
            record._check_step({"approved", "executing"}, (MANAGER,))
            line._refuse_staying()
            # sudo: the step was checked; cards and totals are not the manager's to write
            line.sudo()._give_card_back()
            record.message_post(
                body=self.env._(
                    "%(asset)s leaves the batch: %(reason)s", asset=line.display_name, reason=line.release_reason
                )
            )

    def _refuse_staying(self):
        """
        :raises UserError: if this thing stays in its batch: it is at hand, gone already, the last one, or nobody says why
        """
        self.ensure_one()
        record, names = self.disposal_id, {"asset": self.display_name, "name": self.disposal_id.name}
        if self.status != "open" or record.handed_over_on or record.is_derecognised:
            raise UserError(
                self.env._(
                    "%(asset)s has left disposal %(name)s already, or the whole batch has. Settle it there.", **names
                )
            )
        if not self._is_astray():
            raise UserError(
                self.env._(
                    "%(asset)s awaits its disposal in %(name)s, which was approved with it. Only what has gone astray since"
                    " leaves the batch; to change the list, send the batch back or withdraw it.",
                    **names,
                )
            )
        if record._staying() <= self:
            raise UserError(
                self.env._(
                    "%(asset)s is the last thing of disposal %(name)s. Withdraw the disposal with its reason.", **names
                )
            )
        if not (self.release_reason or "").strip():
            raise UserError(
                self.env._(
                    "Write under “%(field)s” why %(asset)s leaves disposal %(name)s.",
                    field=self._fields["release_reason"]._description_string(self.env),
                    **names,
                )
            )

    def _is_astray(self):
        """Return whether the card no longer awaits this disposal: it went missing, or a shortage took it out of the books."""
        asset = self.asset_id
        return bool(asset) and (asset.state != "pending_disposal" or bool(asset.out_of_books_on))

    def _left_text(self):
        """Return what the file says of a thing that left its batch, nothing of one that stayed."""
        if self not in self.disposal_id._staying():
            return self.env._("Left the batch: %s", self.release_reason)
        return ""

    def _give_card_back(self):
        """Release these lines; their cards become what they were, those counted missing stay missing."""
        self.write({"status": "released"})
        # at once: another list may name the same cards before these rows are written
        self.flush_recordset(["status"])
        for state, group in self.filtered("state_before").grouped("state_before").items():
            astray = group.filtered(lambda line: line._is_astray()).asset_id
            (group.asset_id - astray).write({"state": state})
            astray.filtered(lambda card: card.state_before_missing == "pending_disposal").write(
                {"state_before_missing": state}
            )
