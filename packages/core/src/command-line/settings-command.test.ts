import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Output, OutputOptions } from "./output.ts";
import { createProgram } from "./program.ts";
import { addSettingsCommand } from "./settings-command.ts";
import { UsageError } from "./usage-error.ts";

const schema = z.strictObject({
  model: z.strictObject({ units: z.int().describe("width") }),
});
const presets = { tiny: { model: { units: 8 } }, small: { model: { units: 64 } } };

/** What the verb was asked for. */
async function ask(...args: readonly string[]) {
  const asked: { units: number; output: Output; shout: boolean }[] = [];
  const program = createProgram({ name: "app", description: "an app", version: "1.0.0" });
  addSettingsCommand(program, {
    name: "data",
    description: "show it",
    schema,
    presets,
    addFlags: (command) => command.option("--shout", "loudly"),
    act: async ({ model }, output, { shout = false }: OutputOptions & { shout?: boolean }) => {
      asked.push({ units: model.units, output, shout });
    },
  });
  await program.parseAsync(["data", ...args], { from: "user" });
  return { asked, program };
}

describe("addSettingsCommand", () => {
  it("acts on the settings of preset and flags", async () => {
    expect((await ask()).asked).toMatchObject([{ units: 64, shout: false }]);
    const { asked } = await ask("--preset", "tiny", "--shout", "--quiet");
    expect(asked).toMatchObject([{ units: 8, shout: true }]);
    expect(asked[0]?.output.isQuiet).toBe(true);
    expect((await ask("--model.units", "3")).asked).toMatchObject([{ units: 3 }]);
  });

  it("lists its own flags, then the output's and the settings'", async () => {
    const { program } = await ask();
    const flags = program.commands[0]?.options.map(({ long }) => long) ?? [];
    expect(flags[0]).toBe("--shout");
    expect(flags.indexOf("--json")).toBeLessThan(flags.indexOf("--preset"));
    expect(flags).toContain("--model.units");
  });

  it("refuses settings that do not fit, and does nothing", async () => {
    await expect(ask("--model.units", "1.5")).rejects.toThrow(UsageError);
  });
});
