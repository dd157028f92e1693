import type { Row } from "./rows";

/**
 * Rows in the order of their list. Finding a place costs the logarithm of the length: a list of
 * fifty thousand conversations takes an event as quickly as one of fifty.
 */
export class OrderedRows {
  readonly #rows: Row[] = [];

  /** All rows, first to last. */
  get all(): readonly Row[] {
    return this.#rows;
  }

  insert(row: Row): void {
    this.#rows.splice(this.#place(row), 0, row);
  }

  /** Takes the row out that was inserted, by its own order. */
  remove(row: Row): void {
    const at = this.#place(row);
    if (this.#rows[at]?.id === row.id) this.#rows.splice(at, 1);
  }

  /** How many rows stand no later than `order`. */
  countUpTo(order: number): number {
    return this.#first((row) => row.order > order);
  }

  #place(row: Row): number {
    return this.#first((other) => other.order > row.order || (other.order === row.order && other.id >= row.id));
  }

  #first(holds: (row: Row) => boolean): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#rows[middle];
      if (row === undefined || holds(row)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
