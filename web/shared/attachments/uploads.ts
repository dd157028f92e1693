import { RestError, type Attachments, type SentAttachment, type StoredAttachment, type UploadTarget } from "../../client/index";
import type { common } from "../../strings/en";
import { EXTENSIONS, KINDS, kindOf, sizeText } from "./kinds";

/** One file of a draft. */
export interface Upload {
  readonly key: number;
  readonly name: string;
  readonly size: number;
  readonly state: "uploading" | "ready" | "failed";
  /** From 0 to 1 while it uploads. */
  readonly progress: number;
  /** Why it failed. */
  readonly reason?: string;
  /** Whether trying again can help. */
  readonly retryable?: boolean;
  /** Once ready. */
  readonly stored?: StoredAttachment;
}

type Entry = { -readonly [K in keyof Upload]: Upload[K] } & { file: File; cancel: AbortController };

type Words = typeof common.files;

export interface UploadsOptions {
  attachments: Attachments;
  target: UploadTarget;
  words: Words;
  /** The server's limits by name, as they are told now. */
  limits: () => Readonly<Record<string, number>>;
  changed: () => void;
  /** Who asks the person before the page is left: the window. */
  page: EventTarget;
}

/**
 * The files of one draft. Those that the server would refuse are refused here, without sending a
 * byte; those that failed stay with their reason until they are tried again or removed. While some
 * would be lost with the page, whoever leaves it is asked first.
 */
export class Uploads {
  /** Counts the changes, for views that draw them. */
  version = 0;
  readonly #options: UploadsOptions;
  readonly #entries: Entry[] = [];
  #lastKey = 0;
  #asks = false;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  get all(): readonly Upload[] {
    return this.#entries;
  }

  /** Whether a message may leave with these files, or without any. */
  get settled(): boolean {
    return this.#entries.every((entry) => entry.state === "ready");
  }

  /** The files that the server has: they can be put back after a reload. */
  get uploaded(): SentAttachment[] {
    return this.#entries.flatMap(({ stored }) => (stored === undefined ? [] : [describe(stored)]));
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const entry: Entry = {
        key: ++this.#lastKey, name: file.name, size: file.size, state: "uploading", progress: 0, file,
        cancel: new AbortController(),
      };
      this.#entries.push(entry);
      const reason = this.#refusal(file);
      if (reason === null) void this.#upload(entry);
      else fail(entry, reason, false);
    }
    this.#changed();
  }

  retry(key: number): void {
    const entry = this.#entries.find((each) => each.key === key);
    if (entry?.state === "failed") void this.#upload(entry);
    this.#changed();
  }

  /** Cancels an upload, or takes a file out of the draft. */
  remove(key: number): void {
    const index = this.#entries.findIndex((entry) => entry.key === key);
    this.#entries.splice(index, index < 0 ? 0 : 1)[0]?.cancel.abort();
    this.#changed();
  }

  /** The files, which leave the draft with its message. */
  take(): SentAttachment[] {
    const taken = this.uploaded;
    this.#entries.length = 0;
    this.#changed();
    return taken;
  }

  /** Files of a message that comes back into the draft. */
  putBack(attachments: readonly SentAttachment[]): void {
    for (const attachment of attachments) {
      const stored = { ...attachment, contentUrl: "", linksExpireAt: "" };
      this.#entries.push({
        key: ++this.#lastKey, name: attachment.fileName, size: attachment.size, state: "ready", progress: 1, stored,
        file: new File([], attachment.fileName), cancel: new AbortController(),
      });
    }
    this.#changed();
  }

  #changed(): void {
    this.version++;
    this.#askBeforeLeaving(this.#entries.some(({ state, retryable }) => state === "uploading" || retryable === true));
    this.#options.changed();
  }

  /** Listens only as long as it must: a page with such a listener is not kept for the way back. */
  #askBeforeLeaving(asks: boolean): void {
    if (asks === this.#asks) return;
    this.#asks = asks;
    if (asks) this.#options.page.addEventListener("beforeunload", this.#stay);
    else this.#options.page.removeEventListener("beforeunload", this.#stay);
  }

  readonly #stay = (event: Event): void => event.preventDefault();

  #refusal(file: File): string | null {
    const { words } = this.#options;
    const limits = this.#options.limits();
    const kind = kindOf(file.name);
    if (kind === null) return words.notAllowed(KINDS.flatMap((each) => EXTENSIONS[each]).join(", "));
    if (file.size === 0) return words.empty;
    const most = limits[`${kind}Bytes`] ?? Infinity;
    if (file.size > most) return words.tooLarge(sizeText(most));
    return this.#entries.length > (limits.attachmentsPerMessage ?? Infinity)
      ? words.tooMany(limits.attachmentsPerMessage ?? 0)
      : null;
  }

  async #upload(entry: Entry): Promise<void> {
    entry.state = "uploading";
    entry.progress = 0;
    delete entry.reason;
    delete entry.retryable;
    try {
      entry.stored = await this.#options.attachments.upload(entry.file, this.#options.target, {
        signal: entry.cancel.signal,
        onProgress: (share) => {
          entry.progress = share;
          this.#changed();
        },
      });
      entry.state = "ready";
    } catch (error) {
      if (entry.cancel.signal.aborted) return;
      const refusal = error instanceof RestError ? error.refusal : null;
      fail(entry, refusal?.detail ?? refusal?.title ?? this.#options.words.failed, refusal?.retryable ?? true);
    }
    this.#changed();
  }
}

function fail(entry: Entry, reason: string, retryable: boolean): void {
  entry.state = "failed";
  entry.reason = reason;
  entry.retryable = retryable;
}

function describe({ id, fileName, mediaType, size, width, height }: StoredAttachment): SentAttachment {
  return {
    id, fileName, mediaType, size,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
}
