/** Checksums that show whether a file is the one that was written. */
import { createHash } from "node:crypto";

/** SHA-256 of text (as UTF-8) or bytes, in hexadecimal. */
export function checksum(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
