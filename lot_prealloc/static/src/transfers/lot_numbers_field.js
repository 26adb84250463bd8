import { registry } from "@web/core/registry";
import {
    Many2ManyTagsField,
    many2ManyTagsField,
} from "@web/views/fields/many2many_tags/many2many_tags_field";
import { LotAutocomplete } from "./lot_autocomplete";

// More numbers than this are summed up; they are edited in the line's details.
const MAX_TAGS = 10;

/** e.g. “ACME-26-00143 … 00152 (10)”, as on the manufacturing order */
export function summarizeNames(names) {
    const first = names[0];
    let last = names.at(-1);
    const [, prefix, digits] = last.match(/^(.*?)(\d+)$/) || [];
    if (digits && first.startsWith(prefix) && /^\d+$/.test(first.slice(prefix.length))) {
        last = digits;
    }
    return `${first} … ${last} (${names.length})`;
}

/** The numbers of a line: tags to edit, or a summary where they are many. */
export class LotNumbersField extends Many2ManyTagsField {
    static template = "lot_prealloc.LotNumbersField";
    static components = {
        ...Many2ManyTagsField.components,
        Many2XAutocomplete: LotAutocomplete,
    };

    get isSummary() {
        return this.names.length > MAX_TAGS;
    }

    get names() {
        return this.props.record.data[this.props.name].records.map(
            (record) => record.data.display_name
        );
    }

    get summary() {
        return summarizeNames(this.names);
    }
}

registry.category("fields").add("lot_numbers", {
    ...many2ManyTagsField,
    component: LotNumbersField,
    additionalClasses: ["o_field_many2many_tags"],
});
