import type { CannedReply } from "../../client/index";

/** A `/` with what was typed after it, somewhere in a text. */
export interface SlashWord {
  start: number;
  end: number;
  word: string;
}

/** The word at the cursor when it begins with `/` at the start of the text or after a space. */
export function slashWordAt(text: string, cursor: number): SlashWord | null {
  const match = /(?:^|\s)\/([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, cursor));
  const word = match?.[1];
  return word === undefined ? null : { start: cursor - word.length - 1, end: cursor, word };
}

/** The replies that fit what was typed: by shortcut first, then by what they say. */
export function matching(replies: readonly CannedReply[], typed: string): CannedReply[] {
  const wanted = typed.toLocaleLowerCase();
  const rank = ({ shortcut, text }: CannedReply): number => {
    if (shortcut.toLocaleLowerCase().startsWith(wanted)) return 0;
    return text.toLocaleLowerCase().includes(wanted) ? 1 : 2;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((ranked) => ranked.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .map(({ reply }) => reply);
}

/** The text with the reply in the place of the slash word, and where the cursor goes. */
export function insertReply(text: string, at: SlashWord, reply: string): { text: string; cursor: number } {
  return { text: text.slice(0, at.start) + reply + text.slice(at.end), cursor: at.start + reply.length };
}
