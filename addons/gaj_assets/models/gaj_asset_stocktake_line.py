from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .gaj_asset_stocktake import COUNTING, SETTLED

#: Decisions that say nothing without words: whose it is, or what explains that it was not seen.
WITH_WORDS = ("foreign", "explained")
RESULTS = [
    ("pending", "Not Seen Yet"),
    ("matched", "Matched"),
    ("condition", "Other Condition"),
    ("custodian_mismatch", "Other Custodian"),
    ("misplaced", "Misplaced"),
    ("conflict", "Seen in Two Rooms"),
    ("missing", "Missing"),
    ("out_of_scope", "Outside the Scope"),
    ("ghost", "Disposed but There"),
    ("unknown", "Unknown Tag"),
    ("surplus", "Without a Label"),
]
#: Which decisions settle which result.
DECISIONS = {
    "misplaced": {"book_corrected", "sent_back"},
    "custodian_mismatch": {"book_corrected", "noted"},
    "condition": {"book_corrected", "noted"},
    "out_of_scope": {"book_corrected", "sent_back", "noted"},
    "missing": {"searching", "explained", "write_off"},
    "ghost": {"foreign", "to_reverse"},
    "unknown": {"bound", "foreign", "to_register"},
    "surplus": {"bound", "foreign", "to_register"},
    "conflict": set(),
}


class GajAssetStocktakeLine(models.Model):
    """One thing of a stocktake: what the books said at its start, what was seen, and what was decided about it.

    The columns of the books are copies, so later changes of the card do not change the evidence. What was seen is
    derived from the scans; only the decision is written by people.
    """

    _name = "gaj.asset.stocktake.line"
    _description = "Stocktake Line"
    _order = "stocktake_id desc, space_name, asset_no, id"
    _rec_name = "name"
    # A hundred thousand lines are copied at once and two foreign keys fewer count; who decided stands in its own field.
    _log_access = False
    # For the same reason: places, people and departments are archived, hardly ever deleted, and lines are looked for
    # by stocktake, so an index for each of these links would cost more than it ever gives back.
    _gaj_links_without_index = dict.fromkeys(
        (
            "space_id",
            "custodian_id",
            "department_id",
            "seen_space_id",
            "last_space_id",
            "seen_custodian_id",
            "confirmed_space_id",
            "confirmed_scan_id",
        ),
        "lines are copied by the hundred thousand and looked for by stocktake",
    )

    stocktake_id = fields.Many2one("gaj.asset.stocktake", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    asset_id = fields.Many2one("gaj.asset", index="btree_not_null", readonly=True, ondelete="restrict")
    is_expected = fields.Boolean(string="Expected", readonly=True)
    raw = fields.Char(string="Text as Read", readonly=True)
    raw_key = fields.Char(readonly=True)
    reason = fields.Selection(
        [
            ("check_digits", "Wrong Check Digits"),
            ("foreign_host", "Link of Another System"),
            ("void", "Label Was Withdrawn"),
            ("blank", "Label Not Bound to a Card"),
            ("several", "Number of Several Cards"),
            ("place", "Label of a Place"),
            ("not_found", "No Card with This Number"),
            ("unlabelled", "Without a Label"),
        ],
        readonly=True,
    )

    asset_no = fields.Char(string="Asset Number", readonly=True)
    tag_no = fields.Char(string="Tag Number", readonly=True)
    name = fields.Char(readonly=True)
    category_id = fields.Many2one(related="asset_id.category_id")
    space_id = fields.Many2one("gaj.space", string="Expected Place", readonly=True)
    space_name = fields.Char(string="Expected Place (Name)", readonly=True)
    custodian_id = fields.Many2one("hr.employee", readonly=True)
    custodian_name = fields.Char(string="Custodian (Name)", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    department_name = fields.Char(string="Department (Name)", readonly=True)
    cost = fields.Monetary(readonly=True)
    net_value = fields.Monetary(readonly=True)
    use_state = fields.Selection(
        selection=lambda self: self.env["gaj.asset"]._fields["use_state"].selection, string="Condition", readonly=True
    )

    seen_space_id = fields.Many2one("gaj.space", string="Seen In", readonly=True)
    last_space_id = fields.Many2one("gaj.space", string="Last Seen In", readonly=True)
    seen_custodian_id = fields.Many2one("hr.employee", string="Custodian Seen", readonly=True)
    seen_use_state = fields.Selection(
        selection=lambda self: self.env["gaj.asset"]._fields["use_state"].selection,
        string="Condition Seen",
        readonly=True,
    )
    first_seen_at = fields.Datetime(string="First Seen", readonly=True)
    counter_id = fields.Many2one("res.users", string="Counted By", readonly=True)
    is_second = fields.Boolean(string="To Be Counted Again", readonly=True)
    second_counter_id = fields.Many2one("res.users", string="Counted Again By", readonly=True)
    scan_count = fields.Integer(string="Scans", readonly=True)
    result = fields.Selection(RESULTS, required=True, default="pending", readonly=True)

    confirmed_space_id = fields.Many2one("gaj.space", string="Confirmed Place", readonly=True)
    confirmed_scan_id = fields.Many2one("gaj.asset.stocktake.scan", readonly=True)
    resolution = fields.Selection(
        [
            ("book_corrected", "Card Corrected"),
            ("sent_back", "Sent Back"),
            ("noted", "Noted"),
            ("searching", "Missing: Go on Searching"),
            ("explained", "Explained, Not Missing"),
            ("write_off", "To Be Written Off"),
            ("bound", "Belongs to a Card"),
            ("to_register", "New Card to Be Made"),
            ("foreign", "Property of Others"),
            ("to_reverse", "Disposal to Be Reversed"),
        ],
        string="Decision",
    )
    resolution_note = fields.Char(
        string="Reason for the Decision",
        help="Of what belongs to others: whose it is; of what is explained: where it is and which paper shows it. Without"
        " that the difference stays open.",
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open", string="Open Difference")

    _asset_once = models.UniqueIndex(
        "(stocktake_id, asset_id) WHERE asset_id IS NOT NULL", "Each asset stands in a stocktake once."
    )
    _raw_once = models.UniqueIndex(
        "(stocktake_id, raw_key) WHERE asset_id IS NULL", "Each unknown tag stands in a stocktake once."
    )
    _result_idx = models.Index("(stocktake_id, result)")
    _space_idx = models.Index("(stocktake_id, space_id)")
    _something = models.Constraint(
        "CHECK ((asset_id IS NULL) = (raw_key IS NOT NULL))", "A line is about a card or about an unknown tag."
    )
    _expected_is_a_card = models.Constraint(
        "CHECK (NOT is_expected OR asset_id IS NOT NULL)", "Only a card can be expected."
    )

    @api.depends("result", "resolution", "resolution_note")
    def _compute_is_open(self):
        for line in self:
            decided = line.resolution and (line.resolution not in WITH_WORDS or line.resolution_note)
            line.is_open = line.result not in SETTLED and not decided

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        decided = Domain("resolution", "!=", False) & (
            Domain("resolution", "not in", WITH_WORDS) | Domain("resolution_note", "not in", [False, ""])
        )
        settled = Domain("result", "in", SETTLED) | decided
        return (~settled if True in value else Domain.FALSE) | (settled if False in value else Domain.FALSE)

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super  # lines come from the snapshot and scans
        raise UserError(
            self.env._("Lines come from the start of a stocktake and from scans. Start it, or scan the thing.")
        )

    def write(self, vals):
        self.check_access("write")
        if not self.env.su and set(vals) - {"resolution", "resolution_note"}:
            raise UserError(
                self.env._("A stocktake line is evidence. Only the decision and its reason can be written.")
            )
        if not self.env.su:
            self._check_decision(vals.get("resolution"))
        if vals.get("resolution_note"):
            vals = {**vals, "resolution_note": vals["resolution_note"].strip() or False}
        if "resolution" in vals:
            decided = bool(vals["resolution"])
            vals = {
                **vals,
                "decided_by_id": decided and self.env.uid,
                "decided_on": decided and fields.Datetime.now(),
            }
        result = super().write(vals)
        if "resolution" in vals:
            self._follow_decision()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Stocktake lines are evidence and cannot be deleted. Cancel the stocktake instead."))

    def _check_decision(self, resolution):
        """
        :raises UserError: if counting is not over, or ``resolution`` does not settle the result of a line
        """
        labels = dict(self._fields["resolution"]._description_selection(self.env))
        results = dict(self._fields["result"]._description_selection(self.env))
        for line in self:
            if line.stocktake_id.state not in (*COUNTING, "reconciling"):
                raise UserError(
                    self.env._(
                        "Stocktake %(name)s is over; its decisions cannot change any more.", name=line.stocktake_id.name
                    )
                )
            if line.stocktake_id.validation_status in ("waiting", "pending", "validated"):
                raise UserError(
                    self.env._(
                        "Stocktake %(name)s waits for its approval; its decisions cannot change now. Count again, or have"
                        " the approval rejected.",
                        name=line.stocktake_id.name,
                    )
                )
            if resolution and resolution not in DECISIONS.get(line.result, set()):
                raise UserError(
                    self.env._(
                        "%(line)s is “%(result)s”, which “%(decision)s” does not settle. Choose another decision.",
                        line=line.name or line.raw,
                        result=results[line.result],
                        decision=labels[resolution],
                    )
                )

    def action_confirm_last_place(self):
        """Settle “seen in two rooms”: the thing stands where it was seen last."""
        for line in self:
            line._confirm_place(line.last_space_id)

    def action_confirm_first_place(self):
        """Settle “seen in two rooms”: the thing stands where it was seen first."""
        for line in self:
            line._confirm_place(line.seen_space_id)

    def _confirm_place(self, space):
        self.ensure_one()
        self.check_access("write")
        self._check_decision(None)
        if self.result != "conflict":
            raise UserError(self.env._("%s was not seen in two rooms; there is no place to confirm.", self.name))
        self._refuse_alone()
        last = self.env["gaj.asset.stocktake.scan"].search(
            [("stocktake_id", "=", self.stocktake_id.id), ("asset_id", "=", self.asset_id.id)], order="id desc", limit=1
        )
        # sudo: the place is confirmed by this step only; the right to decide was checked above
        self.sudo().write({"confirmed_space_id": space.id, "confirmed_scan_id": last.id})
        self.flush_recordset()
        self.stocktake_id._match(asset_ids=[self.asset_id.id])

    def _refuse_alone(self):
        """
        :raises UserError: if the user alone has seen this thing in both rooms: two people must look
        """
        # sudo: who scanned, of a line whose decision is the user's
        scans = self.env["gaj.asset.stocktake.scan"].sudo()
        seen_by = scans.search([("stocktake_id", "=", self.stocktake_id.id), ("asset_id", "=", self.asset_id.id)])
        if seen_by.create_uid == self.env.user:
            raise UserError(
                self.env._(
                    "You alone have seen %s, in both rooms. Two people must look: let a colleague look and scan it, or let"
                    " another manager confirm its place.",
                    self.name,
                )
            )

    def action_open_asset(self):
        """Open the card of this line."""
        self.ensure_one()
        self.check_access("read")
        if not self.asset_id:
            raise UserError(self.env._("“%s” belongs to no card.", self.name or self.raw))
        return {
            "type": "ir.actions.act_window",
            "res_model": "gaj.asset",
            "res_id": self.asset_id.id,
            "views": [(False, "form")],
        }
