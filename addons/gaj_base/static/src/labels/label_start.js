import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * What each position of the first sheet holds.
 *
 * @returns {{ position: number, state: "used" | "printed" | "free" }[]}
 */
export function sheetCells({ columns, rows, start, count }) {
    return Array.from({ length: columns * rows }, (_, index) => {
        const position = index + 1;
        const state = position < start ? "used" : position < start + count ? "printed" : "free";
        return { position, state };
    });
}

/** A picture of the sheet; a click on a label makes it the first one to be printed. */
export class LabelStart extends Component {
    static template = "gaj_base.LabelStart";
    static props = { ...standardFieldProps };

    get start() {
        return this.props.record.data[this.props.name];
    }
    get columns() {
        return this.props.record.data.columns;
    }
    get cells() {
        const { columns, rows, count } = this.props.record.data;
        return sheetCells({ columns, rows, count, start: this.start });
    }
    title({ position }) {
        return _t("Begin with label %s", position);
    }
    async choose({ position }) {
        if (!this.props.readonly) {
            await this.props.record.update({ [this.props.name]: position });
        }
    }
}

export const labelStart = {
    component: LabelStart,
    displayName: _t("First label on a sheet"),
    supportedTypes: ["integer"],
    fieldDependencies: [
        { name: "columns", type: "integer" },
        { name: "rows", type: "integer" },
        { name: "count", type: "integer" },
    ],
};

registry.category("fields").add("gaj_label_start", labelStart);
