import unicodedata

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .gaj_reception_parameter import KINDS

OFFICER = "gaj_reception.group_gaj_reception_officer"
MANAGER = "gaj_reception.group_gaj_reception_manager"
APPROVER = "gaj_reception.group_gaj_meeting_approver"
LEADER = "gaj_base.group_gaj_leader"
FINANCE = "gaj_base.group_gaj_finance"
#: What was approved: it stays afterwards.
APPROVED = {
    "company_id",
    "kind",
    "document_kind",
    "letter_no",
    "letter_date",
    "letter_persons",
    "sender_id",
    "department_id",
    "leader_id",
    "purpose",
    "arrive",
    "is_same_city",
    "place_id",
}
#: What is put right while the guests are here, until the list is signed.
ACTUAL = {"leave", "half_days", "transport_fare", "difference_reason"}
#: Brackets in numbers of documents, and those that the standard for official documents (GB/T 9704) prescribes.
BRACKETS = str.maketrans("([{【", "〔" * 4) | str.maketrans(")]}】", "〕" * 4)
#: What tells one document from another.
LETTER = ("sender_id", "letter_no", "letter_date")
SIGNED = ("listed", "settled", "archived")


class GajReception(models.Model):
    """An official reception: one letter, one matter, one settlement (公务接待)."""

    _name = "gaj.reception"
    _description = "Official Reception"
    _inherit = ["gaj.step.mixin", "gaj.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "arrive desc, id desc"
    _rec_names_search = ["name", "purpose", "sender_id", "letter_no"]
    _check_company_auto = True
    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"
    _gaj_own_steps = True
    _gaj_asks_reason = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="domestic", index=True, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("ongoing", "Ongoing"),
            ("listed", "List Signed"),
            ("settled", "Settled"),
            ("archived", "Archived"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    document_kind = fields.Selection(
        [
            ("letter", "Official Letter"),
            ("meeting_notice", "Meeting Notice"),
            ("higher_notice", "Notice of a Higher Authority"),
            ("guest_notice", "Guest Notice"),
        ],
        "Document",
        default="letter",
        tracking=True,
    )
    letter_no = fields.Char("Document Number", copy=False, tracking=True)
    letter_date = fields.Date("Document Date", copy=False, tracking=True)
    letter_persons = fields.Integer("Guests by the Document", copy=False, help="How many guests the document names.")
    sender_id = fields.Many2one(
        "res.partner",
        "Sending Unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    letter_file_ids = fields.Many2many(
        "ir.attachment", "gaj_reception_letter_file_rel", string="Document Files", copy=False
    )
    department_id = fields.Many2one(
        "hr.department",
        "Host Department",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        default=lambda self: self.env.user.employee_id.department_id,
    )
    leader_id = fields.Many2one("hr.employee", "Leader in Charge", index="btree_not_null", check_company=True)
    user_id = fields.Many2one(
        "res.users", "Officer", required=True, readonly=True, copy=False, default=lambda self: self.env.user
    )
    purpose = fields.Char(required=True, tracking=True)
    arrive = fields.Datetime("Arrival", required=True, tracking=True)
    leave = fields.Datetime("Departure", required=True, tracking=True)
    leave_day = fields.Date("Day of Departure", compute="_compute_leave_day", store=True, index=True)
    is_same_city = fields.Boolean("Same City", tracking=True, help="Guests from the same city get no working meal.")
    place_id = fields.Many2one("gaj.reception.place", index="btree_not_null", ondelete="restrict")
    is_plain = fields.Boolean(
        "No Welcome and No Banners",
        copy=False,
        tracking=True,
        help="Nobody is welcomed at airport, station or border, nothing is hung up, no gifts, no tours: confirm it"
        " before the approval.",
    )
    guest_ids = fields.One2many("gaj.reception.guest", "reception_id", "Guests", copy=True)
    guest_count = fields.Integer("Number of Guests", compute="_compute_guest_count", store=True)
    companion_ids = fields.One2many(
        "gaj.reception.companion", "reception_id", "Companions", domain=[("role", "=", "companion")], copy=False
    )
    support_ids = fields.One2many(
        "gaj.reception.companion", "reception_id", "Support Staff", domain=[("role", "=", "support")], copy=False
    )
    companions_allowed = fields.Integer(compute="_compute_companions_allowed", help="At each working meal.")
    activity_line_ids = fields.One2many("gaj.reception.activity", "reception_id", "Itinerary", copy=False)
    meal_ids = fields.One2many("gaj.reception.meal", "reception_id", "Meals", copy=False)
    lodging_ids = fields.One2many("gaj.reception.lodging", "reception_id", "Rooms for the Night", copy=False)
    half_days = fields.Integer("Half-Days of Transport", copy=False, help="Local transport provided for the guests.")
    transport_fare = fields.Monetary("Posted Fare", copy=False, help="For one guest and half a day. 0: by the rule.")
    plan_ids = fields.One2many("gaj.reception.plan", "reception_id", "Planned Costs", copy=True)
    estimate = fields.Monetary(compute="_compute_estimate", store=True)
    list_amount = fields.Monetary("Cost on the List", compute="_compute_estimate", store=True)
    receipt_ids = fields.One2many("gaj.reception.receipt", "reception_id", "Receipts", copy=False)
    difference_reason = fields.Char(
        "Why Other Persons Came", copy=False, help="When other persons came than the document names."
    )
    list_file_ids = fields.Many2many("ir.attachment", "gaj_reception_list_file_rel", string="Signed List", copy=False)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    list_signer_id = fields.Many2one("res.users", "List Signed by", readonly=True, copy=False)
    list_signed_on = fields.Datetime(readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    settled_on = fields.Datetime(readonly=True, copy=False)
    archived_on = fields.Datetime(readonly=True, copy=False)
    reason = fields.Char(readonly=True, copy=False, help="Why it was rejected or cancelled.")
    can_approve = fields.Boolean(compute="_compute_can_approve")

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "Another reception has this number already."
    )
    _letter_uniq = models.UniqueIndex(
        "(sender_id, letter_no, letter_date) WHERE state <> 'cancelled'",
        "One letter, one matter, one settlement: another reception was entered for this document already.",
    )
    _leave_after_arrive = models.Constraint("CHECK (leave >= arrive)", "Guests leave after they arrive.")
    _approved_before = models.Constraint(
        "CHECK (approved_on IS NULL OR approved_on <= arrive)", "A reception is approved before the guests arrive."
    )
    _approved_complete = models.Constraint(
        "CHECK (state NOT IN ('approved', 'ongoing', 'listed', 'settled', 'archived')"
        " OR (approved_by_id IS NOT NULL AND approved_on IS NOT NULL))",
        "A reception is approved by somebody, on a day.",
    )
    _listed_complete = models.Constraint(
        "CHECK (state NOT IN ('listed', 'settled', 'archived')"
        " OR (list_signer_id IS NOT NULL AND list_signed_on IS NOT NULL))",
        "The reception list is signed by somebody, on a day.",
    )
    _not_by_requester = models.Constraint(
        "CHECK (approved_by_id IS NULL OR approved_by_id <> user_id)", "Who asks for a reception does not approve it."
    )
    _half_days_sound = models.Constraint(
        "CHECK (COALESCE(half_days, 0) >= 0 AND COALESCE(transport_fare, 0) >= 0 AND COALESCE(letter_persons, 0) >= 0)",
        "Half-days, fares and persons cannot be negative.",
    )

    @api.depends("leave", "company_id.resource_calendar_id.tz")
    def _compute_leave_day(self):
        for reception in self:
            reception.leave_day = reception._gaj_day(reception.leave)

    @api.depends("guest_ids")
    def _compute_guest_count(self):
        for reception in self:
            reception.guest_count = len(reception.guest_ids)

    @api.depends("plan_ids.amount", "plan_ids.list_amount")
    def _compute_estimate(self):
        for reception in self:
            reception.estimate = sum(reception.plan_ids.mapped("amount"))
            reception.list_amount = sum(reception.plan_ids.mapped("list_amount"))

    @api.depends_context("uid")
    @api.depends("state", "user_id", "review_ids.status")
    def _compute_can_approve(self):
        able = any(self.env.user.has_group(group) for group in (APPROVER, LEADER))
        for reception in self:
            # sudo: only whether it is this user's turn
            reception.can_approve = able and reception.state == "submitted" and reception._gaj_may_decide()

    @api.depends("name", "purpose")
    def _compute_display_name(self):
        for reception in self:
            number = reception.name if reception.name != "/" else ""
            reception.display_name = " ".join(filter(None, (number, reception.purpose)))

    def _gaj_refuse_used_letter(self, sender_id, letter_no, letter_date):
        """Look for another reception of the same document before the unique index does, to name it (G2).

        :raises ValidationError: naming it as far as the user may see it
        """
        if not (sender_id and letter_no and letter_date):
            return
        # sudo: whether the document was used is asked in every department and company
        other = self.sudo().search(
            [
                ("id", "not in", self.ids),
                ("state", "!=", "cancelled"),
                # the same unit may be among the partners twice
                ("sender_id.name", "=", self.env["res.partner"].sudo().browse(sender_id).name),
                ("letter_no", "=", letter_no),
                ("letter_date", "=", letter_date),
            ],
            limit=1,
        )
        if other:
            raise ValidationError(self._gaj_letter_used_text(other))

    def _gaj_letter_used_text(self, other):
        seen = other.with_env(self.sudo(False).env)._filtered_access("read")
        return self.env._(
            "The document %(number)s of %(sender)s was used for %(other)s already: one letter, one matter, one settlement."
            " Correct “%(field)s”, or cancel the other reception.",
            number=other.letter_no,
            sender=other.sender_id.name,
            other=seen.display_name if seen else self.env._("a reception of another department"),
            field=self._fields["letter_no"]._description_string(self.env),
        )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        for vals in vals_list:
            sent = {name for name, value in vals.items() if value} - {"name", "user_id"}
            self._gaj_refuse_system_fields(sent - ({"state"} if vals.get("state") == "draft" else set()))
            self._gaj_clean(vals)
            self._gaj_refuse_used_letter(*(vals.get(name) for name in LETTER))
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            # sudo: numbers belong to everybody who makes a reception
            sequence = self.env["ir.sequence"].sudo().with_company(company)
            vals["name"] = sequence.next_by_code("gaj.reception") or "/"
            if not self.env.su:
                vals["user_id"] = self.env.uid
        return super().create(vals_list)

    def write(self, vals):
        self._gaj_clean(vals)
        if vals.keys() & set(LETTER):
            for reception in self.filtered(lambda each: each.state != "cancelled"):
                now = {"sender_id": reception.sender_id.id, **{name: reception[name] for name in LETTER[1:]}, **vals}
                reception._gaj_refuse_used_letter(*(now[name] for name in LETTER))
        return super().write(vals)

    @api.model
    def _gaj_clean(self, vals):
        """Write documents in one way only, or one of them would pass for two: numbers with 〔〕, and the unit, not its clerk."""
        if isinstance(vals.get("letter_no"), str):
            number = unicodedata.normalize("NFKC", vals["letter_no"]).translate(BRACKETS)
            vals["letter_no"] = "".join(number.split()) or False
        if isinstance(vals.get("sender_id"), int):
            sender = self.env["res.partner"].browse(vals["sender_id"]).exists()
            # whoever may not see a partner is told nothing by what the letters of others say
            sender.check_access("read")
            # sudo: to which unit a contact belongs is no secret
            vals["sender_id"] = sender.sudo().commercial_partner_id.id or vals["sender_id"]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for reception in self:
            if reception.state != "draft":
                raise UserError(
                    self.env._(
                        "Reception %(name)s is “%(state)s” and is kept. Cancel it instead.",
                        name=reception.name,
                        state=reception._state_label(reception.state),
                    )
                )

    def _gaj_closed_fields(self):
        if self.state == "draft":
            return set()
        closed = set(APPROVED)
        if self.state not in ("approved", "ongoing"):
            closed |= ACTUAL
        if self.state != "submitted":
            closed.add("is_plain")
        return closed

    def _gaj_instead(self):
        return self.env._("Have it rejected and revise it, or cancel it and make another one.")

    @api.model
    def _get_under_validation_exceptions(self):
        return [*super()._get_under_validation_exceptions(), "is_plain"]

    @api.model
    def _get_after_validation_exceptions(self):
        return [*super()._get_after_validation_exceptions(), *ACTUAL]

    def _gaj_requesters(self):
        return super()._gaj_requesters() | self.user_id

    def _gaj_step_name(self):
        return self.env._("Reception %s", self.name)

    def _gaj_day(self, moment):
        """Return the day of ``moment`` (naive UTC) where the company is."""
        if not moment:
            return False
        # sudo: the time zone of the company is no secret
        company = (self.company_id or self.env.company).sudo()
        zone = company.resource_calendar_id.tz or company.partner_id.tz or "Asia/Shanghai"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment).date()
