import type { Clock } from "./connection.js";
import type { Channel, ConversationEvent, Mark, Participant, Presence, Typing } from "./frames.js";

/** How far somebody got in a conversation. */
export interface Marks {
  participant: Pick<Participant, "role" | "id">;
  deliveredSeq: number;
  readSeq: number;
}

interface Typist {
  participant: Participant;
  forget: () => void;
}

/** A typing signal is forgotten after this long. */
const TYPING_MILLIS = 6_000;

/** What is worth showing but never stored: who types, who read what, who is there. */
export class Signals {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #typing = new Map<string, Map<string, Typist>>();
  readonly #marks = new Map<string, Map<string, Marks>>();
  readonly #online = new Map<string, Map<string, Participant>>();
  readonly #agentsOnline = new Map<string, boolean>();

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** A new connection begins: what the last one told of presence and typing is void. */
  reset(channels: readonly Channel[]): void {
    for (const typists of this.#typing.values()) for (const typist of typists.values()) typist.forget();
    this.#typing.clear();
    this.#online.clear();
    this.#agentsOnline.clear();
    for (const channel of channels) this.#agentsOnline.set(channel.id, channel.agentsOnline);
    this.#onChange();
  }

  noteTyping({ conversationId, participant }: Typing): void {
    const typists = getOrCreate(this.#typing, conversationId, () => new Map<string, Typist>());
    typists.get(participant.id)?.forget();
    const cancel = this.#clock.after(TYPING_MILLIS, () => {
      typists.delete(participant.id);
      this.#onChange();
    });
    typists.set(participant.id, { participant, forget: cancel });
    this.#onChange();
  }

  /** A message ends its sender's typing. */
  noteEvent(event: ConversationEvent): void {
    if (event.event !== "message-sent") return;
    const typists = this.#typing.get(event.conversationId);
    typists?.get(event.sender.id)?.forget();
    typists?.delete(event.sender.id);
  }

  noteMark(mark: Mark): void {
    const read = mark.type === "read" ? mark.seq : 0;
    this.noteMarks(mark.conversationId, [{ participant: mark.participant, deliveredSeq: mark.seq, readSeq: read }]);
    this.#onChange();
  }

  /** Marks only ever move forward. */
  noteMarks(conversationId: string, marks: readonly Marks[]): void {
    const byParticipant = getOrCreate(this.#marks, conversationId, () => new Map<string, Marks>());
    for (const { participant, deliveredSeq, readSeq } of marks) {
      const key = `${participant.role} ${participant.id}`;
      const old = byParticipant.get(key);
      byParticipant.set(key, {
        participant,
        deliveredSeq: Math.max(deliveredSeq, readSeq, old?.deliveredSeq ?? 0),
        readSeq: Math.max(readSeq, old?.readSeq ?? 0),
      });
    }
  }

  notePresence({ channelId, participant, online }: Presence): void {
    const people = getOrCreate(this.#online, channelId, () => new Map<string, Participant>());
    if (online) people.set(participant.id, participant);
    else people.delete(participant.id);
    // A follower is told of the first agent who comes and of the last who goes, of nobody between.
    if (participant.role === "AGENT") this.#agentsOnline.set(channelId, online);
    this.#onChange();
  }

  /** Who else writes in a conversation at this moment. */
  typists(conversationId: string): Participant[] {
    return [...(this.#typing.get(conversationId)?.values() ?? [])].map(({ participant }) => participant);
  }

  /** How far the other side got: the farthest of its participants. */
  reached(conversationId: string, side: Participant["role"]): { deliveredSeq: number; readSeq: number } {
    let deliveredSeq = 0;
    let readSeq = 0;
    for (const marks of this.#marks.get(conversationId)?.values() ?? []) {
      if (marks.participant.role !== side) continue;
      deliveredSeq = Math.max(deliveredSeq, marks.deliveredSeq);
      readSeq = Math.max(readSeq, marks.readSeq);
    }
    return { deliveredSeq, readSeq };
  }

  /** Whether this very person has read so far in a conversation. */
  readSeqOf(conversationId: string, participant: Pick<Participant, "role" | "id">): number {
    return this.#marks.get(conversationId)?.get(`${participant.role} ${participant.id}`)?.readSeq ?? 0;
  }

  isOnline(channelId: string, participantId: string): boolean {
    return this.#online.get(channelId)?.has(participantId) ?? false;
  }

  /** For followers: whether any agent of the channel is there. */
  agentsOnline(channelId: string): boolean {
    return this.#agentsOnline.get(channelId) ?? false;
  }
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
}
