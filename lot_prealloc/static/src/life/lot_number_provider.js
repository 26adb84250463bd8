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

/** :return: commands that open the numbers which a text is a part of */
async function findNumbers(env, searchValue) {
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
}

const providers = registry.category("command_provider");

/** Ctrl+K and a number, or a part of it, opens its form. */
providers.add("lot_prealloc.lot_number", {
    provide: (env, { searchValue = "" } = {}) => findNumbers(env, searchValue),
});

/**
 * The page one lands on is Discuss, whose Ctrl+K is for conversations only. There a text
 * with a digit is a number as well, and comes before the offer to make a channel of it.
 */
providers.add(
    "lot_prealloc.lot_number_in_discuss",
    {
        namespace: "@",
        async provide(env, { searchValue = "" } = {}) {
            const { currentController } = env.services.action;
            const isInDiscuss = currentController?.action?.tag === "mail.action_discuss";
            return isInDiscuss && /\d/.test(searchValue) ? findNumbers(env, searchValue) : [];
        },
    },
    { sequence: 10 }
);
