import type { Attachments } from "../../client/index";
import { Uploads } from "../../shared/attachments/index";
import { words } from "../../strings/console";

export interface DraftFilesOptions {
  attachments: Attachments;
  limits: () => Readonly<Record<string, number>>;
  changed: () => void;
}

/** The files of what is being written, by conversation. They live as long as the page. */
export class DraftFiles {
  readonly #options: DraftFilesOptions;
  readonly #uploads = new Map<string, Uploads>();

  constructor(options: DraftFilesOptions) {
    this.#options = options;
  }

  of(conversationId: string): Uploads {
    const known = this.#uploads.get(conversationId);
    if (known !== undefined) return known;
    const uploads = new Uploads({ ...this.#options, target: { conversationId }, words: words.files });
    this.#uploads.set(conversationId, uploads);
    return uploads;
  }
}
