import {
    Component,
    onMounted,
    onPatched,
    onWillRender,
    toRaw,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { usePosition } from "@web/core/position/position_hook";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { BatchListField, batchListField } from "./batch_list_field";
import { cleanCell, formatRow, formatRows, parseBlock, parseRow, splitLines } from "./batch_rows";

const TYPING_PAUSE = 250;
// px, as in batch_grid_field.scss
const ROW_HEIGHT = 40;
const VISIBLE_ROWS = 16;
// Rows that are drawn above and below those one sees.
const SPARE_ROWS = 8;
const PAGE = 10;
const NO_GRID = { columns: [{ title: "", kind: "number" }], rows: 0, titles: [], marks: {} };
const SURPLUS = { title: _t("Too many"), kind: "surplus" };

const ICONS = {
    ready: "fa-check-circle text-success",
    hint: "fa-info-circle text-warning-emphasis",
    problem: "fa-exclamation-circle text-danger",
    pending: "fa-ellipsis-h text-muted",
};

/**
 * The list of Batch Production as a grid: a row per unit, a column per component, and
 * what is to be said about each row. The text of the list stays its value.
 *
 * Rows live here and not in the record: a person types, the server is told after a
 * pause, and answers with the marks. Only rows that one sees are drawn.
 */
export class BatchGridField extends Component {
    static template = "lot_prealloc.BatchGridField";
    static components = { BatchListField };
    static props = BatchListField.props;

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.scroll = useRef("scroll");
        this.state = useState({
            isText: false,
            top: 0,
            row: 0,
            column: 0,
            choices: [],
            choice: -1,
        });
        this.rows = [];
        // The text as it is in the record, what is on its way there, what was sent last.
        this.known = null;
        this.sent = [];
        this.lastSent = null;
        // Where the cursor goes as soon as it is drawn, and what was typed meanwhile.
        this.ahead = null;
        this.lastChoices = new KeepLast();
        this.commitSoon = useDebounced(() => this.commit(), TYPING_PAUSE);
        this.searchSoon = useDebounced(() => this.search(), TYPING_PAUSE);
        usePosition("choices", () => this.getInput(this.state.row, this.state.column), {
            position: "bottom-start",
        });
        const { bus } = this.props.record.model;
        useBus(bus, "NEED_LOCAL_CHANGES", (ev) => ev.detail.proms.push(this.commit()));
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.commit());
        onWillRender(() => {
            this.follow();
            this.followMarks();
            this.drawnRows = this.findDrawnRows();
            this.columns = this.findColumns();
        });
        onMounted(() => {
            const [row, column] = this.findEmpty(0, 0) || [0, 0];
            // after Odoo, which puts the cursor into the first field of a dialog
            Promise.resolve().then(() => this.goTo(row, column));
        });
        onPatched(() => this.arrive());
        useEffect(
            (choice) => {
                const option = this.root.el?.querySelector(`#${this.choiceId(choice)}`);
                option?.scrollIntoView({ block: "nearest" });
            },
            () => [this.state.choice]
        );
    }

    // -----------------------------------------------------------------
    // The text, and the rows
    // -----------------------------------------------------------------

    /** It changes as a whole only: observed as such, whatever thousands of marks it has. */
    get grid() {
        return toRaw(this.props.record.data.batch_grid) || NO_GRID;
    }

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    get hasQuantity() {
        return this.grid.columns.some((column) => column.kind === "quantity");
    }

    /** Take over what others made of the text: the server, or a person who typed it. */
    follow() {
        const { text } = this;
        if (text === this.known) {
            return;
        }
        this.known = text;
        this.lines = splitLines(text);
        if (this.sent.includes(text)) {
            return;
        }
        this.lastSent = text;
        this.rows = this.lines.map((line) => parseRow(line, this.hasQuantity));
        this.state.row = Math.min(this.state.row, this.rowCount - 1);
        const { heading } = this.grid;
        if (heading && !this.state.isText) {
            this.rows.splice(heading - 1, 1);
            this.commitSoon();
        }
    }

    /** Tell the server. */
    async commit() {
        const text = formatRows(this.rows, this.hasQuantity);
        if (this.state.isText || text === this.lastSent) {
            return;
        }
        this.lastSent = text;
        this.sent.push(text);
        try {
            await this.props.record.update({ [this.props.name]: text });
            if (text === this.text) {
                this.follow();
            }
            this.props.record.model.bus.trigger("FIELD_IS_DIRTY", false);
        } catch (error) {
            this.lastSent = null;
            throw error;
        } finally {
            this.sent.splice(this.sent.indexOf(text), 1);
        }
    }

    findColumns() {
        const columns = [...this.grid.columns];
        const width = Math.max(0, ...this.drawnRows.map((row) => this.rows[row]?.length || 0));
        while (columns.length < width) {
            columns.push(SURPLUS);
        }
        return columns;
    }

    get rowCount() {
        return Math.max(this.rows.length, this.grid.rows, 1);
    }

    get isSmall() {
        return this.env.isSmall;
    }

    /** The rows that one sees, some more, and the one with the cursor. */
    findDrawnRows() {
        if (this.isSmall) {
            return [this.state.row];
        }
        const first = Math.max(0, Math.floor(this.state.top / ROW_HEIGHT) - SPARE_ROWS);
        const last = Math.min(this.rowCount, first + VISIBLE_ROWS + 2 * SPARE_ROWS);
        const rows = new Set([this.state.row]);
        for (let row = first; row < last; row++) {
            rows.add(row);
        }
        return [...rows].filter((row) => row < this.rowCount).sort((a, b) => a - b);
    }

    get bodyStyle() {
        return `height: ${this.rowCount * ROW_HEIGHT}px`;
    }

    getRowStyle(row) {
        return `top: ${row * ROW_HEIGHT}px; ${this.gridTemplate}`;
    }

    get gridTemplate() {
        const cells = this.columns.map(({ kind }) =>
            kind === "quantity" ? "minmax(5rem, 0.6fr)" : "minmax(9rem, 1.2fr)"
        );
        const width = 14 + 9.5 * cells.length;
        return `grid-template-columns: 2.5rem ${cells.join(" ")} minmax(9rem, 1.4fr); min-width: ${width}rem`;
    }

    getCell(row, column) {
        return this.rows[row]?.[column] || "";
    }

    setCell(row, column, value) {
        this.marks.delete(row);
        while (this.rows.length <= row) {
            this.rows.push([]);
        }
        const cells = this.rows[row];
        while (cells.length < column) {
            cells.push("");
        }
        cells[column] = value;
        while (cells.length > this.grid.columns.length && !cells[cells.length - 1]) {
            cells.pop();
        }
    }

    // -----------------------------------------------------------------
    // Marks
    // -----------------------------------------------------------------

    getMark(row) {
        if (!this.marks.has(row)) {
            this.marks.set(row, this.findMark(row));
        }
        return this.marks.get(row);
    }

    findMark(row) {
        const { hasQuantity } = this;
        const line = formatRow(this.rows[row] || [], hasQuantity);
        const known = this.lines[row] ?? "";
        if (line !== known && line !== formatRow(parseRow(known, hasQuantity), hasQuantity)) {
            return ["pending", _t("checking…")];
        }
        if (!line) {
            return ["", ""];
        }
        return this.grid.marks[row + 1] || ["ready", _t("ready")];
    }

    /** @returns {number} column of the cell that a row's problem is about */
    findProblem(row) {
        const [kind, text] = this.getMark(row);
        if (kind !== "problem") {
            return -1;
        }
        const isNamed = (column) =>
            this.getCell(row, column)
                .split("|")
                .map((number) => number.split(";")[0].trim())
                .some((name) => name && text.includes(name));
        // from the last one: the number of the finished product may be part of others
        for (let column = this.columns.length - 1; column > 0; column--) {
            if (isNamed(column)) {
                return column;
            }
        }
        return 0;
    }

    getIcon(kind) {
        return ICONS[kind];
    }

    followMarks() {
        // as they are drawn now
        this.marks = new Map();
        const { marks } = this.grid;
        if (marks === this.knownMarks) {
            return;
        }
        this.knownMarks = marks;
        const find = (kind) =>
            Object.keys(marks)
                .filter((position) => marks[position][0] === kind)
                .map((position) => Number(position) - 1)
                .sort((a, b) => a - b);
        this.problems = find("problem");
        this.hints = find("hint");
    }

    get summary() {
        return {
            ready: _t("%s ready", this.grid.lines - this.problems.length),
            problems: this.problems.length && _t("%s to fix", this.problems.length),
            hints: this.hints.length && _t("%s to look at", this.hints.length),
        };
    }

    /** What is said about the row with the cursor, in full. */
    get reason() {
        const [kind, text] = this.getMark(this.state.row);
        return ["problem", "hint"].includes(kind)
            ? _t("Row %(row)s: %(text)s", { row: this.state.row + 1, text })
            : "";
    }

    goToNext(rows) {
        const row = rows.find((other) => other > this.state.row) ?? rows[0];
        this.goTo(row, Math.max(this.findProblem(row), 0));
    }

    // -----------------------------------------------------------------
    // The cursor
    // -----------------------------------------------------------------

    getInput(row, column) {
        return this.root.el?.querySelector(`input[data-cell="${row},${column}"]`);
    }

    goTo(row, column) {
        this.closeChoices();
        this.ahead = { row, column, typed: null };
        this.state.row = row;
        this.state.column = column;
        if (!this.arrive()) {
            this.reveal(row);
            this.render();
        }
    }

    /** Put the cursor where it shall be, once that is drawn. */
    arrive() {
        const { row, column, typed } = this.ahead || {};
        const input = this.ahead && this.getInput(row, column);
        if (!input) {
            return false;
        }
        this.ahead = null;
        this.reveal(row);
        input.focus({ preventScroll: !this.isSmall });
        input.select();
        if (typed !== null) {
            this.setCell(row, column, typed);
            input.value = typed;
            this.commitSoon();
        }
        return true;
    }

    reveal(row) {
        const { el } = this.scroll;
        if (!el) {
            return;
        }
        const header = el.querySelector(".o_batch_grid_head")?.offsetHeight || 0;
        const top = row * ROW_HEIGHT;
        if (top < el.scrollTop) {
            el.scrollTop = top;
        } else if (top + ROW_HEIGHT > el.scrollTop + el.clientHeight - header) {
            el.scrollTop = top + ROW_HEIGHT - el.clientHeight + header;
        }
        this.state.top = el.scrollTop;
    }

    onScroll() {
        this.state.top = this.scroll.el.scrollTop;
        this.closeChoices();
    }

    onFocus(row, column) {
        this.state.row = row;
        this.state.column = column;
    }

    /** @returns {[number, number]} the first cell from there on that has nothing in it */
    findEmpty(row, column) {
        for (; row < this.rowCount; row++, column = 0) {
            for (; column < this.grid.columns.length; column++) {
                if (!this.getCell(row, column)) {
                    return [row, column];
                }
            }
        }
        return null;
    }

    /** Enter: the next cell that has nothing in it; where there is none, the next one. */
    goOn(row, column) {
        const isLast = column >= this.grid.columns.length - 1;
        const next = isLast ? [row + 1, 0] : [row, column + 1];
        const [nextRow, nextColumn] = this.findEmpty(...next) || next;
        if (nextRow >= this.rowCount) {
            this.rows.length = Math.max(this.rows.length, row + 1);
            this.rows = Array.from(this.rows, (cells) => cells || []);
            this.rows.push([]);
        }
        this.goTo(nextRow, nextColumn);
    }

    // -----------------------------------------------------------------
    // Keys
    // -----------------------------------------------------------------

    onKeydown(ev, row, column) {
        if (this.ahead) {
            // A scanner does not wait until the next cell is drawn.
            this.catchKey(ev);
            return;
        }
        if (ev.ctrlKey || ev.metaKey || ev.altKey) {
            this.onShortcut(ev);
        } else if (this.state.choices.length && this.onChoiceKey(ev, row, column)) {
            ev.preventDefault();
            ev.stopPropagation();
        } else if (this.move(ev, row, column)) {
            ev.preventDefault();
        }
    }

    catchKey(ev) {
        if (ev.key === "Enter") {
            const { row, column, typed } = this.ahead;
            this.setCell(row, column, typed ?? this.getCell(row, column));
            this.leave(row, column);
            this.goOn(row, column);
        } else if (ev.key.length === 1 && !ev.ctrlKey && !ev.metaKey && !ev.altKey) {
            this.ahead.typed = (this.ahead.typed ?? "") + ev.key;
        } else {
            return;
        }
        ev.preventDefault();
    }

    onShortcut(ev) {
        if (ev.altKey && ev.key === "ArrowDown") {
            this.search();
        } else if (ev.ctrlKey && ev.key === "Home") {
            this.goTo(0, 0);
        } else if (ev.ctrlKey && ev.key === "End") {
            this.goTo(this.rowCount - 1, 0);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    /** @returns {boolean} whether the key moved the cursor to another cell */
    move({ key, target }, row, column) {
        const steps = { ArrowUp: -1, ArrowDown: 1, PageUp: -PAGE, PageDown: PAGE };
        if (key === "Enter") {
            this.leave(row, column);
            this.goOn(row, column);
        } else if (key in steps) {
            this.leave(row, column);
            this.goTo(Math.min(Math.max(row + steps[key], 0), this.rowCount - 1), column);
        } else if (key === "ArrowLeft" && this.isAt(target, 0) && column > 0) {
            this.leave(row, column);
            this.goTo(row, column - 1);
        } else if (
            key === "ArrowRight" &&
            this.isAt(target, target.value.length) &&
            column < this.columns.length - 1
        ) {
            this.leave(row, column);
            this.goTo(row, column + 1);
        } else {
            return false;
        }
        return true;
    }

    /** Whether the cursor is at an end of the text, or all of it is selected. */
    isAt({ selectionStart: start, selectionEnd: end, value }, place) {
        return (start === end && start === place) || (start === 0 && end === value.length);
    }

    onInput(ev, row, column) {
        this.setCell(row, column, ev.target.value);
        this.props.record.model.bus.trigger("FIELD_IS_DIRTY", true);
        this.closeChoices();
        if (this.columns[column].kind === "component") {
            this.searchSoon();
        }
        this.commitSoon();
        this.render();
    }

    onBlur(ev, row, column) {
        this.closeChoices();
        this.leave(row, column);
        if (!this.root.el?.contains(ev.relatedTarget)) {
            this.commit();
        }
    }

    /** A cell is done: a comma in it means something. */
    leave(row, column) {
        const value = this.getCell(row, column);
        const kind = this.columns[column]?.kind;
        if (kind === "number" && /[,\t]/.test(value)) {
            parseRow(value, this.hasQuantity).forEach((cell, index) => {
                if (cell) {
                    this.setCell(row, index, cell);
                }
            });
        } else if (cleanCell(kind, value) !== value) {
            this.setCell(row, column, cleanCell(kind, value));
        } else {
            return;
        }
        this.commitSoon();
        this.render();
    }

    onPaste(ev, row, column) {
        const text = ev.clipboardData?.getData("text/plain") || "";
        if (!/[\t\r\n]/.test(text.replace(/[\r\n]+$/, ""))) {
            return;
        }
        ev.preventDefault();
        const block = parseBlock(text, {
            isLine: column === 0,
            isHeading: (cells) => this.isHeading(cells),
            hasQuantity: this.hasQuantity,
        });
        block.forEach((cells, down) =>
            cells.forEach((cell, right) => {
                const kind = this.grid.columns[column + right]?.kind;
                this.setCell(row + down, column + right, cleanCell(kind, cell));
            })
        );
        this.render();
        this.commit();
        const last = row + block.length - 1;
        const [nextRow, nextColumn] = this.findEmpty(row, column) || [last, column];
        this.goTo(nextRow, nextColumn);
    }

    /** Cells that only say what stands below them, and are no numbers of the list. */
    isHeading(cells) {
        const titles = cells.filter((cell) => cell);
        const numbers = new Set(this.rows.flat());
        return (
            titles.length > 0 &&
            titles.every(
                (cell) => this.grid.titles.includes(cell.toLowerCase()) && !numbers.has(cell)
            )
        );
    }

    // -----------------------------------------------------------------
    // Choices: what is reserved, then what is in stock
    // -----------------------------------------------------------------

    /** The part of a cell that is being typed: it may name several numbers. */
    splitValue(value) {
        const at = Math.max(value.lastIndexOf("|"), value.lastIndexOf(",")) + 1;
        return [value.slice(0, at), value.slice(at).trim()];
    }

    async search() {
        const { row, column } = this.state;
        const { kind, is_serial: isSerial } = this.columns[column] || {};
        const [, text] = this.splitValue(this.getCell(row, column));
        if (kind !== "component" || text.includes(";") || this.ahead) {
            return;
        }
        const first = this.grid.columns.findIndex((other) => other.kind === "component");
        const others = this.rows.filter((_cells, index) => index !== row);
        const choices = await this.lastChoices.add(
            this.orm.silent.call("mrp.production.serials", "get_component_choices", [
                this.props.record.data.production_ids.currentIds,
                column - first,
                text,
                isSerial ? others.flatMap((cells) => (cells[column] || "").split("|")) : [],
            ])
        );
        const isStillThere =
            this.state.row === row &&
            this.state.column === column &&
            document.activeElement === this.getInput(row, column);
        const isComplete = choices.length === 1 && choices[0].name === text;
        this.state.choices = isStillThere && !isComplete ? choices : [];
        this.state.choice = -1;
    }

    closeChoices() {
        this.searchSoon.cancel();
        this.lastChoices.add(new Promise(() => {}));
        this.state.choices = [];
        this.state.choice = -1;
    }

    choiceId(index) {
        return `o_batch_choice_${index}`;
    }

    /** @returns {boolean} whether the key was for the choices */
    onChoiceKey(ev, row, column) {
        const { choices, choice } = this.state;
        if (ev.key === "ArrowDown" || ev.key === "ArrowUp") {
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.choice = Math.min(Math.max(choice + step, -1), choices.length - 1);
        } else if (ev.key === "Enter" && choice >= 0) {
            this.choose(choices[choice]);
            this.goOn(row, column);
        } else if (ev.key === "Escape") {
            this.closeChoices();
        } else {
            return false;
        }
        return true;
    }

    choose({ name }) {
        const { row, column } = this.state;
        const [before] = this.splitValue(this.getCell(row, column));
        this.setCell(row, column, before + name);
        this.closeChoices();
        this.commitSoon();
        this.render();
    }

    onClick(row, column) {
        if (!this.getCell(row, column)) {
            this.search();
        }
    }

    // -----------------------------------------------------------------
    // As text
    // -----------------------------------------------------------------

    async toggle() {
        // what is typed in either of them is in the record
        await this.props.record.isDirty();
        this.state.isText = !this.state.isText;
        if (!this.state.isText) {
            this.known = null;
            this.state.top = 0;
            const [row, column] = this.findEmpty(0, 0) || [0, 0];
            this.goTo(row, column);
        }
    }

    get scanHint() {
        return _t("scan or type");
    }

    getLabel(row, column) {
        return _t("%(column)s, row %(row)s", { column: this.columns[column].title, row: row + 1 });
    }
}

export const batchGridField = {
    ...batchListField,
    component: BatchGridField,
    displayName: _t("Lot/Serial Number Grid"),
    additionalClasses: [],
    fieldDependencies: [
        { name: "batch_grid", type: "json" },
        { name: "production_ids", type: "many2many" },
        { name: "list_problem", type: "char" },
        { name: "batch_help", type: "char" },
        { name: "batch_example", type: "char" },
    ],
};

registry.category("fields").add("batch_grid", batchGridField);
