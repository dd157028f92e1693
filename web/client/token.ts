/** What a token says of its owner. Read for the screen only: the server alone decides by it. */
export interface TokenClaims {
  sub: string;
  name?: string;
  roles: string[];
  channels: string[];
  /** Seconds since the epoch. */
  exp?: number;
  iat?: number;
}

/** The claims of a JWT, unchecked; null when it is not one. */
export function readClaims(token: string): TokenClaims | null {
  const payload = token.split(".")[1];
  if (payload === undefined) return null;
  try {
    const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Partial<TokenClaims>;
    if (typeof claims.sub !== "string") return null;
    return {
      ...claims,
      sub: claims.sub,
      roles: Array.isArray(claims.roles) ? claims.roles : [],
      channels: Array.isArray(claims.channels) ? claims.channels : [],
    };
  } catch {
    return null;
  }
}

const LEAST_MILLIS = 1_000;
/** Longer waits overflow a browser's timers. */
const MOST_MILLIS = 2 ** 31 - 1;

/**
 * When to fetch the next token: once nine tenths of the lifetime have passed, but at least half a
 * minute before the end where the lifetime allows it. Null when the token does not say.
 */
export function millisUntilRenewal(token: string, now: number): number | null {
  const claims = readClaims(token);
  if (claims?.exp === undefined) return null;
  const left = claims.exp * 1_000 - now;
  const lifetime = claims.iat === undefined ? left : (claims.exp - claims.iat) * 1_000;
  const margin = Math.min(Math.max(lifetime / 10, 30_000), lifetime / 2);
  return Math.min(Math.max(left - margin, LEAST_MILLIS), MOST_MILLIS);
}
