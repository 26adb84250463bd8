import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");
const grid = ".modal .o_batch_grid";

/** A cell, counted from 1 as a person does. */
export function cell(row, column) {
    return `${grid} input[data-cell='${row - 1},${column - 1}']`;
}

export function mark(row, kind, text = "") {
    return {
        content: `Row ${row} is ${kind}: ${text}`,
        trigger: `${grid} [data-row='${row}'] [data-kind=${kind}]:contains(${text})`,
    };
}

/** Paste as a browser does: an event with the clipboard's data. */
export function paste(trigger, text) {
    return {
        content: "Paste",
        trigger,
        run() {
            this.anchor.focus();
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            this.anchor.dispatchEvent(
                new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData })
            );
        },
    };
}

/** Keys as a scanner sends them: to whatever has the cursor, without a pause. */
function type(text) {
    for (const key of [...text].map((letter) => (letter === "\n" ? "Enter" : letter))) {
        const target = document.activeElement;
        const isUsed = !target.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })
        );
        if (!isUsed && key.length === 1) {
            target.setRangeText(key, target.selectionStart, target.selectionEnd, "end");
            target.dispatchEvent(new InputEvent("input", { data: key, bubbles: true }));
        }
        target.dispatchEvent(new KeyboardEvent("keyup", { key, bubbles: true }));
    }
}

export function scan(content, text) {
    return { content, trigger: `${grid} input:focus`, run: () => type(text) };
}

const produceAll = {
    trigger: ".o_statusbar_buttons button[name=button_mark_done]:visible",
    run: "click",
};

// The order has no numbers yet, and the list is empty.
const generateSerials = {
    trigger: "button[name=action_batch_production]:visible",
    run: "click",
};

export function press(name) {
    return { trigger: `.modal footer button[name=${name}]:enabled`, run: "click" };
}

/** Leave the dialog, with that many rows that are ready. */
function prepare(count) {
    return [
        {
            trigger: `${grid}:not(:has(.o_batch_next_problem)) .o_batch_ready:contains(${count} ready)`,
        },
        press("action_prepare_mo"),
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=name]:contains(-001)",
            timeout: 50000,
        },
    ];
}

const isDone = {
    trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
};

tours.add("batch_grid_scans", {
    steps: () => [
        generateSerials,
        {
            content: "The cursor waits in the first empty cell",
            trigger: `${cell(1, 1)}:focus`,
        },
        scan("Three scans, one after the other", "SCAN-1\nSCAN-2\nSCAN-3\n"),
        ...[1, 2, 3].flatMap((row) => [
            { trigger: `${cell(row, 1)}:value(/^SCAN-${row}$/)` },
            mark(row, "ready"),
        ]),
        {
            content: "They are counted",
            trigger: `${grid} .o_batch_ready:contains(3 ready)`,
        },
        press("action_produce"),
        isDone,
    ],
});

tours.add("batch_grid_spreadsheet", {
    steps: () => [
        produceAll,
        {
            content: "A column for each tracked component",
            trigger: `${grid} [role=columnheader]:contains(Motor)`,
        },
        paste(
            cell(1, 1),
            "Bike\tMotor\tCell\r\n" +
                "BIKE-2026-000009\tEM-0021\tCELL-A\r\n" +
                "BIKE-2026-000010\tEM-0022\tCELL-A\r\n" +
                "BIKE-2026-000011\tEM-0023\tCELL-B\r\n"
        ),
        { trigger: `${cell(1, 1)}:value(/^BIKE-2026-000009$/)` },
        { trigger: `${cell(1, 2)}:value(/^EM-0021$/)` },
        { trigger: `${cell(3, 3)}:value(/^CELL-B$/)` },
        ...[1, 2, 3].map((row) => mark(row, "ready")),
        picture("batch-production", `${grid} .o_batch_ready:contains(3 ready)`),
        press("action_produce"),
        isDone,
    ],
});

tours.add("batch_grid_mistakes", {
    steps: () => [
        produceAll,
        {
            content: "The numbers are there: the cursor waits for the first motor",
            trigger: `${cell(1, 2)}:focus`,
        },
        paste(
            cell(1, 2),
            "EM-0021\tCELL-A\nEM-0O22\tCELL-A\nEM-0021\tCELL-A\nCELL-A\tEM-0023\nEM-0023"
        ),
        mark(1, "ready"),
        mark(2, "problem", "EM-0O22"),
        mark(3, "problem", "line 1"),
        mark(4, "problem", "not of Motor"),
        mark(5, "ready"),
        picture("batch-production-mistakes", `${grid} .o_batch_next_problem:contains(3 to fix)`),
        {
            trigger: `${grid} .o_batch_ready:contains(2 ready)`,
        },
        press("action_produce"),
        {
            content: "Refused, with all of them",
            trigger: ".o_error_dialog:contains(Line 2):contains(Line 3):contains(Line 4)",
        },
        { trigger: ".o_error_dialog footer button", run: "click" },
        {
            content: "The dialog does not say that all is well",
            trigger: `body:not(:has(.o_error_dialog)) ${grid} .o_batch_next_problem:contains(3 to fix)`,
            run: "click",
        },
        {
            content: "A click goes to the next mistake, and says it in full",
            trigger: `${cell(2, 2)}:focus`,
        },
        { trigger: `${grid} .o_batch_reason:contains(EM-0O22)` },
        { trigger: `${grid} .o_batch_next_problem`, run: "click" },
        { trigger: `${cell(3, 2)}:focus` },
        { trigger: `${grid} .o_batch_next_problem`, run: "click" },
        { trigger: `${cell(4, 2)}:focus` },
        { trigger: `${grid} .o_batch_next_problem`, run: "click" },
        { trigger: `${cell(2, 2)}`, run: "edit EM-0022" },
        mark(2, "ready"),
        {
            content: "One less",
            trigger: `${grid} .o_batch_next_problem:contains(2 to fix)`,
        },
        { trigger: `${cell(3, 2)}`, run: "edit EM-0024" },
        paste(cell(4, 2), "EM-0025\tCELL-A"),
        {
            trigger: `${grid}:not(:has(.o_batch_next_problem)) .o_batch_ready:contains(5 ready)`,
        },
        press("action_produce"),
        isDone,
    ],
});

tours.add("batch_grid_choices", {
    steps: () => [
        produceAll,
        { trigger: `${cell(1, 2)}:focus`, run: "edit em-00" },
        {
            content: "What is reserved comes first, then what is in stock, with its place",
            trigger: `${grid} .o_batch_choices li:first-child:contains(EM-0021):contains(reserved):contains(Stock)`,
        },
        {
            trigger: `${grid} .o_batch_choices li:last-child:contains(EM-0022):not(:contains(reserved))`,
        },
        { trigger: cell(1, 2), run: "press ArrowDown" },
        { trigger: `${grid} .o_batch_choices li:first-child[aria-selected=true]` },
        { trigger: cell(1, 2), run: "press ArrowDown" },
        { trigger: `${grid} .o_batch_choices li:last-child[aria-selected=true]` },
        picture("batch-production-choices", `${grid} .o_batch_choices`),
        { trigger: cell(1, 2), run: "press Enter" },
        { trigger: `${cell(1, 2)}:value(/^EM-0022$/)` },
        {
            content: "And on to the next cell",
            trigger: `${cell(1, 3)}:focus`,
        },
        { trigger: `${grid}:not(:has(.o_batch_choices))` },
        mark(1, "ready"),
        ...prepare(2),
    ],
});

tours.add("batch_grid_keys", {
    steps: () => [
        produceAll,
        { trigger: `${cell(1, 2)}:focus`, run: "press ArrowDown" },
        { trigger: `${cell(2, 2)}:focus`, run: "press ArrowRight" },
        { trigger: `${cell(2, 3)}:focus`, run: "press ArrowLeft" },
        { trigger: `${cell(2, 2)}:focus`, run: "press ArrowUp" },
        { trigger: `${cell(1, 2)}:focus`, run: "press Control+End" },
        { trigger: `${cell(60, 1)}:focus`, run: "press PageUp" },
        { trigger: `${cell(50, 1)}:focus`, run: "press Control+Home" },
        {
            content: "Every cell says what it is for",
            trigger: `${cell(1, 1)}[aria-label='Bike, row 1']:focus`,
        },
        {
            content: "Only rows that one sees are drawn",
            trigger: `${grid}:not(:has([data-row='45']))`,
        },
        {
            content: "As text",
            trigger: `${grid} .o_batch_toggle`,
            run: "click",
        },
        {
            trigger: `${grid} textarea`,
            run() {
                this.anchor.focus();
                this.anchor.value = "BIKE-1\tEM-0021\tCELL-A\nBIKE-1";
                this.anchor.dispatchEvent(new InputEvent("input", { bubbles: true }));
            },
        },
        {
            trigger: `${grid} .o_batch_list_problem:contains(Line 2):contains(BIKE-1)`,
        },
        { trigger: `${grid} .o_batch_toggle`, run: "click" },
        mark(2, "problem", "BIKE-1"),
        { trigger: `${cell(1, 3)}:value(/^CELL-A$/)` },
        picture("batch-production-long", grid),
        { trigger: cell(2, 1), run: "edit BIKE-2" },
        ...prepare(2),
    ],
});

tours.add("batch_grid_phone", {
    steps: () => [
        generateSerials,
        {
            trigger: ".modal .o_batch_unit_count:contains(1 / 3)",
        },
        {
            content: "One unit at a time, and the cursor waits",
            trigger: `${cell(1, 1)}:focus`,
        },
        scan(
            "Scans go from cell to cell, and from unit to unit",
            "B-1\nEM-0021\nCELL-A\nB-2\nEM-0O22\n"
        ),
        { trigger: `${grid} .o_batch_unit_count:contains(2 / 3)` },
        { trigger: `${cell(2, 3)}:focus` },
        { trigger: `${cell(2, 1)}:value(/^B-2$/)` },
        mark(2, "problem", "EM-0O22"),
        picture("batch-production-phone", `${grid} .o_batch_next_problem:contains(1 to fix)`),
        { trigger: `${grid} button[aria-label='Previous unit']`, run: "click" },
        { trigger: `${cell(1, 2)}:value(/^EM-0021$/)` },
        mark(1, "ready"),
        {
            content: "The next mistake",
            trigger: `${grid} .o_batch_next_problem`,
            run: "click",
        },
        { trigger: `${cell(2, 2)}:focus`, run: "edit EM-0022" },
        ...prepare(2),
    ],
});

tours.add("batch_grid_lots", {
    steps: () => [
        { trigger: ".o_cp_action_menus .fa-cog", run: "click" },
        { trigger: ".o-dropdown-item:contains(Batch Production)", run: "click" },
        {
            content: "A lot has a quantity",
            trigger: `${grid} [role=columnheader]:contains(Quantity)`,
        },
        { trigger: `${cell(1, 2)}:value(/^100$/)` },
        paste(cell(1, 1), "Lot\tQuantity\nCHZ-A\t40\nCHZ-B\t60,5"),
        mark(2, "problem", "CHZ-B"),
        { trigger: cell(2, 2), run: "edit 59,5" },
        mark(2, "ready"),
        { trigger: cell(2, 2), run: "press Enter" },
        {
            content: "Enter makes a row for another lot",
            trigger: `${cell(3, 1)}:focus`,
        },
        scan("Its number and its quantity", "CHZ-C\n0.5\n"),
        mark(3, "ready"),
        ...prepare(3),
    ],
});

/** Measure how long a person waits: from the start of a step to what follows it. */
let start = 0;
const clock = {
    start: (step) => ({
        ...step,
        run(...args) {
            start = performance.now();
            return step.run.apply(this, args);
        },
    }),
    stop: (name, limit, trigger) => ({
        content: `${name}: at most ${limit} ms`,
        trigger,
        run() {
            const took = Math.round(performance.now() - start);
            console.log(`measured: ${name}: ${took} ms`);
            if (took > limit) {
                throw new Error(`${name} took ${took} ms`);
            }
        },
    }),
};

function fillRows(count) {
    const rows = Array.from({ length: count }, (_row, index) => `B-${index + 1}\tM-${index + 1}`);
    rows[count - 2] = rows[count - 2].replace(/M-.*/, "M-1");
    return rows.join("\n");
}

const leaveWithTwo = [
    { trigger: `${grid} .o_batch_toggle`, run: "click" },
    {
        content: "Two are enough",
        trigger: `${grid} textarea`,
        run() {
            this.anchor.focus();
            this.anchor.value = "B-1,M-1\nB-2,M-2";
            this.anchor.dispatchEvent(new InputEvent("input", { bubbles: true }));
        },
    },
    { trigger: `${grid} .o_batch_toggle`, run: "click" },
    ...prepare(2),
];

tours.add("batch_grid_large", {
    steps: () => [
        generateSerials,
        clock.start(paste(cell(1, 1), fillRows(2000))),
        clock.stop("2,000 rows pasted", 2000, `${cell(2000, 2)}, ${cell(1, 2)}:value(/^M-1$/)`),
        clock.stop(
            "2,000 rows pasted and checked",
            15000,
            `${grid} .o_batch_ready:contains(1999 ready)`
        ),
        { trigger: `${grid} .o_batch_next_problem:contains(1 to fix)` },
        clock.start({
            content: "To the mistake, far below",
            trigger: `${grid} .o_batch_next_problem`,
            run: (helpers) => helpers.click(),
        }),
        clock.stop("Scrolled to row 1999", 2000, `${cell(1999, 2)}:focus:value(/^M-1$/)`),
        mark(1999, "problem", "M-1 is already on line 1"),
        clock.start(scan("Put right", "M-NEW")),
        clock.stop(
            "Checked after typing in 2,000 rows",
            10000,
            `${grid} [data-row='1999'] [data-kind=hint]`
        ),
        { trigger: `${grid} .o_batch_ready:contains(2000 ready)` },
        ...leaveWithTwo,
    ],
});

tours.add("batch_grid_hundred", {
    steps: () => [
        generateSerials,
        paste(cell(1, 1), fillRows(100)),
        { trigger: `${grid} .o_batch_next_problem:contains(1 to fix)`, run: "click" },
        { trigger: `${cell(99, 2)}:focus` },
        clock.start(scan("Put right", "M-NEW")),
        clock.stop(
            "Checked after typing in 100 rows",
            5000,
            `${grid} [data-row='99'] [data-kind=hint]`
        ),
        ...leaveWithTwo,
    ],
});
