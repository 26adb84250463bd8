import { registry } from "@web/core/registry";
import { inspect } from "../accessibility";
import { insert, press } from "../keyboard";
import { picture } from "../picture";

const year = String(new Date().getFullYear() % 100).padStart(2, "0");
const tours = registry.category("web_tour.tours");
const box = "#lot_prealloc";
const example = `${box} .o_field_widget[name=lot_number_example] input`;
const pattern = `${box} .o_field_widget[name=lot_number_example_pattern] input`;

function moment(value) {
    return `${box} .o_lot_moment input[data-value=${value}]`;
}

function row(name) {
    return `${box} .o_lot_categories tr:contains(${name})`;
}

function says(content, name, text) {
    return { content, trigger: `${box} .o_field_widget[name=${name}]:contains(${text})` };
}

const inForce = {
    content: "It is in force after Save",
    trigger: `#lot_config_scope .o_field_widget[name=lot_number_next]:contains(ACME-${year}-04712)`,
};

const tick = [
    {
        content: "Preallocation is off, and so nothing is asked",
        trigger: `${box}:not(:has(.o_lot_moments)) .o_field_widget[name=lot_prealloc_enabled] input`,
        run: "click",
    },
    { content: "The panel opens", trigger: moment("confirmed") },
    {
        content: "What there is to number",
        trigger: `${box} .o_lot_categories tr:contains(First Bikes):contains(2 of 2):contains(1 number)`,
    },
];

tours.add("lot_prealloc_first_steps", {
    steps: () => [
        ...tick,
        {
            content: "The keyboard is enough",
            trigger: `${moment("confirmed")}:checked`,
            run() {
                this.anchor.focus();
            },
        },
        press("The next moment", `${moment("confirmed")}:focus`, "ArrowRight"),
        { trigger: `${moment("progress")}:checked` },
        { trigger: `${box} .o_lot_moment_sentence:contains(as soon as they start)` },
        says("Which orders get numbers then", "lot_prealloc_outlook", "production starts: 2"),
        press("And back", `${moment("progress")}:focus`, "ArrowLeft"),
        { trigger: `${box} .o_lot_moment_sentence:contains(when they confirm)` },
        {
            content: "A number that is typed key by key",
            trigger: example,
            run() {
                this.anchor.focus();
            },
        },
        press("No digits yet", `${example}:focus`, "A", "C", "M", "E"),
        says("It says what is wrong", "lot_number_example_error", "no digits"),
        picture("first-minutes-error", example),
        insert("The whole number is pasted", example, `ACME-${year}-04711`),
        {
            content: "A pattern is proposed",
            trigger: `${pattern}:value(ACME-{YY}-{00000})`,
        },
        says("And the next number", "lot_number_example_next", `ACME-${year}-04712`),
        says("And what Save does", "lot_prealloc_outlook", "Save makes the format"),
        says("For which orders", "lot_prealloc_outlook", "confirmed: 1"),
        says("And which not", "lot_prealloc_outlook", "past that moment"),
        {
            content: "Its products are tracked by themselves: neither ticked nor not",
            trigger: `${row("First Bikes")} input:indeterminate`,
        },
        {
            content: "A category is ticked",
            trigger: `${row("First Paints")} input:not(:checked):not(:indeterminate)`,
            run() {
                this.anchor.focus();
            },
        },
        press("With the keyboard", `${row("First Paints")} input:focus`, " "),
        {
            content: "Each unit, or a lot of them",
            trigger: `${row("First Paints")} select:value(serial)`,
            run: "select lot",
        },
        says("What Save tracks", "lot_prealloc_outlook", "of 1 product with stock"),
        says("And numbers", "lot_prealloc_outlook", "tracked: 1. Their numbers: 1."),
        {
            trigger: `${row("First Bikes")} input:indeterminate`,
            run: "click",
        },
        {
            content: "Ticked by mistake, and unticked",
            trigger: `${row("First Bikes")} input:checked`,
            run: "click",
        },
        { trigger: `${row("First Bikes")} input:indeterminate` },
        {
            content: "All of it is on one screen",
            trigger: box,
            run() {
                this.anchor.scrollIntoView({ block: "start" });
                const { height } = this.anchor.getBoundingClientRect();
                const room = this.anchor.closest(".settings").clientHeight;
                if (height > room) {
                    throw new Error(`${height} pixels on ${room}`);
                }
            },
        },
        picture("first-minutes", pattern),
        inspect("the first steps", pattern, box),
        { trigger: ".o_form_button_save:enabled", run: "click" },
        {
            content: "Asked about what is in stock",
            trigger: ".modal:contains(Lacquer: 40.00 Units)",
        },
        picture("first-minutes-question", ".modal"),
        {
            trigger: ".modal .btn-primary:contains(Change Tracking)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is in force after Save, and one number is given",
            trigger: `#lot_config_scope .o_field_widget[name=lot_number_next]:contains(ACME-${year}-04713)`,
        },
        { trigger: `${row("First Paints")} input:checked` },
        { trigger: `${box}:not(:has(.o_field_widget[name=lot_prealloc_outlook] span:visible))` },
        { trigger: `${box}:not(:has(.o_field_widget[name=lot_number_example_pattern]))` },
    ],
});

tours.add("lot_prealloc_first_steps_on_a_phone", {
    steps: () => [
        ...tick,
        picture("first-minutes-phone", moment("confirmed")),
        insert("A number", example, `ACME-${year}-04711`),
        says("The next number", "lot_number_example_next", `ACME-${year}-04712`),
        {
            content: "Nothing is wider than the screen",
            trigger: `${box} .o_lot_categories`,
            run() {
                const settings = this.anchor.closest(".settings");
                if (settings.scrollWidth > settings.clientWidth) {
                    throw new Error(`${settings.scrollWidth} on ${settings.clientWidth}`);
                }
                this.anchor.scrollIntoView({ block: "center" });
            },
        },
        picture("first-minutes-phone-table", `${box} .o_lot_categories`),
        inspect("the first steps on a phone", pattern, box),
        { trigger: ".o_form_button_save:enabled", run: "click", expectUnloadPage: true },
        inForce,
    ],
});
