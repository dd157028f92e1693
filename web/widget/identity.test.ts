import { expect, test } from "vitest";
import { identified, visitorTokens } from "./identity";

interface Asked {
  address: string;
  body: unknown;
}

function server(...answers: [number, unknown?][]): { send: typeof fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    send: (address, init) => {
      const [status, body] = answers[asked.length] ?? [500];
      asked.push({ address: address as string, body: JSON.parse(init?.body as string) });
      return Promise.resolve(new Response(JSON.stringify(body ?? {}), { status }));
    },
  };
}

function memory(kept?: string): Map<string, string> & Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  const entries = new Map<string, string>(kept === undefined ? [] : [[PLACE, kept]]);
  return Object.assign(entries, {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  });
}

const HERE = { server: "https://chat.example", channel: "demo" };
const PLACE = "parley-visitor:https://chat.example:demo";

test("exchanges what the page's server has signed", async () => {
  // Given
  const { send, asked } = server([200, { token: "access" }]);
  // When
  const token = await identified("signed", { ...HERE, send });
  // Then
  expect(token).toBe("access");
  expect(asked).toEqual([
    { address: "https://chat.example/api/follower-tokens", body: { channelId: "demo", identityToken: "signed" } },
  ]);
});

test.each([
  ["GOES_ON", []],
  ["LINKED", []],
  ["REFUSED", []],
  ["NOTHING", [[PLACE, "v1"]]],
])("who was a visitor here says so, and is one no more: %s", async (visitor, left) => {
  // Given
  const kept = memory("v1");
  const { send, asked } = server([200, { token: "access", visitor }]);
  // When
  const token = await identified("signed", { ...HERE, send, memory: kept });
  // Then
  expect(token).toBe("access");
  expect(asked[0]?.body).toEqual({ channelId: "demo", identityToken: "signed", visitorToken: "v1" });
  expect([...kept.entries()]).toEqual(left);
});

test("a visitor stays one when the identity token is refused or the server is down", async () => {
  // Given
  const kept = memory("v1");
  const { send } = server([401], [503]);
  // When
  await identified("old", { ...HERE, send, memory: kept });
  const down = identified("good", { ...HERE, send, memory: kept });
  // Then
  await expect(down).rejects.toThrow("answered 503");
  expect(kept.get(PLACE)).toBe("v1");
});

test("a refused identity token is nobody's, a server that is down is a failure", async () => {
  // Given
  const { send } = server([401], [503]);
  // When
  const refused = await identified("old", { ...HERE, send });
  const down = identified("good", { ...HERE, send });
  // Then
  expect(refused).toBeNull();
  await expect(down).rejects.toThrow("answered 503");
});

test("a visitor is the same next time, and the access token is not kept", async () => {
  // Given
  const kept = memory();
  const { send, asked } = server([200, { token: "one", visitorToken: "v1" }], [200, { token: "two", visitorToken: "v2" }]);
  // When
  const first = await visitorTokens({ ...HERE, send, memory: kept })({ fresh: false });
  const next = await visitorTokens({ ...HERE, send, memory: kept })({ fresh: false });
  // Then
  expect([first, next]).toEqual(["one", "two"]);
  expect(asked.map(({ body }) => body)).toEqual([{ channelId: "demo" }, { channelId: "demo", visitorToken: "v1" }]);
  expect([...kept.entries()]).toEqual([[PLACE, "v2"]]);
});

test("a token is asked for once, and again only for a fresh one", async () => {
  // Given
  const { send, asked } = server([200, { token: "one" }], [200, { token: "two" }]);
  const provider = visitorTokens({ ...HERE, send, memory: null });
  // When
  const tokens = [await provider({ fresh: false }), await provider({ fresh: false }), await provider({ fresh: true })];
  // Then
  expect(tokens).toEqual(["one", "one", "two"]);
  expect(asked).toHaveLength(2);
});

test("whom the server has forgotten starts anew", async () => {
  // Given
  const kept = memory("old");
  const { send, asked } = server([401], [200, { token: "one", visitorToken: "v1" }]);
  // When
  const token = await visitorTokens({ ...HERE, send, memory: kept })({ fresh: false });
  // Then
  expect(token).toBe("one");
  expect(asked[1]?.body).toEqual({ channelId: "demo" });
  expect(kept.get(PLACE)).toBe("v1");
});

test("a channel that lets no visitors in gives no token", async () => {
  // Given
  const { send } = server([404]);
  // When
  const token = await visitorTokens({ ...HERE, send, memory: memory() })({ fresh: false });
  // Then
  expect(token).toBeNull();
});
