import { describe, expect, test } from "vitest";
import type { ConversationEvent, Person } from "../../client/index";
import type { Row } from "../inbox/rows";
import { callsFor } from "./notifier";

const ME: Person = { id: "agent-1", name: "One" };
const OTHER: Person = { id: "agent-2", name: "Two" };
const row = (status: string, owner?: Person): Row => ({ status, owner }) as Row;
const said = (role: string): ConversationEvent => ({ event: "message-sent", sender: { role, id: "x", name: "X" } }) as ConversationEvent;
const given = (to: Person, by: Person): ConversationEvent =>
  ({ event: "conversation-transferred", from: OTHER, to, by }) as unknown as ConversationEvent;

describe("an agent is called", () => {
  test.each([
    ["when somebody waits for anybody", said("FOLLOWER"), row("UNANSWERED"), true],
    ["when a follower of theirs writes", said("FOLLOWER"), row("ACTIVE", ME), true],
    ["when they are given a conversation", given(ME, OTHER), row("ACTIVE", ME), true],
    ["not when another's follower writes", said("FOLLOWER"), row("ACTIVE", OTHER), false],
    ["not when a colleague writes", said("AGENT"), row("ACTIVE", ME), false],
    ["not by the system's messages", said("SYSTEM"), row("UNANSWERED"), false],
    ["not when they gave it to themselves", given(ME, ME), row("ACTIVE", ME), false],
    ["not when somebody else is given one", given(OTHER, ME), row("ACTIVE", OTHER), false],
    ["not for an unknown conversation", said("FOLLOWER"), undefined, false],
    ["not by an event of a newer server", { event: "moon-landed" } as unknown as ConversationEvent, row("UNANSWERED"), false],
  ])("%s", (_name, event, of, expected) => {
    expect(callsFor(event, of, ME.id)).toBe(expected);
  });
});
