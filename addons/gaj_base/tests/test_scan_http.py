import json
import re
from uuid import uuid4

from odoo.tests import HttpCase, new_test_user, tagged

from .common_facts import QUEUE, add_sighting, grant
from .common_tags import TagCase


@tagged("post_install", "-at_install", "gaj")
class TestScanHttp(TagCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_sighting(cls, cls.cr)
        grant(cls.env, "gaj_base.group_gaj_user")
        cls.room = cls.make_rooms(1, 701)
        cls.room._gaj_assign_tags()

    def rpc(self, route, **params):
        return self.make_jsonrpc_request(route, params)

    def test_a_deep_link_opens_the_record(self):
        self.authenticate("tag_clerk", "tag_clerk")
        for path in (f"/gaj/a/{self.room.tag_no}", f"/GAJ/A/{self.room.tag_no}"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertTrue(response.headers["Location"].endswith(f"/odoo/gaj.space/{self.room.id}"))

    def test_a_deep_link_that_leads_nowhere_says_why(self):
        self.authenticate("tag_clerk", "tag_clerk")
        for number, status, words in (
            ("01202600012358", 400, "check digits are wrong"),
            ("99202699999935", 404, "No record that you may see"),
            ("%3Cscript%3E", 404, "&lt;script&gt;"),
        ):
            response = self.url_open(f"/gaj/a/{number}", allow_redirects=False)
            self.assertEqual(response.status_code, status)
            self.assertIn(words, response.text)
            self.assertNotIn("Traceback", response.text)

    def test_strangers_are_asked_to_log_in_first(self):
        for path in (f"/gaj/a/{self.room.tag_no}", "/gaj/scan"):
            response = self.url_open(path, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    def test_the_scan_page_carries_what_it_needs_offline(self):
        self.authenticate("tag_clerk", "tag_clerk")
        for path, info in (
            ("/gaj/scan", {"mode": "lookup", "resId": False}),
            ("/gaj/scan/lookup/7", {"mode": "lookup", "resId": 7}),
        ):
            response = self.url_open(path)
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["X-Gaj-User"], str(self.clerk.id))
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertEqual(json.loads(re.search(r"odoo\.gajScan = (\{.*?\});", response.text)[1]), info)
            session = json.loads(re.search(r"__session_info__ = (\{.*?\});", response.text)[1])
            self.assertEqual(session["uid"], self.clerk.id)
            self.assertNotIn("browser_cache_secret", session)

    def test_the_worker_names_the_files_of_the_bundle(self):
        self.authenticate("tag_clerk", "tag_clerk")
        page = self.url_open("/gaj/scan").text
        worker = self.url_open("/gaj/service-worker.js")
        self.assertTrue(worker.headers["Content-Type"].startswith("text/javascript"))
        self.assertEqual(worker.headers["Cache-Control"], "no-cache")
        settings = json.loads(re.match(r"const GAJ = (\{.*?\});\n", worker.text)[1])
        self.assertEqual(len(settings["assets"]), 2)
        for url in settings["assets"]:
            self.assertIn(url, page)
            self.assertEqual(self.url_open(url).status_code, 200)
        for url in settings["extras"]:
            self.assertEqual(self.url_open(url).status_code, 200)
        self.assertRegex(settings["version"], "^[0-9a-f]{16}$")

    def test_the_page_can_stand_on_the_home_screen(self):
        manifest = self.url_open("/gaj/manifest.webmanifest").json()
        self.assertEqual((manifest["scope"], manifest["start_url"]), ("/gaj/", "/gaj/scan"))
        self.assertEqual(self.url_open(manifest["icons"][0]["src"]).status_code, 200)

    def test_the_scan_box_is_answered(self):
        self.authenticate("tag_clerk", "tag_clerk")
        self.assertEqual(self.rpc("/gaj/resolve", raw=self.room.tag_no)["id"], self.room.id)
        self.assertEqual(self.rpc("/gaj/resolve", raw="01202600012358")["outcome"], "invalid")

    def test_a_batch_is_taken_in_once(self):
        self.authenticate("tag_clerk", "tag_clerk")
        items = [{"uuid": str(uuid4()), "place": "gate"}, {"uuid": "broken", "place": "gate"}, "nonsense"]
        for expected in (["accepted", "rejected", "rejected"], ["duplicate", "rejected", "rejected"]):
            answer = self.rpc(f"/gaj/sync/{QUEUE}", items=items, user_id=self.clerk.id)
            self.assertEqual([each["status"] for each in answer["results"]], expected)
        self.assertEqual(self.rpc("/gaj/sync/nothing", items=[])["code"], 404)
        self.assertEqual(self.rpc(f"/gaj/sync/{QUEUE}")["code"], 400)
        self.assertEqual(self.rpc(f"/gaj/sync/{QUEUE}", items=items, user_id=1)["code"], 409)

    def test_an_unknown_mode_is_answered_by_a_sentence(self):
        self.authenticate("tag_clerk", "tag_clerk")
        self.assertRegex(self.rpc("/gaj/scan/data/nothing/1")["error"], "There is no scan mode")

    def test_portal_users_are_told_that_scanning_is_for_the_staff(self):
        new_test_user(self.env, "scan_portal", groups="base.group_portal", password="scan_portal")
        self.authenticate("scan_portal", "scan_portal")
        response = self.url_open("/gaj/scan")
        self.assertEqual(response.status_code, 403)
        self.assertIn("for the staff", response.text)
