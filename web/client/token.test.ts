import { describe, expect, test } from "vitest";
import { fakeToken as token } from "./testing/fakes.js";
import { millisUntilRenewal, readClaims } from "./token.js";

describe("readClaims", () => {
  test("reads names in any script", () => {
    expect(readClaims(token({ sub: "agent-1", name: "Zoë 木村", roles: ["agent"] }))).toEqual({
      sub: "agent-1", name: "Zoë 木村", roles: ["agent"], channels: [],
    });
  });

  test.each(["", "a", "a.b.c", "a.%%%.c"])("%j is no token", (text) => {
    expect(readClaims(text)).toBeNull();
  });
});

describe("millisUntilRenewal", () => {
  const NOW = 1_700_000_000_000;
  const seconds = NOW / 1_000;

  test.each([
    ["an hour, fresh: six minutes before the end", 3_600, 0, 3_240_000],
    ["five minutes, fresh: half a minute before the end", 300, 0, 270_000],
    ["twenty seconds: half the lifetime", 20, 0, 10_000],
    ["already over: at once, but not in a loop", 300, 400, 1_000],
  ])("%s", (_name, lifetime, age, expected) => {
    const iat = seconds - age;
    expect(millisUntilRenewal(token({ sub: "s", iat, exp: iat + lifetime }), NOW)).toBe(expected);
  });

  test("a token without an end is not renewed", () => {
    expect(millisUntilRenewal(token({ sub: "s" }), NOW)).toBeNull();
  });
});
