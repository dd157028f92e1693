import { html, type TemplateResult } from "lit";

export type TextPart = { text: string } | { link: string };

const LINK = /https?:\/\/[^\s<>"']+/g;
const TRAILING = /[.,;:!?)\]}]+$/;

/** Splits a message into plain text and web addresses. Only http and https become links. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const link = match[0].replace(TRAILING, "");
    if (!URL.canParse(link)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ link });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** A message's text for the screen: never markup, links open elsewhere and tell nothing of here. */
export function renderText(text: string): TemplateResult[] {
  return splitLinks(text).map((part) =>
    "link" in part
      ? html`<a href=${part.link} target="_blank" rel="noopener noreferrer nofollow">${part.link}</a>`
      : html`${part.text}`,
  );
}

/** One or two letters that stand for a person. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? "")[0] ?? "").join("").toLocaleUpperCase() || "?";
}

/** One of `count` colours, always the same for the same person. */
export function hueIndex(id: string, count: number): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % count;
}
