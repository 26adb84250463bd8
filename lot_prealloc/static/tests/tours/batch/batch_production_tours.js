import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { picture } from "../picture";
import { cell, mark, paste } from "./batch_grid_tours";

const tours = registry.category("web_tour.tours");
const produceAll = {
    content: "Produce All",
    trigger: ".o_statusbar_buttons button[name=button_mark_done]:visible",
    run: "click",
};

function count(text) {
    return {
        content: `The dialog says ${text}`,
        trigger: `.modal .o_field_widget[name=line_count]:contains(${text})`,
    };
}

function press(name) {
    return { trigger: `.modal footer button[name=${name}]:enabled`, run: "click" };
}

function orderIs(suffix, state) {
    return [
        {
            content: `The order ${suffix} is ${state}`,
            trigger: `.o_form_view .o_field_widget[name=name]:contains(${suffix})`,
        },
        { trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})` },
    ];
}

tours.add("batch_production_prepare", {
    steps: () => [
        produceAll,
        count("10 of 10 units"),
        {
            content: "The grid has a column for this order's own component",
            trigger: ".modal .o_batch_grid [role=columnheader]:contains(Tour Frame)",
        },
        press("action_prepare_mo"),
        ...orderIs("-001", "Confirmed"),
        {
            trigger: "button[name=action_view_mrp_production_backorders]",
            run: "click",
        },
        ...["-002", "-005", "-010"].flatMap((suffix) => [
            {
                trigger: `.o_list_view .o_data_cell[name=name]:contains(${suffix})`,
                run: "click",
            },
            ...orderIs(suffix, "Confirmed"),
            produceAll,
            {
                content: "Its label is offered",
                trigger: ".modal:has(.o_field_widget[name=print_format]) footer .btn-secondary",
                run: "click",
            },
            ...orderIs(suffix, "Done"),
            {
                trigger: ".o_breadcrumb .o_back_button",
                run: "click",
            },
        ]),
        {
            trigger: ".o_list_view .o_data_row:contains(-010):contains(Done)",
        },
    ],
});

tours.add("batch_production_produce", {
    steps: () => [
        produceAll,
        count("10 of 10 units"),
        press("action_produce"),
        ...orderIs("-001", "Done"),
        {
            content: "The other nine",
            trigger: "button[name=action_view_mrp_production_backorders]:contains(10)",
        },
    ],
});

tours.add("batch_production_mistake", {
    steps: () => [
        produceAll,
        count("10 of 10 units"),
        paste(
            cell(1, 2),
            // Line 7 names the frame of line 2
            [1, 2, 3, 4, 5, 6, 2, 8, 9, 10].map((frame) => `FRM-${frame}`).join("\n")
        ),
        mark(7, "problem", "FRM-2 is already on line 2"),
        press("action_produce"),
        {
            content: "Refused, by line",
            trigger: ".o_error_dialog:contains(Line 7)",
        },
        {
            trigger: ".o_error_dialog footer button",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_error_dialog))",
        },
        {
            content: "What was typed is still there",
            trigger: `${cell(7, 2)}:value(/^FRM-2$/)`,
        },
        mark(7, "problem", "FRM-2 is already on line 2"),
        { trigger: cell(7, 2), run: "edit FRM-7" },
        mark(7, "ready"),
        press("action_produce"),
        ...orderIs("-001", "Done"),
    ],
});

const openManufacturing = [
    {
        content: "Go on working",
        trigger: ".o_navbar_apps_menu button",
        run: "click",
    },
    {
        trigger: ".o_app[data-menu-xmlid='mrp.menu_mrp_root']",
        run: "click",
    },
    {
        trigger: ".o_menu_brand:contains(Manufacturing)",
    },
];

const openSystray = { trigger: ".o_menu_systray .o_batch_systray", run: "click" };

function progressIs(text, place = ".o_batch_systray_menu") {
    return { trigger: `${place} .o_batch_progress:contains(${text})` };
}

tours.add("batch_production_long", {
    steps: () => [
        produceAll,
        count("101 of 101 units"),
        press("action_produce"),
        {
            content: "It gives the screen back",
            trigger: "body:not(:has(.modal))",
            timeout: 50000,
        },
        progressIs("0 of 101 produced", ".o_form_view .alert"),
        ...openManufacturing,
        openSystray,
        progressIs("0 of 101 produced"),
    ],
});

tours.add("batch_production_long_stop", {
    steps: () => [
        {
            content: "The order that was divided says it",
            trigger: ".o_form_view .alert .o_batch_progress:contains(40 of 101 produced)",
        },
        ...openManufacturing,
        { trigger: ".o_menu_systray .o_batch_systray:contains(39%)", run: "click" },
        progressIs("40 of 101 produced"),
        picture("batch-running", ".o_batch_systray_menu"),
        { trigger: ".o_batch_systray_menu .o_batch_stop", run: "click" },
        {
            content: "It asks first",
            trigger: ".modal:contains(What is done stays done) footer .btn-primary",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_menu_systray .o_batch_systray .fa-pause" },
    ],
});

tours.add("batch_production_long_go_on", {
    steps: () => [
        {
            content: "So does the rest",
            trigger: ".o_form_view .alert .o_batch_progress:contains(stopped, 40 of 101)",
        },
        picture("batch-stopped", ".o_form_view .o_batch_progress"),
        { trigger: ".o_form_view .alert .o_batch_open", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name=progress]:contains(40 of 101 produced)",
        },
        picture("batch-form", ".o_form_view"),
        { trigger: ".o_form_view button[name=action_resume]", run: "click" },
        { trigger: ".o_form_view button[name=action_stop]" },
    ],
});

tours.add("batch_production_long_done", {
    steps: () => [
        {
            trigger:
                ".o_notification:contains(101 produced: TOUR-00001 to 00101) button:contains(Print Labels)",
        },
        {
            trigger: ".o_notification button:contains(Open)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_cell[name=name]:contains(-001)",
            run: "click",
        },
        ...orderIs("-001", "Done"),
        { trigger: "body:not(:has(.o_batch_systray)):not(:has(.o_batch_progress))" },
    ],
});

const startLong = [
    produceAll,
    count("101 of 101 units"),
    press("action_produce"),
    { trigger: "body:not(:has(.modal))", timeout: 50000 },
    progressIs("0 of 101 produced", ".o_form_view .alert"),
];
// As after the connection was lost: no message has told that it is over.
const askHowFar = {
    trigger: ".o_menu_systray .o_batch_systray",
    async run() {
        await rpc("/web/dataset/call_kw/mrp.production.batch/get_mine", {
            model: "mrp.production.batch",
            method: "get_mine",
            args: [],
            kwargs: { context: { work_off: true } },
        });
        await odoo.__WOWL_DEBUG__.root.env.services.batch_production.refresh();
    },
    timeout: 50000,
};
const isOver = {
    trigger: ".o_notification:contains(101 produced)",
    timeout: 50000,
};

tours.add("batch_production_long_end", {
    steps: () => [
        ...startLong,
        askHowFar,
        isOver,
        ...orderIs("-001", "Done"),
        { trigger: ".o_form_view:not(:has(.o_batch_progress))" },
    ],
});

tours.add("batch_production_long_end_changed", {
    steps: () => [
        ...startLong,
        {
            trigger: ".o_notebook .nav-link:contains(Miscellaneous)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=origin] input",
            run: "edit typed && press Tab",
        },
        { trigger: ".o_form_button_save:visible" },
        askHowFar,
        isOver,
        { trigger: ".o_form_view .o_field_widget[name=origin] input:value(typed)" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Confirmed)" },
        ...stepUtils.saveForm(),
        ...orderIs("-001", "Done"),
        { trigger: ".o_form_view:not(:has(.o_batch_progress))" },
    ],
});

tours.add("batch_production_long_failed", {
    steps: () => [
        {
            content: "The order says what has happened",
            trigger: ".o_form_view .alert .o_batch_progress:contains(is closed)",
        },
        { trigger: ".o-mail-Message:contains(Batch Production has stopped)" },
        openSystray,
        progressIs("is closed"),
        picture("batch-failed", ".o_batch_systray_menu"),
    ],
});

tours.add("batch_production_long_refused", {
    steps: () => [
        produceAll,
        count("101 of 101 units"),
        { trigger: cell(1, 1), run: "edit OTHER-1" },
        { trigger: ".modal .o_batch_grid:not(:has([data-kind=pending]))" },
        mark(1, "ready"),
        {
            content: "Another order takes it in the meantime",
            trigger: ".modal",
            async run() {
                const call = (method, args) =>
                    rpc(`/web/dataset/call_kw/stock.lot/${method}`, {
                        model: "stock.lot",
                        method,
                        args,
                        kwargs: {},
                    });
                const ids = await call("search", [[["name", "=", "OTHER-0"]]]);
                await call("write", [ids, { name: "OTHER-1" }]);
            },
        },
        press("action_prepare_mo"),
        {
            content: "Refused, by line",
            trigger: ".o_error_dialog:contains(Line 1):contains(OTHER-1)",
        },
        {
            trigger: ".o_error_dialog footer button",
            run: "click",
        },
        {
            content: "The dialog is still open, with what was typed",
            trigger: `${cell(1, 1)}:value(/^OTHER-1$/)`,
        },
        mark(1, "problem", "OTHER-1"),
        {
            trigger: "body:not(:has(.o_notification))",
        },
        count("101 of 101 units"),
    ],
});
