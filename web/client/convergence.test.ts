import fc from "fast-check";
import { expect, test } from "vitest";
import { ParleyClient } from "./client.js";
import type { ConversationEvent } from "./frames.js";
import { AGENT, FOLLOWER, FakeClock, FakeSocket, seqs, settle } from "./testing/fakes.js";
import { UnreliableServer, type Line } from "./testing/unreliable-server.js";

/** Two tabs of one follower, and an agent. */
const TABS = 2;
const SCREENS = 3;
const AGENTS_SCREEN = 2;

/** A page with a client in it; a reload puts another client into its place. */
class Screen {
  client!: ParleyClient;
  /** What the present client told piece by piece. */
  shown: number[] = [];
  readonly #clock: FakeClock;
  readonly #server: UnreliableServer;
  readonly #window: number;
  readonly #agent: boolean;
  #line: Line | undefined;

  constructor(clock: FakeClock, server: UnreliableServer, agent: boolean, window: number) {
    this.#clock = clock;
    this.#server = server;
    this.#agent = agent;
    this.#window = window;
    this.load();
  }

  get line(): Line | undefined {
    return this.#line;
  }

  load(): void {
    this.shown = [];
    this.client = new ParleyClient({
      url: "ws://localhost/ws",
      tokenProvider: () => Promise.resolve("token"),
      followedChannels: this.#agent ? null : ["demo"],
      window: this.#window,
      openSocket: (url, protocols) => {
        const socket = new FakeSocket(url, protocols);
        this.#clock.after(1, () => {
          this.#line = this.#server.open(socket, this.#agent ? AGENT : FOLLOWER);
        });
        return socket;
      },
      clock: this.#clock,
      random: () => 0.5,
    });
    this.client.on("applied", ({ appended, prepended }) => {
      this.shown = [...seqs(prepended), ...this.shown, ...seqs(appended)];
    });
    if (this.#agent) this.client.openThread("c1", 0);
    this.client.start();
  }

  /** As the widget does it: what is not acknowledged is kept, and sent again under its id. */
  reload(): void {
    const unsent = this.client.outbox.all().filter(({ state }) => state !== "stored");
    this.client.stop();
    this.#line?.cut(1001);
    this.load();
    for (const { clientMessageId, draft } of unsent) this.client.send(draft, clientMessageId);
  }

  /** A tab that the browser made as a copy of another sends what that one sends. */
  copyUnsentOf(other: Screen): void {
    for (const { clientMessageId, draft, state } of other.client.outbox.all()) {
      if (state !== "stored" && this.client.outbox.get(clientMessageId) === undefined) this.client.send(draft, clientMessageId);
    }
  }

  get log(): readonly ConversationEvent[] {
    return this.client.thread("c1")?.log ?? [];
  }
}

const history = fc.array(fc.constantFrom("note" as const, "message" as const), { maxLength: 12 });
const screen = fc.nat(SCREENS - 1);
const tab = fc.nat(TABS - 1);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom({ kind: "agent-writes" as const }, { kind: "agent-notes" as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("write" as const), tab }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("handle" as const), screen, refuse: fc.boolean() }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("deliver" as const),
      screen,
      n: fc.nat(6),
      fate: fc.constantFrom("once" as const, "once" as const, "twice" as const, "never" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("cut" as const), screen, code: fc.constantFrom(1006, 1012, 1013, 4000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("reload" as const, "copy" as const, "older" as const), tab }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), millis: fc.integer({ min: 1, max: 2_000 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class World {
  readonly clock = new FakeClock();
  readonly server = new UnreliableServer();
  readonly screens: Screen[];
  /** The ids that each tab's person wrote, in their order. */
  readonly written: string[][] = [[], []];

  /** @param history what was said before anybody came: notes or messages */
  constructor(window: number, history: readonly ("note" | "message")[]) {
    history.forEach((kind, n) => (kind === "note" ? this.server.note(AGENT) : this.server.message(AGENT, `h${n}`)));
    this.screens = Array.from({ length: SCREENS }, (_, n) => new Screen(this.clock, this.server, n === AGENTS_SCREEN, window));
  }

  async take(next: Step): Promise<void> {
    switch (next.kind) {
      case "agent-writes":
        this.server.message(AGENT, `a${this.server.log.length}`);
        break;
      case "agent-notes":
        this.server.note(AGENT);
        break;
      case "write":
        this.#write(next.tab);
        break;
      case "handle":
        this.#screen(next.screen).line?.handle(next.refuse);
        break;
      case "deliver":
        this.#screen(next.screen).line?.deliver(next.n, next.fate);
        break;
      case "cut":
        this.#screen(next.screen).line?.cut(next.code);
        break;
      case "reload":
        this.#screen(next.tab).reload();
        break;
      case "copy":
        this.#screen(next.tab).copyUnsentOf(this.#screen(1 - next.tab));
        break;
      case "older":
        this.#screen(next.tab).client.loadOlder("c1", 3);
        break;
      case "wait":
        await this.clock.advance(next.millis);
        break;
    }
    await settle();
  }

  /**
   * Nothing is lost any more, and there is one more event: what a network swallowed without a trace
   * nobody can know of before the next one.
   */
  async heal(): Promise<void> {
    this.server.message(AGENT, "the last word");
    await this.#calm();
    // A note at the end is nothing that a follower's client would ask for again and again.
    this.server.note(AGENT);
    for (const { line } of this.screens) line?.cut(1012);
    await this.#calm();
    for (const { client } of this.screens) {
      for (let pages = 0; pages < 100 && (client.thread("c1")?.base ?? 0) > 0; pages++) {
        client.loadOlder("c1", 10);
        await this.#calm(1);
      }
    }
  }

  async #calm(times = 40): Promise<void> {
    for (let calm = 0; calm < times; calm++) {
      for (const { line } of this.screens) {
        while (line !== undefined && !line.idle) {
          line.handle(false);
          line.deliver(0, "once");
        }
      }
      await this.clock.advance(5_000);
    }
  }

  #write(n: number): void {
    const text = `${n}: ${this.written[n]?.length ?? 0}`;
    const id = this.#screen(n).client.send({ channelId: "demo", text })?.clientMessageId;
    if (id !== undefined) this.written[n]?.push(id);
  }

  #screen(n: number): Screen {
    const found = this.screens[n];
    if (found === undefined) throw new Error(`There is no screen ${n}`);
    return found;
  }
}

test("property: whatever happens on the way, every screen ends with the server's log and each message is stored once", async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.array(step, { maxLength: 160 }), fc.constantFrom(3, 1_000), async (past, steps, window) => {
      // Given
      const world = new World(window, past);
      await world.clock.advance(1);

      // When
      for (const next of steps) await world.take(next);
      await world.heal();

      // Then: followers have what followers may see, agents everything, each in order and once.
      const { server, screens, written } = world;
      const seenByFollowers = server.log.filter(({ event }) => event !== "note-added");
      screens.forEach(({ log, shown, client }, n) => {
        const expected = n === AGENTS_SCREEN ? server.log : seenByFollowers;
        expect(seqs(log)).toEqual(seqs(expected));
        expect(log).toEqual(expected.map((event) => ({ type: "event", ...event })));
        expect(shown).toEqual(seqs(expected));
        expect(client.state.phase).toBe("ready");
        expect(client.thread("c1")?.hasGap).toBe(false);
        expect(client.outbox.all().filter(({ state }) => state !== "failed")).toEqual([]);
      });
      // Each message is stored once, or has failed and waits for its writer; the order is the writer's.
      const stored = server.log.flatMap((e) => (e.event === "message-sent" && e.sender.id === FOLLOWER.id ? [e.clientMessageId] : []));
      const failed = screens.flatMap(({ client }) => client.outbox.all().map(({ clientMessageId }) => clientMessageId));
      expect([...new Set([...stored, ...failed])].sort()).toEqual(written.flat().sort());
      expect(new Set(stored).size).toBe(stored.length);
      if (failed.length === 0) for (const ids of written) expect(stored.filter((id) => ids.includes(id))).toEqual(ids);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
