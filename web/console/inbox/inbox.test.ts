import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Conversation, ConversationEvent, ConversationPage, Rest } from "../../client/index";
import { Inbox } from "./inbox";

interface Asked {
  query: { status?: string; q?: string; owner?: string; cursor?: string; limit?: number };
  answer: (page: Partial<ConversationPage>) => Promise<void>;
}

let asked: Asked[];
let inbox: Inbox;

beforeEach(() => {
  asked = [];
  const rest = {
    conversations: (_channel: string, query: Asked["query"]) =>
      new Promise<ConversationPage>((resolve) => {
        const answer = async (page: Partial<ConversationPage>): Promise<void> => {
          resolve({ items: [], counts: {}, ...page });
          for (let turn = 0; turn < 8; turn++) await Promise.resolve();
        };
        asked.push({ query, answer });
      }),
    followers: () => Promise.resolve([]),
  } as unknown as Rest;
  inbox = new Inbox({ rest, myId: "agent-1", channelId: () => "demo", changed: () => undefined });
});

/** A conversation that has waited, or was last active, since so many seconds after the epoch. */
function conversation(id: string, second: number, rest: Partial<Conversation> = {}): Conversation {
  const at = new Date(second * 1_000).toISOString();
  return {
    id, channelId: "demo", follower: { id: `f-${id}`, name: id }, status: "UNANSWERED", cycle: 1, lastSeq: 2,
    lastActivityAt: at, waitingSince: at, ...rest,
  };
}

const shown = (): string[] => inbox.list.map(({ id }) => id);
const nth = (index: number): Asked => {
  const call = asked.at(index);
  if (call === undefined) throw new Error("nothing was asked for");
  return call;
};

describe("the list", () => {
  test("grows page by page, in the order of the server", async () => {
    // Given
    void inbox.reload();
    await nth(0).answer({ items: [conversation("a", 1), conversation("b", 2)], nextCursor: "two" });
    // When
    void inbox.loadMore();
    await nth(1).answer({ items: [conversation("c", 3)] });
    // Then
    expect(nth(1).query).toMatchObject({ status: "UNANSWERED", cursor: "two" });
    expect(shown()).toEqual(["a", "b", "c"]);
    expect(inbox.hasMore).toBe(false);
  });

  test("does not show a newcomer that belongs behind pages that were not fetched", async () => {
    // Given
    void inbox.reload();
    await nth(0).answer({ items: [conversation("a", 1), conversation("b", 2)], nextCursor: "two", counts: { UNANSWERED: 900 } });
    const opened = {
      event: "conversation-opened", conversationId: "z", channelId: "demo", followerId: "f-z", followerName: "z",
      seq: 1, firstSeq: 1, cycle: 1, at: new Date(9_000_000).toISOString(),
    } as ConversationEvent;
    // When
    inbox.apply(opened, false);
    // Then
    expect(shown()).toEqual(["a", "b"]);
    expect(inbox.rows.counts.UNANSWERED).toBe(901);
  });

  test("keeps what was scrolled to when its first page is fetched again", async () => {
    // Given
    void inbox.reload();
    await nth(0).answer({ items: [conversation("a", 1)], nextCursor: "two" });
    void inbox.loadMore();
    await nth(1).answer({ items: [conversation("b", 2)], nextCursor: "three" });
    // When
    void inbox.reload();
    await nth(2).answer({ items: [conversation("a", 1)], nextCursor: "two" });
    // Then
    expect(shown()).toEqual(["a", "b"]);
    void inbox.loadMore();
    expect(nth(3).query.cursor).toBe("three");
  });

  test("shows the whole of a page although the server orders by activity to the second only", async () => {
    // Given
    inbox.setTab("ACTIVE");
    const items = [conversation("a", 7.1, { status: "ACTIVE" }), conversation("b", 7.9, { status: "ACTIVE" })];
    // When
    await nth(-1).answer({ items: [...items].reverse(), nextCursor: "two" });
    const first = shown();
    void inbox.reload();
    await nth(-1).answer({ items: items.slice(0, 1), nextCursor: "two" });
    // Then: and what is of the same second may stand on either page
    expect(first).toEqual(["b", "a"]);
    expect(shown()).toEqual(["b", "a"]);
  });

  test("shows what an agent owns when only that is wanted, and asks for it", async () => {
    // Given
    inbox.setTab("ACTIVE");
    const [me, other] = [{ id: "agent-1", name: "One" }, { id: "agent-2", name: "Two" }];
    await nth(-1).answer({
      items: [conversation("a", 2, { status: "ACTIVE", owner: me }), conversation("b", 1, { status: "ACTIVE", owner: other })],
    });
    // When
    inbox.setWhose("mine");
    await nth(-1).answer({ items: [conversation("a", 2, { status: "ACTIVE", owner: me })] });
    // Then
    expect(nth(-1).query).toMatchObject({ status: "ACTIVE", owner: "me" });
    expect(shown()).toEqual(["a"]);
  });

  describe("with a search", () => {
    beforeEach(() => {
      vi.useFakeTimers();
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    const said = (id: string, text: string, seq = 3): ConversationEvent =>
      ({
        event: "message-sent", conversationId: id, channelId: "demo", seq, at: new Date(9_000).toISOString(), text,
        sender: { role: "FOLLOWER", id: `f-${id}`, name: id },
      }) as ConversationEvent;

    /** A search that has looked twice: what was written just before it may come into the index late. */
    async function searched(text: string, found: Conversation[]): Promise<void> {
      void inbox.reload();
      await nth(0).answer({ items: [conversation("a", 1), conversation("b", 2), conversation("c", 3)] });
      inbox.setSearch(text);
      await vi.advanceTimersByTimeAsync(250);
      await nth(1).answer({ items: [] });
      await vi.advanceTimersByTimeAsync(1_500);
      await nth(2).answer({ items: found });
    }

    test("finds what was written just before", async () => {
      // When
      await searched("Parcel", [conversation("a", 1)]);
      // Then
      expect(shown()).toEqual(["a"]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked).toHaveLength(3);
    });

    test("finds what is written afterwards, as soon as the server does", async () => {
      // Given
      await searched("Parcel", [conversation("a", 1)]);
      inbox.apply(said("b", "where is my parcel?"), false);
      await vi.advanceTimersByTimeAsync(1_500);
      await nth(3).answer({ items: [conversation("a", 1)] });
      const tooEarly = shown();
      // When
      await vi.advanceTimersByTimeAsync(3_000);
      await nth(4).answer({ items: [conversation("a", 1), conversation("b", 2, { lastSeq: 3 })] });
      // Then
      expect(tooEarly).toEqual(["a"]);
      expect(shown()).toEqual(["a", "b"]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(asked).toHaveLength(5);
    });

    test("gives up after some looks on what the server does not find", async () => {
      // Given
      await searched("Parcel", [conversation("a", 1)]);
      // When
      inbox.apply(said("b", "a parcel"), false);
      for (const [index, wait] of [1_500, 3_000, 6_000, 12_000].entries()) {
        await vi.advanceTimersByTimeAsync(wait);
        await nth(3 + index).answer({ items: [conversation("a", 1)] });
      }
      await vi.advanceTimersByTimeAsync(60_000);
      // Then
      expect(asked).toHaveLength(7);
      expect(shown()).toEqual(["a"]);
    });

    test("asks nobody about messages without a word of it", async () => {
      // Given
      await searched("Parcel", [conversation("a", 1)]);
      // When
      inbox.apply(said("b", "good morning"), false);
      await vi.advanceTimersByTimeAsync(60_000);
      // Then
      expect(asked).toHaveLength(3);
    });

    test("forgets what it looked for with the next search", async () => {
      // Given
      await searched("Parcel", [conversation("a", 1)]);
      inbox.apply(said("b", "a parcel"), false);
      // When
      inbox.setSearch("");
      await vi.advanceTimersByTimeAsync(60_000);
      // Then
      expect(asked).toHaveLength(4);
      expect(nth(3).query.q).toBe("");
    });
  });

  test("steps to the neighbour, and from nowhere to the first", async () => {
    // Given
    void inbox.reload();
    await nth(0).answer({ items: [conversation("a", 1), conversation("b", 2)] });
    // When
    const steps = [inbox.beside("a", 1), inbox.beside("a", -1), inbox.beside(null, 1), inbox.beside(null, -1)];
    // Then
    expect(steps.map((row) => row?.id)).toEqual(["b", undefined, "a", "b"]);
  });
});
