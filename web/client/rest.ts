import type { TokenProvider } from "./connection.js";
import type { Last24Hours, NamedFile, Report, ReportQuery, Tagged } from "./figures.js";
import type {
  Channel, ChatMode, ConversationEvent, ConversationStatus, Participant, ParticipantRole, Person, Refusal, SentEngagement,
} from "./frames.js";

export interface Conversation {
  id: string;
  channelId: string;
  follower: Person;
  status: ConversationStatus;
  cycle: number;
  owner?: Person;
  openedAt?: string;
  takenAt?: string;
  finishedBy?: Person;
  finishedAt?: string;
  waitingSince?: string;
  lastSeq: number;
  lastActivityAt: string;
  lastMessage?: { sender: Participant; text?: string; at: string; deleted?: boolean };
  /** How far the caller has read; only in lists. */
  readSeq?: number;
  /** Only when one conversation is asked for. */
  marks?: { participant: { role: ParticipantRole; id: string }; deliveredSeq: number; readSeq: number }[];
}

export interface Follower extends Person {
  knownSince: string;
  conversationId?: string;
}

export type StatusCounts = Partial<Record<ConversationStatus, number>>;

export interface ConversationPage {
  items: Conversation[];
  nextCursor?: string;
  counts: StatusCounts;
}

export interface EventsPage {
  events: ConversationEvent[];
  lastSeq: number;
}

export interface Chat {
  channelId: string;
  mode: ChatMode;
  revision: number;
  changedBy?: Person;
  changedAt?: string;
}

/** What a channel is, as its followers see it. */
export type ChannelProfile = Pick<Channel, "id" | "name" | "description" | "pictureUrl" | "mode">;

/** What a channel can send to a follower. */
export type AvailableEngagement = SentEngagement;

/** One entry of a follower's engagement history. */
export interface PastEngagement {
  id: string;
  kind: "COUPON_REDEEMED" | "POINTS_EARNED" | "MESSAGE_RECEIVED";
  title: string;
  points?: number;
  at: string;
}

export interface PastEngagementPage {
  items: PastEngagement[];
  nextCursor?: string;
}

/** One pass of a conversation from Unanswered to Finished. */
export interface Cycle {
  cycle: number;
  openedAt: string;
  takenAt?: string;
  finishedAt?: string;
  finishedBy?: Person;
  owners?: Person[];
}

export interface CyclePage {
  items: Cycle[];
  nextCursor?: string;
}

/** An agent of a channel who was ever seen there. */
export interface ChannelAgent extends Person {
  lastSeenAt?: string;
  online: boolean;
}

/** A text that agents insert by its shortcut. */
export interface CannedReply {
  id: string;
  shortcut: string;
  text: string;
}

/** An entry of a channel's engagement catalogue. */
export interface CatalogueEntry extends SentEngagement {
  /** When it can be sent; without them always. */
  availableFrom?: string;
  availableUntil?: string;
  /** Whether one follower can be sent it only once. */
  oncePerFollower?: boolean;
}

export interface CataloguePage {
  items: CatalogueEntry[];
  nextCursor?: string;
}

/** One of the conversations of a follower, who may have been a visitor before they were known. */
export interface FollowerThread {
  conversationId: string;
  followerId: string;
  followerName: string;
  status: ConversationStatus;
  lastActivityAt: string;
}

/** For how many days after their last event a channel keeps conversations; null for ever. */
export interface Retention {
  days: number | null;
}

/** A job that exports or erases a follower. */
export interface PrivacyJob {
  id: string;
  state: "RUNNING" | "DONE";
  /** In percent. */
  progress: number;
  /** Why it does not go on at the moment. */
  waitsFor?: string;
}

export interface ListQuery {
  status?: ConversationStatus;
  q?: string;
  owner?: string;
  cursor?: string;
  limit?: number;
}

/** An answer other than 2xx, or none at all (`status` 0). Decide by `refusal.code`. */
export class RestError extends Error {
  readonly status: number;
  readonly refusal: Refusal;

  constructor(status: number, refusal: Refusal) {
    super(refusal.title);
    this.name = "RestError";
    this.status = status;
    this.refusal = refusal;
  }
}

export interface PageQuery {
  cursor?: string;
  limit?: number;
}

export interface RestOptions {
  /** Address of the API, for example `https://host/api`. */
  base: string;
  tokenProvider: TokenProvider;
  fetch?: typeof fetch;
  /** Waits so many milliseconds before a retry. */
  pause?: (millis: number) => Promise<void>;
}

interface Content {
  body?: unknown;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
}

const NOT_MODIFIED = 304;
const READ_ATTEMPTS = 3;
const RETRY_MILLIS = 700;

/** The REST calls that agents need. Every call throws {@link RestError} when it is refused. */
export class Rest {
  readonly #options: RestOptions;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  conversations(channelId: string, query: ListQuery, signal?: AbortSignal): Promise<ConversationPage> {
    return this.#call("GET", `channels/${encodeURIComponent(channelId)}/conversations${toQuery(query)}`, { signal });
  }

  conversation(id: string, signal?: AbortSignal): Promise<Conversation> {
    return this.#call("GET", `conversations/${encodeURIComponent(id)}`, { signal });
  }

  /** A page of the log in ascending order: after a seq, just before one, or the newest. */
  events(
    id: string, page: { after?: number; before?: number; limit?: number }, signal?: AbortSignal,
  ): Promise<EventsPage> {
    return this.#call("GET", `conversations/${encodeURIComponent(id)}/events${toQuery(page)}`, { signal });
  }

  finish(id: string, takeOverFrom?: string): Promise<Conversation> {
    const body = takeOverFrom === undefined ? {} : { takeOverFrom };
    return this.#call("POST", `conversations/${encodeURIComponent(id)}/finish`, { body });
  }

  /** Writes a note for agents only. The same `clientMessageId` again is the same note. */
  addNote(id: string, body: { clientMessageId: string; text: string }): Promise<unknown> {
    return this.#call("POST", `${conversationPath(id)}/notes`, { body });
  }

  /** Gives an active conversation to another agent of its channel. */
  transfer(id: string, body: { to: string; takeOverFrom?: string }): Promise<unknown> {
    return this.#call("POST", `${conversationPath(id)}/transfer`, { body });
  }

  /** Removes a message's content for everybody. */
  deleteMessage(id: string, seq: number): Promise<unknown> {
    return this.#call("DELETE", `${conversationPath(id)}/messages/${seq}`);
  }

  /** The conversation's cycles, newest first. */
  cycles(id: string, page: PageQuery = {}): Promise<CyclePage> {
    return this.#call("GET", `${conversationPath(id)}/cycles${toQuery(page)}`);
  }

  sendEngagement(
    id: string, body: { clientMessageId: string; engagementId: string; takeOverFrom?: string },
  ): Promise<unknown> {
    return this.#call("POST", `conversations/${encodeURIComponent(id)}/engagements`, { body });
  }

  channel(channelId: string): Promise<ChannelProfile> {
    return this.#call("GET", channelPath(channelId));
  }

  /** Says what the channel is; a description or picture that is left out is taken away. */
  describeChannel(channelId: string, body: Omit<ChannelProfile, "id" | "mode">): Promise<ChannelProfile> {
    return this.#call("PUT", channelPath(channelId), { body });
  }

  chat(channelId: string): Promise<Chat> {
    return this.#call("GET", `channels/${encodeURIComponent(channelId)}/chat`);
  }

  setChat(channelId: string, mode: ChatMode): Promise<Chat> {
    return this.#call("PUT", `channels/${encodeURIComponent(channelId)}/chat`, { body: { mode } });
  }

  async agents(channelId: string): Promise<ChannelAgent[]> {
    return (await this.#call<{ items: ChannelAgent[] }>("GET", `${channelPath(channelId)}/agents`)).items;
  }

  async cannedReplies(channelId: string): Promise<CannedReply[]> {
    return (await this.#call<{ items: CannedReply[] }>("GET", `${channelPath(channelId)}/canned-replies`)).items;
  }

  /** Adds a canned reply, or changes the one with this id. */
  saveCannedReply(channelId: string, body: Omit<CannedReply, "id">, id?: string): Promise<CannedReply> {
    const path = `${channelPath(channelId)}/canned-replies`;
    return id === undefined
      ? this.#call("POST", path, { body })
      : this.#call("PUT", `${path}/${encodeURIComponent(id)}`, { body });
  }

  deleteCannedReply(channelId: string, id: string): Promise<unknown> {
    return this.#call("DELETE", `${channelPath(channelId)}/canned-replies/${encodeURIComponent(id)}`);
  }

  catalogue(channelId: string, page: PageQuery = {}): Promise<CataloguePage> {
    return this.#call("GET", `${channelPath(channelId)}/engagements${toQuery(page)}`);
  }

  saveEngagement(channelId: string, { id, ...body }: CatalogueEntry): Promise<unknown> {
    return this.#call("PUT", `${channelPath(channelId)}/engagements/${encodeURIComponent(id)}`, { body });
  }

  deleteEngagement(channelId: string, id: string): Promise<unknown> {
    return this.#call("DELETE", `${channelPath(channelId)}/engagements/${encodeURIComponent(id)}`);
  }

  /** Followers whose name begins with `q`. */
  async followers(channelId: string, q: string, limit: number, signal?: AbortSignal): Promise<Follower[]> {
    const path = `channels/${encodeURIComponent(channelId)}/followers${toQuery({ q, limit })}`;
    return (await this.#call<{ items: Follower[] }>("GET", path, { signal })).items;
  }

  /** Opens the thread with a follower; it is quiet when nobody has written yet. */
  openConversation(channelId: string, followerId: string): Promise<Conversation> {
    return this.#call("PUT", `${followerPath(channelId, followerId)}/conversation`);
  }

  /** Every conversation of a follower, the newest first: more than one when a visitor became known. */
  async followerThreads(channelId: string, followerId: string): Promise<FollowerThread[]> {
    return (await this.#call<{ items: FollowerThread[] }>("GET", `${followerPath(channelId, followerId)}/conversations`)).items;
  }

  async retention(channelId: string): Promise<Retention> {
    const { days } = await this.#call<{ days?: number }>("GET", `${channelPath(channelId)}/retention`);
    return { days: days ?? null };
  }

  /** Has conversations erased whose last event is older than so many days; null erases none. */
  setRetention(channelId: string, days: number | null): Promise<unknown> {
    return this.#call("PUT", `${channelPath(channelId)}/retention`, { body: { days } });
  }

  /** Starts to write a file with all that there is about a follower, or finds the job that does. */
  exportFollower(channelId: string, followerId: string): Promise<PrivacyJob> {
    return this.#call("POST", `${followerPath(channelId, followerId)}/export`);
  }

  exportJob(channelId: string, id: string): Promise<PrivacyJob> {
    return this.#call("GET", `${channelPath(channelId)}/exports/${encodeURIComponent(id)}`);
  }

  /** The file of an export that is done. */
  async exportContent(channelId: string, id: string): Promise<NamedFile> {
    const path = `${channelPath(channelId)}/exports/${encodeURIComponent(id)}/content`;
    const response = await this.#answer("GET", path, {
      headers: { Accept: "application/octet-stream, application/problem+json" },
    });
    return { name: fileName(response) ?? "export.jsonl", content: await response.blob() };
  }

  /** Starts to erase all that there is about a follower, or finds the job that does. */
  eraseFollower(channelId: string, followerId: string): Promise<PrivacyJob> {
    return this.#call("POST", `${followerPath(channelId, followerId)}/erasure`);
  }

  erasureJob(channelId: string, id: string): Promise<PrivacyJob> {
    return this.#call("GET", `${channelPath(channelId)}/erasures/${encodeURIComponent(id)}`);
  }

  /** A follower's engagement history, newest first. */
  pastEngagements(channelId: string, followerId: string, page: PageQuery = {}): Promise<PastEngagementPage> {
    return this.#call("GET", `${followerPath(channelId, followerId)}/engagements${toQuery(page)}`);
  }

  async availableEngagements(
    channelId: string, followerId: string, signal?: AbortSignal,
  ): Promise<AvailableEngagement[]> {
    const path = `${followerPath(channelId, followerId)}/available-engagements`;
    return (await this.#call<{ items: AvailableEngagement[] }>("GET", path, { signal })).items;
  }

  /**
   * A channel's last 24 hours; null when they are still those of the answer with this tag. Is tried
   * once: whoever shows them asks again anyway.
   */
  async last24Hours(channelId: string, tag: string | null, signal?: AbortSignal): Promise<Tagged<Last24Hours> | null> {
    const headers = tag === null ? {} : { "If-None-Match": tag };
    const response = await this.#once("GET", `${channelPath(channelId)}/analytics/last-24-hours`, { signal, headers });
    if (response.status === NOT_MODIFIED) return null;
    return { value: (await response.json()) as Last24Hours, tag: response.headers.get("ETag") };
  }

  /** A window in detail; for analysts. */
  report(channelId: string, query: ReportQuery, signal?: AbortSignal): Promise<Report> {
    return this.#call("GET", `${channelPath(channelId)}/analytics${toQuery(query)}`, { signal });
  }

  /** The same as CSV. */
  async reportCsv(channelId: string, query: ReportQuery): Promise<NamedFile> {
    const path = `${channelPath(channelId)}/analytics/csv${toQuery(query)}`;
    const response = await this.#answer("GET", path, { headers: { Accept: "text/csv, application/problem+json" } });
    return { name: fileName(response) ?? "report.csv", content: await response.blob() };
  }

  async #call<T>(method: string, path: string, content: Content = {}): Promise<T> {
    const response = await this.#answer(method, path, content);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  async #answer(method: string, path: string, content: Content): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(method, path, content);
      } catch (error) {
        // Reading twice does no harm. What changes something is the caller's to repeat.
        const again = error instanceof RestError && error.refusal.retryable && method === "GET" && attempt < READ_ATTEMPTS;
        if (!again || content.signal?.aborted === true) throw error;
        await (this.#options.pause ?? pause)(RETRY_MILLIS * attempt * (0.5 + Math.random()));
      }
    }
  }

  async #once(method: string, path: string, content: Content): Promise<Response> {
    let response = await this.#fetch(method, path, content, false);
    // The token may have expired on the way: once more with a fresh one.
    if (response.status === 401) response = await this.#fetch(method, path, content, true);
    if (response.ok || response.status === NOT_MODIFIED) return response;
    throw new RestError(response.status, await readRefusal(response));
  }

  async #fetch(method: string, path: string, { body, signal, headers }: Content, fresh: boolean): Promise<Response> {
    const token = await this.#options.tokenProvider({ fresh });
    const send = this.#options.fetch ?? fetch;
    try {
      return await send(`${this.#options.base}/${path}`, {
        method,
        headers: {
          Accept: "application/json, application/problem+json",
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new RestError(0, { code: "network", title: "The server cannot be reached", retryable: true });
    }
  }
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

function channelPath(channelId: string): string {
  return `channels/${encodeURIComponent(channelId)}`;
}

function conversationPath(id: string): string {
  return `conversations/${encodeURIComponent(id)}`;
}

function followerPath(channelId: string, followerId: string): string {
  return `${channelPath(channelId)}/followers/${encodeURIComponent(followerId)}`;
}

function toQuery(parameters: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** The name that an answer gives its content, without any folder. */
function fileName(response: Response): string | undefined {
  const [, name] = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
  return name?.split(/[/\\]/).at(-1);
}

async function readRefusal(response: Response): Promise<Refusal> {
  const fallback: Refusal = {
    code: "internal",
    title: response.statusText || `HTTP ${response.status}`,
    retryable: response.status >= 500,
  };
  try {
    const problem = (await response.json()) as Partial<Refusal>;
    return { ...fallback, ...problem };
  } catch {
    return fallback;
  }
}
