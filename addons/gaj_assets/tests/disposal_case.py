import base64
from datetime import date

from freezegun import freeze_time
from odoo.fields import Command
from odoo.tests import new_test_user

from .common_accounting import AccountingCase


class DisposalCase(AccountingCase):
    """A unit with things in its books, a user of each role, and the road of a batch from draft to closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["discipline"] = new_test_user(
            cls.env, "gaj_assets_discipline", groups="gaj_base.group_gaj_discipline"
        )
        cls.appraiser, cls.dealer, cls.school = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Appraisal House", "Second-Hand Dealer", "School")]
        )
        cls.expert = cls.env["res.partner"].create({"name": "Expert", "parent_id": cls.appraiser.id})
        cls.sofa = cls.env.ref("gaj_assets.category_a05010401")
        cls.car = cls.env.ref("gaj_assets.category_a02030501")

    @classmethod
    def booked(cls, name, cost, accumulated, since, months, day="2026-01-01", **values):
        """Return a card in the books, depreciated up to the end of the month before ``day``."""
        asset = cls.make_assets(
            [name],
            cost=cost,
            accumulated=accumulated,
            acquisition_date=since,
            in_service_date=since,
            life_months=months,
            **values,
        )
        asset._gaj_put_in_books(day)
        return asset

    def proof(self, user="manager", name="photo.jpg"):
        """Return a file that ``user`` has just uploaded."""
        values = {"name": name, "datas": base64.b64encode(b"proof")}
        return self.env["ir.attachment"].with_user(self.users[user]).create(values)

    def draft(self, assets, user="clerk", **values):
        """Return a draft with a line for each of ``assets``, all of them with evidence."""
        lines = [
            Command.create(
                {
                    "asset_id": asset.id,
                    "evidence_ids": [Command.set(self.proof(user).ids)],
                    "evidence_note": "Board burnt",
                }
            )
            for asset in assets
        ]
        defaults = {"kind": "scrap", "department_id": self.section.id, "line_ids": lines}
        return self.env["gaj.asset.disposal"].with_user(self.users[user]).create({**defaults, **values})

    def as_(self, record, user):
        return record.with_user(self.users[user])

    def appraised(self, record, value=None, **values):
        """Fill in the appraisal and confirm the value as the manager."""
        manager = self.as_(record, "manager")
        if value is not None:
            manager.write(
                {
                    "appraiser_id": self.appraiser.id,
                    "appraiser_contact_id": self.expert.id,
                    "appraised_value": value,
                    "appraised_on": date.today(),
                    "report_no": "PG-001",
                    **values,
                }
            )
        manager.action_appraise()

    def sign(self, record, note="Seen"):
        self.as_(record, "discipline")._gaj_sign(note)

    def approved(self, record):
        manager = self.as_(record, "manager")
        if record.is_outside_authority:
            manager.write({"document_no": "CZ-2026-7", "document_date": date.today()})
        manager.action_submit()
        self.as_(record, "leader").action_approve()

    def bid(self, record, amount, bidder=None):
        manager = self.as_(record, "manager")
        if not record.published_on:
            manager.write({"published_on": date.today(), "published_in": "City platform"})
        return manager.bid_ids.create(
            {"disposal_id": record.id, "bidder_id": (bidder or self.dealer).id, "amount": amount}
        )

    def to_executing(self, record, value=None, **values):
        """Take a draft to its execution; supervised ones are signed."""
        record.action_apply()
        self.appraised(record, value, **values)
        if record.is_supervised:
            self.sign(record)
        self.approved(record)
        self.as_(record, "manager").action_execute()

    def settled(self, record, day=None, **values):
        """Hand over, take out of the books and settle on ``day``."""
        finance = self.as_(record, "finance")
        if record.kind != "loss":
            self.as_(record, "manager").action_hand_over()
            if record.is_supervised:
                self.sign(record)
        if values.get("costs"):
            values["cost_paper_ids"] = [Command.set(self.proof("finance", "bill.pdf").ids)]
        finance.write({"derecognised_on": day or date.today(), "settled_on": day or date.today(), **values})
        finance.action_derecognise()
        finance.action_settle()

    def remit(self, record, amount=None, **values):
        remittance = (
            self.env["gaj.asset.remittance"]
            .with_user(self.users["finance"])
            .create({"disposal_id": record.id, "name": "Voucher", "amount": amount or record.open_amount, **values})
        )
        remittance.action_post()
        return remittance

    def entries(self, *documents):
        """Return the posted lines of the documents as ``{event: [texts]}``."""
        moves = self.env["account.move"].search(
            [
                ("gaj_source_model", "in", [document._name for document in documents]),
                ("gaj_source_id", "in", [each.id for document in documents for each in document]),
            ],
            order="id",
        )
        return {move.gaj_asset_event: self.lines(move) for move in moves}

    def frozen(self, day):
        return freeze_time(day)
