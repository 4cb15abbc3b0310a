from odoo.exceptions import UserError
from odoo.tests import tagged

from .disposal_case import DisposalCase
from .walk_case import WalkMixin

CLERKS = ("clerk", "manager")


@tagged("post_install", "-at_install", "gaj")
class TestWalkDisposal(WalkMixin, DisposalCase):
    """Disposals: each step by its role, and signatures that nobody touches."""

    def setUp(self):
        super().setUp()
        self.enterContext(self.frozen("2026-06-01"))
        self.copier = self.booked("Copier", 35000.0, 35000.0, "2020-01-01", 72)

    def signed(self, record, step):
        """Walk the signature and give it."""
        self.walk(f"sign {step}", record, lambda each: each._gaj_sign("Seen"), ("discipline",))
        self.sign(record)

    def test_a_supervised_sale(self):
        disposals = self.env["gaj.asset.disposal"]
        values = {"kind": "scrap", "department_id": self.section.id}
        self.walk("create", disposals, lambda each: each.create(dict(values)), CLERKS)
        record = self.draft(self.copier, kind="sale")
        self.walk("unlink", record, lambda each: each.unlink(), CLERKS)
        self.step(record, "action_apply", CLERKS)
        self.walk("action_withdraw", record, lambda each: each.action_withdraw(), CLERKS)
        self.as_(record, "manager").write(
            {
                "appraiser_id": self.appraiser.id,
                "appraiser_contact_id": self.expert.id,
                "appraised_value": 5600.0,
                "appraised_on": "2026-06-01",
                "report_no": "PG-001",
            }
        )
        self.step(record, "action_appraise", ("manager",))
        self.signed(record, "the appraisal")
        if record.is_outside_authority:
            self.as_(record, "manager").write({"document_no": "CZ-2026-7", "document_date": "2026-06-01"})
        self.step(record, "action_submit", ("manager",))
        self.walk("action_reject", record, lambda each: each.action_reject(), ("leader",))
        self.step(record, "action_approve", ("leader",))
        self.step(record, "action_execute", ("manager",))
        bid = self.bid(record, 6120.0)
        self.step(bid, "action_award", ("manager",))
        self.signed(record, "the publication")
        self.step(record, "action_hand_over", ("manager",))
        self.signed(record, "the hand-over")
        self.as_(record, "finance").write({"derecognised_on": "2026-06-01", "settled_on": "2026-06-01"})
        self.step(record, "action_derecognise", ("finance",))
        self.step(record, "action_settle", ("finance",))
        signature = record.sudo().signature_ids[:1]
        self.assertTrue(signature)
        self.nobody_touches(signature)

    def nobody_touches(self, signature):
        """Not even the administrator, nor code with all rights, changes or removes a signature."""
        self.nobody("write a signature", signature, lambda each: each.write({"note": "x"}))
        self.nobody("unlink a signature", signature, lambda each: each.unlink())
        for call in (lambda each: each.write({"note": "x"}), lambda each: each.unlink()):
            with self.assertRaises(UserError):
                call(signature.with_user(self.env.ref("base.user_admin")))
            with self.assertRaises(UserError):
                call(signature.sudo())
        with self.assertRaises(UserError):
            self.as_(signature, "discipline").create({"disposal_id": signature.disposal_id.id, "step": "receipt"})

    def test_discipline_reads_the_file_and_edits_nothing(self):
        record = self.draft(self.copier)
        record.action_apply()
        everybody = ("clerk", "manager", "finance", "leader", "discipline", "auditor")
        self.walk("read", record, lambda each: each.read(["name"]), everybody)
        inspector = self.users["discipline"]
        for model in ("gaj.asset.disposal", "gaj.asset.disposal.line", "gaj.asset.disposal.bid", "gaj.asset"):
            for operation in ("create", "write", "unlink"):
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(self.env[model].with_user(inspector).has_access(operation))
