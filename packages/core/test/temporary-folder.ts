/** A folder that lives as long as the tests of a file. */
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Where a file of tests writes. */
export interface TemporaryFolder {
  /** Path of what has this name in the folder. */
  readonly at: (name: string) => string;
  /** Writes a file. @returns Its path. */
  readonly file: (name: string, content: string | Uint8Array) => Promise<string>;
}

/** Makes the folder; it is removed after all tests of the file or the `describe` that asks for it. */
export function temporaryFolder(): TemporaryFolder {
  const folder = mkdtempSync(join(tmpdir(), "encdec-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  return {
    at,
    file: async (name, content) => {
      await writeFile(at(name), content);
      return at(name);
    },
  };
}
