import { StockPickFrom } from "@stock/widgets/stock_pick_from";
import { patch } from "@web/core/utils/patch";
import { Many2One } from "@web/views/fields/many2one/many2one";
import { LotAutocomplete } from "./lot_autocomplete";

class PickFromMany2One extends Many2One {
    static components = { ...Many2One.components, Many2XAutocomplete: LotAutocomplete };
}

/** The number of a line, in its details. */
patch(StockPickFrom, {
    components: { ...StockPickFrom.components, Many2One: PickFromMany2One },
});
