import { describe, expect, test } from "vitest";
import { RestError, type Attachments, type StoredAttachment } from "../../client/index";
import { words } from "../../strings/console";
import { Uploads } from "./uploads";

const STORED: StoredAttachment = {
  id: "f1", fileName: "photo.png", mediaType: "image/png", size: 3, width: 2, height: 1, contentUrl: "/c", linksExpireAt: "2026-01-01T00:00:00Z",
};
const PHOTO = { id: "f1", fileName: "photo.png", mediaType: "image/png", size: 3, width: 2, height: 1 };

/** Uploads whose one answer the test gives, in a page that it asks to leave. */
function open(): { uploads: Uploads; answer: PromiseWithResolvers; leaving: () => boolean } {
  const page = new EventTarget();
  const answer = promise();
  const uploads = new Uploads({
    attachments: { upload: () => answer.promise } as unknown as Attachments,
    target: { channelId: "demo" }, words: words.files, limits: () => ({}), changed: () => undefined, page,
  });
  return { uploads, answer, leaving: () => page.dispatchEvent(new Event("beforeunload", { cancelable: true })) };
}

interface PromiseWithResolvers {
  promise: Promise<StoredAttachment>;
  resolve: (stored: StoredAttachment) => void;
  reject: (error: Error) => void;
}

function promise(): PromiseWithResolvers {
  const parts: Partial<PromiseWithResolvers> = {};
  parts.promise = new Promise<StoredAttachment>((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts as PromiseWithResolvers;
}

const photo = (): File => new File(["abc"], "photo.png");
const settled = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));

describe("Uploads", () => {
  test("asks before the page is left while a file is on its way, and not once it is there", async () => {
    // Given
    const { uploads, answer, leaving } = open();
    const may = [leaving()];
    // When
    uploads.add([photo()]);
    may.push(leaving());
    answer.resolve(STORED);
    await settled();
    may.push(leaving());
    // Then
    expect(may).toEqual([true, false, true]);
    expect(uploads.uploaded).toEqual([PHOTO]);
  });

  test("asks for a file that can be tried again, and not for one that was refused for good", async () => {
    // Given
    const failing = open();
    const refused = open();
    failing.uploads.add([photo()]);
    refused.uploads.add([photo()]);
    // When
    failing.answer.reject(new RestError(0, { code: "network", title: "Away", retryable: true }));
    refused.answer.reject(new RestError(422, { code: "file-damaged", title: "Damaged", retryable: false }));
    await settled();
    const may = [failing.leaving(), refused.leaving()];
    failing.uploads.remove(1);
    may.push(failing.leaving());
    // Then
    expect(may).toEqual([false, true, true]);
  });

  test("gives what came back from an earlier page to the message, with its ids", () => {
    // Given
    const { uploads } = open();
    uploads.putBack([PHOTO]);
    // When
    const ready = uploads.settled;
    const taken = uploads.take();
    // Then
    expect(ready).toBe(true);
    expect(taken).toEqual([PHOTO]);
    expect(uploads.uploaded).toEqual([]);
  });
});
