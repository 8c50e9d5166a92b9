/** Why a body was not read to its end. */
export class BodyError extends Error {
  override name = "BodyError";
}

/**
 * Reads a body of at most `maxBytes`.
 * @throws {BodyError} when it is longer; what the connection throws when it breaks
 */
export async function readBody(response: Response, maxBytes: number): Promise<Buffer> {
  const announced = Number(response.headers.get("content-length") ?? 0);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (announced <= maxBytes) {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > maxBytes) break;
      chunks.push(chunk);
    }
    if (bytes <= maxBytes) return Buffer.concat(chunks);
  } else {
    await response.body?.cancel();
  }
  throw new BodyError(`it is longer than ${maxBytes} bytes`);
}
