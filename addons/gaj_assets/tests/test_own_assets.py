from uuid import uuid4

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import SIGNATURE
from .common_transfer import TransferCase


@tagged("post_install", "-at_install", "gaj")
class TestOwnAssets(TransferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.make_assets("ab", custodian_id=cls.people["user"].id, space_id=cls.room_301.id)
        cls.foreign = cls.make_assets("c", custodian_id=cls.people["other_user"].id, department_id=cls.other.id)

    def page(self, user="user"):
        return self.env["gaj.asset"].with_user(self.users[user]).own_page()

    def say(self, asset, answer, user="user", **values):
        item = {"uuid": str(uuid4()), "asset": asset.id, "answer": answer, **values}
        return self.env["gaj.asset"].with_user(self.users[user]).own_answer([item])["results"][0]

    def campaigns(self, user, campaign):
        return [shown for shown in self.page(user)["campaigns"] if shown["id"] == campaign.id]

    def make_campaign(self, **values):
        values = {"name": "Summer", "date_from": "2026-06-01", "date_until": "2026-06-30", **values}
        return self.env["gaj.asset.selfcheck.campaign"].with_user(self.users["manager"]).create(values)

    def test_the_page_shows_own_things_only(self):
        items = self.page()["items"]
        self.assertEqual([(item["name"], item["number"]) for item in items], [(a.name, a.asset_no) for a in self.mine])
        self.assertIn("301", items[0]["place"])
        self.assertEqual([item["name"] for item in self.page("other_user")["items"]], ["c"])
        self.assertEqual(self.page("auditor")["items"], [])
        for role in ("nobody", "discipline"):
            with self.assertRaises(AccessError, msg=role):
                self.page(role)

    def test_the_page_takes_as_many_queries_for_many_things(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.page()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        self.make_assets([f"m{n}" for n in range(40)], custodian_id=self.people["user"].id, space_id=self.room_301.id)
        self.assertEqual(queries(), few)

    def test_receipts_wait_for_the_signature(self):
        asset = self.make_assets("d", state="in_store")
        transfer = self.make_transfer(asset, "issue", custodian_to_id=self.people["user"].id)
        self.act(transfer, "clerk", "action_submit")
        self.assertFalse(self.page()["receipts"])
        self.act(transfer, "clerk", "action_release")
        (receipt,) = self.page()["receipts"]
        self.assertEqual((receipt["id"], [thing["name"] for thing in receipt["things"]]), (transfer.id, ["d"]))
        self.assertFalse(self.page("other_user")["receipts"])
        self.act(transfer, "user", "sign", SIGNATURE)
        self.assertFalse(self.page()["receipts"])
        self.assertIn("d", [item["name"] for item in self.page()["items"]])

    @freeze_time("2026-06-10")
    def test_self_check_is_recorded_once(self):
        item = {"uuid": str(uuid4()), "asset": self.mine[0].id, "answer": "here"}
        model = self.env["gaj.asset"].with_user(self.users["user"])
        self.assertEqual(model.own_answer([item])["results"][0]["status"], "accepted")
        self.assertEqual(model.own_answer([item])["results"][0]["status"], "duplicate")
        said = self.env["gaj.asset.selfcheck"].search([("asset_id", "in", self.mine.ids)])
        self.assertEqual((said.employee_id, said.answer, str(said.day)), (self.people["user"], "here", "2026-06-10"))
        self.assertEqual(self.page()["items"][0]["said"], {"answer": "here", "day": "2026-06-10"})

    def test_a_problem_says_what_is_wrong_and_may_show_it(self):
        refused = self.say(self.mine[0], "damaged")
        self.assertEqual(refused["status"], "rejected")
        self.assertIn("what is wrong", refused["reason"])
        self.assertIn("cannot be read", self.say(self.mine[0], "damaged", note="x", photo="no picture")["reason"])
        self.assertEqual(self.say(self.mine[0], "damaged", note="Leg broken", photo=SIGNATURE)["status"], "accepted")
        said = self.env["gaj.asset.selfcheck"].search([("asset_id", "=", self.mine[0].id)])
        self.assertEqual((said.answer, said.note, bool(said.photo)), ("damaged", "Leg broken", True))

    def test_nobody_answers_for_the_things_of_others(self):
        self.assertIn("do not keep", self.say(self.foreign, "here")["reason"])
        self.assertIn("whether the thing is here", self.say(self.mine[0], "gone")["reason"])
        with self.assertRaises(AccessError):
            self.say(self.mine[0], "here", "auditor")

    def test_answers_are_never_written_changed_or_deleted(self):
        self.say(self.mine[0], "here")
        said = self.env["gaj.asset.selfcheck"].search([("asset_id", "=", self.mine[0].id)])
        with self.assertRaisesRegex(UserError, "come from the page"):
            said.with_user(self.users["user"]).create({"asset_id": self.mine[1].id})
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            said.write({"answer": "not_here"})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            said.unlink()

    @freeze_time("2026-06-10")
    def test_a_campaign_counts_and_reminds(self):
        campaign = self.make_campaign(department_ids=[(6, 0, self.bureau.ids)])
        (shown,) = self.campaigns("user", campaign)
        self.assertEqual((shown["open"], shown["count"]), (self.mine.ids, 2))
        self.assertFalse(self.campaigns("other_user", campaign))
        self.say(self.mine[0], "not_here", note="Stolen?")
        self.assertEqual(self.campaigns("user", campaign)[0]["open"], self.mine[1].ids)
        figures = (campaign.expected_count, campaign.answered_count, campaign.problem_count, campaign.progress)
        self.assertEqual(figures, (2, 1, 1, 50.0))
        campaign.action_remind()
        campaign.action_remind()
        self.assertEqual(campaign.activity_ids.user_id, self.users["user"])
        self.assertEqual(len(campaign.activity_ids), 1)
        self.say(self.mine[0], "here")
        campaign.invalidate_recordset()
        self.assertEqual(campaign.problem_count, 0)
        with self.assertRaises(AccessError):
            campaign.with_user(self.users["clerk"]).action_remind()

    def test_outside_a_campaign_answers_belong_to_none(self):
        with freeze_time("2026-07-01"):
            campaign = self.make_campaign()
            self.say(self.mine[0], "here")
            self.assertFalse(campaign.answer_ids)

    def test_a_fault_becomes_a_repair_request(self):
        asset = self.mine[0].with_user(self.users["user"])
        request = self.env["maintenance.request"].browse(asset.own_report_fault("Screen black"))
        self.assertEqual((request.gaj_asset_id, request.name), (self.mine[0], "a: Screen black"))
        self.assertEqual(request.employee_id, self.people["user"])
        self.assertTrue(request.with_user(self.users["user"]).has_access("read"))
        self.assertTrue(self.page()["items"][0]["reported"])
        for text in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "what is broken"):
                asset.own_report_fault(text)
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.users["user"]).own_report_fault("x")
        with self.assertRaisesRegex(UserError, "do not keep this thing"):
            self.mine[0].with_user(self.users["manager"]).own_report_fault("x")

    def test_asking_for_return_leaves_a_draft_for_the_clerk(self):
        asset = self.mine[0].with_user(self.users["user"])
        for what in ("return", "scrap"):
            name = asset.own_ask(what, "Too old")
            transfer = self.env["gaj.asset.transfer"].search([("name", "=", name)])
            self.assertEqual((transfer.state, transfer.kind, transfer.asked_for), ("draft", "return", what))
            self.assertEqual(transfer.activity_ids.user_id, self.users["clerk"])
            self.assertEqual(self.page()["items"][0]["asked"], what)
            with self.assertRaisesRegex(UserError, f"under way already: {name}"):
                asset.own_ask(what)
            if what == "return":
                self.act(transfer, "clerk", "action_cancel")
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual((self.mine[0].state, self.mine[0].custodian_id.id), ("in_store", False))
        with self.assertRaises(AccessError):
            self.foreign.with_user(self.users["user"]).own_ask("return")

    def test_whoever_works_here_sees_the_own_things(self):
        created = self.env["res.users"].create({"name": "By Default", "login": "gaj_assets_default"})
        self.assertTrue(created.has_group("gaj_assets.group_gaj_assets_user"))
        account = new_test_user(self.env, "gaj_assets_new", groups="base.group_user")
        auditor = new_test_user(self.env, "gaj_assets_auditor_2", groups="gaj_base.group_gaj_auditor")
        portal = new_test_user(self.env, "gaj_assets_portal", groups="base.group_portal")
        person = self.env["hr.employee"].create({"name": "New", "user_id": account.id})
        people = self.env["hr.employee"].create(
            [
                {"name": "Auditor", "user_id": auditor.id},
                {"name": "Portal", "user_id": portal.id},
            ]
        )
        self.assertFalse(account.has_group("gaj_assets.group_gaj_assets_user"))
        thing = self.make_assets("s", state="in_store")
        transfer = self.make_transfer(thing, "issue", custodian_to_id=person.id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.assertEqual(transfer.activity_ids.user_id, account)
        people._gaj_make_all_asset_users()
        self.assertTrue(account.has_group("gaj_assets.group_gaj_assets_user"))
        self.assertFalse(auditor.has_group("gaj_assets.group_gaj_assets_user"))
        self.assertFalse(portal.has_group("gaj_assets.group_gaj_assets_user"))
        asset = self.make_assets("n", custodian_id=person.id)
        self.assertEqual(self.env["gaj.asset"].with_user(account).search([]), asset)

    def test_who_sees_what_was_said(self):
        self.say(self.mine[0], "here")
        self.say(self.foreign, "here", "other_user")
        said = self.env["gaj.asset.selfcheck"].search([("asset_id", "in", (self.mine | self.foreign).ids)])
        for role, seen in [
            ("user", {"a"}),
            ("clerk", {"a"}),
            ("other_clerk", {"c"}),
            ("manager", {"a", "c"}),
            ("leader", {"a", "c"}),
            ("auditor", {"a", "c"}),
        ]:
            found = said.with_user(self.users[role]).search([("id", "in", said.ids)])
            self.assertEqual(set(found.sudo().asset_id.mapped("name")), seen, role)


@tagged("post_install", "-at_install", "gaj")
class TestCustodyReceipt(TransferCase):
    def test_the_receipt_names_things_people_and_the_signature(self):
        assets = self.make_assets("ab", state="in_store", serial_no=False)
        transfer = self.make_transfer(assets, "issue", custodian_to_id=self.people["user"].id)
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "user", "sign", SIGNATURE, "User")
        (paper,) = transfer.with_user(self.users["user"])._gaj_papers("receipt")
        (table,) = paper.tables
        self.assertEqual([row[1] for row in table.rows], assets.mapped("asset_no"))
        self.assertEqual(f"{table.totals[5]:.2f}", "9600.00")
        self.assertEqual([place.name for place in paper.signatures], [self.users["clerk"].name, "User"])
        self.assertTrue(paper.signatures[1].image)
        for file_format, magic in (("pdf", b"%PDF"), ("xlsx", b"PK")):
            name, content = transfer.with_user(self.users["user"])._gaj_paper_file("receipt", file_format)
            self.assertTrue(content.startswith(magic), name)
        with self.assertRaises(AccessError):
            transfer.with_user(self.users["other_user"])._gaj_paper_file("receipt", "pdf")

    def test_the_card_on_paper_tells_the_hands_it_went_through(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id)
        self.env["gaj.asset.transfer"]._gaj_confirmed_move(asset, "found there", department=self.other)
        events = asset.with_user(self.users["manager"])._gaj_card_history()[asset.id]
        moved = [event for event in events if "Correction AT/" in event[1]]
        self.assertEqual([event[2] for event in moved], ["Test Section, User → Other Department, User"])
