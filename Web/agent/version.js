// @ts-check
/** The agent's version, sent with the handshake. */
export const version = "0.1.0";
