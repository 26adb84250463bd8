from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ....tools.names import name_few
from ..states import OPEN_STATES

ACTIVITY_TYPE = "lot_prealloc.mail_activity_type_number_obstacle"


class MrpProduction(models.Model):
    """Orders whose numbers are due and cannot be made: a format lacks its text.

    Such an order goes on without numbers, and stops no other. It says why, asks a
    person for it, and gets its numbers as soon as the text is there.
    """

    _inherit = "mrp.production"

    has_number_obstacle = fields.Boolean(
        "Numbers Cannot Be Given",
        readonly=True,
        copy=False,
        help="The numbers of this order were due, and could not be made.",
    )
    number_obstacle = fields.Char(compute="_compute_number_obstacle")

    _number_obstacle_idx = models.Index("(product_id) WHERE has_number_obstacle")

    @api.depends(
        "state",
        "product_id.default_code",
        "product_tracking",
        "prealloc_lot_ids",
        "lot_producing_ids",
        "company_id",
    )
    @api.depends_context("lang")
    def _compute_number_obstacle(self):
        for production in self:
            production.number_obstacle = (
                production.state in OPEN_STATES
                and bool(production._get_prealloc_trigger())
                and production._explain_missing_numbers()
            )

    def _explain_missing_numbers(self):
        """Why numbers that the order lacks cannot be made.

        :return: str, or False: they can, or it has them
        """
        self.ensure_one()
        reasons = [
            product._explain_no_number(self.company_id, self.name)
            for product in self._get_missing_numbers()
        ]
        return "\n".join(filter(None, reasons)) or False

    def _explain_finished_number(self):
        """Why no number can be made for what is produced.

        :return: str, or False: one can, or there is no order
        """
        return bool(self) and self.product_id._explain_no_number(
            self.company_id, self.name
        )

    # ------------------------------------------------------------------
    # Giving numbers to the others
    # ------------------------------------------------------------------

    def _keep_nameable(self, wanted):
        """Leave out numbers that cannot be made, and note their orders.

        :param list wanted: ``(mrp.production, product.product, how many)``, all that
            these orders lack
        :return: list of the same
        """
        nameable, obstructed = [], set()
        for production, product, quantity in wanted:
            if product._explain_no_number(production.company_id, production.name):
                obstructed.add(production.id)
            else:
                nameable.append((production, product, quantity))
        self._note_obstacles(self.browse(obstructed))
        return nameable

    def _note_obstacles(self, obstructed):
        """Remember which of these orders are obstructed; ask for those that are now.

        :param obstructed: ``mrp.production``
        """
        known = self.filtered("has_number_obstacle")
        # sudo: the note and its activity are ours, whoever confirms the order
        removed = (known - obstructed).sudo()
        if removed:
            removed.has_number_obstacle = False
            removed.activity_unlink([ACTIVITY_TYPE])
        found = (obstructed - known).sudo()
        if found:
            found.has_number_obstacle = True
            found._schedule_obstacle_activities()

    def _schedule_obstacle_activities(self):
        """Ask someone for what the numbers of each order need."""
        activity_type = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not activity_type or self.env.context.get("mail_activity_automation_skip"):
            return
        vals_list = []
        for production in self:
            user = production._get_user_to_ask()
            in_language = production.with_context(lang=user.lang or self.env.lang)
            vals_list.append(
                {
                    "activity_type_id": activity_type.id,
                    "summary": activity_type.with_env(in_language.env).name,
                    "automated": True,
                    "note": Markup("<p>%s</p>")
                    % in_language._explain_missing_numbers(),
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": production.id,
                    "user_id": user.id,
                }
            )
        # No e-mail for each: many orders may wait for one text.
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            vals_list
        )

    def _get_user_to_ask(self):
        """The order's responsible, who confirms it, or the product's responsible.

        :return: ``res.users`` who works in Manufacturing, possibly none
        """
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        for user in (self.user_id, self.env.user, product.responsible_id):
            if (
                user.active
                and user.id != SUPERUSER_ID
                and self.company_id in user.company_ids
                and user.has_group("mrp.group_mrp_user")
            ):
                return user
        return self.env["res.users"]

    def _follow_state(self):
        """A closed order waits for nothing."""
        super()._follow_state()
        closed = self.filtered(
            lambda p: p.has_number_obstacle and p.state not in OPEN_STATES
        )
        if closed and not self._is_preallocation_paused():
            closed._note_obstacles(self.browse())

    @api.model
    def _retry_obstructed(self, products=None):
        """Give numbers to orders that waited for what has just been entered.

        :param products: ``product.product`` whose text it is; None: any
        """
        domain = [("has_number_obstacle", "=", True), ("state", "in", OPEN_STATES)]
        if products is not None:
            domain.append(("move_finished_ids.product_id", "in", products.ids))
        # sudo: who keeps the products need not work in Manufacturing; numbers are
        # given to orders that have been waiting for them, in every company.
        waiting = self.sudo().search(domain)
        waiting.filtered(
            lambda p: p._get_prealloc_trigger()
        )._allocate_missing_numbers()

    # ------------------------------------------------------------------
    # What a person asks for
    # ------------------------------------------------------------------

    def action_preallocate_lots(self):
        """Of several orders those that can get their numbers, the others are named.

        :return: as before, after a message that names the orders without numbers
        :raise UserError: it is one order, and its numbers cannot be made
        """
        result = super().action_preallocate_lots()
        reasons = {
            production: reason
            for production in self.filtered(lambda p: p.state in OPEN_STATES)
            if (reason := production._explain_missing_numbers())
        }
        if not reasons:
            return result
        if len(self) == 1:
            raise UserError(reasons[self])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._(
                    "%(count)s of %(total)s orders are without numbers",
                    count=len(reasons),
                    total=len(self),
                ),
                "message": self._list_reasons(reasons),
                "sticky": True,
                "next": result,
            },
        }

    @api.model
    def _list_reasons(self, reasons):
        """:param dict reasons: ``{mrp.production: str}``
        :return: str, each reason once with the orders that it keeps from numbers
        """
        orders = {}
        for production, reason in reasons.items():
            orders.setdefault(reason, []).append(production.name)
        return "\n".join(
            f"{name_few(names, 5, ending=' …')}: {reason}"
            for reason, names in orders.items()
        )

    def _hand_out_for_completion(self):
        """Say what is missing, where Odoo would only ask for a number.

        One order of several serials is asked about by Batch Production.

        :raise UserError: numbers of an order cannot be made and none was entered
        """
        result = super()._hand_out_for_completion()
        reasons = {
            production: reason
            for production in self.filtered("has_number_obstacle")
            if (len(self) > 1 or not production._is_asked_for_serials())
            and (reason := production._explain_missing_numbers())
        }
        if reasons:
            raise UserError(
                self.env._(
                    "Without lot/serial numbers these orders cannot be completed. Type "
                    "numbers on the orders, or mend what is missing:\n%(reasons)s",
                    reasons=self._list_reasons(reasons),
                )
            )
        return result

    def _is_asked_for_serials(self):
        self.ensure_one()
        return self.product_tracking == "serial" and self.product_qty > 1
