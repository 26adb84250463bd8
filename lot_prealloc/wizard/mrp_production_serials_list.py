from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.numbering.number_text import find_unreadable, name_character
from ..tools.names import list_few
from .batch_lines import format_quantity, parse_lines
from .batch_portion import Portion

# A refusal names so many lines; more would not fit on a screen.
MAX_MISTAKES = 10


def _drop_repeated(text):
    """:return: str, what Odoo makes of a list: its lines, each once"""
    lines = [line for line in (text or "").split("\n") if line.strip()]
    return "\n".join(dict.fromkeys(lines))


class MrpProductionSerials(models.TransientModel):
    """The list of Batch Production as text: what it says, and its mistakes (OD-8).

    Nothing here looks a number up.
    """

    _inherit = "mrp.production.serials"

    batch_help = fields.Char(compute="_compute_batch_help")
    batch_example = fields.Char(compute="_compute_batch_help")

    # ------------------------------------------------------------------
    # What is shown about it
    # ------------------------------------------------------------------

    @api.depends("production_ids")
    def _compute_batch_help(self):
        for wizard in self:
            production = wizard.production_ids[:1]
            moves = production._get_tracked_components() if production else []
            components = [move.product_id.display_name for move in moves]
            number = (
                self.env._("one lot per line with its quantity")
                if wizard.is_lot_tracked
                else self.env._("one serial per line")
            )
            wizard.batch_help = number
            wizard.batch_example = False
            if components:
                wizard.batch_help = self.env._(
                    "%(number)s, then its components: %(components)s",
                    number=number,
                    components=", ".join(components),
                )
                example = [wizard.proposed_name or "SN1"]
                if wizard.is_lot_tracked:
                    example[0] += ";1"
                for index, move in enumerate(moves, start=1):
                    is_serial = move.has_tracking == "serial"
                    example.append(
                        f"SN-{index}" if is_serial else f"LOT-{index}|LOT-{index}B;2"
                    )
                wizard.batch_example = ",".join(example)

    @api.onchange("serial_numbers")
    def _onchange_serial_numbers(self):
        """Keep the list as it was typed: a number that comes twice is refused, by line.

        Odoo drops it silently, and the lines no longer fit the units. What another
        addon makes of the list stays.
        """
        typed = self.serial_numbers
        result = super()._onchange_serial_numbers()
        if self.is_batch_production and self.serial_numbers == _drop_repeated(typed):
            self.serial_numbers = typed
        return result

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def _read_list(self):
        """:return: list of :class:`.batch_lines.BatchLine`, without a heading row"""
        return self._read_list_and_heading()[0]

    def _read_list_and_heading(self):
        """:return: the lines, and a :class:`.batch_lines.BatchLine` or None"""
        lines = parse_lines(self.serial_numbers)
        return (lines[1:], lines[0]) if self._has_heading(lines) else (lines, None)

    def _has_heading(self, lines):
        """Whether the first row of a block only says what stands below it (UX-1).

        Every cell is the title of a column then, and none is a number that there is.
        """
        if not lines or not lines[0].cells or not lines[0].finished.name:
            return False
        titles = self._get_column_titles()
        if not titles.issuperset(cell.casefold() for cell in lines[0].cells):
            return False
        names = set(lines[0].names)
        return names.isdisjoint(self._get_names_at_hand()) and not self._find_lots(
            (product, name) for product in self._get_listed_products() for name in names
        )

    def _get_column_titles(self):
        """:return: set of str, casefolded: what the columns may be called"""
        titles = {
            title
            for product in self._get_listed_products()
            for title in (product.name, product.display_name, product.default_code)
        }
        for env in (self.env, self.with_context(lang=None).env):
            titles |= {
                env._("Serial"),
                env._("Serial Number"),
                env._("Serial Numbers"),
                env._("SN"),
                env._("S/N"),
                env._("Lot"),
                env._("Lots"),
                env._("Lot Number"),
                env._("Lot/Serial"),
                env._("Lot/Serial Number"),
                env._("Number"),
                env._("Quantity"),
                env._("Product"),
                env._("Component"),
            }
        return {title.casefold().strip() for title in titles if title}

    def _get_listed_products(self):
        """:return: ``product.product`` whose numbers stand in the list"""
        products = self.production_ids._origin.product_id
        for production in self.production_ids._origin:
            products |= production._get_tracked_components().product_id
        return products

    def _format_lines(self, names):
        """:return: a line for each name; of a lot, with its quantity"""
        if not self.is_lot_tracked:
            return names
        portions = self._get_portions()
        return [
            f"{name};{format_quantity(portion)}"
            for name, (_production, portion) in zip(names, portions, strict=False)
        ]

    def _get_portions_of_lines(self, lines):
        """Which order each line is a unit of: the lines fill one after the other.

        :param list lines: :class:`.batch_lines.BatchLine`
        :return: list of :class:`Portion`
        """
        portions = []
        # while one types, they are unsaved copies
        productions = self.production_ids._origin
        if not productions:
            return portions
        orders = iter(productions)
        production, rest, moves = productions.browse(), 0, ()
        last = productions[-1:]
        for line in lines:
            while production != last and (
                not production or production.product_uom_id.compare(rest, 0) <= 0
            ):
                production = next(orders)
                rest = production.product_qty
                moves = production._get_tracked_components()
            quantity = line.finished.quantity
            if quantity is None:
                quantity = rest if self.is_lot_tracked else 1
            portions.append(Portion(line, production, quantity, rest, moves))
            rest -= quantity
        return portions

    # ------------------------------------------------------------------
    # Its mistakes (OD-8)
    # ------------------------------------------------------------------

    def _raise_mistakes(self, mistakes):
        """:raise UserError: there are any mistakes; it tells the first of them"""
        if mistakes:
            rest = self.env._("… and %s lines more", len(mistakes) - MAX_MISTAKES)
            raise UserError(list_few(mistakes, MAX_MISTAKES, rest))

    def _find_text_mistakes(self, portions):
        """What can be said without looking numbers up.

        :param list portions: :class:`Portion`
        :return: ``{position of a line: problem}``
        """
        seen = {}
        mistakes = {}
        for portion in portions:
            problem = (
                self._find_finished_mistake(portion.line, seen)
                or self._find_surplus(portion)
                or self._find_component_mistake(portion, seen)
            )
            if problem:
                mistakes[portion.line.position] = problem
        return mistakes

    def _name_line(self, line, problem):
        return self.env._(
            "Line %(position)s: %(problem)s", position=line.position, problem=problem
        )

    def _find_finished_mistake(self, line, seen):
        finished = line.finished
        if not finished.name:
            return self.env._("the number of the finished product is missing.")
        if problem := self._find_unreadable(finished):
            return problem
        if not finished.is_legible:
            return self._explain_quantity(finished)
        if not self.is_lot_tracked and finished.quantity not in (None, 1):
            return self._explain_serial_quantity(finished)
        return self._find_repetition(line, finished.name, seen)

    def _find_unreadable(self, number):
        character = find_unreadable(number.name)
        return character and self.env._(
            "%(number)s contains %(character)s, which no number can have.",
            number=number.name,
            character=name_character(self.env, character),
        )

    def _find_repetition(self, line, name, seen, product=None):
        """A number may come once for a product.

        :param dict seen: ``{(product, name): position}``, is added to
        """
        key = (product, name)
        if key in seen:
            return self.env._(
                "%(number)s is already on line %(position)s.",
                number=name,
                position=seen[key],
            )
        seen[key] = line.position
        return None

    def _find_surplus(self, portion):
        line, production, quantity, rest, _moves = portion
        if production.product_uom_id.compare(quantity, rest) <= 0:
            return None
        return self.env._(
            "%(number)s is too much: %(order)s makes %(total)s %(uom)s, of which "
            "%(rest)s are left for this line.",
            number=line.finished.name,
            order=production.name,
            total=format_quantity(production.product_qty),
            uom=production.product_uom_id.name,
            rest=format_quantity(max(rest, 0)),
        )

    def _find_component_mistake(self, portion, seen):
        if len(portion.line.components) > len(portion.moves):
            return self._explain_surplus_components(portion)
        for move, numbers in portion.named:
            for number in numbers:
                problem = self._find_mistake_of_number(portion, move, number, seen)
                if problem:
                    return problem
            without = [n.name for n in numbers if n.quantity is None]
            if move.has_tracking == "lot" and len(without) > 1:
                return self.env._(
                    "%(lots)s: say how much of each, as in “%(example)s”.",
                    lots=", ".join(without),
                    example="|".join(f"{name};1" for name in without),
                )
        return None

    def _find_mistake_of_number(self, portion, move, number, seen):
        """
        :param move: ``stock.move`` of a component
        :param number: :class:`.batch_lines.NamedQuantity` that the line names for it
        """
        product = move.product_id
        if not number.name:
            return self.env._("a number of %s is missing.", product.display_name)
        if problem := self._find_unreadable(number):
            return problem
        if not number.is_legible:
            return self._explain_quantity(number)
        if move.has_tracking != "serial":
            return None
        if number.quantity not in (None, 1):
            return self._explain_serial_quantity(number)
        return self._find_repetition(portion.line, number.name, seen, product)

    def _explain_surplus_components(self, portion):
        line, moves = portion.line, portion.moves
        return self.env._(
            "%(number)s names more components (%(named)s) than %(order)s has that are "
            "tracked (%(count)s%(names)s).",
            number=line.finished.name,
            named=len(line.components),
            order=portion.production.name,
            count=len(moves),
            names=": " * bool(moves)
            + ", ".join(move.product_id.display_name for move in moves),
        )

    def _explain_quantity(self, number):
        return self.env._(
            "the quantity of %(number)s, “%(text)s”, is not a number above zero.",
            number=number.name,
            text=number.text,
        )

    def _explain_serial_quantity(self, number):
        return self.env._(
            "%(number)s is a serial number, of one unit and not %(quantity)s.",
            number=number.name,
            quantity=number.text,
        )
