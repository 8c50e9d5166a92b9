/** Failures before a connection stands: the request cannot have reached the service. */
const unsentCodes = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  // Several addresses were tried in vain.
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  return typeof first === "object" && first !== null && "code" in first ? String(first.code) : "";
}

/** Whether a request that failed like this was certainly never sent. */
export function wasNotSent(error: unknown): boolean {
  const code = codeOf(error);
  return unsentCodes.has(code) || /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code);
}

/** What went wrong with a connection, for people: no addresses, no internals. */
export function describeFailure(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "it took too long";
  if (error instanceof Error && error.name === "AbortError") return "the worker stopped";
  if (wasNotSent(error)) return "it could not be reached";
  return "the connection broke";
}
