/** The systems that are compared, and the program that each one runs in. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Output } from "@encdec/core/command-line";
import { programCommand } from "../tools/program-command.mjs";

/** Numbers in the products of the fused engine. */
export type Precision = "float32" | "mixed-bfloat16";

/** One way to train a network. */
export interface System {
  /** File in `workers/`. */
  readonly worker: string;
  /** Environment of the worker. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Python packages that the worker imports. */
  readonly pythonPackages?: readonly string[];
  /** Measured only when it is asked for, or when the fused engine computes in bfloat16 too. */
  readonly bfloat16?: boolean;
}

/** What PyTorch needs. */
export const PYTORCH = { pythonPackages: ["torch"] } as const;

/** The systems by name, in the order of the table. */
export const SYSTEMS: Readonly<Record<string, System>> = {
  fused: { worker: "encdec.ts", environment: { ENCDEC_ENGINE: "fused" } },
  tensorflow: { worker: "encdec.ts", environment: { ENCDEC_ENGINE: "tensorflow" } },
  wasm: { worker: "encdec.ts", environment: { ENCDEC_ENGINE: "wasm" } },
  "tf-layers": { worker: "tf-layers.ts", environment: { ENCDEC_ENGINE: "tensorflow" } },
  pytorch: { worker: "pytorch_worker.py", ...PYTORCH },
  "pytorch-bfloat16": { worker: "pytorch_worker.py", ...PYTORCH, bfloat16: true },
  keras: { worker: "keras_worker.py", pythonPackages: ["tensorflow", "keras"] },
};

/** Command, arguments and environment of a system's worker. */
export interface WorkerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** How to start a system's worker with so many threads. */
export function workerCommand(system: System, python: string, threads: number): WorkerCommand {
  const file = fileURLToPath(new URL(`./workers/${system.worker}`, import.meta.url));
  const [command, args] = system.pythonPackages ? [python, [file]] : programCommand(file, []);
  return {
    command,
    args,
    environment: { ...threadVariables(threads), ...system.environment },
  };
}

/** The variables that the engines, OpenMP and TensorFlow read. */
function threadVariables(threads: number): Record<string, string> {
  const names = ["ENCDEC_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"];
  const ofTensorflow = ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"];
  return Object.fromEntries([...names, ...ofTensorflow].map((name) => [name, String(threads)]));
}

/** What a peer needs. */
type Needs = Pick<System, "pythonPackages">;

/** The names of the systems that can run here; says which others are left out, and why. */
export function runnable<Name extends string>(
  systems: Readonly<Record<Name, Needs>>,
  { python, output }: { readonly python: string; readonly output: Output },
): Name[] {
  return (Object.keys(systems) as Name[]).filter((name) => {
    const missing = whatIsMissing(systems[name], python);
    if (missing) output.notice(`${name} is left out: ${missing}`);
    return !missing;
  });
}

/** Why Python cannot run a system; `undefined` if it can. */
function whatIsMissing({ pythonPackages = [] }: Needs, python: string): string | undefined {
  if (pythonPackages.length === 0) return undefined;
  const find = `import importlib.util as u; print(*(p for p in ${JSON.stringify(pythonPackages)} if not u.find_spec(p)))`;
  const { error, status, stdout } = spawnSync(python, ["-c", find], { encoding: "utf8" });
  if (error || status !== 0) return `cannot run ${python}`;
  const missing = stdout.trim();
  return missing === "" ? undefined : `${python} has no ${missing.split(" ").join(" and no ")}`;
}
