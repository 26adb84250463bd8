import ast

from odoo import models

LISTS_OF_LOTS = (
    "stock.action_production_lot_form",
    "stock.action_product_production_lot_form",
)


class IrActionsActWindow(models.Model):
    """Odoo's lists of lots hide held numbers (PF-6); their records stay Odoo's own."""

    _inherit = "ir.actions.act_window"

    def _get_action_dict(self):
        """Lists of lots leave held numbers out, unless the filter asks for them."""
        action = super()._get_action_dict()
        if self._is_list_of_lots():
            action["context"] = self._with_true(action["context"], "hide_preallocated")
        return action

    def _is_list_of_lots(self):
        """:return: bool, whether it is one of Odoo's own"""
        xmlid_to_id = self.env["ir.model.data"]._xmlid_to_res_id
        return self.id in {
            xmlid_to_id(name, raise_if_not_found=False) for name in LISTS_OF_LOTS
        }

    @staticmethod
    def _with_true(context, key):
        """:param str context: as it is stored, a dict in Python
        :return: str, the same with ``key``; what is no dict remains as it is
        """
        try:
            tree = ast.parse(context.strip(), mode="eval")
        except SyntaxError:
            return context
        if isinstance(tree.body, ast.Dict):
            tree.body.keys.append(ast.Constant(key))
            tree.body.values.append(ast.Constant(True))
            context = ast.unparse(tree)
        return context
