from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules.acquisition import is_fixed_asset
from ..rules.split import split_amount
from .gaj_asset_acceptance import MANAGER
from .gaj_asset_acceptance_line import FEES, cents

#: How the card calls the way of getting where it has a shorter list.
CARD_KINDS = {"takeover": "transfer_in"}
BUILDING = ("address", "structure", "floor_area", "usable_area", "land_use", "certificate_no", "registered_owner")


class GajAssetAcceptance(models.Model):
    """What an acceptance checks before it accepts, and the cards it makes."""

    _inherit = "gaj.asset.acceptance"

    def action_accept(self):
        """Accept the batches: every thing gets its card with a tag and goes into the store.

        :raises UserError: if inspectors are missing or found a fault, or a line is no fixed asset
        """
        for record in self:
            record._check_step({"inspecting"})
            record._refuse_incomplete()
            record._refuse_unsigned()
            record._accept()

    def _accept(self):
        """Make the cards of this batch; the caller has checked who may do so."""
        self._step(
            "accepted",
            {"draft", "inspecting"},
            accepted_on=fields.Date.context_today(self),
            accepted_by_id=self.env.uid,
        )
        # the row of the batch is now ours: of two who accept at once, one waits here and is then refused by the state
        self.flush_recordset(["state"])
        # sudo: the cards of a batch are made by its acceptance; role, inspectors and lines were checked
        assets = self.env["gaj.asset"].sudo().create(self.line_ids._prepare_cards())
        # a card is linked by its line and, through it, by the batch: read both anew
        self.invalidate_recordset(["asset_ids"])
        assets._take_step("in_store", {"draft"})
        for line in self.sudo().line_ids:
            line.booked_cost = sum(line.asset_ids.mapped("acquisition_cost"))
        self.sudo()._gaj_follow_bills()
        assets._gaj_put_in_books(self.accepted_on)
        self._remind_of_final_account()
        return assets.sudo(self.env.su)

    def _refuse_incomplete(self):
        """
        :raises UserError: if something stands in the way of accepting this batch, naming the line and the way out
        """
        today = fields.Date.context_today(self)
        if not self.line_ids:
            raise UserError(self.env._("Batch %s has no item. Add what was received, then start again.", self.batch_no))
        if self.date > today:
            raise ValidationError(
                self.env._(
                    "Batch %(batch)s was received on %(day)s, which lies in the future. Write the day on which it really"
                    " arrived, at the latest %(today)s.",
                    batch=self.batch_no,
                    day=self.date,
                    today=today,
                )
            )
        self.line_ids._refuse_without_value()
        self.line_ids._refuse_below_threshold()
        self.line_ids._refuse_without_life()

    def _refuse_requester(self):
        """
        :raises UserError: if somebody inspects what was requested or bought by them
        """
        for record in self:
            bought_by = (record._buyers() & record.inspector_ids.user_id)[:1]
            if bought_by:
                raise UserError(
                    self.env._(
                        "%(name)s requested or bought batch %(batch)s, so somebody else inspects it. Choose another"
                        " inspector.",
                        name=bought_by.sudo().name,
                        batch=record.batch_no,
                    )
                )

    def _buyers(self):
        """Return who asked for or bought this batch: who is named on it, and whom its orders and requests know."""
        self.ensure_one()
        # sudo: whose order or request it was is no secret between the people of one batch
        batch = self.sudo()
        lines = batch.line_ids.purchase_line_id
        orders = batch.purchase_id | lines.order_id
        requests = lines.gaj_asset_request_line_id.request_id
        return batch.requester_id | orders.user_id | orders.create_uid | requests.user_id | requests.create_uid

    def _inspectors_needed(self):
        """Return how many different people inspect a batch: a rule of the company."""
        return int(self.env["gaj.asset.parameter"]._gaj_value("acceptance_inspectors", self.company_id, self.date))

    def _refuse_inspectors(self):
        """
        :raises UserError: if fewer people than needed inspect this batch
        """
        self._refuse_requester()
        needed = self._inspectors_needed()
        if len(self.inspector_ids.user_id) < needed:
            raise UserError(
                self.env._(
                    "Batch %(batch)s is inspected by %(needed)s different people, and %(count)s are named. Add the"
                    " others under “Inspectors”.",
                    batch=self.batch_no,
                    needed=needed,
                    count=len(self.inspector_ids.user_id),
                )
            )

    def _refuse_unsigned(self):
        """
        :raises UserError: if an inspector has not signed, or found a fault
        """
        self._refuse_inspectors()
        failed = self.inspector_ids.filtered(lambda one: one.verdict == "failed")[:1]
        if failed:
            raise UserError(
                self.env._(
                    "%(name)s found a fault in batch %(batch)s: %(note)s. Let the batch fail, have it put right, and"
                    " inspect it again.",
                    name=failed.user_id.sudo().name,
                    batch=self.batch_no,
                    note=failed.note or "",
                )
            )
        waiting = self.inspector_ids.filtered(lambda one: not one.verdict)
        if waiting:
            raise UserError(
                self.env._(
                    "Batch %(batch)s is not signed yet by: %(names)s. They open the batch and sign.",
                    batch=self.batch_no,
                    names=", ".join(waiting.user_id.sudo().mapped("name")),
                )
            )

    def _ask_inspectors(self):
        for inspector in self.inspector_ids:
            # sudo: an inspector may belong to a department whose records the manager does not see
            self.sudo().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=inspector.user_id.id,
                summary=self.env._("Inspect batch %s and sign", self.batch_no),
            )

    def _remind_of_final_account(self):
        """Remind the one who accepted a provisional value of its final account, in time."""
        if not any(self.line_ids.mapped("is_provisional")):
            return
        months = int(self.env["gaj.asset.parameter"]._gaj_value("settle_months", self.company_id, self.date))
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.add(self.date, months=months),
            user_id=self.accepted_by_id.id,
            summary=self.env._("Final account of batch %s: replace its provisional value", self.batch_no),
        )

    def _gaj_from_surplus(self, vals):
        """Return the acceptance of something that a stocktake found and no card knew (盘盈).

        ``vals`` are of its one line (``name``, ``category_id``, ``appraised_amount`` or ``market_amount``,
        ``evidence_note``, ``life_months``, ``department_id``, ``space_id`` …), and of the batch: ``company_id``,
        ``date``, ``note``, and either ``approved_by_id``, the leader who approved the surplus with its stocktake: it is
        accepted at once, its cards are there; or ``inspector_user_ids``, who inspect it like any other batch.

        :raises UserError: as :meth:`action_accept`
        """
        self.env["gaj.asset"]._check_role(MANAGER)
        of_batch = {name: vals[name] for name in ("company_id", "date", "note") if vals.get(name)}
        line = {
            name: value
            for name, value in vals.items()
            if name not in (*of_batch, "approved_by_id", "inspector_user_ids") and value
        }
        # sudo: made by the resolution of a stocktake line, which has checked its own roles
        record = self.sudo().create(
            {
                **of_batch,
                "kind": "surplus",
                "department_id": vals.get("department_id"),
                "line_ids": [fields.Command.create(line)],
                "inspector_ids": [
                    fields.Command.create({"user_id": user}) for user in vals.get("inspector_user_ids") or ()
                ],
            }
        )
        if vals.get("approved_by_id"):
            record.approved_by_id = vals["approved_by_id"]
            record._refuse_incomplete()
            record._accept()
        return record.sudo(self.env.su)


class GajAssetAcceptanceLine(models.Model):
    """The cards of a line, and what must be true before they are made."""

    _inherit = "gaj.asset.acceptance.line"

    def _refuse_without_value(self):
        """
        :raises UserError: if a line has no evidence of its value, or one that needs a word has none
        """
        for line in self:
            if not line.evidence:
                raise UserError(
                    self.env._(
                        "Item “%(name)s” has no value yet. Write its amount in the papers, or the appraised value.",
                        name=line.name,
                    )
                )
            if line.evidence in ("market", "nominal") and not (line.evidence_note or "").strip():
                raise UserError(
                    self.env._(
                        "Item “%(name)s” is valued without papers and without an appraisal. Write under “Evidence” why"
                        " there are none, and where its value comes from.",
                        name=line.name,
                    )
                )
            if line.evidence == "nominal" and line.quantity > 1 and not line.is_group:
                raise UserError(
                    self.env._(
                        "Item “%(name)s”: a nominal amount of 1.00 is for one card. Make one line for each piece, or one"
                        " group card.",
                        name=line.name,
                    )
                )
            if line.kind == "surplus" and any(line[fee] for fee in FEES):
                raise UserError(
                    self.env._(
                        "Item “%(name)s”: what a stocktake found has no freight or fees. Book them as an expense.",
                        name=line.name,
                    )
                )

    def _refuse_below_threshold(self):
        """
        :raises UserError: if a line is no fixed asset: a consumable of small value and small number
        """
        thresholds = {}
        for record in self.acceptance_id:
            found = self.env["gaj.asset.threshold"]._for_categories(
                record.line_ids.category_id, record.company_id, record.date
            )
            thresholds.update({(record, category): threshold for category, threshold in found.items()})
        for line in self:
            threshold = thresholds[line.acceptance_id, line.category_id]
            # what another unit used counts by its original cost, and a nominal amount says nothing about the thing
            value = max(cents(line.cost), cents(line.price)) / line.quantity
            if line.evidence == "nominal" or is_fixed_asset(
                value, cents(threshold.amount), line.quantity, threshold.batch_size
            ):
                continue
            raise UserError(
                self.env._(
                    "Item “%(name)s” costs %(value)s a piece: below %(threshold)s and fewer than %(batch)s of them, so it"
                    " is no fixed asset. Receive it as a consumable: take the line off, and clear the fixed asset category"
                    " of the product or buy another product.",
                    name=line.name,
                    value=f"{value:.2f}",
                    threshold=f"{threshold.amount:.2f}",
                    batch=threshold.batch_size,
                )
            )

    def _prepare_cards(self):
        """Return the values of the cards of these lines, one for each piece or one for a group."""
        return [vals for line in self for vals in line._prepare_line_cards()]

    def _prepare_line_cards(self):
        self.ensure_one()
        batch = self.acceptance_id
        count = 1 if self.is_group and self.quantity > 1 else self.quantity
        costs = split_amount(cents(self.cost), count)
        accumulated = split_amount(cents(self.accumulated), count)
        fiscal = split_amount(min(cents(self.fiscal_part), cents(self.cost)), count)
        serials = self._serial_list() + [False] * self.quantity
        common = {
            "company_id": batch.company_id.id,
            "name": self.name,
            "category_id": self.category_id.id,
            "model": self.model,
            "brand": self.brand,
            "uom": self.uom,
            "is_group": count < self.quantity,
            "quantity": self.quantity if count < self.quantity else 1,
            "acquisition_type": CARD_KINDS.get(batch.kind, batch.kind),
            "acquisition_date": batch.date,
            "in_service_date": self.in_service_date,
            "supplier_id": batch.partner_id.id,
            "contract_no": batch.contract_no,
            "warranty_until": batch.warranty_until,
            "value_type": self._value_type(),
            "department_id": (self.department_id or batch.department_id).id,
            "space_id": self.space_id.id,
            "acceptance_line_id": self.id,
            "purchase_line_id": self.purchase_line_id.id,
            **({"life_months": self.life_months} if self.life_months else {}),
            **({name: self[name] for name in BUILDING} if self.is_building else {}),
        }
        return [
            {
                **common,
                "acceptance_unit": place + 1,
                "cost": float(costs[place]),
                "acquisition_cost": float(costs[place]),
                "accumulated": float(accumulated[place]),
                "fiscal_part": float(fiscal[place]),
                "serial_no": serials[place],
            }
            for place in range(count)
        ]

    def _value_type(self):
        """Return the kind of value of the cards of this line."""
        if self.evidence == "nominal":
            return "nominal"
        return "provisional" if self.is_provisional else "cost"
