import { describe, expect, it } from "vitest";
import { Attachments, type StoredAttachment, type UploadRequest } from "./attachments.js";
import { RestError } from "./rest.js";

class FakeRequest implements UploadRequest {
  status = 0;
  responseText = "";
  onload: UploadRequest["onload"] = null;
  onerror: UploadRequest["onerror"] = null;
  onabort: UploadRequest["onabort"] = null;
  upload = { onprogress: null as ((event: ProgressEvent) => void) | null };
  url = "";
  readonly headers: Record<string, string> = {};
  sent: unknown = null;

  open(_method: string, url: string | URL): void {
    this.url = String(url);
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(body: unknown): void {
    this.sent = body;
  }
  abort(): void {
    this.onabort?.call(this as never, {} as never);
  }
  answer(status: number, body: unknown): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.call(this as never, {} as never);
  }
}

const stored = { id: "a-1", fileName: "x.png", mediaType: "image/png", size: 3 } as StoredAttachment;

function attachments(): { attachments: Attachments; requests: FakeRequest[] } {
  const requests: FakeRequest[] = [];
  const request = (): UploadRequest => {
    const next = new FakeRequest();
    requests.push(next);
    return next;
  };
  const tokenProvider = ({ fresh }: { fresh: boolean }) => Promise.resolve(fresh ? "fresh" : "old");
  return { attachments: new Attachments({ base: "http://h/api", tokenProvider, request }), requests };
}

const file = (name: string): File => new File(["abc"], name);
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("an upload", () => {
  it("names the file, the conversation and the person, and tells its progress", async () => {
    // Given
    const { attachments: files, requests } = attachments();
    const progress: number[] = [];

    // When
    const done = files.upload(file("Größe (1).png"), { conversationId: "c-1" }, { onProgress: (share) => progress.push(share) });
    await tick();
    requests[0]?.upload.onprogress?.({ loaded: 1, total: 4 } as ProgressEvent);
    requests[0]?.answer(201, stored);

    // Then
    expect(await done).toEqual(stored);
    expect(progress).toEqual([0.25]);
    expect(requests[0]?.url).toBe("http://h/api/attachments?conversationId=c-1");
    expect(requests[0]?.headers).toMatchObject({
      Authorization: "Bearer old",
      "Content-Disposition": "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%281%29.png",
    });
  });

  it("is tried once more with a fresh token", async () => {
    // Given
    const { attachments: files, requests } = attachments();

    // When
    const done = files.upload(file("x.png"), {});
    await tick();
    requests[0]?.answer(401, { code: "unauthenticated" });
    await tick();
    requests[1]?.answer(201, stored);

    // Then
    expect(await done).toEqual(stored);
    expect(requests[1]?.headers.Authorization).toBe("Bearer fresh");
  });

  it("that was refused says why", async () => {
    // Given
    const { attachments: files, requests } = attachments();

    // When
    const done = files.upload(file("x.pdf"), {});
    await tick();
    requests[0]?.answer(422, { code: "file-type-mismatch", title: "No", detail: "This .pdf is really a program." });

    // Then
    await expect(done).rejects.toMatchObject({ status: 422, refusal: { code: "file-type-mismatch", retryable: false } });
    await expect(done).rejects.toBeInstanceOf(RestError);
  });

  it("can be cancelled", async () => {
    // Given
    const { attachments: files } = attachments();
    const controller = new AbortController();

    // When
    const done = files.upload(file("x.png"), {}, { signal: controller.signal });
    await tick();
    controller.abort();

    // Then
    await expect(done).rejects.toMatchObject({ name: "AbortError" });
  });
});
