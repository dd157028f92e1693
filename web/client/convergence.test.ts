import fc from "fast-check";
import { expect, test } from "vitest";
import { ParleyClient } from "./client";
import type { ConversationEvent, ServerFrame } from "./frames";
import { AGENT, FOLLOWER, FakeClock, FakeSocket, messageSent, seqs, settle, welcome } from "./testing/fakes";

/**
 * A server with one conversation whose network does everything that networks do: frames wait, are
 * lost with their connection, come twice, and (worse than the protocol allows) come in any order
 * or never.
 */
class UnreliableServer {
  readonly log: ConversationEvent[] = [];
  readonly sockets: FakeSocket[] = [];
  #toClient: ServerFrame[] = [];
  #handled = 0;

  open(socket: FakeSocket): void {
    this.sockets.push(socket);
    this.#toClient = [];
    this.#handled = 0;
    const conversations = this.log.length === 0 ? [] : [this.#summary()];
    socket.say(welcome({ conversations }));
  }

  /** Somebody writes. */
  append(parts: Parameters<typeof messageSent>[1]): ConversationEvent {
    const event = messageSent(this.log.length + 1, parts);
    this.log.push(event);
    this.#toClient.push({ type: "event", ...event });
    return event;
  }

  /** Handles the next frame of the client; the answer goes into the queue. */
  handle(refuse: boolean): void {
    const frame = this.#socket?.sent[this.#handled];
    if (frame === undefined) return;
    this.#handled += 1;
    if (frame.type === "send") this.#store(String(frame.clientMessageId), refuse);
    if (frame.type === "resume") this.#replay(frame.positions as Record<string, number>);
  }

  #store(clientMessageId: string, refuse: boolean): void {
    if (refuse) {
      this.#toClient.push({
        type: "error", clientMessageId, code: "overloaded", title: "busy", retryable: true, retryAfterMillis: 100,
      });
      return;
    }
    const known = this.log.find((event) => event.event === "message-sent" && event.clientMessageId === clientMessageId);
    const { seq, at } = known ?? this.append({ clientMessageId, sender: FOLLOWER, text: clientMessageId });
    this.#toClient.push({ type: "ack", clientMessageId, conversationId: "c1", seq, sentAt: at });
  }

  #replay(positions: Record<string, number>): void {
    for (const event of this.log.slice(positions.c1 ?? 0)) this.#toClient.push({ type: "event", ...event });
    this.#toClient.push({ type: "caught-up", positions: { c1: this.log.length } });
  }

  /** Brings the n-th waiting frame over, perhaps leaving it to come again, or loses it. */
  deliver(n: number, fate: "once" | "twice" | "never"): void {
    const index = n % Math.max(1, this.#toClient.length);
    const frame = this.#toClient[index];
    if (frame === undefined) return;
    if (fate !== "twice") this.#toClient.splice(index, 1);
    if (fate !== "never") this.#socket?.say(frame);
  }

  cut(code: number): void {
    const socket = this.#socket;
    this.#toClient = [];
    if (socket?.readyState === 1) socket.end(code);
  }

  get idle(): boolean {
    return this.#toClient.length === 0 && this.#handled >= (this.#socket?.sent.length ?? 0);
  }

  get #socket(): FakeSocket | undefined {
    return this.sockets.at(-1);
  }

  #summary() {
    return { id: "c1", channelId: "demo", status: "ACTIVE" as const, cycle: 1, lastSeq: this.log.length, readSeq: 0 };
  }
}

type Step =
  | { kind: "others-write" }
  | { kind: "write" }
  | { kind: "handle"; refuse: boolean }
  | { kind: "deliver"; n: number; fate: "once" | "twice" | "never" }
  | { kind: "cut"; code: number }
  | { kind: "wait"; millis: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ kind: "others-write" }) },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: "write" }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("handle" as const), refuse: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("deliver" as const),
      n: fc.nat(6),
      fate: fc.constantFrom("once" as const, "once" as const, "twice" as const, "never" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut" as const), code: fc.constantFrom(1006, 1012, 1013, 4000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), millis: fc.integer({ min: 1, max: 2_000 }) }) },
);

test("property: whatever happens on the way, the client ends with the server's log and every message stored once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120 }), async (steps) => {
      const clock = new FakeClock();
      const server = new UnreliableServer();
      const client = new ParleyClient({
        url: "ws://localhost/ws/follower",
        tokenProvider: () => Promise.resolve("token"),
        followedChannels: ["demo"],
        window: 1_000,
        openSocket: (url, protocols) => {
          const socket = new FakeSocket(url, protocols);
          clock.after(1, () => server.open(socket));
          return socket;
        },
        clock,
        random: () => 0.5,
      });
      const applied: number[] = [];
      client.on("applied", ({ appended }) => applied.push(...seqs(appended)));
      const written: string[] = [];
      client.start();
      await clock.advance(1);

      for (const { kind, ...what } of steps as (Step & Record<string, never>)[]) {
        switch (kind) {
          case "others-write":
            server.append({ sender: AGENT });
            break;
          case "write":
            written.push(client.send({ channelId: "demo", text: `text ${written.length}` })?.clientMessageId ?? "");
            break;
          case "handle":
            server.handle(what.refuse);
            break;
          case "deliver":
            server.deliver(what.n, what.fate);
            break;
          case "cut":
            server.cut(what.code);
            break;
          case "wait":
            await clock.advance(what.millis);
            break;
        }
        await settle();
      }
      // The network heals, nothing is lost any more, and there is one more event: what a network
      // swallowed without a trace nobody can know of before the next one.
      server.append({ sender: AGENT });
      for (let calm = 0; calm < 40; calm++) {
        while (!server.idle) {
          server.handle(false);
          server.deliver(0, "once");
        }
        await clock.advance(5_000);
      }

      // Then: what was applied is strictly increasing and equals the log; each message is there once
      // and in the order of writing; nothing waits.
      expect(applied).toEqual(seqs(server.log));
      expect(client.thread("c1")?.log ?? []).toEqual(server.log.map((event) => ({ type: "event", ...event })));
      const stored = server.log.flatMap((e) => (e.event === "message-sent" && e.sender.id === FOLLOWER.id ? [e.clientMessageId] : []));
      const failed = client.outbox.all().map((message) => message.clientMessageId);
      expect([...stored, ...failed].sort()).toEqual([...written].sort());
      expect(stored).toEqual(written.filter((id) => stored.includes(id)));
      expect(client.outbox.all().every((message) => message.state === "failed")).toBe(true);
      expect(client.state.phase).toBe("ready");
    }),
    { numRuns: 300 },
  );
});
