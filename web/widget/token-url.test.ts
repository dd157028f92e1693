import { expect, test } from "vitest";
import { tokensFrom } from "./token-url";

function server(...answers: Response[]): { send: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    send: (address) => {
      asked.push(address as string);
      return Promise.resolve(answers[asked.length - 1] ?? new Response(null, { status: 500 }));
    },
  };
}

const token = (value: string): Response => new Response(JSON.stringify({ token: value }));

test("asks the page's server once, and again only for a fresh token", async () => {
  // Given
  const { send, asked } = server(token("one"), token("two"));
  const provider = tokensFrom("/token", { send });
  // When
  const tokens = [await provider({ fresh: false }), await provider({ fresh: false }), await provider({ fresh: true })];
  // Then
  expect(tokens).toEqual(["one", "one", "two"]);
  expect(asked).toEqual(["/token", "/token"]);
});

test.each([401, 403, 404])("%i means that nobody is logged in", async (status) => {
  // Given
  const { send } = server(new Response(null, { status }));
  // When
  const given = await tokensFrom("/token", { send })({ fresh: false });
  // Then
  expect(given).toBeNull();
});

test.each([
  [new Response(null, { status: 503 }), "/token answered 503"],
  [new Response("{}"), "/token gave no token"],
])("another answer is a trouble that passes, and is asked for again", async (answer, message) => {
  // Given
  const { send } = server(answer, token("later"));
  const provider = tokensFrom("/token", { send });
  // When
  const first = provider({ fresh: false });
  // Then
  await expect(first).rejects.toThrow(message);
  expect(await provider({ fresh: false })).toBe("later");
});

test("an identity token is exchanged", async () => {
  // Given
  const { send } = server(new Response(JSON.stringify({ identityToken: "signed" })));
  const provider = tokensFrom("/token", { send, identify: (signed) => Promise.resolve(`access for ${signed}`) });
  // When
  const given = await provider({ fresh: false });
  // Then
  expect(given).toBe("access for signed");
});

test("while nobody is logged in, the visitor chats", async () => {
  // Given
  const { send } = server(new Response(null, { status: 401 }), token("known"));
  const provider = tokensFrom("/token", { send, otherwise: () => Promise.resolve("visitor") });
  // When
  const tokens = [await provider({ fresh: false }), await provider({ fresh: true })];
  // Then
  expect(tokens).toEqual(["visitor", "known"]);
});
