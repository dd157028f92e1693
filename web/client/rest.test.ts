import { beforeEach, describe, expect, test } from "vitest";
import { Rest, RestError } from "./rest.js";

let answers: (Response | Error)[];
let requests: { method: string; url: string; authorization: string | null; body: string | null; tag?: string | null }[];
let waits: number;
let rest: Rest;

beforeEach(() => {
  answers = [];
  requests = [];
  waits = 0;
  let tokens = 0;
  rest = new Rest({
    base: "http://localhost/api",
    tokenProvider: ({ fresh }) => Promise.resolve(fresh ? `fresh-${++tokens}` : "old"),
    fetch: (url, init) => {
      const request = new Request(url, init);
      requests.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.get("Authorization"),
        body: typeof init?.body === "string" ? init.body : null,
        ...(request.url.includes("last-24-hours") ? { tag: request.headers.get("If-None-Match") } : {}),
      });
      const answer = answers.shift() ?? json({});
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    pause: () => {
      waits += 1;
      return Promise.resolve();
    },
  });
});

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

const busy = (): Response => json({ code: "unavailable", title: "A part that is needed is down", retryable: true }, 503);

describe("Rest", () => {
  test("asks for a page of a channel's list, with everything encoded", async () => {
    // Given
    answers = [json({ items: [], counts: {} })];
    // When
    await rest.conversations("a/b", { status: "ACTIVE", q: "ä &", limit: 50 });
    // Then
    expect(requests).toEqual([
      {
        method: "GET",
        url: "http://localhost/api/channels/a%2Fb/conversations?status=ACTIVE&q=%C3%A4+%26&limit=50",
        authorization: "Bearer old",
        body: null,
      },
    ]);
  });

  test("tries once more with a fresh token after 401", async () => {
    // Given
    answers = [json({ code: "unauthenticated", title: "Sign in first" }, 401), json({ mode: "TWO_WAY" })];
    // When
    const chat = await rest.chat("demo");
    // Then
    expect(chat).toEqual({ mode: "TWO_WAY" });
    expect(requests.map(({ authorization }) => authorization)).toEqual(["Bearer old", "Bearer fresh-1"]);
  });

  test("reads again what a busy server did not give", async () => {
    // Given
    answers = [busy(), new TypeError("network"), json({ mode: "TWO_WAY" })];
    // When
    const chat = await rest.chat("demo");
    // Then
    expect(chat).toEqual({ mode: "TWO_WAY" });
    expect([requests.length, waits]).toEqual([3, 2]);
  });

  test("gives up reading after three attempts, with the server's reason", async () => {
    // Given
    answers = [busy(), busy(), busy(), json({})];
    // When
    const error = await rest.chat("demo").catch((reason: unknown) => reason);
    // Then
    expect(error).toBeInstanceOf(RestError);
    expect(error).toMatchObject({ status: 503, refusal: { code: "unavailable", retryable: true } });
    expect(requests).toHaveLength(3);
  });

  test("does not repeat by itself what changes something", async () => {
    // Given
    answers = [busy(), json({})];
    // When
    const error = await rest.finish("c1", "agent-2").catch((reason: unknown) => reason);
    // Then
    expect(error).toMatchObject({ status: 503 });
    expect(requests).toEqual([
      { method: "POST", url: "http://localhost/api/conversations/c1/finish", authorization: "Bearer old", body: '{"takeOverFrom":"agent-2"}' },
    ]);
  });

  test("asks for figures with the tag of those it has, and is told that nothing has changed", async () => {
    // Given
    const tagged = new Response('{"finished":3}', { headers: { ETag: 'W/"a1"' } });
    answers = [tagged, new Response(null, { status: 304 })];
    // When
    const first = await rest.last24Hours("demo", null);
    const second = await rest.last24Hours("demo", first?.tag ?? null);
    // Then
    expect(first).toEqual({ value: { finished: 3 }, tag: 'W/"a1"' });
    expect(second).toBeNull();
    expect(requests.map(({ tag }) => tag)).toEqual([null, 'W/"a1"']);
  });

  test("leaves it to whoever shows figures to ask again", async () => {
    // Given
    answers = [busy(), json({})];
    // When
    const error = await rest.last24Hours("demo", null).catch((reason: unknown) => reason);
    // Then
    expect(error).toMatchObject({ status: 503 });
    expect([requests.length, waits]).toEqual([1, 0]);
  });

  test("takes a report as a file by the server's name, and no folder with it", async () => {
    // Given
    const headers = { "Content-Disposition": 'attachment; filename="../demo.csv"' };
    answers = [new Response("from,to\r\n", { headers })];
    // When
    const file = await rest.reportCsv("demo", { from: "2026-03-29", to: "2026-03-30", bucket: "hour", zone: "Europe/Rome" });
    // Then
    expect([file.name, await file.content.text()]).toEqual(["demo.csv", "from,to\r\n"]);
    expect(requests[0]?.url).toBe(
      "http://localhost/api/channels/demo/analytics/csv?from=2026-03-29&to=2026-03-30&bucket=hour&zone=Europe%2FRome",
    );
  });

  test("tells who owns a conversation", async () => {
    // Given
    const owner = { id: "agent-2", name: "Agent 2" };
    answers = [json({ code: "conversation-owned", title: "Another agent owns this conversation", retryable: false, owner }, 409)];
    // When
    const error = await rest.finish("c1").catch((reason: unknown) => reason);
    // Then
    expect(error).toMatchObject({ status: 409, refusal: { code: "conversation-owned", owner } });
    expect(requests[0]?.body).toBe("{}");
  });

  test("an answer that is no problem document is still an error that can be shown", async () => {
    // Given
    answers = [new Response("<html>", { status: 404, statusText: "Not Found" })];
    // When
    const error = await rest.chat("demo").catch((reason: unknown) => reason);
    // Then
    expect(error).toMatchObject({ status: 404, refusal: { code: "internal", title: "Not Found", retryable: false } });
  });
});
