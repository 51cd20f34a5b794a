import { describe, expect, it } from "vitest";
import { explainFailure } from "./setup-error.mjs";

describe("explainFailure", () => {
  it.each([
    ["write failed: ENOSPC: no space left on device", "The disk is full"],
    ["EACCES: permission denied, mkdir '/root/x'", "A file may not be written"],
    ["request failed: self-signed certificate in certificate chain", "NODE_EXTRA_CA_CERTS"],
    ["ERR_PNPM_FETCH_403 GET http://registry/x", "npm config get registry"],
    ["something else", "Remove node_modules"],
  ])("knows what helps against: %s", (output, remedy) => {
    const lines = explainFailure("install", `npm warn noise\n${output}\n`).split("\n");
    expect(lines[0]).toBe(`  ${output}`);
    expect(lines[1]).toContain("Cannot install: its output ends as above. ");
    expect(lines[1]).toContain(remedy);
  });
});
