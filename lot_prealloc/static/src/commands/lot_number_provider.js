import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { delay } from "@web/core/utils/concurrency";

const MIN_LENGTH = 3;
// As the palette waits where it asks the server, e.g. for people to talk to.
const DELAY = 200;

let lastSearch = 0;

/** Without rights nothing is asked, and so nothing can be refused. */
async function mayFindNumbers() {
    return (
        (await user.hasGroup("stock.group_production_lot")) &&
        (await user.checkAccessRight("stock.lot", "read"))
    );
}

/** Ctrl+K and a number, or a part of it, opens its form. */
registry.category("command_provider").add("lot_prealloc.lot_number", {
    async provide(env, { searchValue = "" } = {}) {
        const search = ++lastSearch;
        const text = searchValue.trim();
        if (text.length < MIN_LENGTH || !(await mayFindNumbers())) {
            return [];
        }
        await delay(DELAY);
        if (search !== lastSearch) {
            return [];
        }
        const numbers = await env.services.orm.silent.call(
            "stock.lot",
            "search_for_command_palette",
            [text],
            { context: user.context }
        );
        return numbers.map(({ id, label }) => ({
            name: label,
            category: "default",
            href: `/odoo/lots/${id}`,
            action() {
                env.services.action.doAction({
                    type: "ir.actions.act_window",
                    res_model: "stock.lot",
                    res_id: id,
                    views: [[false, "form"]],
                    context: { display_complete: true },
                });
            },
        }));
    },
});
