import { svg, type SVGTemplateResult } from "lit";

const line = (path: string): SVGTemplateResult =>
  svg`<svg viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" stroke-width="2"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d=${path}></path></svg>`;

/** Drawn for this project on a 24 × 24 grid; they take the colour and size of the text around. */
export const icons = {
  chat: line("M21 12a8 8 0 0 1-8 8H4l1.8-3.2A8 8 0 1 1 21 12ZM9 10.5h7M9 14h4.5"),
  close: line("M6 6l12 12M18 6 6 18"),
  down: line("M12 5v14M6 13l6 6 6-6"),
  fold: line("M6 9l6 6 6-6"),
  send: line("M4.5 12 20 4.5 15 20l-3.5-6.5L4.5 12ZM11.5 13.5 20 4.5"),
  back: line("M15 5l-7 7 7 7"),
  check: line("M5 12.5l4.5 4.5L19 7.5"),
  checks: line("M2.5 12.5 7 17l9-9.5M12 16.5l.5.5L21.5 7.5"),
  clock: line("M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z"),
  warning: line("M12 4 2.8 20h18.4L12 4ZM12 10v4.5M12 17.2v.1"),
  gift: line("M4 11h16v9H4zM3 7h18v4H3zM12 7v13M12 7s-1-4-3.5-4S6 7 8 7h8c2 0 2-4-.5-4S12 7 12 7"),
  search: line("M20.5 20.5 16 16M18 10.5a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0Z"),
  person: line("M4.5 20a7.5 7.5 0 0 1 15 0M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z"),
  keyboard: line("M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M17.5 10h.1M8 14h8"),
  copy: line("M9 9h11v11H9zM5 15H4V4h11v1"),
  megaphone: line("M4 10v4h3l9 5V5L7 10H4ZM19 9.5a3.5 3.5 0 0 1 0 5M7 14v5h3v-3.4"),
  note: line("M5 4h14v10l-5 6H5zM14 20v-6h5M8.5 9h7M8.5 12.5h3"),
  transfer: line("M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4"),
  settings: line("M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"),
  chart: line("M5 20v-7M12 20V5M19 20v-11"),
  smile: line("M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0ZM8.5 14.5c1.8 2.3 5.2 2.3 7 0M9 9.5h.1M15 9.5h.1"),
  trash: line("M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5"),
  pencil: line("M4 20l1-4.5L16 4.5l3.5 3.5-11 11L4 20ZM13.5 7l3.5 3.5"),
  plus: line("M12 5v14M5 12h14"),
  panel: line("M3.5 5h17v14h-17zM14.5 5v14"),
  lightning: line("M13 3 5 13.5h6L10.5 21 19 10.5h-6z"),
  pin: line("M20 11.5 12 19.5a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.8 17a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6"),
  image: line("M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5h.1"),
  video: line("M3 6.5h12v11H3zM15 10.5l6-3v9l-6-3"),
  document: line("M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"),
  exit: line("M14 4h5a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-5M10 8l-4 4 4 4M6 12h9"),
};
