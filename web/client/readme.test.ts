import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ParleyClient } from "./client.js";
import agentExample from "./examples/agent.ts?raw";
import followerExample from "./examples/follower.ts?raw";
import reloadExample from "./examples/reload.ts?raw";
import { follow } from "./examples/agent.js";
import { chat } from "./examples/follower.js";
import { keepUnsent } from "./examples/reload.js";
import readme from "./README.md?raw";
import { AGENT, FOLLOWER, FakeClock, FakeSocket, messageSent, seqs, settle, welcome } from "./testing/fakes.js";

let sockets: FakeSocket[];

beforeEach(() => {
  sockets = [];
  vi.stubGlobal(
    "WebSocket",
    class extends FakeSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const token = () => Promise.resolve("token");
const socket = (): FakeSocket => sockets.at(-1) ?? new FakeSocket("none", []);

test("the README's examples are the files that are run here", () => {
  // When
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  // Then
  expect(blocks).toEqual([followerExample, reloadExample, agentExample]);
});

test("follower: shows what is said, and what was refused", async () => {
  // Given
  const lines: string[] = [];
  const write = chat("wss://parley.example/ws/follower", token, (line) => lines.push(line));
  await settle();
  socket().say(welcome());
  // When
  write("Hello?");
  const [sent] = socket().of("send");
  socket().say({
    type: "error", clientMessageId: String(sent?.clientMessageId), code: "chat-disabled", title: "no", retryable: false,
  });
  socket().say({ type: "event", ...messageSent(1, { text: "Good morning" }) });
  // Then
  expect(socket().url).toBe("wss://parley.example/ws/follower");
  expect(lines).toEqual(["Not sent: Hello? (chat-disabled)", "Agent 1: Good morning"]);
});

test("reload: what was not acknowledged leaves again under its id", async () => {
  // Given
  const storage = new Map<string, string>();
  const kept = { getItem: (key: string) => storage.get(key) ?? null, setItem: (key: string, value: string) => storage.set(key, value) };
  const options = { url: "wss://parley.example/ws/follower", tokenProvider: token, followedChannels: ["demo"], clock: new FakeClock() };
  const before = new ParleyClient(options);
  keepUnsent(before, kept);
  const id = before.send({ channelId: "demo", text: "Written offline" })?.clientMessageId;
  // When
  const after = new ParleyClient(options);
  keepUnsent(after, kept);
  after.start();
  await settle();
  socket().say(welcome());
  const sent = socket().of("send");
  socket().say({ type: "event", ...messageSent(1, { clientMessageId: id ?? "", sender: FOLLOWER }) });
  // Then
  expect(sent).toMatchObject([{ clientMessageId: id, text: "Written offline" }]);
  expect(storage.get("unsent")).toBe("[]");
});

test("agent: a page by REST and live events make one log", async () => {
  // Given
  const page = { events: [messageSent(8), messageSent(9)], lastSeq: 9 };
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(page))));
  const shown: number[][] = [];
  // When
  const client = await follow("https://parley.example", token, "c1", (log) => shown.push(seqs(log)));
  await settle();
  socket().say(welcome({ identity: AGENT }));
  socket().say({ type: "event", ...messageSent(10) });
  // Then
  expect(socket().url).toBe("wss://parley.example/ws/agent");
  expect(shown).toEqual([[8, 9], [8, 9, 10]]);
  client.stop();
});
