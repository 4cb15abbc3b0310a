from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .gaj_asset_stocktake import MANAGER
from .gaj_asset_stocktake_line import WITH_WORDS

CLERK = "gaj_assets.group_gaj_assets_clerk"
#: Results of a thing with a live card that stands, or is kept, elsewhere than the books say.
MOVED = ("misplaced", "custodian_mismatch", "condition", "out_of_scope")
#: Which document a decision opens.
SHORTAGES, SURPLUSES = ("write_off", "searching"), ("to_register", "to_reverse")


class GajAssetStocktakeLine(models.Model):
    """What follows from the decision on a difference: a transfer, or the document of a shortage or surplus."""

    _inherit = "gaj.asset.stocktake.line"

    shortage_ids = fields.One2many("gaj.asset.shortage", "stocktake_line_id")
    surplus_ids = fields.One2many("gaj.asset.surplus", "stocktake_line_id")
    scan_ids = fields.Many2many("gaj.asset.stocktake.scan", compute="_compute_scan_ids", string="What Was Scanned")

    def _compute_scan_ids(self):
        """List the scans of each line; for forms, one line at a time."""
        for line in self:
            thing = ("asset_id", "=", line.asset_id.id) if line.asset_id else ("raw_key", "=", line.raw_key)
            line.scan_ids = self.env["gaj.asset.stocktake.scan"].search(
                [("stocktake_id", "=", line.stocktake_id.id), thing], order="scanned_at, id"
            )

    def action_correct_card(self):
        """Let the cards follow what was seen: place, custodian and condition, by a transfer that is done at once.

        Clerks do so for their department; what would move to another department is for the manager.
        """
        manager = self.env.user.has_group(MANAGER)
        if not manager and not self.env.user.has_group(CLERK):
            raise AccessError(self.env._("Moves are confirmed by the clerk of the department or the asset manager."))
        self.check_access("read")
        # sudo: the right to confirm was checked above; for clerks, each line below
        lines = self.sudo()
        lines._check_decision("book_corrected")
        moves = {}
        for line in lines:
            target = line._seen_target()
            if not manager and (target[0] or not line.department_id):
                raise UserError(
                    self.env._("%s would move to another department. Ask the asset manager to confirm that.", line.name)
                )
            moves[target] = moves.get(target, lines.browse()) | line
        for (department, custodian, space), moved in moves.items():
            moved._move_cards(department, custodian, space)
        for state, seen in lines.filtered("seen_use_state").grouped("seen_use_state").items():
            seen.asset_id.filtered(lambda card, state=state: card.use_state != state).write({"use_state": state})
        lines.write({"resolution": "book_corrected"})

    def _seen_target(self):
        """Return ``(department, custodian, space)`` in which this thing was seen and the card is not yet, or empty."""
        self.ensure_one()
        card, custodian, space = self.asset_id, self.seen_custodian_id, self.seen_space_id
        if custodian == card.custodian_id:
            custodian = custodian.browse()
        department = (
            custodian.department_id
            if custodian.department_id != card.department_id
            else custodian.department_id.browse()
        )
        return department, custodian, space if space != card.space_id else space.browse()

    def _move_cards(self, department, custodian, space):
        """Move the cards of these lines; what is empty stays as it is."""
        chosen = {"department": department, "custodian": custodian, "space": space}
        chosen = {name: record for name, record in chosen.items() if record}
        if not chosen:
            return
        reason = self.env._("Stocktake %s", self.stocktake_id[:1].name)
        self.env["gaj.asset.transfer"]._gaj_confirmed_move(self.asset_id, reason, **chosen)

    def action_ask_second_count(self):
        """Let these things be counted again as well, because somebody doubts the first count."""
        for stocktake, lines in self.grouped("stocktake_id").items():
            stocktake._check_step({"second_count"})
            if not all(lines.mapped("asset_id")):
                raise UserError(self.env._("Only things with a card can be counted again by their label."))
            # sudo: what is counted again is decided by this step; the role was checked above
            lines.sudo().write({"is_second": True})
            stocktake._notify_progress()

    def _follow_decision(self):
        """Open the documents that the decisions ask for, drop those they no longer do, tell other departments."""
        # sudo: documents follow the decision, which the user was allowed to make
        lines = self.sudo()
        lines._drop_documents()
        self.env["gaj.asset.shortage"].sudo().create(
            [line._prepare_shortage() for line in lines if line.resolution in SHORTAGES and not line.shortage_ids]
        )
        self.env["gaj.asset.surplus"].sudo().create(
            [line._prepare_surplus() for line in lines if line.resolution in SURPLUSES and not line.surplus_ids]
        )
        told = lines.filtered(lambda line: line.result == "out_of_scope" and line.resolution)
        for (stocktake, department), mine in told.grouped(
            lambda line: (line.stocktake_id, line.asset_id.department_id)
        ).items():
            stocktake._tell_department(department, mine)

    def _drop_documents(self):
        """Delete the drafts that no longer agree with the decision.

        :raises UserError: if one of them has been submitted
        """
        for documents, decisions in ((self.shortage_ids, SHORTAGES), (self.surplus_ids, SURPLUSES)):
            useless = documents.filtered(
                lambda one, decisions=decisions: one.stocktake_line_id.resolution not in decisions
            )
            begun = useless.filtered(lambda one: one.state != "draft")[:1]
            if begun:
                raise UserError(
                    self.env._(
                        "%(line)s is followed up by %(document)s, which has been submitted. Drop that document first.",
                        line=begun.stocktake_line_id.name or begun.stocktake_line_id.raw,
                        document=begun.name,
                    )
                )
            useless.unlink()

    def _prepare_shortage(self):
        self.ensure_one()
        return {
            "company_id": self.company_id.id,
            "stocktake_line_id": self.id,
            "asset_id": self.asset_id.id,
            "searched_from": fields.Date.to_date(self.stocktake_id.finished_on or self.stocktake_id.started_on),
        }

    def _prepare_surplus(self):
        """Return the values of the surplus that this line is; of a ghost, what the old card knew."""
        self.ensure_one()
        card = self.asset_id
        return {
            "company_id": self.company_id.id,
            "stocktake_line_id": self.id,
            "origin": "ghost" if self.result == "ghost" else "surplus",
            "old_asset_id": card.id,
            "item_name": self.name or False,
            "category_id": card.category_id.id,
            "model": card.model,
            "brand": card.brand,
            "department_id": card.department_id.id,
            "space_id": self.seen_space_id.id,
            "cause": "disposal_mistake" if self.result == "ghost" else False,
            "found_on": fields.Date.to_date(self.first_seen_at),
        }

    def action_open_document(self):
        """Open the document that follows from the decision."""
        self.ensure_one()
        self.check_access("read")
        document = self.shortage_ids or self.surplus_ids
        if not document:
            raise UserError(self.env._("Nothing more follows from the decision on “%s”.", self.name or self.raw))
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }


class GajAssetStocktake(models.Model):
    """What stands between an approved stocktake and its end: bookings."""

    _inherit = "gaj.asset.stocktake"

    shortage_count = fields.Integer(string="Missing, Followed Up", compute="_compute_followups")
    surplus_count = fields.Integer(string="Surplus, Followed Up", compute="_compute_followups")
    unbooked_count = fields.Integer(string="Not Booked Yet", compute="_compute_followups")

    def _compute_followups(self):
        """Count the documents of each stocktake, and those that are not at their end, in two queries."""
        counts = {}
        for name in ("gaj.asset.shortage", "gaj.asset.surplus"):
            # sudo: figures of a stocktake that the user may read
            groups = (
                self.env[name]
                .sudo()
                ._read_group([("stocktake_id", "in", self.ids)], ["stocktake_id", "state"], ["__count"])
            )
            for stocktake, state, count in groups:
                row = counts.setdefault(stocktake.id, {"gaj.asset.shortage": 0, "gaj.asset.surplus": 0, "open": 0})
                row[name] += count
                row["open"] += 0 if state in ENDED[name] else count
        searched = self._still_searched()
        for record in self:
            row = counts.get(record.id, {})
            record.shortage_count = row.get("gaj.asset.shortage", 0)
            record.surplus_count = row.get("gaj.asset.surplus", 0)
            record.unbooked_count = row.get("open", 0) - searched.get(record, 0)

    def _still_searched(self):
        """Return ``{stocktake: number}`` of the shortages whose search goes on after the stocktake is closed."""
        # sudo: as above
        shortages = self.env["gaj.asset.shortage"].sudo()
        return dict(
            shortages._read_group(
                [
                    ("stocktake_id", "in", self.ids),
                    ("state", "=", "draft"),
                    ("stocktake_line_id.resolution", "=", "searching"),
                ],
                ["stocktake_id"],
                ["__count"],
            )
        )

    def _without_owner(self):
        """Return ``{stocktake: number}`` of the decisions without the words they need: whose it is, what explains it."""
        # sudo: figures of a stocktake that the user may read
        lines = self.env["gaj.asset.stocktake.line"].sudo()
        return dict(
            lines._read_group(
                [
                    ("stocktake_id", "in", self.ids),
                    ("resolution", "in", WITH_WORDS),
                    ("resolution_note", "in", [False, ""]),
                ],
                ["stocktake_id"],
                ["__count"],
            )
        )

    def _refuse_unbooked(self):
        """
        :raises UserError: if a shortage is not written off yet, or a surplus not on a card and booked
        """
        self.invalidate_recordset(["unbooked_count"])
        if self.unbooked_count:
            raise UserError(
                self.env._(
                    "Stocktake %(name)s has %(count)s shortages or surpluses that are not booked yet. Open them from its"
                    " form and bring each to its end.",
                    name=self.name,
                    count=self.unbooked_count,
                )
            )

    def _refuse_untold(self):
        """
        :raises UserError: if the search for something goes on and no shortage document is there to end it
        """
        # sudo: whether there is a document, whoever may see it
        searched = self.sudo().line_ids.filtered_domain([("result", "=", "missing"), ("resolution", "=", "searching")])
        told = self.env["gaj.asset.shortage"].sudo()
        told = told.search([("asset_id", "in", searched.asset_id.ids), ("state", "!=", "dropped")])
        untold = searched.filtered(lambda line: line.asset_id not in told.asset_id)[:1]
        if untold:
            raise UserError(
                self.env._(
                    "Stocktake %(stocktake)s: the search for %(asset)s goes on, but its shortage document was dropped. Make"
                    " a new one under “Missing Assets”, then close.",
                    stocktake=self.name,
                    asset=untold.asset_id.display_name,
                )
            )

    def _drop_drafts(self, result):
        """Delete the drafts that follow from ``result``, because it is counted again; refuse what was submitted."""
        lines = (
            self.env["gaj.asset.stocktake.line"]
            .sudo()
            .search(
                [
                    ("stocktake_id", "=", self.id),
                    ("result", "=", result),
                    ("resolution", "in", (*SHORTAGES, *SURPLUSES)),
                ]
            )
        )
        lines.write({"resolution": False})

    def _tell_department(self, department, lines):
        """Tell those who answer for ``department`` that something of theirs was seen elsewhere."""
        self.ensure_one()
        users = self._answering_for(department)
        if users:
            self.message_notify(
                partner_ids=users.partner_id.ids,
                subject=self.name,
                body=self.env._(
                    "Of %(department)s, seen in stocktake %(name)s: %(things)s.",
                    department=department.name,
                    name=self.name,
                    things="; ".join(
                        f"{line.asset_no} {line.name} ({line.seen_space_id.short_name})" for line in lines
                    ),
                ),
            )

    def _answering_for(self, department):
        """Return the head and the clerks of a department."""
        # sudo: who answers for a department is asked by the system
        department = department.sudo()
        clerks = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("department_id", "parent_of", department.ids),
                    ("user_id.all_group_ids", "in", self.env.ref(CLERK).ids),
                ]
            )
        )
        return department.manager_id.user_id | clerks.user_id

    def action_open_shortages(self):
        """Open the missing things that are followed up."""
        return self._followups_action("gaj_assets.gaj_asset_shortage_action")

    def action_open_surpluses(self):
        """Open the surpluses that are followed up."""
        return self._followups_action("gaj_assets.gaj_asset_surplus_action")

    def _followups_action(self, action):
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "domain": [("stocktake_id", "=", self.id)],
            "context": {},
        }


#: States in which the accounts are right: the rest is money to be received and remitted.
ENDED = {
    "gaj.asset.shortage": ("written_off", "settled", "closed", "found", "dropped"),
    "gaj.asset.surplus": ("closed", "dropped"),
}
