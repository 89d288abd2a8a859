// @ts-check

/** Answers after which this session can't go on; the page may call `start` anew. */
const fatalCodes = new Set([
  "auth.missing_api_key", "auth.invalid_api_key", "collect.origin_not_allowed", "transport.upgrade_required",
  "collect.ticket_invalid", "collect.ticket_expired", "collect.session_mismatch", "collect.batch_forged",
  "collect.chain_broken", "collect.session_full", "runtime.integrity_failed", "runtime.bootstrap_failed",
]);

/** Every failure the agent tells a page about. */
export class TriplineError extends Error {
  /**
   * @param {string} code dotted, stable
   * @param {string} message for a developer
   * @param {{retryable?: boolean, fatal?: boolean, operation?: string | null}} [details]
   */
  constructor(code, message, details = {}) {
    super(message);
    this.name = "TriplineError";
    /** @type {string} */
    this.code = code;
    /** @type {boolean} may the same call succeed later? */
    this.retryable = details.retryable ?? false;
    /** @type {boolean} is this client of no further use? */
    this.fatal = details.fatal ?? fatalCodes.has(code);
    /** @type {string | null} `start`, `wait_for_fingerprint` or `get_session` */
    this.operation = details.operation ?? null;
  }
}

/**
 * Names the operation an error came out of, without changing an error that other callers share.
 * @param {unknown} error
 * @param {string} operation
 * @param {string} fallbackCode for what is not an error of ours
 */
export function during(error, operation, fallbackCode) {
  return error instanceof TriplineError
    ? new TriplineError(error.code, error.message, { retryable: error.retryable, fatal: error.fatal, operation })
    : new TriplineError(fallbackCode, String(error), { operation });
}
