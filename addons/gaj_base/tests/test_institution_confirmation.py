from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError


class ConfirmationCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # definitions of the demo data do not count here
        cls.env["tier.definition"].search([("model", "=", "gaj.institution.confirmation")]).active = False
        cls.school = cls.env["gaj.institution"].create(
            {"name": "School", "size_ids": [Command.create({"date_from": "2026-01-01", "people": 320})]}
        )
        cls.court = cls.env["gaj.institution"].create({"name": "Court"})
        cls.contact = new_test_user(cls.env, "conf_contact", groups="gaj_base.group_gaj_department_contact")
        cls.contact.gaj_institution_ids = cls.school
        cls.officer = new_test_user(cls.env, "conf_officer", groups="gaj_base.group_gaj_officer")
        cls.second = new_test_user(cls.env, "conf_second", groups="gaj_base.group_gaj_officer")
        cls.confirmation = cls.env["gaj.institution.confirmation"].create(
            {"institution_id": cls.school.id, "year": 2026}
        )


@tagged("post_install", "-at_install", "gaj")
class TestInstitutionConfirmation(ConfirmationCase):
    @freeze_time("2026-03-10")
    def test_a_year_from_opening_to_checking(self):
        confirmation = self.confirmation.with_user(self.contact)
        confirmation.changes = "Two classes more"
        confirmation.action_submit()
        self.assertEqual((confirmation.state, confirmation.submitted_by_id), ("submitted", self.contact))
        with self.assertRaisesRegex(UserError, "has been submitted and stays"):
            confirmation.changes = "Nothing"
        self.assertEqual(confirmation.people, 320)
        confirmation.with_user(self.officer).action_confirm()
        self.assertEqual((confirmation.state, confirmation.confirmed_by_id), ("confirmed", self.officer))
        confirmation.with_user(self.officer).action_reopen()
        self.assertEqual((confirmation.state, confirmation.submitted_by_id.id), ("pending", False))

    def test_returned_with_a_reason_and_submitted_again(self):
        self.confirmation.with_user(self.contact).action_submit()
        checked = self.confirmation.with_user(self.officer)
        with self.assertRaisesRegex(UserError, "Write down why School 2026 is returned"):
            checked.action_return()
        checked.return_reason = "Heated area?"
        checked.action_return()
        self.assertEqual(checked.state, "returned")
        self.confirmation.with_user(self.contact).action_submit()
        self.assertEqual(checked.state, "submitted")

    def test_steps_out_of_order_are_refused(self):
        with self.assertRaisesRegex(UserError, "in state “To Confirm”"):
            self.confirmation.with_user(self.officer).action_confirm()
        self.confirmation.with_user(self.contact).action_submit()
        with self.assertRaisesRegex(UserError, "in state “Submitted”"):
            self.confirmation.with_user(self.contact).action_submit()

    def test_who_submits_does_not_check(self):
        self.confirmation.with_user(self.officer).action_submit()
        with self.assertRaisesRegex(UserError, "another officer checks it"):
            self.confirmation.with_user(self.officer).action_confirm()
        self.confirmation.with_user(self.second).action_confirm()

    def test_a_contact_neither_checks_nor_returns_nor_reopens(self):
        self.confirmation.with_user(self.contact).action_submit()
        for step in ("action_confirm", "action_return", "action_reopen"):
            with self.subTest(step=step), self.assertRaises(AccessError):
                getattr(self.confirmation.with_user(self.contact), step)()

    def test_a_contact_confirms_own_institutions_only(self):
        other = self.env["gaj.institution.confirmation"].create({"institution_id": self.court.id, "year": 2026})
        for call in (
            lambda: other.with_user(self.contact).action_submit(),
            lambda: other.with_user(self.contact).read(["year"]),
            lambda: other.with_user(self.contact).write({"changes": "x"}),
            lambda: other.with_user(self.contact).create({"institution_id": self.court.id, "year": 2027}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_the_state_changes_by_buttons_only(self):
        for user in (self.contact, self.officer):
            for vals in ({"state": "confirmed"}, {"submitted_by_id": user.id}, {"people": 3}):
                with self.subTest(user=user.login, vals=vals), self.assertRaisesRegex(UserError, "by its buttons only"):
                    self.confirmation.with_user(user).write(vals)
        with self.assertRaisesRegex(UserError, "by its buttons only"):
            self.confirmation.with_user(self.officer).create(
                {"institution_id": self.court.id, "year": 2026, "state": "confirmed"}
            )
        with self.assertRaisesRegex(UserError, "Institution and year"):
            self.confirmation.with_user(self.officer).year = 2025

    @mute_logger("odoo.sql_db")
    def test_one_confirmation_for_each_year(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.confirmation.copy()

    def test_many_are_opened_at_once_and_twice_changes_nothing(self):
        closed = self.env["gaj.institution"].create({"name": "Closed", "state": "closed"})
        wizards = self.env["gaj.institution.confirmation.open"].with_user(self.officer)
        chosen = wizards.with_context(
            active_model="gaj.institution", active_ids=(self.school | self.court | closed).ids
        )
        wizard = chosen.create({"year": 2026})
        self.assertEqual(wizard.institution_ids, self.school | self.court | closed)
        for _again in range(2):
            action = wizard.action_open()
            found = self.env["gaj.institution.confirmation"].search(action["domain"]).institution_id
            self.assertIn(self.court, found)
            self.assertNotIn(closed, found)
        with self.assertRaises(AccessError):
            self.env["gaj.institution.confirmation.open"].with_user(self.contact).create({"year": 2027})

    def test_what_was_submitted_is_not_deleted(self):
        manager = new_test_user(self.env, "conf_manager", groups="gaj_base.group_gaj_manager")
        self.confirmation.with_user(self.contact).action_submit()
        with self.assertRaisesRegex(UserError, "has been submitted and stays"):
            self.confirmation.with_user(manager).unlink()
        self.confirmation.with_user(self.officer).action_reopen()
        self.confirmation.with_user(manager).unlink()


@tagged("post_install", "-at_install", "gaj")
class TestApproval(ConfirmationCase):
    """The rules of the approval mixin, shown on the yearly confirmation of a large institution."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = new_test_user(
            cls.env, "conf_leader", groups="gaj_base.group_gaj_leader,gaj_base.group_gaj_officer"
        )
        cls.deputy = new_test_user(
            cls.env, "conf_deputy", groups="gaj_base.group_gaj_leader,gaj_base.group_gaj_officer"
        )
        cls.definition = cls.env["tier.definition"].create(
            {
                "name": "Large institutions",
                "model_id": cls.env["ir.model"]._get_id("gaj.institution.confirmation"),
                "review_type": "group",
                "reviewer_group_id": cls.env.ref("gaj_base.group_gaj_leader").id,
                "definition_domain": "[('people', '>', 200)]",
            }
        )
        cls.confirmation.with_user(cls.leader).action_submit()
        cls.confirmation.with_user(cls.officer).request_validation()
        cls.review = cls.confirmation.review_ids

    def test_the_condition_decides_who_must_approve(self):
        small = self.env["gaj.institution.confirmation"].create({"institution_id": self.court.id, "year": 2026})
        small.with_user(self.contact).sudo().action_submit()
        self.assertFalse(small.need_validation)
        small.with_user(self.officer).action_confirm()
        self.assertEqual(len(self.review), 1)

    def test_without_approval_nothing_is_confirmed(self):
        with self.assertRaisesRegex(ValidationError, "validation process is still open"):
            self.confirmation.with_user(self.second).action_confirm()

    def test_confirming_asks_for_approval_by_itself(self):
        self.review.sudo().unlink()
        with self.assertRaisesRegex(ValidationError, "needs to be validated"):
            self.confirmation.with_user(self.second).action_confirm()

    def test_who_wrote_is_no_reviewer_and_cannot_decide(self):
        self.assertNotIn(self.leader, self.review.reviewer_ids)
        self.assertIn(self.deputy, self.review.reviewer_ids)
        for step in ("validate_tier", "reject_tier", "forward_tier"):
            with self.subTest(step=step), self.assertRaisesRegex(UserError, "somebody else decides on it"):
                getattr(self.confirmation.with_user(self.leader), step)()

    def test_who_asked_cannot_decide_either(self):
        self.officer.group_ids = [Command.link(self.env.ref("gaj_base.group_gaj_leader").id)]
        with self.assertRaisesRegex(UserError, "somebody else decides on it"):
            self.confirmation.with_user(self.officer).validate_tier()

    def test_a_bystander_cannot_decide(self):
        with self.assertRaisesRegex(UserError, "does not wait for your decision"):
            self.confirmation.with_user(self.second).validate_tier()

    def test_another_leader_approves(self):
        self.confirmation.with_user(self.deputy).validate_tier()
        self.assertEqual((self.review.status, self.review.done_by), ("approved", self.deputy))
        self.confirmation.with_user(self.second).action_confirm()
        self.assertEqual(self.confirmation.state, "confirmed")

    def test_a_rejection_keeps_it_open_until_it_is_returned(self):
        self.confirmation.with_user(self.deputy).reject_tier()
        self.assertEqual(self.confirmation.validation_status, "rejected")
        with self.assertRaises(ValidationError):
            self.confirmation.with_user(self.second).action_confirm()
        self.confirmation.with_user(self.second).return_reason = "See the comment of the leader"
        self.confirmation.with_user(self.second).action_return()
        self.assertFalse(self.confirmation.review_ids)

    def test_reviews_are_closed_to_hand_made_changes(self):
        for user in (self.deputy, self.leader, self.second):
            review = self.review.with_user(user)
            for call in (
                lambda r=review: r.write({"status": "approved"}),
                lambda r=review: r.unlink(),
                lambda r=review: r.create({"model": "gaj.institution.confirmation", "res_id": self.confirmation.id}),
            ):
                with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "not written by hand"):
                    call()
        self.assertEqual(self.review.status, "pending")

    def test_a_review_of_something_else_cannot_be_turned_into_one_of_ours(self):
        other = self.env["tier.review"].with_user(self.leader).create({"model": "res.partner", "res_id": 1})
        with self.assertRaises(AccessError):
            other.write({"model": "gaj.institution.confirmation", "res_id": self.confirmation.id})

    def test_the_comment_dialogue_is_no_back_door(self):
        self.definition.has_comment = True
        dialogue = {
            "comment": "Fine",
            "validate_reject": "validate",
            "res_model": "gaj.institution.confirmation",
            "res_id": self.confirmation.id,
            "review_ids": [Command.set(self.review.ids)],
        }
        for user in (self.leader, self.second):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.env["comment.wizard"].with_user(user).create(dialogue).add_comment()
        self.env["comment.wizard"].with_user(self.deputy).create(dialogue).add_comment()
        self.assertEqual((self.review.status, self.review.comment), ("approved", "Fine"))

    def test_forwarded_to_somebody_else_but_not_to_who_wrote(self):
        self.definition.has_forward = True
        action = self.confirmation.with_user(self.deputy).forward_tier()
        wizard = self.env["tier.validation.forward.wizard"].with_user(self.deputy).with_context(**action["context"])
        vals = {"res_model": self.confirmation._name, "res_id": self.confirmation.id}
        with self.assertRaisesRegex(UserError, "Forward it to somebody else"):
            wizard.create({**vals, "forward_reviewer_id": self.leader.id}).add_forward()
        wizard.create({**vals, "forward_reviewer_id": self.second.id, "has_comment": False}).add_forward()
        self.assertEqual(self.review.status, "forwarded")
        self.confirmation.with_user(self.second).validate_tier()
        self.assertEqual(self.confirmation.validation_status, "validated")

    def test_a_document_cannot_begin_as_approved(self):
        document = self.env["gaj.institution.confirmation"].with_user(self.officer)
        with self.assertRaises(UserError):
            document.create({"institution_id": self.court.id, "year": 2027, "state": "confirmed"})

    def test_a_client_cannot_skip_the_check_of_fields_under_review(self):
        confirmation = self.confirmation.with_user(self.officer).with_context(skip_validation_check=True)
        with self.assertRaisesRegex(ValidationError, "not allowed to write those fields under validation"):
            confirmation.changes = "Fewer people"

    def test_the_inbox_of_a_reader_opens_what_is_due(self):
        self.review.sudo().status = "waiting"
        self.review.with_user(self.second)._update_review_status()
        self.assertEqual(self.review.status, "pending")

    def test_definitions_offer_our_documents(self):
        self.assertIn("gaj.institution.confirmation", self.env["tier.definition"]._get_tier_validation_model_names())

    def test_the_form_has_the_buttons(self):
        arch = self.env["gaj.institution.confirmation"].get_view(view_type="form")["arch"].decode()
        for button in ("request_validation", "validate_tier", "reject_tier", "forward_tier"):
            self.assertIn(f'name="{button}"', arch)

    def test_managers_define_approvals_of_our_documents_only(self):
        manager = new_test_user(self.env, "conf_rules", groups="gaj_base.group_gaj_manager")
        self.definition.with_user(manager).name = "Very large institutions"
        with self.assertRaises(AccessError):
            self.definition.with_user(manager).model_id = self.env["ir.model"]._get_id("res.partner")
        with self.assertRaises(AccessError):
            self.definition.with_user(self.officer).name = "Nobody"
