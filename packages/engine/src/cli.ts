#!/usr/bin/env node
/** The command `encdec-engine`: puts an engine into the cache, or says what is there and what is missing. */

import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { diagnose } from "./doctor.ts";
import { describeEngine } from "./engine.ts";
import { installEngine } from "./install/install-engine.ts";

const { version, description } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { version: string; description: string };

const program = new Command("encdec-engine").description(description).version(version);
program.exitOverride();

program
  .command("install")
  .description("put TensorFlow and the fused kernels into the cache, unless they are there")
  .addOption(
    new Option("--wheel <file>", "TensorFlow's wheel on disk, instead of a download").env(
      "ENCDEC_WHEEL",
    ),
  )
  .option("--download-timeout <seconds>", "longest time for the download", parseSeconds, 900)
  .option("--json", "print the result as one JSON object")
  .action(async ({ wheel, downloadTimeout, json }) => {
    const installed = await installEngine({
      // A variable that is set but empty asks for nothing.
      wheel: wheel || undefined,
      downloadTimeoutMs: downloadTimeout * 1000,
      onStep: reportStep,
    });
    for (const note of installed.notes) console.error(`note: ${note}`);
    console.log(json ? JSON.stringify(installed) : describeEngine(installed.engine));
  });

program
  .command("doctor")
  .description("say what was found, what is missing and what to do; changes nothing")
  .option("--json", "print the result as one JSON object")
  .action(async ({ json }) => {
    const diagnosis = await diagnose();
    const { engine, findings } = diagnosis;
    if ("error" in engine) process.exitCode = 1;
    if (json) {
      console.log(JSON.stringify(diagnosis));
      return;
    }
    for (const { name, ok, detail, advice } of findings) {
      const toDo = advice === undefined ? "" : `; ${advice}`;
      console.log(`${ok ? "ok     " : "missing"} ${name}: ${detail}${toDo}`);
    }
    console.log("error" in engine ? engine.error : describeEngine(engine));
  });

function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0)) throw new InvalidArgumentError("It must be a positive number.");
  return seconds;
}

/** One line a step, on standard error: what is being done, then the seconds it took. */
function reportStep(name: string): (succeeded: boolean) => void {
  const start = performance.now();
  process.stderr.write(`${name} … `);
  return (succeeded) => {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stderr.write(`${succeeded ? "" : "failed after "}${seconds} s\n`);
  };
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
