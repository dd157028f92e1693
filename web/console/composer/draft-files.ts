import type { Attachments, SentAttachment } from "../../client/index";
import { Uploads } from "../../shared/attachments/index";
import { words } from "../../strings/console";

export interface DraftFilesOptions {
  attachments: Attachments;
  limits: () => Readonly<Record<string, number>>;
  changed: () => void;
}

/** The files of what is being written, by conversation. */
export class DraftFiles {
  readonly #options: DraftFilesOptions;
  readonly #uploads = new Map<string, Uploads>();

  constructor(options: DraftFilesOptions) {
    this.#options = options;
  }

  of(conversationId: string): Uploads {
    const known = this.#uploads.get(conversationId);
    if (known !== undefined) return known;
    const uploads = new Uploads({ ...this.#options, target: { conversationId }, words: words.files, page: window });
    this.#uploads.set(conversationId, uploads);
    return uploads;
  }

  /** Those that the server has, to be kept over a reload. */
  get uploaded(): Record<string, SentAttachment[]> {
    return Object.fromEntries([...this.#uploads].map(([conversationId, { uploaded }]) => [conversationId, uploaded]));
  }

  putBack(kept: Readonly<Record<string, SentAttachment[]>>): void {
    for (const [conversationId, attachments] of Object.entries(kept)) this.of(conversationId).putBack(attachments);
  }
}
