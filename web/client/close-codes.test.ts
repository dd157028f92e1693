import { describe, expect, test } from "vitest";
import { afterClose } from "./close-codes.js";

describe("afterClose", () => {
  test.each([
    [1000, "reconnect"], [1001, "reconnect"], [1005, "reconnect"], [1006, "reconnect"], [1011, "reconnect"],
    [1012, "reconnect"], [1013, "reconnect"], [4000, "reconnect"], [4499, "reconnect"],
    [1002, "stop"], [1003, "stop"], [1007, "stop"], [1009, "stop"], [4500, "stop"], [4999, "stop"],
  ] as const)("%i: %s", (code, expected) => {
    expect(afterClose(code, false)).toBe(expected);
    expect(afterClose(code, true)).toBe(expected);
  });

  test("1008 tries once with a fresh token", () => {
    expect(afterClose(1008, false)).toBe("renew-token");
    expect(afterClose(1008, true)).toBe("stop");
  });
});
