const GRAVE = ["serious", "critical"];

// Odoo's own faults, in what it draws inside of our screens: by rule, as selectors.
const NATIVE = {
    // aria-selected and aria-expanded, where the role has no such thing
    "aria-allowed-attr": ".o-autocomplete--input, .o_tag, .o-dropdown",
    // the list of tabs has no role
    "aria-required-parent": ".o_notebook_headers a",
    // icons without a name: optional columns, of a component
    "button-name":
        ".o-dropdown:has(.o_optional_columns_dropdown_toggle), [name=action_product_forecast_report]",
    // its grey for what is beside the point, of all screens
    "color-contrast": ".text-muted, .text-muted *",
    // whose order it is: his name stands beside his picture
    "image-alt": "img[src*=avatar]",
    // boxes that choose a row; the quantity, whose label stands beside it
    label: ".o_list_record_selector input, #qty_producing_0",
};

/**
 * A step in which axe-core looks at what is on the screen, see tests/accessibility.py.
 *
 * @param {string} name of the screen, for who reads what was found
 * @param {string} trigger what has to be there
 * @param {string} within what is looked at
 */
export function inspect(name, trigger, within) {
    return {
        content: `axe-core looks at ${name}`,
        trigger,
        async run() {
            await atRest();
            const { violations } = await window.axe.run(
                { include: [[within]] },
                { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa"] }
            );
            const found = violations
                .filter(({ impact }) => GRAVE.includes(impact))
                .map(withoutNative)
                .filter(({ nodes }) => nodes.length);
            if (found.length) {
                throw new Error(`${name}: ${found.map(describe).join("\n")}`);
            }
        },
    };
}

function withoutNative(violation) {
    const native = NATIVE[violation.id];
    const nodes = violation.nodes.filter(
        ({ target }) => !native || !document.querySelector(target[0])?.matches(native)
    );
    return { ...violation, nodes };
}

/** What fades in is pale for a moment. */
function atRest() {
    const passing = document
        .getAnimations()
        .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity);
    return Promise.allSettled(passing.map(({ finished }) => finished));
}

function describe({ id, help, nodes }) {
    return `${id} (${help}):\n${nodes.map(({ html }) => `  ${html.slice(0, 300)}`).join("\n")}`;
}
