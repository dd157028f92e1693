import { css } from "lit";

/**
 * Colours and type. What begins with `--parley-` is for the page around to set, what begins with
 * `--_` is made of it here. The attribute `theme` decides between light and dark where the page does
 * not follow the person's own setting.
 */
export const theme = css`
  :host {
    color-scheme: light dark;
    --_accent: var(--parley-accent, light-dark(#0b6b61, #58c9b9));
    --_on-accent: var(--parley-on-accent, light-dark(#fff, #04201c));
    --_surface: var(--parley-surface, light-dark(#fff, #171d26));
    --_text: var(--parley-text, light-dark(#17202b, #e8edf4));
    --_radius: var(--parley-radius, 18px);
    --_offset: var(--parley-offset, 20px);

    /* A dark panel stays calm: its large areas take only a little of the accent. */
    --_head: light-dark(var(--_accent), color-mix(in srgb, var(--_accent) 14%, var(--_surface)));
    --_on-head: light-dark(var(--_on-accent), var(--_text));
    --_mine: light-dark(var(--_accent), color-mix(in srgb, var(--_accent) 26%, var(--_surface)));
    --_on-mine: light-dark(var(--_on-accent), var(--_text));
    --_theirs: color-mix(in srgb, var(--_text) 7%, var(--_surface));
    --_sunken: color-mix(in srgb, var(--_text) 4%, var(--_surface));
    --_quiet: color-mix(in srgb, var(--_text) 70%, var(--_surface));
    --_line: color-mix(in srgb, var(--_text) 12%, var(--_surface));
    --_control: color-mix(in srgb, var(--_text) 48%, var(--_surface));
    --_link: color-mix(in srgb, var(--_accent) 85%, var(--_text));
    --_danger: light-dark(#b3261e, #ff9d94);
    --_warning: light-dark(#fdf1d9, #3a2d10);
    --_shadow: light-dark(rgb(13 30 38 / 18%), rgb(0 0 0 / 55%));

    font: 400 15px/1.45 var(--parley-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
    color: var(--_text);
    text-align: start;
    letter-spacing: normal;
    text-transform: none;
  }
  :host([theme="light"]) {
    color-scheme: light;
  }
  :host([theme="dark"]) {
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: inherit;
  }
  svg {
    display: block;
    flex: none;
  }
  :focus-visible {
    outline: 3px solid color-mix(in srgb, var(--_accent) 55%, var(--_text));
    outline-offset: 2px;
  }
  .link,
  .earlier {
    color: var(--_link);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }

  .avatar {
    --_hue: #3d5a80;
    flex: none;
    display: grid;
    place-items: center;
    inline-size: var(--_size, 28px);
    block-size: var(--_size, 28px);
    border-radius: 50%;
    background: var(--_hue);
    color: #fff;
    font-size: calc(var(--_size, 28px) * 0.4);
    font-weight: 650;
    line-height: 1;
    object-fit: cover;
  }
  .hue-1 {
    --_hue: #7a4f9a;
  }
  .hue-2 {
    --_hue: #9a4f5c;
  }
  .hue-3 {
    --_hue: #2f6f6a;
  }
  .hue-4 {
    --_hue: #8a5a1f;
  }
  .hue-5 {
    --_hue: #4c6b2f;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
