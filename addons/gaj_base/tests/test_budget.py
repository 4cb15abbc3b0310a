from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..exceptions import BudgetExceeded

DAY = date(2026, 5, 4)


@tagged("post_install", "-at_install", "gaj")
class TestBudget(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["gaj.budget.kind"].create({"name": "Test Receptions", "code": "test_reception"})
        cls.top = cls.env["hr.department"].create({"name": "Budget Top"})
        cls.middle = cls.env["hr.department"].create({"name": "Budget Middle", "parent_id": cls.top.id})
        cls.bottom = cls.env["hr.department"].create({"name": "Budget Bottom", "parent_id": cls.middle.id})
        cls.budget = cls.make(department_id=cls.middle.id, amount=200000)
        cls.letter, cls.other = cls.env["res.partner"].create([{"name": "Letter 1"}, {"name": "Letter 2"}])

    @classmethod
    def make(cls, **vals):
        return cls.env["gaj.budget"].create({"year": 2026, "kind_id": cls.kind.id, "amount": 1000} | vals)

    def sums(self, budget=None):
        budget = budget or self.budget
        return budget.committed_amount, budget.spent_amount, budget.available_amount

    def example(self):
        """200,000 − 35,000 committed − 120,000 spent = 45,000."""
        self.budget._gaj_spend(self.other, 120000)
        self.budget._gaj_commit(self.other, 35000)
        self.assertEqual(self.sums(), (35000, 120000, 45000))

    def test_the_last_cent_passes(self):
        self.example()
        self.budget._gaj_commit(self.letter, 45000)
        self.assertEqual(self.sums(), (80000, 120000, 0))

    def test_a_cent_more_is_refused_with_budget_amounts_and_way_out(self):
        self.example()
        for method in (self.budget._gaj_commit, self.budget._gaj_spend):
            with self.assertRaises(BudgetExceeded) as refused:
                method(self.letter, "45000.01")
            message = str(refused.exception)
            for part in ("Test Receptions", "Budget Middle", "45,000.01", "45,000.00", "Ask for less"):
                self.assertIn(part, message)
            self.assertEqual(refused.exception.budget_id, self.budget.id)
            self.assertEqual(refused.exception.wanted, Decimal("45000.01"))
            self.assertEqual(refused.exception.available, Decimal("45000.00"))
        self.assertEqual(self.sums(), (35000, 120000, 45000))
        self.assertEqual(self.budget._gaj_committed(self.letter), 0)

    def test_the_constraint_refuses_what_was_not_seen_and_logs_nothing(self):
        self.env.flush_all()
        with self.assertNoLogs("odoo.sql_db", "ERROR"), self.assertRaises(BudgetExceeded):
            with self.budget._gaj_explained(Decimal(0)):
                self.budget._gaj_add(Decimal("200000.01"), Decimal(0))
        self.assertEqual(self.sums(), (0, 0, 200000))

    def test_spending_uses_the_own_commitment_first(self):
        self.budget._gaj_commit(self.letter, 1000)
        self.budget._gaj_commit(self.other, 500)
        self.budget._gaj_spend(self.letter, "1200.50")
        self.assertEqual(self.sums(), (500, 1200.50, 198299.50))
        self.assertEqual(self.budget._gaj_committed(self.letter), 0)
        self.assertEqual(self.budget._gaj_committed(self.other), Decimal("500.00"))
        self.assertEqual(self.budget._gaj_spent(self.letter), Decimal("1200.50"))

    def test_a_full_budget_still_pays_what_is_committed(self):
        self.budget._gaj_commit(self.letter, 200000)
        self.budget._gaj_spend(self.letter, 200000)
        self.assertEqual(self.sums(), (0, 200000, 0))

    def test_release_gives_back_the_rest_once(self):
        self.budget._gaj_commit(self.letter, 1000)
        self.budget._gaj_spend(self.letter, 600)
        self.assertEqual(self.budget._gaj_release(self.letter).amount, -400)
        self.assertEqual(self.sums(), (0, 600, 199400))
        self.assertFalse(self.budget._gaj_release(self.letter))

    def test_a_refund_gives_back_even_of_another_year(self):
        self.budget._gaj_spend(self.letter, -300)
        self.assertEqual(self.sums(), (0, -300, 200300))
        self.assertEqual(self.budget._gaj_spent(self.letter), Decimal("-300.00"))

    def test_movements_name_document_and_user(self):
        line = self.budget._gaj_commit(self.letter, 10)
        self.assertEqual((line.name, line.res_model, line.res_id), ("Letter 1", "res.partner", self.letter.id))
        self.assertEqual(line.user_id, self.env.user)
        self.assertEqual(line.action_open_document()["res_id"], self.letter.id)
        self.assertEqual(self.budget._gaj_commit(self.letter, 10, note="Second").name, "Second")

    def test_amounts_that_are_none_are_refused(self):
        for amount in ("many", "nan", "inf", -1):
            with self.assertRaises(UserError):
                self.budget._gaj_commit(self.letter, amount)
        self.assertFalse(self.budget._gaj_commit(self.letter, 0))

    def test_movements_stay_as_they_are(self):
        line = self.budget._gaj_commit(self.letter, 10)
        with self.assertRaisesRegex(UserError, "writes a new movement"):
            line.amount = 5
        with self.assertRaisesRegex(UserError, "Budget Middle"):
            line.unlink()

    def find(self, department, day=DAY):
        return self.env["gaj.budget"]._gaj_find("test_reception", department, day)

    def test_the_nearest_budget_is_found(self):
        self.assertEqual(self.find(self.bottom), self.budget)
        self.assertEqual(self.find(self.middle), self.budget)
        self.assertFalse(self.find(self.top))
        top = self.make(department_id=self.top.id)
        self.assertEqual(self.find(self.bottom), self.budget)
        self.assertEqual(self.find(self.top), top)
        own = self.make(department_id=self.bottom.id)
        self.assertEqual(self.find(self.bottom), own)

    def test_the_institution_comes_last(self):
        whole = self.make(institution_id=self.top.gaj_institution_id.id)
        self.assertEqual(self.find(self.top), whole)
        self.assertEqual(self.find(self.bottom), self.budget)

    def test_other_years_and_kinds_do_not_count(self):
        self.assertFalse(self.find(self.middle, date(2027, 1, 1)))
        self.assertEqual(self.find(self.middle, date(2026, 12, 31)), self.budget)
        self.assertFalse(self.env["gaj.budget"]._gaj_find("test_meeting", self.middle, DAY))

    def test_the_amount_cannot_fall_below_what_is_used(self):
        self.example()
        self.budget.amount = 155000
        with self.assertRaisesRegex(ValidationError, "35,000.00.*120,000.00"):
            self.budget.amount = 154999.99

    def test_a_used_budget_keeps_its_holder(self):
        self.budget.year = 2027
        self.budget.year = 2026
        self.budget._gaj_commit(self.letter, 10)
        with self.assertRaisesRegex(UserError, "Make another budget"):
            self.budget.department_id = self.top

    def refused(self, name, **vals):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught, self.cr.savepoint():
            self.make(**vals)
            self.env.flush_all()
        self.env.invalidate_all(flush=False)
        self.assertEqual(caught.exception.diag.constraint_name, name)

    def test_one_budget_of_a_kind_year_and_holder(self):
        self.refused("gaj_budget_department_uniq", department_id=self.middle.id)
        institution = self.top.gaj_institution_id.id
        self.make(institution_id=institution)
        self.refused("gaj_budget_institution_uniq", institution_id=institution)

    def test_exactly_one_holder(self):
        self.refused("gaj_budget_one_holder")
        both = {"department_id": self.bottom.id, "institution_id": self.top.gaj_institution_id.id}
        self.refused("gaj_budget_one_holder", **both)
        self.refused("gaj_budget_year_believable", department_id=self.bottom.id, year=26)
        self.refused("gaj_budget_amount_not_negative", department_id=self.bottom.id, amount=-1, spent_amount=-5)

    def test_a_kind_that_comes_back_is_taken_up_with_its_budgets(self):
        kinds = self.env["gaj.budget.kind"]
        kind = kinds.create({"name": "Study Tours", "code": "study"})
        kind.active = False
        back, other = kinds.create([{"name": "Tours", "code": "study"}, {"name": "Books", "code": "books"}])
        self.assertEqual((back, back.name, back.active), (kind, "Tours", True))
        self.assertNotEqual(other, kind)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            kinds.create({"name": "Again", "code": "study"})
