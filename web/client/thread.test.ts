import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logOf, messageSent, seqs } from "./testing/fakes.js";
import { Thread } from "./thread.js";

describe("Thread", () => {
  test("shows events that continue the run at once", () => {
    // Given
    const thread = new Thread(0);
    // When
    const accepted = thread.accept([messageSent(1), messageSent(2)]);
    // Then
    expect(seqs(accepted.appended)).toEqual([1, 2]);
    expect(thread.applied).toBe(2);
    expect(thread.hasGap).toBe(false);
  });

  test("holds what lies beyond a gap until the gap is filled", () => {
    // Given
    const thread = new Thread(0);
    thread.accept([messageSent(1), messageSent(3), messageSent(4)]);
    expect(seqs(thread.log)).toEqual([1]);
    expect(thread.hasGap).toBe(true);
    // When
    const accepted = thread.accept([messageSent(2)]);
    // Then
    expect(seqs(accepted.appended)).toEqual([2, 3, 4]);
    expect(thread.hasGap).toBe(false);
  });

  test("ignores what it has", () => {
    // Given
    const thread = new Thread(0);
    thread.accept(logOf(3));
    // When
    const accepted = thread.accept([messageSent(2, { text: "another text" })]);
    // Then
    expect(accepted).toEqual({ appended: [], prepended: [] });
    expect(thread.log[1]).toMatchObject({ text: "message 2" });
  });

  test("grows downwards by an older page, in order", () => {
    // Given
    const thread = new Thread(5);
    thread.accept([messageSent(6)]);
    // When
    const accepted = thread.accept([messageSent(3), messageSent(4), messageSent(5)]);
    // Then
    expect(seqs(accepted.prepended)).toEqual([3, 4, 5]);
    expect(seqs(thread.log)).toEqual([3, 4, 5, 6]);
    expect(thread.base).toBe(2);
  });

  test("knows of a gap by an ack alone", () => {
    // Given
    const thread = new Thread(0);
    thread.accept(logOf(2));
    // When
    thread.noteKnown(3);
    // Then
    expect(thread.hasGap).toBe(true);
    expect(thread.known).toBe(3);
  });

  test("keeps a bounded number of events beyond a gap, the nearest ones", () => {
    // Given
    const thread = new Thread(0, { maxHeld: 3 });
    // When
    thread.accept([9, 3, 8, 4, 7, 5].map((seq) => messageSent(seq)));
    thread.accept([messageSent(1), messageSent(2)]);
    // Then
    expect(seqs(thread.log)).toEqual([1, 2, 3, 4, 5]);
    expect(thread.known).toBe(9);
    expect(thread.hasGap).toBe(true);
  });

  test("takes a page longer than what it may hold", () => {
    // Given
    const thread = new Thread(0, { maxHeld: 3 });
    // When
    thread.accept(logOf(50));
    // Then
    expect(thread.applied).toBe(50);
  });

  test("a follower's run goes over what only agents see, and only over that", () => {
    // Given
    const thread = new Thread(0, { follower: true });
    const [first, third, sixth] = [messageSent(1, { after: 0 }), messageSent(3, { after: 1 }), messageSent(6, { after: 3 })];
    // When
    thread.accept([first]);
    thread.accept([sixth]);
    const whileMissing = seqs(thread.log);
    thread.accept([third]);
    // Then
    expect(whileMissing).toEqual([1]);
    expect(seqs(thread.log)).toEqual([1, 3, 6]);
    expect(thread.applied).toBe(6);
    expect(thread.hasGap).toBe(false);
  });

  test("an agent's run goes over nothing, whatever an event says for followers", () => {
    // Given
    const thread = new Thread(0);
    // When
    thread.accept([messageSent(1, { after: 0 }), messageSent(3, { after: 1 })]);
    // Then
    expect(seqs(thread.log)).toEqual([1]);
    expect(thread.hasGap).toBe(true);
  });

  test("a follower's run that was taken up among private events finds its lower end by its first event", () => {
    // Given
    const thread = new Thread(7, { follower: true });
    // When
    thread.accept([messageSent(5, { after: 2 }), messageSent(9, { after: 5 })]);
    // Then
    expect(seqs(thread.log)).toEqual([5, 9]);
    expect(thread.base).toBe(2);
  });

  test("that the log goes on says nothing to a follower, and a gap to an agent", () => {
    // Given
    const follower = new Thread(0, { follower: true });
    const agent = new Thread(0);
    // When
    for (const thread of [follower, agent]) thread.noteLength(4);
    // Then
    expect([follower.hasGap, agent.hasGap]).toEqual([false, true]);
  });

  test("an empty run is taken up earlier, one with events is not", () => {
    // Given
    const empty = new Thread(100);
    const filled = new Thread(100);
    filled.accept([messageSent(101)]);
    // When
    for (const thread of [empty, filled]) thread.reachBack(20);
    // Then
    expect([empty.base, filled.base]).toEqual([20, 100]);
  });

  test("property: however events come, the run is contiguous and never loses or changes anything", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }).chain((length) =>
          fc.record({
            length: fc.constant(length),
            base: fc.integer({ min: 0, max: length }),
            maxHeld: fc.integer({ min: 1, max: 80 }),
            batches: fc.array(fc.array(fc.integer({ min: 1, max: length }), { maxLength: 10 }), { maxLength: 40 }),
          }),
        ),
        ({ length, base, maxHeld, batches }) => {
          const log = logOf(length);
          const thread = new Thread(base, { maxHeld });
          let shown: number[] = [];
          for (const batch of batches) {
            const { appended, prepended } = thread.accept(batch.map((seq) => messageSent(seq)));
            shown = [...seqs(prepended), ...shown, ...seqs(appended)];
            // What was told piece by piece is the run, and the run has no hole and no double.
            expect(seqs(thread.log)).toEqual(shown);
            expect(shown).toEqual(seqs(log.slice(thread.base, thread.applied)));
          }
          // Replayed from where it stands, in order, it ends equal to the log.
          thread.accept(log.slice(thread.applied));
          thread.accept(log.slice(0, thread.base).reverse());
          expect(thread.log).toEqual(log);
        },
      ),
      { numRuns: 500 },
    );
  });
});
