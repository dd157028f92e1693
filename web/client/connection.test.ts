import { beforeEach, describe, expect, test } from "vitest";
import { Connection, type ConnectionState } from "./connection.js";
import { FakeClock, FakeSocket, fakeToken, settle, welcome } from "./testing/fakes.js";

let clock: FakeClock;
let sockets: FakeSocket[];
let states: ConnectionState[];
let tokenRequests: boolean[];
let tokens: (string | null | Error)[];
let network: EventTarget;
let connection: Connection;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  states = [];
  tokenRequests = [];
  tokens = [];
  network = new EventTarget();
  connection = new Connection({
    url: "ws://localhost/ws/follower",
    tokenProvider: ({ fresh }) => {
      tokenRequests.push(fresh);
      const token = tokens.length > 0 ? tokens.shift() : "token";
      return token instanceof Error ? Promise.reject(token) : Promise.resolve(token ?? null);
    },
    openSocket: (url, protocols) => {
      const socket = new FakeSocket(url, protocols);
      sockets.push(socket);
      return socket;
    },
    clock,
    random: () => 0.5,
    network,
    onState: (state) => states.push(state),
    onWelcome: () => undefined,
    onFrame: () => undefined,
  });
});

const last = (): FakeSocket => sockets.at(-1) ?? new FakeSocket("none", []);
const phases = (): string[] => states.map((state) => state.phase);

async function open(): Promise<void> {
  connection.start();
  await settle();
  last().say(welcome());
}

/** Lets the wait for the next attempt pass. */
async function waitOut(): Promise<number> {
  const { state } = connection;
  if (state.phase !== "waiting") throw new Error(`it does not wait: ${state.phase}`);
  const wait = state.retryAt - clock.now();
  await clock.advance(wait);
  return wait;
}

describe("Connection", () => {
  test("carries the token in the subprotocols, never in the address", async () => {
    // Given
    tokens = ["abc.def"];
    // When
    await open();
    // Then
    expect(last().url).toBe("ws://localhost/ws/follower");
    expect(last().protocols).toEqual([
      "parley.v1", "bearer-token-carrier", "quarkus-http-upgrade%23Authorization%23Bearer%20abc.def",
    ]);
    expect(phases()).toEqual(["connecting", "open"]);
  });

  test("sends only while it is open", async () => {
    // Given
    connection.start();
    await settle();
    // When
    const early = connection.send({ type: "typing" });
    last().say(welcome());
    const late = connection.send({ type: "typing" });
    // Then
    expect(early).toBe(false);
    expect(late).toBe(true);
    expect(last().sent).toEqual([{ type: "typing" }]);
  });

  test("reconnects with growing waits while the server is away, and forgets them after a welcome", async () => {
    // Given
    await open();
    // When
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      last().end(attempt === 0 ? 1012 : 1006);
      waits.push(await waitOut());
    }
    last().say(welcome());
    last().end(1006);
    waits.push(await waitOut());
    // Then
    expect(waits).toEqual([250, 500, 1_000, 2_000, 250]);
    expect(sockets).toHaveLength(6);
  });

  test.each([1007, 1009, 4500])("does not come back after %i", async (code) => {
    // Given
    await open();
    // When
    last().end(code);
    await clock.advance(600_000);
    // Then
    expect(connection.state).toEqual({ phase: "stopped", code });
    expect(sockets).toHaveLength(1);
  });

  test("after 1008 it tries once with a fresh token, and stops when that is refused too", async () => {
    // Given
    await open();
    // When
    last().end(1008);
    await clock.advance(1_000);
    last().end(1008);
    await clock.advance(60_000);
    // Then
    expect(tokenRequests).toEqual([false, true]);
    expect(connection.state).toEqual({ phase: "stopped", code: 1008 });
  });

  test("a welcome makes the next 1008 a first one again", async () => {
    // Given
    await open();
    last().end(1008);
    await clock.advance(1_000);
    last().say(welcome());
    // When
    last().end(1008);
    await clock.advance(1_000);
    // Then
    expect(sockets).toHaveLength(3);
    expect(tokenRequests).toEqual([false, true, true]);
  });

  test("now and then tries a fresh token when the upgrade keeps failing: the old one may be refused", async () => {
    // Given
    connection.start();
    await settle();
    // When
    for (let attempt = 0; attempt < 5; attempt++) {
      last().end(1006);
      await waitOut();
    }
    // Then
    expect(tokenRequests).toEqual([false, false, true, false, false, true]);
  });

  test("goes on with the old token when a fresh one cannot be fetched", async () => {
    // Given
    tokens = ["old", "old", new Error("issuer is down"), "old"];
    connection.start();
    await settle();
    // When
    for (let attempt = 0; attempt < 2; attempt++) {
      last().end(1006);
      await waitOut();
    }
    await waitOut();
    // Then
    expect(tokenRequests).toEqual([false, false, true, false]);
    expect(sockets).toHaveLength(3);
  });

  test("stops when nobody is logged in", async () => {
    // Given
    tokens = [null];
    // When
    connection.start();
    await settle();
    // Then
    expect(connection.state).toEqual({ phase: "stopped", code: 0 });
  });

  test("gives a socket up that is never welcomed", async () => {
    // Given
    connection.start();
    await settle();
    // When
    await clock.advance(15_000);
    // Then
    expect(sockets[0]?.closedWith).toBe(4000);
    expect(connection.state.phase).toBe("waiting");
  });

  test("waits while the network is off and connects at once when it is back", async () => {
    // Given
    await open();
    // When
    network.dispatchEvent(new Event("offline"));
    const offline = connection.state;
    network.dispatchEvent(new Event("online"));
    await clock.advance(500);
    // Then
    expect(offline).toMatchObject({ phase: "waiting", offline: true });
    expect(sockets[0]?.closedWith).toBe(4000);
    expect(sockets).toHaveLength(2);
  });

  test("sends a fresh token before the old one ends", async () => {
    // Given
    const now = clock.now() / 1_000;
    const first = fakeToken({ sub: "s", iat: now, exp: now + 3_600 });
    const second = fakeToken({ sub: "s", iat: now + 3_240, exp: now + 6_840 });
    tokens = [first, second];
    await open();
    // When
    await clock.advance(3_239_000);
    const before = last().of("authenticate");
    await clock.advance(2_000);
    // Then
    expect(before).toEqual([]);
    expect(last().of("authenticate")).toEqual([{ type: "authenticate", token: second }]);
  });

  test("after stop nothing of the past speaks any more", async () => {
    // Given
    await open();
    const { onclose } = last();
    // When
    connection.stop();
    onclose?.({ code: 1006, reason: "" });
    await clock.advance(600_000);
    // Then
    expect(last().closedWith).toBe(1000);
    expect(connection.state).toEqual({ phase: "idle" });
    expect(sockets).toHaveLength(1);
  });
});
