import { registry } from "@web/core/registry";
import {
    Many2ManyTagsField,
    many2ManyTagsField,
} from "@web/views/fields/many2many_tags/many2many_tags_field";

const COLOR_FIELD = "hold_color";
const NOTICE_FIELD = "hold_notice";

/** Numbers as tags: what is on hold is red among the others, and says why. */
export class LotTagsField extends Many2ManyTagsField {
    getTagProps(record) {
        const props = super.getTagProps(record);
        const notice = record.data[NOTICE_FIELD];
        return notice ? { ...props, title: `${props.text} · ${notice}` } : props;
    }
}

export const lotTagsField = {
    ...many2ManyTagsField,
    component: LotTagsField,
    relatedFields: (fieldInfo) => [
        ...many2ManyTagsField.relatedFields(fieldInfo),
        { name: COLOR_FIELD, type: "integer", readonly: true },
        { name: NOTICE_FIELD, type: "char", readonly: true },
    ],
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...many2ManyTagsField.extractProps(fieldInfo, dynamicInfo),
        colorField: COLOR_FIELD,
    }),
    additionalClasses: ["o_field_many2many_tags"],
};

registry.category("fields").add("lot_tags", lotTagsField);
