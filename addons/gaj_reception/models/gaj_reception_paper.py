from decimal import Decimal

from odoo import api, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperSignature, PaperTable

from .gaj_reception import OFFICER


class GajReception(models.Model):
    """The printed set of a reception (审批单, 来宾通知单, 接待手册, 席卡, 接待清单)."""

    _name = "gaj.reception"
    _inherit = ["gaj.reception", "gaj.paper.mixin"]

    @api.model
    def _gaj_paper_kinds(self):
        return {
            "approval": self.env._("Reception Approval Sheet"),
            "notice": self.env._("Guest Notice"),
            "guide": self.env._("Reception Guide"),
            "cards": self.env._("Place Cards"),
            "list": self.env._("Reception List"),
        }

    def _gaj_papers(self, kind):
        """Return the papers of ``kind`` of these receptions."""
        makers = {
            "approval": self._gaj_approval_sheet,
            "notice": self._gaj_guest_notice,
            "guide": self._gaj_guide,
            "list": self._gaj_list_sheet,
        }
        if kind == "cards":
            return [card for reception in self for card in reception._gaj_place_cards()]
        return [makers[kind](reception) for reception in self]

    def _gaj_word(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _gaj_local(self, moment):
        return self.sudo().company_id._gaj_local(moment) if moment else None

    @staticmethod
    def _gaj_cash(amount):
        return Decimal(str(amount or 0)).quantize(Decimal("0.01"))

    def _gaj_facts(self):
        # sudo: a colleague's name is no secret
        leader = self.sudo().leader_id
        return [
            (self._gaj_label("name"), self.name),
            (self._gaj_label("kind"), self._gaj_word("kind")),
            (self._gaj_label("sender_id"), self.sudo().sender_id.name or ""),
            (self._gaj_label("letter_no"), " ".join(filter(None, [self.letter_no, str(self.letter_date or "")]))),
            (self._gaj_label("department_id"), self.department_id.name),
            (self._gaj_label("leader_id"), leader.name or ""),
            (self._gaj_label("arrive"), self._gaj_local(self.arrive)),
            (self._gaj_label("leave"), self._gaj_local(self.leave)),
            (self._gaj_label("guest_count"), self.guest_count),
            (self._gaj_label("purpose"), self.purpose),
        ]

    def _gaj_guest_table(self, diet=False):
        guest = self.env["gaj.reception.guest"]
        names = ["name", "unit_name", "post", "rank"]
        if diet and self.env.user.has_group(OFFICER):
            names.append("diet_note")
        ranks = dict(guest._fields["rank"]._description_selection(self.env))
        rows = [
            [ranks.get(each.rank) if name == "rank" else each[name] or "" for name in names] for each in self.guest_ids
        ]
        return PaperTable(
            [guest._fields[name]._description_string(self.env) for name in names], rows, title=self.env._("Guests")
        )

    def _gaj_people_table(self, people, title):
        headers = (self.env._("Name"), self.env._("Unit"), self.env._("Post"))
        rows = [[each.name, each.unit_name or "", each.post or ""] for each in people]
        return PaperTable(headers, rows, title=title)

    def _gaj_itinerary_table(self):
        headers = (self.env._("Time"), self.env._("Item"), self.env._("Place"))
        rows = [[self._gaj_local(each.start), each.name, each.place or ""] for each in self.activity_line_ids]
        return PaperTable(headers, rows, title=self.env._("Itinerary"), widths=(3, 6, 4))

    def _gaj_meal_table(self):
        meal = self.env["gaj.reception.meal"]
        meals, payers = (dict(meal._fields[name]._description_selection(self.env)) for name in ("meal", "payer"))
        headers = (
            self.env._("Date"),
            self.env._("Meal"),
            self.env._("Where"),
            self.env._("Paid by"),
            self.env._("Guests"),
            self.env._("Companions"),
            self.env._("At Most"),
        )
        own = dict(meal._fields["venue_kind"]._description_selection(self.env))["canteen"]
        rows = [
            [
                each.date,
                meals[each.meal],
                each.sudo().venue_id.name or own,
                payers[each.payer],
                each.guest_count,
                len(each.companion_ids),
                self._gaj_cash(each.cap) if each.payer == "host" else None,
            ]
            for each in self.meal_ids
        ]
        return PaperTable(headers, rows, title=self.env._("Meals"))

    def _gaj_cost_table(self, name):
        plan = self.env["gaj.reception.plan"]
        kinds = dict(plan._fields["cost_kind"]._description_selection(self.env))
        rows = [[kinds[each.cost_kind], each.name, self._gaj_cash(each[name])] for each in self.plan_ids]
        total = sum((row[2] for row in rows), Decimal("0.00"))
        headers = (self.env._("Kind of Cost"), self.env._("Description"), self.env._("Amount"))
        return PaperTable(headers, rows, totals=(self.env._("Total"), "", total), title=self.env._("Costs"))

    def _gaj_approval_sheet(self, reception):
        # sudo: reviews are closed to users, but belong to this sheet
        done = reception.sudo().review_ids.filtered(lambda review: review.status == "approved")
        approvals = [
            PaperSignature(
                review.definition_id.reviewer_group_id.name or self.env._("Approved by"),
                review.done_by.name or "",
                self._gaj_day(review.reviewed_date),
            )
            for review in done
        ]
        yes, no = self.env._("Confirmed"), self.env._("Not confirmed")
        plain = (self._gaj_label("is_plain"), yes if reception.is_plain else no)
        return Paper(
            title=self._gaj_paper_kinds()["approval"],
            key=reception.name,
            unit=reception.company_id.name,
            facts=[*reception._gaj_facts(), plain],
            tables=[
                reception._gaj_guest_table(),
                reception._gaj_people_table(reception.companion_ids, self.env._("Companions")),
                reception._gaj_meal_table(),
                reception._gaj_cost_table("amount"),
            ],
            signatures=[
                PaperSignature(self.env._("Applicant"), reception.user_id.name, self._gaj_day(reception.submitted_on)),
                *(approvals or [self.env._("Approved by")]),
            ],
            own_pages=True,
        )

    def _gaj_guest_notice(self, reception):
        return Paper(
            title=self._gaj_paper_kinds()["notice"],
            key=reception.name,
            unit=reception.company_id.name,
            facts=reception._gaj_facts(),
            tables=[reception._gaj_guest_table()],
            notes=[
                self.env._("Guests pay for lodging, other meals and local transport by the rules, with a receipt."),
                self.env._("There is no welcome at airport, station or border, and nothing is hung up."),
            ],
            signatures=(self.env._("Issued by"), self.env._("Received by")),
            own_pages=True,
        )

    def _gaj_guide(self, reception):
        lodging = self.env["gaj.reception.lodging"]
        label = {name: lodging._fields[name]._description_string(self.env) for name in lodging._fields}
        rows = [
            [each.sudo().venue_id.name or "", each.rooms, each.date_from, each.date_to]
            for each in reception.lodging_ids
        ]
        headers = [label[name] for name in ("venue_id", "rooms", "date_from", "date_to")]
        return Paper(
            title=self._gaj_paper_kinds()["guide"],
            key=reception.name,
            unit=reception.company_id.name,
            facts=reception._gaj_facts(),
            tables=[
                reception._gaj_itinerary_table(),
                reception._gaj_guest_table(diet=True),
                reception._gaj_people_table(reception.companion_ids, self.env._("Companions")),
                reception._gaj_people_table(reception.support_ids, self.env._("Support Staff")),
                reception._gaj_meal_table(),
                PaperTable(headers, rows, title=self.env._("Lodging")),
            ],
            own_pages=True,
        )

    def _gaj_place_cards(self):
        people = [(each.name, each.unit_name, each.post) for each in (*self.guest_ids, *self.companion_ids)]
        return [
            Paper(
                title=name,
                unit=unit or "",
                facts=((self.env._("Post"), post or ""),),
                key=f"{self.name} {number}",
                landscape=True,
                binding_margin=False,
                own_pages=True,
            )
            for number, (name, unit, post) in enumerate(people, 1)
        ]

    def _gaj_list_sheet(self, reception):
        receipts = [[each.name, each.date, each.payer, self._gaj_cash(each.amount)] for each in reception.receipt_ids]
        headers = (self.env._("Receipt"), self.env._("Date"), self.env._("Paid by"), self.env._("Amount"))
        notes = [self.env._("Other persons than in the document: %s", reception.difference_reason)]
        return Paper(
            title=self._gaj_paper_kinds()["list"],
            key=reception.name,
            unit=reception.company_id.name,
            facts=reception._gaj_facts(),
            tables=[
                reception._gaj_guest_table(),
                reception._gaj_itinerary_table(),
                reception._gaj_meal_table(),
                reception._gaj_people_table(reception.companion_ids, self.env._("Companions")),
                reception._gaj_people_table(reception.support_ids, self.env._("Support Staff")),
                reception._gaj_cost_table("list_amount"),
                PaperTable(headers, receipts, title=self.env._("Receipts")),
            ],
            notes=notes if reception.difference_reason else (),
            signatures=[
                PaperSignature(self.env._("Officer"), reception.user_id.name or ""),
                PaperSignature(
                    self.env._("Reception Manager"),
                    reception.list_signer_id.name or "",
                    self._gaj_day(reception.list_signed_on) or None,
                ),
            ],
            own_pages=True,
        )
