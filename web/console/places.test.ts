import { expect, test } from "vitest";
import { placeOf } from "./places";

test.each([
  ["", { page: "", conversationId: null }],
  ["#/", { page: "", conversationId: null }],
  ["#/settings", { page: "settings", conversationId: null }],
  ["#/conversations/abc", { page: "", conversationId: "abc" }],
  ["#/conversations/a%2Fb", { page: "", conversationId: "a/b" }],
  ["#/conversations/%E0%A4%A", { page: "conversations", conversationId: null }],
  ["#/conversations/", { page: "conversations", conversationId: null }],
])("%j", (hash, place) => {
  expect(placeOf(hash)).toEqual(place);
});
