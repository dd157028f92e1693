import fc from "fast-check";
import { expect, test } from "vitest";
import { OrderedRows } from "./ordered-rows";
import type { Row } from "./rows";

const row = (id: number, order: number): Row => ({ id: String(id).padStart(3, "0"), order }) as Row;

test("property: whatever comes and goes, the rows stand in their order, each once", () => {
  const step = fc.record({ id: fc.nat(30), order: fc.integer({ min: -5, max: 5 }), stays: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: -6, max: 6 }), (steps, end) => {
      // Given
      const rows = new OrderedRows();
      const model = new Map<string, Row>();
      // When
      for (const { id, order, stays } of steps) {
        const next = row(id, order);
        const old = model.get(next.id);
        if (old !== undefined) rows.remove(old);
        model.delete(next.id);
        if (!stays) continue;
        rows.insert(next);
        model.set(next.id, next);
      }
      // Then
      const sorted = [...model.values()].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
      expect(rows.all).toEqual(sorted);
      expect(rows.countUpTo(end)).toBe(sorted.filter(({ order }) => order <= end).length);
    }),
  );
});
