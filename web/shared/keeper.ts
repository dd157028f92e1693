import type { Draft, OutgoingMessage, SentAttachment } from "../client/index";

interface Kept {
  /** What is being written, by channel or conversation. */
  drafts: Record<string, string>;
  /** The files that go with it and are uploaded, by the same names. */
  files: Record<string, SentAttachment[]>;
  /** What was sent and not acknowledged. */
  unsent: { id: string; draft: Draft }[];
}

/**
 * Keeps what a person wrote over a reload of the page: drafts, and messages that are not
 * acknowledged yet, with their ids, so that sending them again stores them once. Files that are
 * uploaded come back by their ids. Lives in the
 * tab's session storage and is silent where a page may not store. Nothing is written until the
 * person has written something.
 */
export class Keeper {
  readonly #key: string;
  #last: string | null = null;

  /** @param scope the screen that keeps; two screens of one person do not mix */
  constructor(scope: string, personId: string) {
    this.#key = `parley:${scope}:${personId}`;
  }

  read(): Kept {
    try {
      this.#last = sessionStorage.getItem(this.#key);
      const kept = this.#last === null ? {} : (JSON.parse(this.#last) as Partial<Kept>);
      return { drafts: kept.drafts ?? {}, files: kept.files ?? {}, unsent: kept.unsent ?? [] };
    } catch {
      return { drafts: {}, files: {}, unsent: [] };
    }
  }

  /** Cheap to call often: only what differs from the last call is stored. */
  write(
    drafts: Readonly<Record<string, string>>,
    files: Readonly<Record<string, SentAttachment[]>>,
    outgoing: readonly OutgoingMessage[],
  ): void {
    const kept: Kept = {
      drafts: withoutEmpty(drafts),
      files: withoutEmpty(files),
      unsent: outgoing
        .filter((message) => message.state !== "stored")
        .map((message) => ({ id: message.clientMessageId, draft: message.draft })),
    };
    const empty = [kept.drafts, kept.files, kept.unsent].every((part) => Object.keys(part).length === 0);
    const text = empty ? null : JSON.stringify(kept);
    if (text === this.#last) return;
    this.#last = text;
    try {
      if (text === null) sessionStorage.removeItem(this.#key);
      else sessionStorage.setItem(this.#key, text);
    } catch {
      // A page in a sandbox may not store; what was written then lives as long as the page.
    }
  }
}

function withoutEmpty<T extends { length: number }>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value.length > 0));
}
