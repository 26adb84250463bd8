"""A pattern is guessed from one number (First five minutes, AB-5)."""

import datetime

from odoo.tests import TransactionCase, tagged

from odoo.addons.lot_prealloc.models.numbering.example.number_guess import (
    BRACE,
    COUNTER,
    NO_DIGITS,
    Guess,
    guess_pattern,
    read_number,
)

NOVEMBER = datetime.date(2026, 11, 26)  # a Thursday of week 48
JANUARY = datetime.date(2026, 1, 5)

# What companies print, what is proposed, and what counts.
EXAMPLES = [
    # the year, with two digits or four
    ("ACME-26-04711", "ACME-{YY}-{00000}", 4711),
    ("ACME-2026-04711", "ACME-{YYYY}-{00000}", 4711),
    ("ACME2604711", "ACME{YY}{00000}", 4711),
    ("2604711", "{YY}{00000}", 4711),
    ("202600042", "{YYYY}{00000}", 42),
    ("20261234", "{YYYY}{0000}", 1234),
    ("26-0001", "{YY}-{0000}", 1),
    ("SN26A0042", "SN{YY}A{0000}", 42),
    ("ACME-2025-0001", "ACME-{YYYY}-{0000}", 1),
    # behind the counter
    ("04711/26", "{00000}/{YY}", 4711),
    ("4711/26", "{0000}/{YY}", 4711),
    ("042-26", "{000}-{YY}", 42),
    ("04711/2026", "{00000}/{YYYY}", 4711),
    ("0042-11-2026", "{0000}-{MM}-{YYYY}", 42),
    # no year: next year, the year before last, a year that only looks like one
    ("ACME-27-0001", "ACME-27-{0000}", 1),
    ("ACME-25-04711", "ACME-25-{00000}", 4711),
    ("ACME-2024-0001", "ACME-2024-{0000}", 1),
    ("MODEL500-26", "MODEL500-{00}", 26),
    ("2026", "{0000}", 2026),
    # months, days, days of the year
    ("2611-0042", "{YY}{MM}-{0000}", 42),
    ("26-11-0042", "{YY}-{MM}-{0000}", 42),
    ("11/2026/004", "{MM}/{YYYY}/{000}", 4),
    ("261126-12", "{YY}{MM}{DD}-{00}", 12),
    ("261126003", "{YY}{MM}{DD}{000}", 3),
    ("20261126-01", "{YYYY}{MM}{DD}-{00}", 1),
    ("26112026-01", "{DD}{MM}{YYYY}-{00}", 1),
    ("2026-11-26-001", "{YYYY}-{MM}-{DD}-{000}", 1),
    ("26.11.2026-001", "{DD}.{MM}.{YYYY}-{000}", 1),
    ("26330-01", "{YY}{DOY}-{00}", 1),
    ("ACME-26-330-5", "ACME-{YY}-{DOY}-{0}", 5),
    # what is no month that has been, and no day
    ("26-12-0042", "{YY}-12-{0000}", 42),
    ("2612-0042", "2612-{0000}", 42),
    ("26-02-30-7", "{YY}-{MM}-30-{0}", 7),
    # weeks, of the year of the week
    ("26W48-001", "{IYY}W{WW}-{000}", 1),
    ("B-2026-W48-007", "B-{IYYY}-W{WW}-{000}", 7),
    ("2648-001", "{IYY}{WW}-{000}", 1),
    ("KW2611-001", "KW{IYY}{WW}-{000}", 1),
    ("202648-001", "{IYYY}{WW}-{000}", 1),
    # only a counter, with its zeros
    ("00012", "{00000}", 12),
    ("SN-7", "SN-{0}", 7),
    ("SN-9", "SN-{0}", 9),
    ("SN-99", "SN-{000}", 99),
    ("LOT0001", "LOT{0000}", 1),
    ("L-1-2-3", "L-1-2-{0}", 3),
    ("CHZ-26-0012-B", "CHZ-{YY}-{0000}-B", 12),
    ("SN 0042 x", "SN {0000} x", 42),
    ("Größe_0042", "Größe_{0000}", 42),
    ("1234567890123", "123{0000000000}", 4567890123),
    ("9999999999", "{0000000000}", 9999999999),
]


@tagged("post_install", "-at_install")
class TestNumberGuess(TransactionCase):
    def split(self, pattern):
        return self.env["lot.number.format"]._split_pattern(pattern)

    # AB-5: what is proposed is a pattern, and the number is one of it
    def test_examples(self):
        for number, pattern, counter in EXAMPLES:
            with self.subTest(number=number):
                guess = guess_pattern(number, NOVEMBER)
                self.assertEqual(guess, Guess(pattern))
                values = read_number(self.split(pattern), number)
                self.assertEqual(int(values[COUNTER]), counter)

    # AB-6: until March, two digits of last year are still a year
    def test_last_year(self):
        guess = guess_pattern("ACME-25-04711", JANUARY)
        self.assertEqual(guess.pattern, "ACME-{YY}-{00000}")

    def test_what_has_no_pattern(self):
        for number, fault in [
            ("ACME", NO_DIGITS),
            ("-", NO_DIGITS),
            ("٣٤٥", NO_DIGITS),
            ("ACME-{YY}-{0000}", BRACE),
            ("7}", BRACE),
        ]:
            with self.subTest(number=number):
                self.assertEqual(guess_pattern(number, NOVEMBER), Guess("", fault))
        for nothing in ("", False, None):
            self.assertEqual(guess_pattern(nothing, NOVEMBER), Guess())

    def test_what_is_none_of_the_pattern(self):
        for pattern, number in [
            ("ACME-{YY}-{0000}", "ACME-x6-0001"),
            ("ACME-{YY}-{0000}", "ACME-26-0001-B"),
            ("ACME.{0}", "ACMEX1"),
            ("{YY}-{YY}-{0}", "26-25-1"),
            ("{0}", "1" * 5000),
            ("{0}", ""),
            ("{0}", False),
        ]:
            with self.subTest(pattern=pattern, number=number):
                self.assertIsNone(read_number(self.split(pattern), number))

    def test_origins_are_read_over(self):
        values = read_number(self.split("{SKU}-{YY}-{0000}"), "AB-7-26-0042")
        self.assertEqual(values, {"SKU": "AB-7", "YY": "26", COUNTER: "0042"})
        self.assertTrue(read_number(self.split("{YY}-{YY}-{0}"), "26-26-1"))
