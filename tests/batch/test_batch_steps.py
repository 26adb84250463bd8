"""A long list of Batch Production is worked off in steps that commit (SC-4)."""

from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.lot_prealloc.models.batch.steps.mrp_production_batch import (
    ACTIVITY_TYPE,
    CRON,
    MAX_TRIES,
)
from odoo.addons.lot_prealloc.models.batch.steps.mrp_production_batch_step import (
    MrpProductionBatchStep,
)
from odoo.addons.lot_prealloc.models.bulk.insertion import Insertion

from .batch_case import BatchCase
from .split_case import CHATTER, OURS, SHORT, SplitCase
from .steps_case import StepsMixin


class StepsCase(StepsMixin, BatchCase):
    def start(self, orders, *lines, button="action_produce_in_steps"):
        """:return: the batch, and what is not done yet"""
        wizard = (
            self.typed(orders, *lines) if lines else self.open_dialog(orders).save()
        )
        getattr(wizard, button)()
        return self.batch_of(orders[:1])

    def numbers(self, count, start=1):
        return [self.number(counter) for counter in range(start, start + count)]

    def assertParts(self, order, names, states):
        """The parts of an order, in order: their numbers, and their states."""
        parts = self.parts_of(order)
        self.assertEqual(self.serial_names(parts), names)
        self.assertEqual(parts.mapped("state"), states)
        if len(parts) > 1:
            self.assertEqual(
                [part.name.rpartition("-")[2] for part in parts],
                [f"{index + 1:03}" for index in range(len(parts))],
            )


@tagged("post_install", "-at_install")
class TestBatchSteps(StepsCase):
    def test_produce(self):
        # SC-4 OD-4: every unit once, every number once
        order = self.confirmed(self.plain, 7)
        batch = self.start(order)
        self.assertEqual((batch.state, batch.done_count), ("running", 0))
        self.assertEqual(order.state, "confirmed")
        self.work_off()
        self.assertEqual((batch.state, batch.done_count), ("done", 7))
        self.assertParts(order, self.numbers(7), ["done"] * 7)
        self.assertEqual(self.stock_of(self.plain), dict.fromkeys(self.numbers(7), 1))
        self.assertEqual(batch.step_ids.mapped("line_count"), [2, 2, 2, 1])
        self.assertFalse(batch.order_ids)
        self.assertFalse(order.production_batch_id)

    def test_prepare(self):
        # SC-4 OD-3
        order = self.confirmed(self.plain, 5)
        batch = self.start(order, button="action_prepare_mo_in_steps")
        self.work_off()
        self.assertEqual(batch.progress, "5 of 5 prepared")
        self.assertParts(order, self.numbers(5), ["confirmed"] * 5)
        self.assertFalse(any(self.parts_of(order).mapped("qty_producing")))

    def test_numbers_are_held_from_the_start(self):
        # SC-4 PF-6: typed ones as well, while no step was done
        order = self.confirmed(self.plain, 5)
        other = self.confirmed(self.plain, 1)
        names = [f"T{index}" for index in range(5)]
        self.start(order, *names)
        self.assertEqual(self.names(order.prealloc_lot_ids), names)
        wizard = self.typed(other, "T4")
        self.assertRefused(wizard.action_prepare_mo, "T4", order.name)
        self.work_off(1)
        rest = self.parts_of(order)[2]
        self.assertRefused(wizard.action_prepare_mo, "T4", rest.name)
        self.work_off()
        self.assertParts(order, names, ["done"] * 5)

    def test_numbers_that_were_saved_before(self):
        # SC-4 OD-6: Apply has put them on the order, they are taken back and held
        order = self.confirmed(self.plain, 5)
        names = [f"T{index}" for index in range(5)]
        self.typed(order, *names).action_apply()
        self.start(order, *names)
        self.assertEqual(self.names(order.prealloc_lot_ids), names)
        self.assertFalse(order.lot_producing_ids)
        self.work_off()
        self.assertParts(order, names, ["done"] * 5)

    def test_fewer_numbers_than_units(self):
        # SC-4 OD-3: what has no number stays together in the last order
        order = self.confirmed(self.plain, 6)
        self.start(order, *self.numbers(3))
        self.work_off()
        parts = self.parts_of(order)
        self.assertEqual(parts.mapped("product_qty"), [1, 1, 1, 3])
        self.assertEqual(parts.mapped("state"), ["done"] * 3 + ["confirmed"])
        self.assertEqual(self.names(parts[3].prealloc_lot_ids), self.numbers(3, 4))

    def test_several_orders(self):
        # SC-4 OD-1: the lines fill one after the other, whatever their steps
        orders = self.confirmed(self.plain, 3) | self.confirmed(self.plain, 4)
        self.start(orders)
        self.work_off()
        self.assertParts(orders[0], self.numbers(3), ["done"] * 3)
        self.assertParts(orders[1], self.numbers(4, 4), ["done"] * 4)

    def test_components_of_each_line(self):
        # SC-4 OD-7
        self.make_frames("F1", "F2", "F3", "F4", "F5")
        self.make_lot(self.paint, "P1", 10)
        order = self.confirmed(self.widget, 5)
        self.start(order, *(f"S{index},F{6 - index},P1" for index in range(1, 6)))
        self.work_off()
        self.assertGenealogy({f"S{index}": f"F{6 - index} P1" for index in range(1, 6)})

    def test_lots(self):
        # SC-4 BX-7
        order = self.confirmed(self.cheese, 10)
        self.start(order, "L1;3", "L2;2", "L3;4", "L4")
        self.work_off()
        parts = self.parts_of(order)
        self.assertEqual(self.serial_names(parts), ["L1", "L2", "L3", "L4"])
        self.assertEqual(parts.mapped("product_qty"), [3, 2, 4, 1])
        self.assertEqual(set(parts.mapped("state")), {"done"})
        self.assertEqual(
            self.stock_of(self.cheese), {"L1": 3, "L2": 2, "L3": 4, "L4": 1}
        )

    def test_mistake_starts_nothing(self):
        # SC-4 OD-8: the list is checked as a whole
        order = self.confirmed(self.plain, 5)
        wizard = self.typed(order, "S1", "S2", "S3", "S4", "S1")
        for button in ("action_produce_in_steps", "action_prepare_mo_in_steps"):
            self.assertRefused(getattr(wizard, button), "Line 5", "S1")
        self.assertFalse(self.env["mrp.production.batch"].search([]))

    def test_lines_keep_their_place(self):
        # SC-4 OD-7: blank lines and a heading count
        order = self.confirmed(self.plain, 3)
        batch = self.start(order, "Serial", "", "S1", "S2", "", "S3")
        self.assertEqual([line.position for line in batch._read_lines()], [3, 4, 6])
        self.work_off()
        self.assertParts(order, ["S1", "S2", "S3"], ["done"] * 3)

    def test_scheduled_action(self):
        # SC-4: Odoo's own way to it
        order = self.confirmed(self.plain, 5)
        batch = self.start(order)
        cron = self.env.ref(CRON)
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(batch.state, "done")

    def test_without_scheduled_action(self):
        # SC-4: on a copy of a database all of them are switched off
        self.env.ref(CRON).active = False
        order = self.confirmed(self.plain, 5)
        action = self.typed(order, *self.numbers(5)).action_produce_in_steps()
        self.assertParts(order, self.numbers(5), ["done"] * 5)
        self.assertEqual(action["res_model"], "mrp.production")
        self.assertFalse(self.env["mrp.production.batch"].search([]))

    def test_batches_take_turns(self):
        # SC-4: a short one does not wait for a long one
        one, two = self.confirmed(self.plain, 6), self.confirmed(self.plain, 2)
        batches = self.start(one) | self.start(two)
        self.work_off(2)
        self.assertEqual(batches.mapped("done_count"), [2, 2])

    def test_statements_do_not_grow(self):
        # SC-4 SC-6: a step does not ask more because of the orders that are there
        order = self.confirmed(self.plain, 60)
        batch = self.start(order)
        self.work_off(2)
        counts = []
        count_work = MrpProductionBatchStep._work

        def work(step):
            before = step.env.cr.sql_log_count
            count_work(step)
            step.env.flush_all()
            counts.append(step.env.cr.sql_log_count - before)

        with patch.object(MrpProductionBatchStep, "_work", work):
            self.work_off(20)
        self.assertEqual(batch.done_count, 44)
        self.assertLessEqual(max(counts[-3:]), max(counts[:3]) + 2)


@tagged("post_install", "-at_install")
class TestLinearGrowth(StepsCase):
    step_lines = 4

    def test_names_do_not_look_at_all_orders(self):
        # SC-6: Odoo asks every order of the group for the name of a new one
        order = self.confirmed(self.plain, 40)
        self.start(order)
        self.work_off(7)
        looked_at = []
        production_class = self.registry["mrp.production"]
        get_name = production_class._get_name_backorder

        def count_orders(production, name, sequence):
            looked_at.append(len(production.production_group_id.production_ids))
            return get_name(production, name, sequence)

        with patch.object(production_class, "_get_name_backorder", count_orders):
            self.work_off(1)
        self.assertLessEqual(max(looked_at), 2)
        parts = self.parts_of(order)
        self.assertEqual(len(set(parts.mapped("name"))), len(parts))

    def test_rest_is_inserted_with_the_units(self):
        # SC-6: what is left is like no other, and its row is like the others'
        self.start(self.confirmed(self.plain, 20))
        together = set()
        insert = Insertion.run

        def note(insertion):
            together.add(insertion.model._name)
            return insert(insertion)

        with patch.object(Insertion, "run", note):
            self.work_off(1)
        self.assertLessEqual({"mrp.production", "stock.move"}, together)


@tagged("post_install", "-at_install")
class TestBatchStopped(StepsCase):
    def setUp(self):
        super().setUp()
        self.order = self.confirmed(self.plain, 7)
        self.batch = self.start(self.order)
        self.mine = self.batch.with_user(self.worker)

    def rest(self):
        return self.batch.order_ids.production_id

    def test_stop_and_go_on(self):
        # SC-4: what is done stays done, the rest is one order with its numbers
        self.work_off(1)
        self.mine.action_stop()
        self.work_off()
        self.assertEqual((self.batch.state, self.batch.done_count), ("stopped", 2))
        self.assertEqual(self.batch._tell()["progress"], "stopped, 2 of 7 produced")
        parts = self.parts_of(self.order)
        self.assertEqual(parts.mapped("product_qty"), [1, 1, 5])
        self.assertEqual(parts.mapped("state"), ["done", "done", "confirmed"])
        self.assertEqual(self.names(parts[2].prealloc_lot_ids), self.numbers(5, 3))
        self.assertEqual(self.rest(), parts[2])
        self.mine.action_resume()
        self.work_off()
        self.assertParts(self.order, self.numbers(7), ["done"] * 7)

    def test_stop_twice(self):
        # SC-4
        self.mine.action_stop()
        with self.assertRaises(UserError):
            self.mine.action_stop()
        self.mine.action_resume()
        with self.assertRaises(UserError):
            self.mine.action_resume()

    def test_give_up(self):
        # SC-4: the rest is free for anything else, and still has its numbers
        self.work_off(1)
        with self.assertRaises(UserError):
            self.mine.action_give_up()
        self.mine.action_stop()
        self.mine.action_give_up()
        self.assertEqual(self.batch.state, "cancel")
        rest = self.parts_of(self.order)[2]
        self.assertFalse(rest.production_batch_id)
        self.assertEqual(self.names(rest.prealloc_lot_ids), self.numbers(5, 3))
        self.open_dialog(rest).save().action_produce()
        self.assertParts(self.order, self.numbers(7), ["done"] * 7)

    def test_nobody_starts_a_second_one(self):
        # SC-4: pressed twice, by two people, while it runs and when it has stopped
        def check():
            rest = self.rest().with_user(self.planner)
            wizard = self.env["mrp.production.serials"].with_user(self.planner)
            wizard = wizard.create({"production_id": rest.id})
            with self.assertRaisesRegex(UserError, "not over"):
                self.open_dialog(rest)
            for button in (
                "action_produce_in_steps",
                "action_prepare_mo_in_steps",
                "action_produce",
                "action_prepare_mo",
                "action_apply",
                "action_print_labels",
            ):
                with (
                    self.subTest(button),
                    self.assertRaisesRegex(UserError, "not over"),
                ):
                    getattr(wizard, button)()

        check()
        self.work_off(1)
        check()
        self.mine.action_stop()
        check()

    @mute_logger("odoo.sql_db")
    def test_database_lets_one_of_two(self):
        # SC-4
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.batch.copy(
                {
                    "order_ids": [
                        (0, 0, {"production_id": self.rest().id, "sequence": 0})
                    ]
                }
            )
        step = {"batch_id": self.batch.id, "number": 1, "start": 0, "line_count": 1}
        steps = self.env["mrp.production.batch.step"]
        steps.create(step)
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            steps.create(step)

    def test_line_that_fails(self):
        # SC-4: all before it is done, nothing of it, and it says why
        frames = self.make_frames(*(f"F{index}" for index in range(1, 8)))
        self.make_lot(self.paint, "P1", 20)
        self.mine.action_stop()
        order = self.confirmed(self.widget, 7)
        batch = self.start(order, *(f"S{i},F{i},P1" for i in range(1, 8)))
        self.work_off(1)
        frames[5].name = "G6"
        self.work_off()
        self.assertEqual((batch.state, batch.done_count), ("stopped", 5))
        for text in ("Line 6", "F6"):
            self.assertIn(text, batch.reason)
        rest = batch.order_ids.production_id
        self.assertEqual((rest.product_qty, rest.state), (2, "confirmed"))
        self.assertIn("F6", rest.message_ids[:1].body)
        activity = rest.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref(ACTIVITY_TYPE)
        )
        self.assertEqual(activity.user_id, self.worker)
        frames[5].name = "F6"
        batch.with_user(self.worker).action_resume()
        self.assertFalse(rest.activity_ids)
        self.work_off()
        self.assertParts(order, [f"S{i}" for i in range(1, 8)], ["done"] * 7)
        self.assertGenealogy({f"S{i}": f"F{i} P1" for i in range(1, 8)})

    def test_component_that_is_gone(self):
        # SC-4 OD-7: a line's own component was built into something else meanwhile
        self.make_frames("F1", "F2", "F3")
        self.make_lot(self.paint, "P1", 20)
        order = self.confirmed(self.widget, 3)
        batch = self.start(order, "S1,F1,P1", "S2,F2,P1", "S3,F3,P1")
        other = self.confirmed(self.widget, 1)
        self.produce(other, "O1,F2,P1")
        self.mine.action_stop()
        self.work_off()
        self.assertEqual((batch.state, batch.done_count), ("stopped", 1))
        self.assertIn("Line 2", batch.reason)
        self.assertIn("F2", batch.reason)

    def test_order_is_cancelled_meanwhile(self):
        # SC-4
        self.work_off(1)
        self.rest().with_user(self.worker).action_cancel()
        self.work_off()
        self.assertEqual(self.batch.state, "stopped")
        self.assertIn("is closed", self.batch.reason)
        self.assertEqual(set(self.stock_of(self.plain)), set(self.numbers(2)))

    def test_order_is_produced_meanwhile(self):
        # SC-4: by a person, all that is left
        self.work_off(1)
        self.complete(self.rest().with_user(self.worker), 5)
        self.work_off()
        self.assertEqual(self.batch.state, "stopped")
        self.assertEqual(self.stock_of(self.plain), dict.fromkeys(self.numbers(7), 1))

    def test_order_makes_fewer_meanwhile(self):
        # SC-4 BX-4
        self.work_off(1)
        wizard = self.env["change.production.qty"].with_user(self.worker)
        wizard.create({"mo_id": self.rest().id, "product_qty": 3}).change_prod_qty()
        self.work_off()
        self.assertEqual((self.batch.state, self.batch.done_count), ("stopped", 5))
        self.assertIn("Line 6", self.batch.reason)

    def test_interrupted_step(self):
        # SC-4: the server was killed, perhaps the step was too long
        self.env["mrp.production.batch.step"].create(
            {
                "batch_id": self.batch.id,
                "number": 1,
                "start": 0,
                "line_count": 2,
                "tries": 1,
            }
        )
        self.work_off(1)
        self.assertEqual(self.batch.step_ids.mapped("line_count"), [1])
        self.assertEqual(self.batch.step_ids.tries, 2)
        self.work_off()
        self.assertParts(self.order, self.numbers(7), ["done"] * 7)

    def test_step_that_is_interrupted_each_time(self):
        # SC-4: it does not try for ever
        def interrupt(step):
            step._original()
            raise RuntimeError("CPU time limit exceeded.")

        work = MrpProductionBatchStep._work
        with (
            patch.object(MrpProductionBatchStep, "_original", work, create=True),
            patch.object(MrpProductionBatchStep, "_work", interrupt),
        ):
            self.work_off(MAX_TRIES)
        self.assertEqual((self.batch.state, self.batch.done_count), ("stopped", 0))
        self.assertIn("CPU time limit", self.batch.reason)
        self.assertEqual(self.parts_of(self.order), self.order)
        self.mine.action_resume()
        self.work_off()
        self.assertParts(self.order, self.numbers(7), ["done"] * 7)


@tagged("post_install", "-at_install")
class TestBatchUser(StepsCase):
    """SC-4: all is done as the user, and nobody acts as another."""

    def setUp(self):
        super().setUp()
        self.order = self.confirmed(self.plain, 5)
        self.batch = self.start(self.order)

    def test_as_the_user(self):
        context = dict(self.batch.user_context)
        self.assertEqual(
            context,
            {"lang": "en_US", "tz": "UTC", "allowed_company_ids": self.company.ids},
        )
        self.work_off()
        parts = self.parts_of(self.order)
        self.assertEqual(parts[1:].create_uid, self.worker)
        self.assertEqual(parts.move_finished_ids.write_uid, self.worker)

    def test_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.worker.write({"lang": "fr_FR", "tz": "Europe/Paris"})
        order = self.confirmed(self.plain, 1000).with_context(lang="fr_FR")
        batch = self.start(order)
        self.assertEqual(batch.user_context["lang"], "fr_FR")
        [told] = batch.with_context(lang="fr_FR").with_user(self.worker).get_mine()[:1]
        self.assertRegex(told["progress"], "1\\s000")

    def test_who_goes_on_does_it_himself(self):
        self.work_off(1)
        self.batch.with_user(self.worker).action_stop()
        self.batch.with_user(self.planner).action_resume()
        self.assertEqual(self.batch.user_id, self.planner)
        self.work_off()
        self.assertEqual(
            self.parts_of(self.order)[-1].move_finished_ids.write_uid, self.planner
        )

    def test_user_who_is_gone(self):
        self.worker.active = False
        self.addCleanup(self.worker.write, {"active": True})
        self.work_off()
        self.assertEqual((self.batch.state, self.batch.done_count), ("stopped", 0))
        self.assertIn("is archived", self.batch.reason)

    def test_user_who_has_lost_his_rights(self):
        user = self.make_user("leaver", "mrp.group_mrp_user")
        order = self.confirmed(self.plain, 3).with_user(user)
        batch = self.start(order)
        user.group_ids -= self.env.ref("mrp.group_mrp_user")
        self.work_off()
        self.assertEqual((batch.state, batch.done_count), ("stopped", 0))
        self.assertEqual(order.sudo().state, "confirmed")

    def test_nobody_writes_it(self):
        # it acts for its user: over RPC nothing of it can be changed
        batch = self.batch.with_user(self.planner)
        step = self.env["mrp.production.batch.step"].with_user(self.planner)
        for write in (
            lambda: batch.write({"user_id": self.env.ref("base.user_admin").id}),
            lambda: batch.write({"serial_numbers": "X"}),
            lambda: batch.copy(),
            lambda: batch.unlink(),
            lambda: batch.order_ids.write({"production_id": self.order.id}),
            lambda: step.create(
                {"batch_id": batch.id, "number": 1, "start": 0, "line_count": 5}
            ),
        ):
            with self.assertRaises(AccessError):
                write()

    def test_others_have_nothing_to_do_with_it(self):
        company = self.make_company("Elsewhere")
        stranger = self.make_user(
            "stranger",
            "mrp.group_mrp_user",
            company_id=company.id,
            company_ids=company.ids,
        )
        for user in (self.storekeeper, stranger):
            batch = self.batch.with_user(user)
            for method in ("action_stop", "action_resume", "action_give_up"):
                with self.subTest(user=user.login, method=method):
                    with self.assertRaises(AccessError):
                        getattr(batch, method)()
            self.assertFalse(batch.get_mine())
        self.assertFalse(
            self.env["mrp.production.batch"].with_user(stranger).search([])
        )

    def test_told_once(self):
        # UX-4: to one screen of the user
        mine = self.batch.with_user(self.worker)
        self.assertEqual(
            [(told["done"], told["total"]) for told in mine.get_mine()], [(0, 5)]
        )
        self.assertFalse(mine.claim_outcome())
        self.work_off()
        self.assertEqual(mine.get_mine()[0]["state"], "done")
        self.assertFalse(self.batch.with_user(self.planner).claim_outcome())
        outcome = mine.claim_outcome()
        self.assertIn("5 produced", outcome["message"])
        self.assertIn(self.number(1), outcome["message"])
        self.assertFalse(mine.claim_outcome())
        self.assertFalse(mine.get_mine())
        orders = self.env["mrp.production"].search(mine.action_open_orders()["domain"])
        self.assertEqual(orders.sorted("backorder_sequence"), self.parts_of(self.order))
        self.assertTrue(mine.action_print_labels())

    def test_on_the_form_of_each_order(self):
        self.work_off(1)
        for part in self.parts_of(self.order):
            self.assertEqual(part.production_batch_id, self.batch)
            self.assertEqual(part.with_user(self.worker).batch_progress["done"], 2)


@tagged("post_install", "-at_install")
class TestStepsBothWays(StepsMixin, SplitCase):
    """SC-4: steps leave what one split of all leaves, to the last column."""

    IGNORED = (
        CHATTER
        | OURS
        | {
            "mrp_production_batch",
            "mrp_production_batch_order",
            "mrp_production_batch_step",
            "mrp_production_batch_step_rel",
            "ir_cron",
            "ir_cron_trigger",
            "ir_cron_progress",
            "bus_bus",
            "mrp_production_serials",
        }
    )

    def in_steps(self, order, names, button):
        getattr(self.make_wizard(order, names), button)()
        self.work_off()

    def assertSameInSteps(self, order, count=None, ignored=frozenset()):
        names = self.names_for(order, count)
        for once, button in (
            (self.prepare, "action_prepare_mo_in_steps"),
            (self.produce, "action_produce_in_steps"),
        ):
            with self.subTest(button):
                differences = self.compare(
                    lambda once=once: once(order, names),
                    lambda button=button: self.in_steps(order, names, button),
                    self.IGNORED | ignored,
                )
                self.assertNoDifference(differences)

    def test_reserved(self):
        self.stock(self.screw, 40)
        self.stock(self.wire, 40, location=self.shelf)
        self.assertSameInSteps(self.order(7, (self.screw, 2), (self.wire, 1)))

    def test_partly_reserved_and_a_rest(self):
        self.stock(self.screw, 7)
        self.assertSameInSteps(
            self.order(8, (self.screw, 2)),
            5,
            # Odoo's split leaves the order that was split on the lines of its parts
            SHORT | {"stock_move_line.production_id"},
        )

    def test_serials_of_components(self):
        frame = self.make_product("Frame", "serial")
        for index in range(12):
            self.make_lot(frame, f"FR-{index}", 1)
        self.assertSameInSteps(self.order(6, (frame, 2)))

    def test_lots_of_components(self):
        # Odoo deals the lots out in an order of its own; together it is the same.
        glue = self.make_product("Glue", "lot")
        for index, quantity in enumerate((2.5, 4, 1.5, 7, 9)):
            self.make_lot(glue, f"GL-{index}", quantity)
        order = self.order(6, (glue, 3))
        sums = []
        for way in (
            lambda: self.produce(order, self.names_for(order, 6)),
            lambda: self.in_steps(
                order, self.names_for(order, 6), "action_produce_in_steps"
            ),
        ):
            with self.undone():
                way()
                moves = order.production_group_id.production_ids.move_raw_ids
                self.assertEqual(moves.mapped("quantity"), [3] * 6)
                sums.append(
                    {
                        lines.lot_id.name: sum(lines.mapped("quantity"))
                        for lines in moves.move_line_ids.grouped("lot_id").values()
                    }
                )
        self.assertEqual(*sums)

    def test_work_orders_and_byproducts(self):
        chip = self.make_product("Chip")
        self.stock(self.screw, 20)
        self.assertSameInSteps(
            self.order(
                5,
                (self.screw, 1),
                operation_ids=self.operations(30, 6),
                byproducts=[(chip, 2)],
            )
        )

    def test_fractions(self):
        self.stock(self.screw, 20)
        self.assertSameInSteps(self.order(7, (self.screw, 0.33)))
