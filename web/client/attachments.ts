import type { TokenProvider } from "./connection.js";
import type { Refusal, SentAttachment } from "./frames.js";
import { RestError } from "./rest.js";

/** Where a file is for: agents name the conversation, followers the channel. */
export interface UploadTarget {
  conversationId?: string;
  channelId?: string;
}

/** A file as the server knows it, with links that need no token until they expire. */
export interface StoredAttachment extends SentAttachment {
  contentUrl: string;
  thumbnailUrl?: string;
  linksExpireAt: string;
}

export interface UploadOptions {
  /** From 0 to 1: how much has left this device. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** What an upload needs of XMLHttpRequest, which alone tells progress. */
export type UploadRequest = Pick<
  XMLHttpRequest,
  "open" | "setRequestHeader" | "send" | "abort" | "status" | "responseText" | "onload" | "onerror" | "onabort"
> & { upload: { onprogress: ((event: ProgressEvent) => void) | null } };

export interface AttachmentsOptions {
  /** Address of the API, for example `https://host/api`. */
  base: string;
  tokenProvider: TokenProvider;
  fetch?: typeof fetch;
  request?: () => UploadRequest;
}

/** Files of messages: upload, and links to show them. Every call throws {@link RestError}. */
export class Attachments {
  readonly #options: AttachmentsOptions;

  constructor(options: AttachmentsOptions) {
    this.#options = options;
  }

  /** Sends one file. Rejects with an AbortError when it was cancelled. */
  async upload(file: Blob & { name: string }, target: UploadTarget, options: UploadOptions = {}): Promise<StoredAttachment> {
    try {
      return await this.#upload(file, target, options, false);
    } catch (error) {
      // The token may have expired while the file was chosen: once more with a fresh one.
      if (!(error instanceof RestError) || error.status !== 401) throw error;
      return this.#upload(file, target, options, true);
    }
  }

  /** Those of the files that exist for this person, with fresh links. */
  async describe(ids: readonly string[]): Promise<StoredAttachment[]> {
    const send = this.#options.fetch ?? fetch;
    for (const fresh of [false, true]) {
      const response = await send(`${this.#options.base}/attachments/descriptions`, {
        method: "POST",
        headers: { ...(await this.#authorization(fresh)), "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ ids }),
      }).catch(() => null);
      if (response === null) throw networkFailure();
      if (response.status === 401 && !fresh) continue;
      const text = await response.text();
      if (!response.ok) throw new RestError(response.status, refusalOf(response.status, text));
      return (JSON.parse(text) as { attachments: StoredAttachment[] }).attachments;
    }
    throw networkFailure();
  }

  /** The whole address of a link that the server gave. */
  address(link: string): string {
    return new URL(link, this.#options.base).href;
  }

  async #upload(
    file: Blob & { name: string }, target: UploadTarget, { onProgress, signal }: UploadOptions, fresh: boolean,
  ): Promise<StoredAttachment> {
    const headers = await this.#authorization(fresh);
    signal?.throwIfAborted();
    const query = new URLSearchParams(Object.entries(target).filter(([, value]) => value !== undefined));
    const request = (this.#options.request ?? (() => new XMLHttpRequest()))();
    return new Promise((resolve, reject) => {
      const cancel = (): void => request.abort();
      const settle = (): void => signal?.removeEventListener("abort", cancel);
      request.open("POST", `${this.#options.base}/attachments?${query}`);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${encodeName(file.name)}`);
      request.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total);
      request.onload = () => {
        settle();
        if (request.status === 201) resolve(JSON.parse(request.responseText) as StoredAttachment);
        else reject(new RestError(request.status, refusalOf(request.status, request.responseText)));
      };
      request.onerror = () => {
        settle();
        reject(networkFailure());
      };
      request.onabort = () => {
        settle();
        reject(new DOMException("The upload was cancelled", "AbortError"));
      };
      signal?.addEventListener("abort", cancel);
      request.send(file);
    });
  }

  async #authorization(fresh: boolean): Promise<Record<string, string>> {
    const token = await this.#options.tokenProvider({ fresh });
    return token === null ? {} : { Authorization: `Bearer ${token}` };
  }
}

/** RFC 8187 forbids a few characters that encodeURIComponent leaves. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function networkFailure(): RestError {
  return new RestError(0, { code: "network", title: "The server cannot be reached", retryable: true });
}

function refusalOf(status: number, body: string): Refusal {
  const fallback: Refusal = { code: "internal", title: `HTTP ${status}`, retryable: status >= 500 };
  try {
    return { ...fallback, ...(JSON.parse(body) as Partial<Refusal>) };
  } catch {
    return fallback;
  }
}
