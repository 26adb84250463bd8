"""Customers are told, each of their own numbers, in an e-mail that is edited first."""

import re

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .recall_case import RecallCase


@tagged("post_install", "-at_install")
class TestRecallMail(RecallCase):
    def setUp(self):
        super().setUp()
        self.make_bikes()
        self.recall = self.make_recall(self.steel_lot)
        self.env["mail.mail"].search([]).unlink()

    def row(self, partner):
        return self.recall.customer_ids.filtered(lambda row: row.partner_id == partner)

    def run_of_two(self):
        return f"{self.bikes[0].name} … {self.bikes[1].name[-4:]} (2)"

    def open_mail(self, partner):
        """:return: the dialog, as the inventory manager sees it"""
        row = self.row(partner)
        return Form.from_action(row.env, row.action_tell())

    def send(self, form):
        form.save()._action_send_mail()
        self.env.flush_all()
        return self.env["mail.mail"].search([], order="id desc")

    # RC-4
    def test_one_mail_with_their_own_numbers(self):
        form = self.open_mail(self.nordwind)
        self.assertIn(self.run_of_two(), form.body)
        self.assertIn(self.recall.name, form.subject)
        self.assertFalse(self.row(self.nordwind).told_date)
        mail = self.send(form)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, self.nordwind)
        for bike, is_theirs in zip(self.bikes, (1, 1, 0, 0, 0, 0), strict=True):
            name = bike.name if bike == self.bikes[0] else bike.name[-4:]
            # a word of its own: a delivery WH/OUT/00025 is not bike 0025
            told = re.search(rf"\b{name}\b", mail.body_html)
            self.assertEqual(bool(told), bool(is_theirs), bike.name)
        self.assertIn(self.bikes[0].last_delivery_id.name, mail.body_html)
        self.assertNotIn(self.zephyr.name, mail.body_html)
        other = self.send(self.open_mail(self.zephyr)) - mail
        self.assertEqual(other.recipient_ids, self.zephyr)
        self.assertIn(self.bikes[2].name, other.body_html)
        self.assertNotIn(self.nordwind.name, other.body_html)

    # RC-4
    def test_edited_first(self):
        form = self.open_mail(self.nordwind)
        form.body = "<p>Call us about your bikes.</p>"
        mail = self.send(form)
        self.assertIn("Call us about your bikes.", mail.body_html)
        self.assertNotIn(self.bikes[0].name, mail.body_html)

    # RC-4
    def test_noted(self):
        self.send(self.open_mail(self.nordwind))
        row = self.row(self.nordwind)
        self.assertTrue(row.told_date)
        self.assertEqual(self.recall.told_count, 1)
        self.assertFalse(self.row(self.zephyr).told_date)
        note = self.recall.message_ids[0]
        self.assertIn(f"Nordwind was told about {self.run_of_two()}", note.body)
        self.assertEqual(note.author_id, self.inventory_manager.partner_id)
        self.assertFalse(note.notified_partner_ids)
        # a note for colleagues is none
        row = self.row(self.zephyr)
        row.message_post(body="Called twice")
        self.assertFalse(row.told_date)
        # nor is what the customer writes
        row.sudo().message_post(
            body="We have one",
            message_type="email",
            author_id=self.zephyr.id,
            partner_ids=self.zephyr.ids,
        )
        self.assertFalse(row.told_date)

    # RC-4
    def test_who_was_told_stays(self):
        self.send(self.open_mail(self.zephyr))
        self.take_back(self.bikes[2].last_delivery_id)
        self.recall.action_find()
        row = self.row(self.zephyr)
        self.assertTrue(row.told_date)
        self.assertFalse(row.numbers)

    # RC-4
    def test_contact_with_an_address(self):
        shop = self.env["res.partner"].create(
            {"name": "Shop", "parent_id": self.customer.id, "email": "shop@example.com"}
        )
        self.deliver(self.bikes[4], partner_id=shop.id)
        self.recall.action_find()
        row = self.row(self.customer)
        self.assertEqual(row.contact_id, shop)
        self.assertEqual(self.send(self.open_mail(self.customer)).recipient_ids, shop)
        shop.email = False
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Customer has no e-mail address"):
            row.action_tell()

    # RC-4
    def test_a_mock_recall_tells_nobody(self):
        mock = self.make_recall(self.steel_lot, is_mock=True)
        row = mock.customer_ids[0]
        with self.assertRaisesRegex(UserError, "mock recall: no customer is told"):
            row.action_tell()
        for model, view in (
            ("lot.recall", "form"),
            ("lot.recall.customer", "form"),
            ("lot.recall.customer", "kanban"),
        ):
            arch = mock.env[model].get_view(view_type=view)["arch"]
            for button in etree.fromstring(arch).iterfind(
                ".//button[@name='action_tell']"
            ):
                self.assertIn("is_mock", str(button.attrib), (model, view))
        mock.is_mock = False
        self.assertTrue(row.action_tell())

    # RC-4 RC-5
    def test_who_may_tell(self):
        row = self.row(self.nordwind)
        for user in (self.worker, self.storekeeper, self.make_portal()):
            with self.assertRaises(AccessError):
                row.with_user(user).action_tell()
            with self.assertRaises(AccessError):
                row.with_user(user).message_post(
                    body="x", partner_ids=self.nordwind.ids
                )
        self.recall.action_answer()
        self.recall.action_close()
        with self.assertRaisesRegex(UserError, "Reopen it first"):
            row.action_tell()
