// @ts-check
import { readTokens } from "../stores.js";

/** The tokens an earlier visit left behind. */
export const continuity = async () => ({ tokens: await readTokens() });
