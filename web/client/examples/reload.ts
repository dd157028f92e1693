import type { Draft, ParleyClient } from "parley-client";

interface Unsent {
  id: string;
  draft: Draft;
}

/** Keeps what is not acknowledged over a reload. The ids stay, so each message is stored once. */
export function keepUnsent(client: ParleyClient, storage: Pick<Storage, "getItem" | "setItem">): void {
  const kept = JSON.parse(storage.getItem("unsent") ?? "[]") as Unsent[];
  for (const { id, draft } of kept) client.send(draft, id);
  client.on("change", () => {
    const unsent = client.outbox
      .all()
      .filter(({ state }) => state !== "stored")
      .map(({ clientMessageId, draft }) => ({ id: clientMessageId, draft }));
    storage.setItem("unsent", JSON.stringify(unsent));
  });
}
