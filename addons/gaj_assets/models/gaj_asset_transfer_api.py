from odoo import api, fields, models
from odoo.fields import Command

#: Says that a value stays as it is; False would clear it.
KEEP = object()


class GajAssetTransfer(models.Model):
    """How other documents, and the buttons of the card, make transfers."""

    _inherit = "gaj.asset.transfer"

    @api.model
    def _gaj_confirmed_move(self, assets, reason, department=KEEP, custodian=KEEP, space=KEEP, day=None):
        """Return a transfer that is done already: the cards stand elsewhere, each with its custody record.

        For documents that carry their own decision, such as a stocktake; the caller has checked the user's rights.
        ``department``, ``custodian`` and ``space`` are records (empty ones clear) or :data:`KEEP`.

        :raises UserError: a card is a draft, disposed of, or on its way by another transfer
        """
        chosen = {"department": department, "custodian": custodian, "space": space}
        chosen = {name: record for name, record in chosen.items() if record is not KEEP}
        # sudo: as said above
        transfer = self.sudo()._gaj_make(
            assets, "correction", reason, **{f"{name}_to_id": record.id for name, record in chosen.items()}
        )
        transfer._check_movable()
        transfer._take_lines()
        assets._gaj_move(
            reason, day=day, transfer=transfer, **{f"{name}_id": record.id for name, record in chosen.items()}
        )
        transfer._close_lines()
        transfer._step("done", done_on=day or fields.Date.context_today(self))
        return transfer

    @api.model
    def _gaj_make(self, assets, kind, reason=False, **values):
        """Return a draft about ``assets``, which all belong to one company."""
        return self.create(
            {
                "company_id": assets.company_id.id or self.env.company.id,
                "kind": kind,
                "reason": reason,
                "line_ids": [Command.create({"asset_id": asset.id}) for asset in assets],
                **values,
            }
        )

    @api.model
    def _gaj_hand_out(self, assets, kind, **values):
        """Make, submit and release transfers of ``assets``, one for each company; return them."""
        made = self.browse()
        for group in assets.grouped("company_id").values():
            made |= self._gaj_make(group, kind, **values)
        made.action_submit()
        made.action_release()
        return made

    def _gaj_open(self):
        """Return the action that shows these transfers."""
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_transfer_action")
        if len(self) == 1:
            return {**action, "res_id": self.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", self.ids)]}

    def action_give_back(self):
        """Make the document by which what was lent or let out comes back."""
        self.ensure_one()
        self._check_step({"done"}, ("gaj_assets.group_gaj_assets_clerk",))
        self._check_is_party()
        # sudo: only the things of this transfer, which the user may read
        away = self.sudo().line_ids.filtered("is_away").asset_id.sudo(False)
        return self._gaj_make(away, "back", origin_id=self.id, company_id=self.company_id.id)._gaj_open()

    def _tell_clerk(self):
        """Ask an asset clerk of the department, or of the nearest one above, to look at this request."""
        self.ensure_one()
        clerks = self.env.ref("gaj_assets.group_gaj_assets_clerk").all_user_ids.filtered("active")
        above = [int(part) for part in (self.department_from_id.parent_path or "").split("/") if part]
        for department in reversed(above):
            person = self.env["hr.employee"].search(
                [("department_id", "=", department), ("user_id", "in", clerks.ids)], limit=1
            )
            if person and self.with_user(person.user_id).has_access("write"):
                kinds = dict(self._fields["asked_for"]._description_selection(self.env))
                self.activity_schedule(
                    "mail.mail_activity_data_todo", summary=kinds[self.asked_for], user_id=person.user_id.id
                )
                return
