from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..rules import entries, transfers
from .gaj_asset_transfer import CLERK, FINANCE, LEADER, MANAGER, NOT_RELEASED

APPROVERS = {"leader": LEADER, "manager": MANAGER}


class GajAssetTransfer(models.Model):
    """The steps of a transfer, each with the side that may take it."""

    _inherit = "gaj.asset.transfer"

    def action_submit(self):
        """Send the transfer on its way: from now on its things stand in no other open transfer."""
        for transfer in self:
            transfer._check_step({"draft"}, (CLERK,))
            if transfer.user_id != self.env.user:
                transfer._check_is_of(transfer.sudo().line_ids.department_from_id)
            transfer._check_content()
            transfer._check_movable()
            if transfer.kind == "correction":
                transfer._check_step({"draft"}, (MANAGER,))
            transfer._take_lines()
            transfer._step("submitted")
            if transfer.kind == "correction" and not transfer.needs_approval:
                transfer._finish()
                continue
            transfer._ask_for_approval()

    def _ask_for_approval(self):
        """Open the reviews that the definitions ask for, if this transfer needs an approval at all."""
        # computed without dependencies, so an earlier answer would still stand
        self.invalidate_recordset(["need_validation", "review_ids"])
        # sudo: the definitions are the administrator's
        asks = self.needs_approval and self.sudo().need_validation
        return super(GajAssetTransfer, self.sudo())._ask_for_approval() if asks else None

    def action_approve(self):
        """Approve, as a manager between departments and as a leader for loan and lease; never one's own request."""
        for transfer in self:
            group = APPROVERS.get(transfer._gaj_approval(transfer.is_between_departments))
            transfer._check_step({"submitted"}, (MANAGER, LEADER))
            if group and not self.env.user.has_group(group):
                raise AccessError(
                    self.env._(
                        "Transfer %(name)s is approved by the role “%(role)s”. Ask somebody who has it.",
                        name=transfer.name,
                        role=self.env.ref(group).sudo().display_name,  # sudo: the name of a role is no secret
                    )
                )
            if not group:
                raise UserError(self.env._("Transfer %(name)s needs no approval. Release it.", name=transfer.name))
            if self.env.user in transfer.sudo()._gaj_requesters():
                raise UserError(
                    self.env._("You asked for transfer %(name)s, so somebody else approves it.", name=transfer.name)
                )
            if transfer._approve_as_reviewer():
                transfer._step("approved", approved_by_id=self.env.uid, approved_on=fields.Datetime.now())
                if transfer.kind == "correction":
                    transfer._finish()

    def _gaj_requesters(self):
        return super()._gaj_requesters() | self.user_id

    def action_draft(self):
        """Take the transfer back to change it, as long as nothing was released."""
        for transfer in self:
            transfer._check_step({"submitted", "approved"}, (CLERK,))
            transfer._check_is_party()
            transfer._let_go()
            transfer._step("draft", approved_by_id=False, approved_on=False)

    def action_release(self):
        """Give the things out: the clerk of the giving department, or a manager."""
        for transfer in self:
            ready = {"approved"} if transfer.needs_approval else {"submitted", "approved"}
            transfer._check_step(ready, (CLERK,))
            if transfer.kind in NOT_RELEASED:
                raise UserError(
                    self.env._(
                        "%(name)s has no giving side: what comes back is received, a correction is approved.",
                        name=transfer.name,
                    )
                )
            transfer._check_is_of(transfer.sudo().line_ids.department_from_id)
            # sudo: a comparison with the person's own account
            if transfer.custodian_to_id.sudo().user_id == self.env.user:
                raise UserError(
                    self.env._(
                        "Transfer %(name)s gives the things to yourself. Let another clerk or an asset manager release it.",
                        name=transfer.name,
                    )
                )
            transfer._check_movable()
            transfer._step("released", released_by_id=self.env.uid, released_on=fields.Datetime.now())
            transfer._go_on()

    def action_receive(self):
        """Take the things in: the clerk of the receiving department, or a manager; never who released them."""
        for transfer in self:
            transfer._check_step({"submitted"} if transfer.kind == "back" else {"released"}, (CLERK,))
            if not transfer.needs_receipt:
                raise UserError(
                    self.env._(
                        "Transfer %(name)s stays in the department, so no clerk receives it; the new custodian signs.",
                        name=transfer.name,
                    )
                )
            transfer._check_is_of(transfer._gaj_receiving_departments())
            if transfer.released_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You released transfer %(name)s, so somebody of the other side receives it.", name=transfer.name
                    )
                )
            transfer._step("received", received_by_id=self.env.uid, received_on=fields.Datetime.now())
            transfer._go_on()

    def action_sign(self):
        """Open the pad on which the new custodian or the borrower signs, once for everything."""
        self.ensure_one()
        self._check_sign()
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_transfer_sign_action")
        action["context"] = {"default_transfer_id": self.id}
        return action

    def sign(self, signature, signed_name=False):
        """Confirm the receipt of everything with one ``signature``, a PNG picture in base64.

        :raises UserError: the signature is empty, it is not this user who signs, or there is nothing to sign now
        """
        for transfer in self:
            transfer._check_sign()
            if not signature:
                raise UserError(self.env._("Sign in the field before you confirm transfer %s.", transfer.name))
            # sudo: whoever signs may not edit the transfer; who may sign was checked above
            transfer.sudo().write(
                {
                    "signature": signature,
                    "signed_name": signed_name or transfer.custodian_to_id.sudo().name or transfer._gaj_borrower(),
                    "signed_by_id": self.env.uid,
                    "signed_on": fields.Datetime.now(),
                }
            )
            transfer._go_on()

    def action_cancel(self):
        """Give the transfer up, as long as nobody has received anything."""
        for transfer in self:
            transfer._check_step({"draft", "submitted", "approved", "released"}, (CLERK,))
            transfer._check_is_party()
            if transfer.signed_on:
                raise UserError(
                    self.env._(
                        "The receipt of transfer %(name)s is signed already. Finish it, then return the things.",
                        name=transfer.name,
                    )
                )
            transfer._let_go()
            transfer._step("cancelled")

    def action_book_rent(self):
        """Book the rent that came in for this lease today: all of it is due to the treasury."""
        for transfer in self:
            transfer._check_step({"done"}, (FINANCE,))
            if transfer.kind != "lease" or transfer.rent_booked_on:
                raise UserError(self.env._("Transfer %(name)s has no rent left to book.", name=transfer.name))
            rent = Decimal(str(transfer.rent_amount)).quantize(entries.CENT)
            department = transfer.sudo().department_from_id  # sudo: only whose rent it is
            items = [(line, False, department) for line in entries.rent(rent)]
            transfer._gaj_book("rent", fields.Date.context_today(transfer), items)
            # sudo: finance reads transfers and writes this note only
            transfer.sudo().write({"rent_booked_by_id": self.env.uid, "rent_booked_on": fields.Datetime.now()})

    def _go_on(self):
        """Finish the transfer as soon as everybody who takes part has done so."""
        self.ensure_one()
        received = self.received_on or not self.needs_receipt
        signed = self.signed_on or not self.needs_signature
        if self.state in ("released", "received") and received and signed:
            self._finish()
        elif self.state == "released":
            self._tell_custodian()

    def _finish(self):
        """Move the cards, write their custody records and close the transfer."""
        self._check_movable()
        lent = {line.asset_id: line.state_before for line in self.sudo().origin_id.line_ids}
        lines = self.sudo().line_ids
        by_state = lines.grouped(
            lambda line: transfers.state_after(self.kind, line.asset_id.state, lent.get(line.asset_id))
        )
        for state, group in by_state.items():
            group.asset_id._gaj_move(self._gaj_reason(), transfer=self, state=state, **self._targets())
        self._close_lines()
        self._step("done", done_on=fields.Date.context_today(self))
        # sudo: the activities of whoever waited for this
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _close_lines(self):
        """Free the things for other transfers; remember what is away and what is back."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE gaj_asset_transfer_line SET is_open = FALSE, is_away = %s WHERE transfer_id = %s",
                self.kind in transfers.LENDING,
                self.id,
            )
        )
        if self.kind == "back":
            self.env.cr.execute(
                SQL(
                    """UPDATE gaj_asset_transfer_line SET is_away = FALSE WHERE transfer_id = %s AND asset_id IN
                       (SELECT asset_id FROM gaj_asset_transfer_line WHERE transfer_id = %s)""",
                    self.origin_id.id,
                    self.id,
                )
            )
        lines = self.sudo().line_ids | self.sudo().origin_id.line_ids
        lines.invalidate_recordset(["is_open", "is_away"])
        (self | self.origin_id).invalidate_recordset(["has_away", "is_overdue"])

    def _let_go(self):
        """Free the things and drop the reviews."""
        # sudo: a step; reviews are closed to users
        self.sudo().line_ids.write({"is_open": False})
        self.sudo().review_ids.unlink()
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _take_lines(self):
        """Copy where the things stand now and keep them from other transfers, in one statement.

        :raises UserError: one of them is on its way by another transfer
        """
        lines = self.sudo().line_ids
        other = lines.search([("asset_id", "in", lines.asset_id.ids), ("is_open", "=", True)], limit=1)
        if other:
            raise UserError(
                self.env._(
                    "Asset %(name)s is on its way by transfer %(transfer)s. Finish or cancel that one first.",
                    name=other.asset_id.display_name,
                    transfer=other.transfer_id.name,
                )
            )
        self.env.flush_all()
        # the unique index decides when two transfers take a thing at the same moment
        self.env.cr.execute(
            SQL(
                """UPDATE gaj_asset_transfer_line line
                      SET is_open = TRUE, department_from_id = asset.department_id, state_before = asset.state,
                          custodian_from_id = asset.custodian_id, space_from_id = asset.space_id
                     FROM gaj_asset asset
                    WHERE asset.id = line.asset_id AND line.transfer_id = %s""",
                self.id,
            )
        )
        lines.invalidate_recordset()
        self.invalidate_recordset()
        self.env.add_to_compute(self._fields["department_from_id"], self)

    def _targets(self):
        """Return ids by field: what the cards say afterwards; what is not named stays."""
        targets = {}
        if self.kind in ("issue", "transfer", "return", "correction"):
            for name in ("department_id", "custodian_id", "space_id"):
                chosen = self.sudo()[name.replace("_id", "_to_id")]
                if chosen:
                    targets[name] = chosen.id
        if self.kind == "return" or (self.kind == "transfer" and self.is_between_departments):
            targets.setdefault("custodian_id", False)
        return targets

    def _gaj_reason(self):
        """Return the reason that the custody records give."""
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return self.reason or kind

    def _gaj_borrower(self):
        # sudo: the name on the paper
        return self.sudo().partner_id.display_name or self.sudo().institution_id.display_name or ""

    def _gaj_receiving_departments(self):
        return self.sudo().line_ids.department_from_id if self.kind == "back" else self.department_to_id

    def _gaj_is_awaiting_receipt(self):
        return self.needs_receipt and self.state == ("submitted" if self.kind == "back" else "released")

    def _gaj_is_approver(self):
        group = APPROVERS.get(self._gaj_approval(self.is_between_departments))
        # sudo: only whether this user is one of them
        return bool(group) and self.env.user.has_group(group) and self.env.user not in self.sudo()._gaj_requesters()

    def _gaj_is_of(self, departments):
        """Return whether the user acts for all ``departments``: their clerk, or an asset manager, who acts for all."""
        if self.env.user.has_group(MANAGER):
            return True
        own = departments and all(departments.sudo(False).mapped("gaj_is_own"))
        return bool(own) and self.env.user.has_group(CLERK)

    def _gaj_may_sign(self):
        """Return whether this user may sign, or hold out the pad to somebody who has no account."""
        if self.kind in transfers.LENDING:
            return self._gaj_is_of(self.sudo().line_ids.department_from_id)
        # sudo: whether the person has an account, and whether it is this one
        account = self.custodian_to_id.sudo().user_id.filtered("active")
        if account:
            return account == self.env.user
        return self._gaj_is_of(self.department_to_id or self.sudo().line_ids.department_from_id)

    def _tell_custodian(self):
        """Ask the new custodian to confirm the receipt on the page of own assets."""
        # sudo: a message to a person; only if that person can open what it is about
        self.custodian_to_id.sudo()._gaj_make_asset_users()
        account = self.sudo().custodian_to_id.user_id.filtered("active")
        if self.needs_signature and account and self.with_user(account).has_access("read"):
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Confirm the receipt of %s things", self.asset_count),
                user_id=account.id,
            )

    def _gaj_step_name(self):
        return self.env._("Transfer %s", self.name)

    def _check_is_of(self, departments):
        """
        :raises AccessError: if the user does not act for ``departments``
        """
        if not self._gaj_is_of(departments):
            raise AccessError(
                self.env._(
                    "Transfer %(name)s: this step belongs to the asset clerk of %(department)s, or to an asset manager.",
                    name=self.name,
                    department=", ".join(departments.sudo().mapped("name")) or self.env._("the store"),
                )
            )

    def _check_is_party(self):
        """
        :raises AccessError: if the user neither asked for this transfer nor acts for one of its sides
        """
        if self.env.user != self.user_id and not self._gaj_is_of(self.sudo().line_ids.department_from_id):
            self._check_is_of(self.department_to_id)

    def _check_sign(self):
        """
        :raises UserError: if it is not this user who signs, or there is nothing to sign now
        """
        self.ensure_one()
        self.check_access("read")
        if not self._gaj_may_sign():
            raise UserError(
                self.env._(
                    "Transfer %(name)s is signed by %(who)s, with the own account if there is one.",
                    name=self.name,
                    who=self.custodian_to_id.sudo().name or self._gaj_borrower() or self.env._("nobody"),
                )
            )
        if not self.needs_signature or self.signed_on or self.state not in ("released", "received"):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Transfer %(name)s is “%(now)s”; there is nothing to sign now. It is signed once, after its release.",
                    name=self.name,
                    now=labels[self.state],
                )
            )
