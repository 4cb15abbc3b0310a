from datetime import date, timedelta

import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .reception_case import AFTER, ARRIVE, BEFORE, LEAVE, ReceptionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time(BEFORE)
class TestReception(ReceptionCase):
    def test_from_the_letter_to_the_archive(self):
        reception = self.listed()
        self.assertRegex(reception.name, r"^JD2026/\d{4}$")
        self.bill(reception, 1440)
        self.as_("finance", reception).action_settle()
        reception.action_archive_file()
        self.assertEqual(reception.state, "archived")
        self.assertEqual(reception.list_signer_id, self.users["manager"])
        self.assertEqual(reception.settled_by_id, self.users["finance"])

    def test_it_is_written_on_the_form(self):
        with Form(self.env["gaj.reception"].with_user(self.users["officer"])) as form:
            form.purpose = "Study"
            form.department_id = self.office
            form.arrive, form.leave = ARRIVE, LEAVE
            for name in ("Chen", "Li"):
                with form.guest_ids.new() as guest:
                    guest.name = name
            with form.companion_ids.new() as companion:
                companion.name = "Wang"
            with form.support_ids.new() as helper:
                helper.name = "Zhao"
            with form.meal_ids.new() as meal:
                meal.date = ARRIVE.date()
            with form.plan_ids.new() as plan:
                plan.name, plan.amount = "Lunch", 180
        reception = form.record
        self.env.flush_all()
        reception.invalidate_recordset()
        self.assertEqual((reception.guest_count, reception.estimate, reception.meal_ids.guest_count), (2, 180, 2))
        self.assertEqual((reception.companion_ids.name, reception.support_ids.name), ("Wang", "Zhao"))
        self.assertEqual((reception.meal_cap, reception.user_id), (180, self.users["officer"]))

    def test_g1_no_reception_without_a_document(self):
        for field, empty in (
            ("letter_no", False),
            ("letter_date", False),
            ("sender_id", False),
            ("letter_file_ids", [Command.clear()]),
            ("guest_ids", [Command.clear()]),
        ):
            reception = self.make(amount=0, meal=False)
            reception[field] = empty
            label = reception._fields[field]._description_string(self.env)
            with self.subTest(field=field), self.assertRaisesRegex(UserError, f"{reception.name}.*{label}"):
                reception.action_submit()

    def test_g1_which_documents_do_depends_on_the_kind(self):
        reception = self.make(document_kind="guest_notice")
        with self.assertRaisesRegex(UserError, "one of: .*Official Letter"):
            reception.action_submit()
        reception.kind = "foreign"
        reception.action_submit()
        self.assertEqual(reception.state, "submitted")

    def test_g2_one_letter_one_matter(self):
        first = self.make(letter_no="市函 12")
        self.assertEqual(first.letter_no, "市函12")
        with self.assertRaisesRegex(ValidationError, f"市函12.*{first.name}"):
            self.make(letter_no="市函12")
        second = self.make()
        with self.assertRaisesRegex(ValidationError, first.name):
            second.letter_no = "市函12"
        first._gaj_cancel("Put off")
        second.letter_no = "市函12"

    def test_g2_the_other_reception_is_named_to_those_who_may_see_it(self):
        first = self.make(letter_no="X1")
        reception = self.env["gaj.reception"].with_user(self.users["stranger"])
        with self.assertRaises(ValidationError) as caught:
            reception._gaj_refuse_used_letter(self.sender.id, "X1", date(2026, 9, 30))
        self.assertNotIn(first.name, str(caught.exception))
        self.assertIn("another department", str(caught.exception))

    @mute_logger("odoo.sql_db")
    def test_g2_stands_in_the_database(self):
        first, second = self.make(), self.make()
        self.env.flush_all()
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE gaj_reception SET letter_no = %s WHERE id = %s", [first.letter_no, second.id])

    def test_g3_approved_before_the_guests_arrive(self):
        reception = self.make()
        reception.action_submit()
        with freeze_time(ARRIVE + timedelta(seconds=1)), self.assertRaisesRegex(UserError, "approved before"):
            self.as_("approver", reception).action_approve()
        with freeze_time(ARRIVE):
            self.as_("approver", reception).action_approve()
        self.assertEqual(reception.state, "approved")

    def test_g3_tiers_follow_the_estimate(self):
        for amount, able, unable in (
            (2000, "approver", "leader"),
            (2000.01, "leader", "approver"),
            (10000, "leader", "chief"),
            (10000.01, "chief", "leader"),
        ):
            reception = self.make(amount=amount, cost_kind="other")
            reception.action_submit()
            with self.subTest(amount=amount):
                self.assertFalse(self.as_(unable, reception).can_approve and unable == "approver")
                if unable != "chief":
                    with self.assertRaises(UserError):
                        self.as_(unable, reception).action_approve()
                self.assertTrue(self.as_(able, reception).can_approve)
                self.as_(able, reception).action_approve()
                self.assertEqual(reception.state, "approved")
                reception._gaj_cancel("Enough")

    def test_g4_one_working_meal(self):
        reception = self.make()
        second = self.add_meal(reception, "2026-10-09")
        with self.assertRaisesRegex(UserError, "pays for 2 meals, 1 at most"):
            reception.action_submit()
        second.payer = "guest"
        reception.action_submit()

    def test_g4_none_for_guests_of_the_same_city(self):
        reception = self.make(is_same_city=True)
        with self.assertRaisesRegex(UserError, "same city, so the host pays for no meal"):
            reception.action_submit()
        reception.meal_ids.payer = "guest"
        reception.action_submit()

    def test_g5_companions(self):
        for guests, most in ((1, 3), (10, 3), (11, 3), (12, 4), (15, 5), (30, 10), (31, 10)):
            reception = self.make(guests=guests, companions=most + 1, amount=0)
            with self.subTest(guests=guests):
                self.assertEqual(reception.companions_allowed, most)
                with self.assertRaisesRegex(UserError, f"{most + 1} companions.*{most} at most"):
                    reception.action_submit()
                reception.meal_ids.companion_ids = reception.companion_ids[:most]
                reception.action_submit()

    def test_g7_guests_pay_for_their_rooms(self):
        reception = self.make()
        reception.guest_ids.rank = "bureau"
        line = self.rooms(reception, payer="host")
        with self.assertRaisesRegex(UserError, "guests pay for their lodging"):
            reception.action_submit()
        line.payer = "guest"
        reception.action_submit()
        foreign = self.make(kind="foreign")
        foreign.guest_ids.rank = "bureau"
        self.rooms(foreign, payer="host")
        foreign.action_submit()

    def test_g7_the_cap_of_each_night(self):
        reception = self.make()
        line = self.rooms(reception)
        self.assertEqual(line.cap, 3900)
        with self.assertRaisesRegex(ValidationError, "680.*650"):
            line.price = 680
        with self.assertRaisesRegex(ValidationError, "650.01"):
            line.price = 650.01

    def test_g7_peak_rows_win_inside_their_months(self):
        standard = self.env.ref("gaj_reception.standard_lodging_beijing_bureau")
        standard.write({"peak_from": 10, "peak_to": 10, "peak_amount": 800})
        reception = self.make()
        line = self.rooms(reception, date_from="2026-09-30", date_to="2026-10-02")
        self.assertEqual(line.cap, 3 * (650 + 800))
        with self.assertRaisesRegex(ValidationError, "2026-09-30"):
            line.price = 680

    def test_g7_a_suite_is_for_high_rank(self):
        reception = self.make()
        with self.assertRaisesRegex(ValidationError, "suite"):
            self.rooms(reception, room_kind="suite")
        self.rooms(reception, room_kind="suite", rank="minister")

    def test_g7_a_place_without_limits_is_asked_for_them(self):
        reception = self.make()
        self.rooms(reception, place_id=self.env["gaj.reception.place"].create({"name": "Elsewhere"}).id)
        with self.assertRaises(RedirectWarning):
            reception.action_submit()

    def test_outside_venues_are_designated_on_the_day(self):
        reception = self.make()
        reception.meal_ids.write({"venue_kind": "outside", "venue_id": self.inn.id})
        with self.assertRaisesRegex(UserError, "Unknown Inn is no designated venue"):
            reception.action_submit()
        reception.meal_ids.venue_id = self.venue
        reception.action_submit()

    def test_g8_no_welcome_is_confirmed_before_the_approval(self):
        reception = self.make(is_plain=False)
        reception.action_submit()
        with self.assertRaisesRegex(UserError, "No Welcome"):
            self.as_("approver", reception).action_approve()
        reception.is_plain = True
        self.as_("approver", reception).action_approve()

    def test_g9_the_list_is_complete(self):
        reception = self.ongoing()
        manager = self.as_("manager", reception)
        with self.assertRaisesRegex(UserError, "after the visit"):
            manager.action_sign_list()
        with freeze_time(AFTER):
            guest = reception.guest_ids[0]
            guest.post = False
            with self.assertRaisesRegex(UserError, "Guest 0.*Post"):
                manager.action_sign_list()
            guest.post = "Head"
            reception.activity_line_ids.place = False
            with self.assertRaisesRegex(UserError, "Visit.*Place"):
                manager.action_sign_list()
            reception.activity_line_ids.place = "Station"
            reception.plan_ids.list_amount = 0
            with self.assertRaisesRegex(UserError, "nothing of the cost"):
                manager.action_sign_list()
            reception.plan_ids.list_amount = 1440
            reception.guest_ids[-1].unlink()
            reception.meal_ids.write(
                {"guest_count": 11, "companion_ids": [Command.unlink(reception.companion_ids[-1].id)]}
            )
            with self.assertRaisesRegex(UserError, "11 guests came, the document names 12"):
                manager.action_sign_list()
            reception.difference_reason = "One fell ill"
            manager.action_sign_list()
        self.assertEqual(reception.state, "listed")

    def test_g9_more_companions_than_allowed_are_not_signed(self):
        reception = self.ongoing()
        reception.companion_ids = [Command.create({"role": "companion", "name": "Fifth", "post": "Head"})]
        reception.meal_ids.companion_ids = reception.companion_ids
        with freeze_time(AFTER), self.assertRaisesRegex(UserError, "5 companions.*4 at most"):
            self.as_("manager", reception).action_sign_list()

    def test_the_officer_is_reminded_after_five_working_days(self):
        reception = self.ongoing()
        remind = self.env["gaj.reception"]._gaj_remind_of_lists
        # they left on Saturday 10 October: the fifth working day after is Friday the 16th
        for now, count in (("2026-10-16 03:00:00", 0), ("2026-10-19 03:00:00", 1), ("2026-10-20 03:00:00", 1)):
            with freeze_time(now):
                remind()
            self.assertEqual(len(reception.activity_ids), count, now)

    def test_what_was_approved_stays(self):
        reception = self.approved()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            reception.purpose = "Something else"
        with self.assertRaisesRegex(UserError, "stays as it is"):
            reception.plan_ids.amount = 5
        reception.guest_ids[0].post = "Deputy"
        reception.leave = LEAVE - timedelta(hours=2)

    def test_a_signed_list_stays(self):
        reception = self.listed()
        for change in (
            lambda: reception.guest_ids[0].write({"name": "Else"}),
            reception.meal_ids.unlink,
            lambda: reception.write({"guest_ids": [Command.create({"name": "Late"})]}),
            lambda: reception.write({"leave": LEAVE + timedelta(days=1)}),
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                change()

    def test_rejected_with_a_reason_and_revised(self):
        reception = self.make()
        reception.action_submit()
        action = self.as_("approver", reception).action_reject()
        wizard = self.env["gaj.reception.reason"].with_user(self.users["approver"])
        wizard.create({"reception_id": reception.id, "step": "reject", "reason": action["name"]}).action_reject()
        self.assertEqual((reception.state, reception.reason), ("rejected", "Why"))
        reception.action_revise()
        self.approve(reception)
        self.assertEqual(reception.state, "approved")

    def test_nobody_approves_what_he_asked_for(self):
        self.users["officer"].group_ids = [Command.link(self.env.ref("gaj_reception.group_gaj_meeting_approver").id)]
        reception = self.make()
        reception.action_submit()
        with self.assertRaisesRegex(UserError, "somebody else"):
            reception.action_approve()

    def test_each_step_asks_for_its_role(self):
        reception = self.make()
        for role in ("approver", "leader", "finance", "auditor", "employee", "staff"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(role, reception).action_submit()
        reception.action_submit()
        for role in ("manager", "finance", "auditor", "discipline", "stranger"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.as_(role, reception).action_approve()
        self.approve(reception)
        reception.action_start()
        with self.assertRaises(AccessError):
            reception.action_sign_list()
        for role in ("officer", "manager", "leader"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(role, reception).action_settle()

    def test_who_sees_which_receptions(self):
        reception = self.make()
        for role, sees in {
            "officer": True,
            "approver": True,
            "stranger": False,
            "leader": True,
            "finance": True,
            "auditor": True,
            "discipline": True,
            "employee": False,
            "staff": False,
        }.items():
            record = self.as_(role, reception)
            with self.subTest(role=role):
                self.assertEqual(bool(record.has_access("read")), sees)
                self.assertEqual(bool(self.as_(role, reception.guest_ids).has_access("read")), sees)
                if role != "officer":
                    self.assertFalse(record.has_access("write"))

    def test_finance_edits_no_guests(self):
        reception = self.ongoing()
        with self.assertRaises(AccessError):
            self.as_("finance", reception.guest_ids[0]).name = "Else"
        self.receipt(reception, 5)

    def test_diet_notes_are_for_officers(self):
        guest = self.make().guest_ids[0]
        self.assertEqual(guest.diet_note, "Fish")
        for role in ("auditor", "approver", "leader", "finance", "discipline"):
            reader = self.as_(role, guest)
            self.assertEqual(reader.read(["name"])[0]["name"], "Guest 0")
            with self.subTest(role=role), self.assertRaises(AccessError):
                reader.read(["diet_note"])
            with self.subTest(role=role), self.assertRaises(AccessError):
                reader.search([("diet_note", "ilike", "Fish")])

    def test_diet_notes_are_erased_seven_days_after_departure(self):
        reception = self.listed()
        erase = self.env["gaj.reception.guest"]._gaj_erase_diet_notes
        with freeze_time("2026-10-16 12:00:00"):
            erase()
        self.assertEqual(set(reception.guest_ids.mapped("diet_note")), {"Fish"})
        with freeze_time("2026-10-17 12:00:00"):
            erase()
        reception.guest_ids.invalidate_recordset()
        self.assertFalse(any(reception.guest_ids.mapped("diet_note")))

    def test_states_and_signatures_are_written_by_steps(self):
        reception = self.make()
        for values in ({"state": "approved"}, {"approved_by_id": self.env.uid}, {"list_signed_on": ARRIVE}):
            with self.subTest(values=values), self.assertRaises(UserError):
                reception.write(values)

    def test_a_figure_that_was_in_force_ends_and_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Set its last day"):
            self.env.ref("gaj_reception.parameter_few_guests").unlink()
