/** What to do after the server, or the network, has ended a connection. */
export type AfterClose = "reconnect" | "renew-token" | "stop";

/**
 * The rule of the protocol: 4000–4499, 1012, 1013 and lost connections reconnect, 1008 reconnects
 * once with a fresh token, 1007, 1009 and 4500–4999 do not.
 *
 * @param renewed whether the connection that ended was already the one with a fresh token
 */
export function afterClose(code: number, renewed: boolean): AfterClose {
  if (code === 1008) return renewed ? "stop" : "renew-token";
  if (code === 1002 || code === 1003 || code === 1007 || code === 1009 || code === 1010) return "stop";
  if (code >= 4500 && code <= 4999) return "stop";
  return "reconnect";
}
