import type { NoticeItem } from "../../shared/timeline";
import { words } from "../../strings/console";

/** What the thread says of an event that is not a message. */
export function noticeText({ notice, person, previous, by }: NoticeItem): string {
  const name = person?.name ?? "";
  const before = previous?.name ?? "";
  switch (notice) {
    case "opened":
      return words.opened;
    case "taken":
      return words.taken(name);
    case "taken-over":
      return words.takenOver(name, before);
    case "transferred":
      return by === undefined || by.id === previous?.id ? words.transferred(before, name) : words.transferredBy(by.name, before, name);
    case "finished":
      return words.finished(name);
    case "erased":
      return words.erased;
  }
}
