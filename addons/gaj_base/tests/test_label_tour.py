from odoo.tests import HttpCase, tagged

from .test_label_print import LabelCase


class LabelTour(LabelCase, HttpCase):
    def print_one_label(self):
        room = self.rooms[0]
        self.start_tour(f"/odoo/gaj.space/{room.id}", "gaj_base.label_print", login="tag_clerk")
        wizard = self.env["gaj.label.print"].search([("create_uid", "=", self.clerk.id)])
        self.assertEqual((wizard.start, wizard.layout), (5, "a4_3x8"))
        self.assertEqual(self.numbers(wizard), [room.tag_no])
        self.assertEqual(self.tag_of(room).print_count, 1)


@tagged("post_install", "-at_install", "gaj")
class TestLabelTour(LabelTour):
    def test_a_clerk_prints_a_label_on_a_used_sheet(self):
        self.print_one_label()


@tagged("post_install", "-at_install", "gaj")
class TestLabelTourPhone(LabelTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_clerk_prints_a_label_from_a_phone(self):
        self.print_one_label()
