/**
 * A new clientMessageId: unique for ever, so random. `crypto.randomUUID` exists only in secure
 * contexts (https and localhost), hence the second way.
 */
export function newMessageId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
