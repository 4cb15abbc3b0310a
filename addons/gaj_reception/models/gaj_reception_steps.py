from odoo import api, fields, models
from odoo.exceptions import UserError

from .gaj_reception import APPROVER, FINANCE, LEADER, MANAGER, OFFICER

GIVEN_UP_FROM = {"draft", "submitted", "approved", "rejected"}


class GajReception(models.Model):
    """The steps of a reception, each with the role that may take it."""

    _inherit = "gaj.reception"
    _gaj_step_groups = (OFFICER,)

    def action_submit(self):
        """Ask for approval: the document is there (G1), meals, companions, lodging and venues keep to the rules."""
        for reception in self:
            reception._check_step({"draft"})
            reception.check_access("write")
            reception._gaj_gate_document()
            reception._gaj_gates_plan()
            if reception.estimate:
                reception._gaj_find_budget()
            reception._step(
                "submitted",
                user_id=self.env.uid,
                submitted_on=fields.Datetime.now(),
                letter_persons=reception.letter_persons or reception.guest_count,
                reason=False,
            )
            reception._ask_for_approval()

    def action_approve(self):
        """Approve before the guests arrive (G3, G8); the last approval sets the estimate aside in the budget."""
        for reception in self:
            reception._check_may_decide()
            reception._gaj_gate_in_time()
            reception._gaj_gate_plain()
            # sudo: reviewers read what they decide on; standards and venues are asked for them
            reception.sudo()._gaj_gates_plan()
            if reception._approve_as_reviewer():
                reception._step("approved", approved_by_id=self.env.uid, approved_on=fields.Datetime.now())
                reception._gaj_follow_budget()

    def _check_may_decide(self):
        """
        :raises AccessError: if the user decides on no receptions
        :raises UserError: if this one does not wait for a decision of this user
        """
        self._check_step({"submitted"}, (APPROVER, LEADER))
        if self.env.user in self.sudo()._gaj_requesters():
            raise UserError(
                self.env._("You made or submitted reception %s, so somebody else must decide on it.", self.name)
            )
        # sudo: whether reviews are open is asked, not what they say
        if self.sudo().review_ids:
            self._gaj_check_may_decide()

    def _gaj_may_decide(self):
        # sudo: as above
        reviews = self.sudo().review_ids
        if self.env.user in self.sudo()._gaj_requesters():
            return False
        return not reviews or bool(self._gaj_open_to_user())

    def action_reject(self):
        """Ask for the reason, then reject."""
        self.ensure_one()
        self._check_may_decide()
        return self._gaj_ask_reason("reject")

    def reject_tier(self):
        """Reject by the same road as :meth:`action_reject`: with a reason that its author reads."""
        return self.action_reject()

    def action_cancel(self):
        """Ask for the reason, then give the reception up: its document and its budget are free again."""
        self.ensure_one()
        self._gaj_check_cancel()
        return self._gaj_ask_reason("cancel")

    def _gaj_ask_reason(self, step):
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_reception.gaj_reception_reason_action")
        action["context"] = {"default_reception_id": self.id, "default_step": step}
        return action

    def _gaj_reject(self, reason):
        """Send this reception back to its author, with ``reason``."""
        self._check_may_decide()
        # sudo: reviews are closed to users, but this one is the user's
        if self.sudo().review_ids:
            self._rejected_tier()
        self._step("rejected", reason=reason)
        # sudo: who decides reads receptions and writes none; the reason is part of the decision
        self.sudo().message_post(body=self.env._("Rejected: %s", reason), author_id=self.env.user.partner_id.id)

    def _gaj_check_cancel(self):
        self._check_step(GIVEN_UP_FROM)
        self.check_access("write")
        # sudo: whether there are entries is asked, whatever the user reads of them
        line = (
            self.env["account.move.line"]
            .sudo()
            .search([("gaj_reception_id", "=", self.id), ("parent_state", "=", "posted")], limit=1)
        )
        if line:
            raise UserError(
                self.env._(
                    "Reception %(name)s has the entry %(entry)s in the books. Have finance take it back before it is"
                    " cancelled.",
                    name=self.name,
                    entry=line.move_id.display_name,
                )
            )

    def _gaj_cancel(self, reason):
        """Give this reception up, with ``reason``; what was set aside is released."""
        self._gaj_check_cancel()
        self._step("cancelled", reason=reason)
        self._gaj_follow_budget()
        self.message_post(body=self.env._("Cancelled: %s", reason))

    def action_revise(self):
        """Open a rejected reception again, to change it and ask once more."""
        for reception in self:
            reception._check_step({"rejected"})
            reception.check_access("write")
            reception._step("draft")

    def action_start(self):
        """The guests are here."""
        for reception in self:
            reception._check_step({"approved"})
            reception.check_access("write")
            reception._step("ongoing")

    def action_sign_list(self):
        """Sign the reception list after the visit, once it is complete (G9) and what took place keeps to the rules."""
        for reception in self:
            reception._check_step({"ongoing"}, (MANAGER,))
            reception.check_access("write")
            reception._gaj_gate_list()
            reception._gaj_gates_plan()
            reception._step("listed", list_signer_id=self.env.uid, list_signed_on=fields.Datetime.now())
            # sudo: the reminder to sign is done, whoever was reminded
            reception.sudo().activity_feedback(["mail.mail_activity_data_todo"])

    def action_settle(self):
        """Settle once, by the books (G2, G10): what is left in the budget is released."""
        for reception in self:
            reception._check_step({"listed"}, (FINANCE,))
            reception._gaj_gate_settle()
            reception._step("settled", settled_by_id=self.env.uid, settled_on=fields.Datetime.now())
            reception._gaj_follow_budget()

    def action_unsettle(self):
        """Take the settlement back, to correct entries; the estimate that was not spent is set aside again."""
        for reception in self:
            reception._check_step({"settled"}, (FINANCE,))
            reception._step("listed", settled_by_id=False, settled_on=False)
            reception._gaj_follow_budget()

    def action_archive_file(self):
        """Put the file of a settled reception into the archive."""
        for reception in self:
            reception._check_step({"settled"})
            reception.check_access("write")
            reception._step("archived", archived_on=fields.Datetime.now())

    @api.model
    def _gaj_remind_of_lists(self):
        """Ask the officer once for the list, so many working days after the guests left; for the scheduled action."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        late = self.sudo().search([("state", "=", "ongoing"), ("leave", "<", fields.Datetime.now())])
        for reception in late.filtered(lambda each: each._gaj_list_is_late()):
            if todo not in reception.activity_ids.activity_type_id:
                reception.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=reception.user_id.id,
                    summary=self.env._("The reception list is due: complete it and have it signed"),
                )

    def _gaj_list_is_late(self):
        days = int(self._gaj_parameter("list_days"))
        calendar = self.company_id.resource_calendar_id
        # the working days after the day of departure, up to now
        begin = self.company_id._gaj_utc(fields.Datetime.to_datetime(fields.Date.add(self.leave_day, days=1)))
        if not calendar:
            return fields.Datetime.now() > fields.Datetime.add(begin, days=days)
        due = calendar.plan_days(days, begin, compute_leaves=True)
        return bool(due) and fields.Datetime.now() > due
