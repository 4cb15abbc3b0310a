from odoo import fields, models
from odoo.exceptions import UserError

from ..rules import transfers


class GajAssetTransfer(models.Model):
    """What a transfer must say before it goes on its way."""

    _inherit = "gaj.asset.transfer"

    def _check_content(self):
        """
        :raises UserError: something is missing that this kind of transfer needs
        """
        self.ensure_one()
        problem = self._problem()
        if problem:
            raise UserError(self.env._("Transfer %(name)s: %(problem)s", name=self.name, problem=problem))

    def _problem(self):
        """Return what keeps this transfer from its way, as a sentence; None if nothing does."""
        if not self.line_ids:
            return self.env._("it names no thing yet. Add the things that change hands.")
        if self.kind in transfers.LENDING:
            return self._problem_of_lending()
        if self.kind == "back":
            return self._problem_of_back()
        if self.kind == "correction" and not (self.reason or "").strip():
            return self.env._("a correction says why. Fill in the reason.")
        if self.kind != "return" and not (self.department_to_id or self.custodian_to_id or self.space_to_id):
            return self.env._("it does not say where the things go. Choose a department, a custodian or a place.")
        # sudo: a card without department is in the central store
        homeless = self.sudo().line_ids.asset_id.filtered(lambda asset: not asset.department_id)[:1]
        if self.kind == "issue" and homeless and not self.department_to_id:
            return self.env._(
                "asset %(name)s has no department yet. Fill in who receives it, then issue it.",
                name=homeless.display_name,
            )
        if self.custodian_to_id and not self.custodian_to_id.active:
            return self.env._(
                "%(person)s has left. Choose somebody who still works here.", person=self.custodian_to_id.name
            )
        return None

    def _problem_of_lending(self):
        if not (self.partner_id or self.institution_id):
            return self.env._("it does not say who borrows. Choose a partner or an institution.")
        if not self.date_until:
            return self.env._("it does not say until when. Fill in the last day.")
        if self.date_until < fields.Date.context_today(self):
            return self.env._("its last day %s is over. Choose a later one.", self.date_until)
        if self.kind == "lease" and not self.rent_amount:
            return self.env._("a lease has a rent. Fill in the amount, or make it a loan.")
        return None

    def _problem_of_back(self):
        if not self.origin_id:
            return self.env._("it does not say what it comes back from. Choose the loan or lease.")
        # sudo: the loan may be of another department than the user's
        away = self.sudo().origin_id.line_ids.filtered("is_away").asset_id
        strange = self.sudo().line_ids.asset_id - away
        if strange:
            return self.env._(
                "asset %(asset)s is not away by %(loan)s. Take it out of this list.",
                asset=strange[:1].display_name,
                loan=self.origin_id.sudo().name,
            )
        return None

    def _check_movable(self):
        """
        :raises UserError: a card is in a state from which this kind of transfer does not start
        """
        allowed = transfers.movable(self.kind, self.is_between_departments)
        # sudo: the receiving side finishes a transfer without seeing the cards of the giving one
        assets = self.sudo().line_ids.asset_id
        assets.invalidate_recordset(["state"])
        stuck = assets.filtered(lambda asset: asset.state not in allowed)[:1]
        if not stuck:
            return
        labels = dict(stuck._fields["state"]._description_selection(self.env))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "Asset %(name)s is “%(now)s”; “%(kind)s” starts from: %(before)s.",
                name=stuck.display_name,
                now=labels[stuck.state],
                kind=kinds[self.kind],
                before=", ".join(label for key, label in labels.items() if key in allowed),
            )
        )
