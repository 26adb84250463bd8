import { useExternalListener } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { SearchBar } from "@web/search/search_bar/search_bar";

const MODELS = ["mrp.production", "stock.lot", "stock.picking"];

/** The Enter of a scanner comes before the options are drawn; stock Odoo drops it (UX-8). */
patch(SearchBar.prototype, {
    setup() {
        super.setup();
        if (MODELS.includes(this.env.searchModel.resModel)) {
            useExternalListener(window, "keydown", this.onFastEnter.bind(this), {
                capture: true,
            });
        }
    },

    onFastEnter(ev) {
        const isChosen = this.menuRef.el?.querySelector(".o-dropdown-item.focus");
        if (
            ev.key !== "Enter" ||
            ev.isComposing ||
            ev.target !== this.inputRef.el ||
            isChosen ||
            !this.items.length
        ) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.selectItem(this.items[0]);
    },
});
