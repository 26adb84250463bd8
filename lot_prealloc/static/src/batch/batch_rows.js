/**
 * The list of Batch Production as rows of cells, and back: a line of text is a number
 * (of a lot: with its quantity after a semicolon), then a field for each component.
 */

const LINE_END = /\r\n|\r|\n/;

/** @returns {string[]} */
export function splitLines(text) {
    return text ? text.split(LINE_END) : [];
}

/**
 * @param {string} line
 * @param {boolean} hasQuantity whether a cell after the number has its quantity
 * @returns {string[]} the cells of a row
 */
export function parseRow(line, hasQuantity) {
    const [number, ...components] = line.split(/[,\t]/).map((cell) => cell.trim());
    if (!hasQuantity) {
        return [number, ...components];
    }
    const at = number.indexOf(";");
    const name = at < 0 ? number : number.slice(0, at);
    const quantity = at < 0 ? "" : number.slice(at + 1);
    return [name.trim(), quantity.trim(), ...components];
}

/** @returns {string} what a person means by a comma in a cell of this kind */
export function cleanCell(kind, value) {
    if (kind === "quantity") {
        return value.replace(",", ".");
    }
    if (kind === "component") {
        return value.replace(/(;\s*\d+),(\d)/g, "$1.$2").replace(/\s*[,\t]\s*/g, "|");
    }
    return value;
}

/** @returns {string} the line of a row; nothing where nothing is in it */
export function formatRow(cells, hasQuantity) {
    const [name = "", ...others] = cells.map((cell) => (cell || "").trim());
    const quantity = hasQuantity ? cleanCell("quantity", others.shift() || "") : "";
    const components = others.map((cell) => cleanCell("component", cell));
    return [quantity ? `${name};${quantity}` : name, ...components].join(",").replace(/,+$/, "");
}

/** @returns {string} lines of rows, without those at the end that have nothing in them */
export function formatRows(rows, hasQuantity) {
    return rows
        .map((cells) => formatRow(cells, hasQuantity))
        .join("\n")
        .replace(/\n+$/, "");
}

/**
 * Cells of what is pasted.
 *
 * @param {string} text a block of a spreadsheet, or lines as the list has them
 * @param {boolean} isLine whether it is pasted where a line begins
 * @param {(cells: string[]) => boolean} isHeading
 * @param {boolean} hasQuantity
 * @returns {string[][]}
 */
export function parseBlock(text, { isLine, isHeading, hasQuantity }) {
    const lines = splitLines(text.replace(/[\r\n]+$/, ""));
    const block = lines.map((line) => {
        if (line.includes("\t") || !isLine) {
            return line.split("\t").map((cell) => cell.trim());
        }
        return /[,;]/.test(line) ? parseRow(line, hasQuantity) : [line.trim()];
    });
    return block.length > 1 && isHeading(block[0]) ? block.slice(1) : block;
}
