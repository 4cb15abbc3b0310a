from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install", "gaj")
class TestBudgetRoles(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind = cls.env["gaj.budget.kind"].create({"name": "Test", "code": "test_roles"})
        cls.own, cls.strange = cls.env["hr.department"].create([{"name": "Own"}, {"name": "Strange"}])
        cls.mine, cls.theirs = cls.env["gaj.budget"].create(
            [
                {"department_id": department.id, "year": 2026, "kind_id": kind.id, "amount": 100}
                for department in (cls.own, cls.strange)
            ]
        )
        cls.both = cls.mine | cls.theirs

    def user(self, role):
        return new_test_user(self.env, f"budget_{role}", groups=f"gaj_base.group_gaj_{role}")

    def seen(self, user, model="gaj.budget", field="id"):
        return self.env[model].with_user(user).search([(field, "in", self.both.ids)])

    def test_who_reads_what(self):
        for budget in self.both:
            budget._gaj_commit(self.own, 10)
        for role in ("officer", "finance", "manager", "leader", "auditor", "discipline"):
            user = self.user(role)
            self.assertEqual(self.seen(user), self.both, role)
            self.assertEqual(len(self.seen(user, "gaj.budget.line", "budget_id")), 2, role)
        contact = self.user("department_contact")
        self.env["hr.employee"].create({"name": "Contact", "user_id": contact.id, "department_id": self.own.id})
        self.assertEqual(self.seen(contact), self.mine)
        self.assertEqual(self.seen(contact, "gaj.budget.line", "budget_id").budget_id, self.mine)
        with self.assertRaises(AccessError):
            self.seen(self.user("user"))

    def test_who_sets_amounts(self):
        for role in ("finance", "manager"):
            self.mine.with_user(self.user(role)).amount = 200
        for role in ("officer", "leader", "auditor", "discipline", "department_contact"):
            with self.assertRaises(AccessError):
                self.mine.with_user(self.user(role)).amount = 300

    def test_no_hand_writes_sums_or_movements(self):
        finance = self.user("finance")
        mine = self.mine.with_user(finance)
        for name in ("committed_amount", "spent_amount", "available_amount"):
            with self.assertRaisesRegex(UserError, "never by hand"):
                mine.write({name: 5})
        other = {"department_id": self.own.id, "year": 2025, "kind_id": self.mine.kind_id.id, "amount": 100}
        with self.assertRaisesRegex(UserError, "never by hand"):
            mine.create({**other, "spent_amount": -1000})
        self.assertEqual(mine.with_context(default_spent_amount=-1000).create(other).spent_amount, 0)
        with self.assertRaises(AccessError):
            self.env["gaj.budget.line"].with_user(finance).create(
                {"budget_id": mine.id, "kind": "commit", "amount": 1, "name": "by hand"}
            )

    def test_a_document_of_a_user_without_rights_may_draw(self):
        user = self.user("user")
        budget = self.env["gaj.budget"].with_user(user)._gaj_find("test_roles", self.own, "2026-03-01")
        budget._gaj_commit(self.own, 40)
        budget._gaj_spend(self.own, 30)
        budget._gaj_release(self.own)
        self.assertEqual((self.mine.committed_amount, self.mine.spent_amount), (0, 30))
        with self.assertRaisesRegex(UserError, "70"):
            budget._gaj_commit(self.own, 71)
