import {
  RestError, newMessageId,
  type ConversationEvent, type OutgoingMessage, type ParleyClient, type Person, type Refusal, type Rest, type Thread,
} from "../../client/index";
import type { Uploads } from "../../shared/attachments/index";
import { problemText } from "../../shared/connection-text";
import { words } from "../../strings/console";
import type { DraftFiles } from "../composer/draft-files";
import type { Inbox } from "../inbox/inbox";
import type { Row } from "../inbox/rows";
import { describe } from "../parts/refusals";

/** What waits for the agent's confirmation that a conversation is taken over. */
export interface TakeoverQuestion {
  conversationId: string;
  owner: Person;
  purpose:
    | { kind: "send" }
    | { kind: "finish" }
    | { kind: "engagement"; id: string }
    | { kind: "transfer"; to: Person };
}

export interface ThreadHost {
  rest: Rest;
  client: ParleyClient;
  inbox: Inbox;
  drafts: Record<string, string>;
  files: DraftFiles;
  changed: () => void;
  notify: (text: string) => void;
}

const PAGE_SIZE = 50;

/** The conversation that the agent looks at, and what can be done with it. */
export class OpenThread {
  id: string | null = null;
  loading = false;
  problem = "";
  question: TakeoverQuestion | null = null;
  /** Whether the composer writes a private note. */
  writesNote = false;
  noteBusy = false;
  readonly #host: ThreadHost;
  /** The note on its way: sent again with the same id it is stored once. */
  #note: { conversationId: string; text: string; clientMessageId: string } | null = null;

  constructor(host: ThreadHost) {
    this.#host = host;
  }

  get row(): Row | undefined {
    return this.id === null ? undefined : this.#host.inbox.rows.get(this.id);
  }

  get log(): Thread | undefined {
    return this.id === null ? undefined : this.#host.client.thread(this.id);
  }

  /** Looks at a conversation; nothing else follows from it. */
  async open(id: string): Promise<void> {
    if (this.id === id) return;
    const { client, inbox, rest } = this.#host;
    this.close();
    this.id = id;
    inbox.rows.held = id;
    this.loading = true;
    this.problem = "";
    this.#host.changed();
    try {
      const [conversation, page] = await Promise.all([rest.conversation(id), rest.events(id, { limit: PAGE_SIZE })]);
      if (this.id !== id) return;
      inbox.rows.put(conversation);
      const first = page.events[0];
      client.openThread(id, first === undefined ? page.lastSeq : first.seq - 1);
      // An event that came while the page was fetched is known by the row, and asked for.
      client.acceptPage(id, page.events, Math.max(page.lastSeq, inbox.rows.get(id)?.lastSeq ?? 0));
      client.signals.noteMarks(id, conversation.marks ?? []);
      client.catchUp(id);
    } catch (error) {
      if (this.id === id) this.problem = describe(error);
    }
    if (this.id === id) {
      this.loading = false;
      this.#host.changed();
    }
  }

  close(): void {
    if (this.id !== null) this.#host.client.closeThread(this.id);
    this.id = null;
    this.#host.inbox.rows.held = null;
    this.question = null;
    this.writesNote = false;
    this.#host.changed();
  }

  async loadOlder(): Promise<void> {
    const { id, log } = this;
    if (id === null || log === undefined || log.base === 0 || this.loading) return;
    this.loading = true;
    this.#host.changed();
    try {
      const page = await this.#host.rest.events(id, { before: log.base + 1, limit: PAGE_SIZE });
      this.#host.client.acceptPage(id, page.events, page.lastSeq);
    } catch (error) {
      this.#host.notify(describe(error));
    }
    this.loading = false;
    this.#host.changed();
  }

  /** The thread is on the screen down to its end. */
  sawEverything(): void {
    const { id, log } = this;
    if (id === null || log === undefined || log.applied === 0) return;
    this.#host.client.read(id, log.applied);
    this.#host.inbox.rows.markRead(id);
  }

  // What is written

  get draft(): string {
    return this.#host.drafts[this.draftKey] ?? "";
  }

  /** The files that go with the reply. */
  get uploads(): Uploads | null {
    return this.id === null ? null : this.#host.files.of(this.id);
  }

  /** Whether there is something to send. */
  get isWritten(): boolean {
    return this.draft.trim() !== "" || (!this.writesNote && this.uploads?.isEmpty === false);
  }

  /** Replies and notes of each conversation are kept apart. */
  get draftKey(): string {
    return this.writesNote ? `note ${this.id ?? ""}` : (this.id ?? "");
  }

  /** @param key the draft that the text was written into: the field may lag behind a switch */
  setDraft(text: string, key = this.draftKey): void {
    if (this.id === null) return;
    this.#host.drafts[key] = text;
    if (text !== "" && key === this.id) this.#host.client.typing(this.id);
    this.#host.changed();
  }

  setWritesNote(writesNote: boolean): void {
    this.writesNote = writesNote;
    this.#host.changed();
  }

  /** Sends what is written, as a reply or a note; null when it left, otherwise what to tell the agent. */
  submit(takeOverFrom?: string): string | null {
    const { id, uploads } = this;
    const text = this.draft.trim();
    if (id === null || uploads === null || !this.isWritten) return null;
    const most = this.#host.client.limits.messageTextLength ?? Infinity;
    if (text.length > most) return words.tooLong(most);
    if (this.writesNote) {
      void this.#addNote(id, text);
      return null;
    }
    if (!uploads.settled) return words.files.wait;
    const attachments = uploads.take();
    const draft = { conversationId: id, text, attachments, ...(takeOverFrom === undefined ? {} : { takeOverFrom }) };
    if (this.#host.client.send(draft) === null) {
      uploads.putBack(attachments);
      return words.tooManyWaiting;
    }
    this.#host.drafts[id] = "";
    this.#host.changed();
    return null;
  }

  async #addNote(conversationId: string, text: string): Promise<void> {
    if (this.noteBusy) return;
    const same = this.#note?.conversationId === conversationId && this.#note.text === text;
    const note = same && this.#note !== null ? this.#note : { conversationId, text, clientMessageId: newMessageId() };
    this.#note = note;
    this.noteBusy = true;
    this.#host.changed();
    try {
      await this.#host.rest.addNote(conversationId, { clientMessageId: note.clientMessageId, text });
      this.#note = null;
      const key = `note ${conversationId}`;
      if (this.#host.drafts[key]?.trim() === text) this.#host.drafts[key] = "";
    } catch (error) {
      this.#host.notify(describe(error));
    }
    this.noteBusy = false;
    this.#host.changed();
  }

  // What an agent does

  async finish(takeOverFrom?: string): Promise<void> {
    const { id } = this;
    if (id === null || this.row?.status !== "ACTIVE") return;
    await this.#attempt(id, { kind: "finish" }, async () => {
      this.#host.inbox.rows.put(await this.#host.rest.finish(id, takeOverFrom));
      this.#host.inbox.settle();
    });
  }

  async transfer(to: Person, takeOverFrom?: string): Promise<void> {
    const { id } = this;
    if (id === null) return;
    await this.#attempt(id, { kind: "transfer", to }, async () => {
      const body = { to: to.id, ...(takeOverFrom === undefined ? {} : { takeOverFrom }) };
      await this.#host.rest.transfer(id, body).catch((error: unknown) => {
        // An earlier try was stored, and its answer lost.
        if (!(error instanceof RestError && error.refusal.code === "already-owner" && error.refusal.owner?.id === to.id)) throw error;
      });
    });
  }

  async sendEngagement(engagementId: string, takeOverFrom?: string): Promise<void> {
    const { id } = this;
    if (id === null) return;
    const body = { clientMessageId: newMessageId(), engagementId, ...(takeOverFrom === undefined ? {} : { takeOverFrom }) };
    await this.#attempt(id, { kind: "engagement", id: engagementId }, () => this.#host.rest.sendEngagement(id, body));
  }

  async deleteMessage(seq: number): Promise<void> {
    if (this.id === null) return;
    try {
      await this.#host.rest.deleteMessage(this.id, seq);
    } catch (error) {
      this.#host.notify(describe(error));
    }
  }

  async #attempt(id: string, purpose: TakeoverQuestion["purpose"], call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
    } catch (error) {
      const refusal: Refusal | undefined = error instanceof RestError ? error.refusal : undefined;
      if (refusal?.code === "conversation-owned" && refusal.owner !== undefined && id === this.id) {
        this.question = { conversationId: id, owner: refusal.owner, purpose };
      } else {
        this.#host.notify(describe(error));
      }
    }
    this.#host.changed();
  }

  /** The agent confirmed the takeover. */
  confirm(): void {
    const { question } = this;
    this.question = null;
    if (question !== null && question.conversationId === this.id) this.#takeOver(question);
    this.#host.changed();
  }

  #takeOver({ owner, purpose }: TakeoverQuestion): void {
    switch (purpose.kind) {
      case "send":
        this.writesNote = false;
        this.submit(owner.id);
        break;
      case "finish":
        void this.finish(owner.id);
        break;
      case "engagement":
        void this.sendEngagement(purpose.id, owner.id);
        break;
      case "transfer":
        void this.transfer(purpose.to, owner.id);
        break;
    }
  }

  dismiss(): void {
    this.question = null;
    this.#host.changed();
  }

  /** A sent message was refused: one that needs a takeover goes back into the box. */
  refused(message: OutgoingMessage): void {
    const { conversationId, text, attachments = [] } = message.draft;
    const { refusal } = message;
    if (conversationId === undefined || refusal?.code !== "conversation-owned" || refusal.owner === undefined) return;
    // Nothing was stored, and the agent decides.
    this.#host.client.outbox.discard(message.clientMessageId);
    const later = this.#host.drafts[conversationId] ?? "";
    this.#host.drafts[conversationId] = later === "" ? text : `${text}\n${later}`;
    this.#host.files.of(conversationId).putBack(attachments);
    if (conversationId === this.id) {
      this.question = { conversationId, owner: refusal.owner, purpose: { kind: "send" } };
    } else {
      this.#host.notify(problemText(refusal, words));
    }
    this.#host.changed();
  }

  /** Whether this event happened before the agent's eyes. */
  sees(event: ConversationEvent): boolean {
    return event.conversationId === this.id && document.visibilityState === "visible";
  }
}
