import type { Attachments, StoredAttachment } from "../../client/index";

/** How long before its end a link is renewed. */
const MARGIN_MILLIS = 60_000;
const MOST_AT_ONCE = 100;

/**
 * Signed links of the files on a screen: asked for together, kept until they expire. What does not
 * exist any more has none.
 */
export class Links {
  readonly #attachments: Attachments;
  readonly #known = new Map<string, Promise<StoredAttachment | null>>();
  #wanted = new Map<string, (file: StoredAttachment | null) => void>();

  constructor(attachments: Attachments) {
    this.#attachments = attachments;
  }

  /** The file with links that are good for now; null when there is none to be had. */
  async of(id: string): Promise<StoredAttachment | null> {
    const known = await (this.#known.get(id) ?? this.#ask(id));
    if (known === null || Date.parse(known.linksExpireAt) - Date.now() > MARGIN_MILLIS) return known;
    return this.#ask(id);
  }

  /** To be asked for again: a link did not work. */
  forget(id: string): void {
    this.#known.delete(id);
  }

  address(link: string): string {
    return this.#attachments.address(link);
  }

  #ask(id: string): Promise<StoredAttachment | null> {
    const answer = new Promise<StoredAttachment | null>((resolve) => {
      if (this.#wanted.size === 0) queueMicrotask(() => void this.#fetch());
      this.#wanted.set(id, resolve);
    });
    this.#known.set(id, answer);
    return answer;
  }

  async #fetch(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = new Map();
    const ids = [...wanted.keys()];
    for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
      const some = ids.slice(from, from + MOST_AT_ONCE);
      const found = await this.#attachments.describe(some).catch(() => null);
      for (const id of some) {
        if (found === null) this.#known.delete(id);
        wanted.get(id)?.(found?.find((file) => file.id === id) ?? null);
      }
    }
  }
}
