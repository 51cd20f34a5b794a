/** The verb `train` of every app. */
import type { Command } from "commander";
import { type RunRecord, readRunSettings } from "../persistence/open-run.ts";
import { prepareRunFolder } from "../persistence/run-folder.ts";
import { folderSource, type RunKind } from "../persistence/run-reader.ts";
import {
  type AppSettings,
  addOutputOptions,
  addRunOption,
  addSettingsOptions,
  addTrainingOptions,
  chosenSettings,
} from "./app-options.ts";
import type { AppTrainOptions, AppTrainResult } from "./app-training.ts";
import { interruptSignal } from "./interruption.ts";
import { Output, type OutputOptions } from "./output.ts";
import { EXIT } from "./program.ts";
import { formatInspection, tensorboardCallback } from "./training-files.ts";
import { trainingProgress } from "./training-progress.ts";
import type { TrainingSettings } from "./training-settings.ts";

/** An app as its verb `train` sees it. */
export interface TrainCommandOptions<Config, Evaluation> extends AppSettings<Config> {
  /** The app's runs; their task is the name of its command. */
  readonly runs: RunKind<NoInfer<Config> & RunRecord>;
  readonly description: string;
  readonly train: (options: AppTrainOptions<Config>) => Promise<AppTrainResult<Evaluation>>;
  readonly print: (output: Output, evaluation: Evaluation, run: string) => void;
}

interface TrainFlags extends OutputOptions {
  readonly run: string;
  readonly overwrite?: boolean;
  readonly resume?: boolean;
  readonly inspect?: boolean;
  readonly tensorboard?: string;
}

/** Adds the verb: settings from flags, progress, Ctrl-C that can be resumed, the scores at the end. */
export function addTrainCommand<Config extends { readonly training: TrainingSettings }, Evaluation>(
  program: Command,
  options: TrainCommandOptions<Config, Evaluation>,
): void {
  const { runs, train, print } = options;
  const app = runs.task;
  const command = program.command("train").description(options.description);
  addTrainingOptions(addRunOption(command, app));
  addSettingsOptions(addOutputOptions(command), options).action(async (flags: TrainFlags) => {
    const output = new Output(flags);
    const { run, overwrite, resume = false, inspect, tensorboard } = flags;
    if (resume) await prepareRunFolder(run, { resume });
    const before = resume ? await readRunSettings<Config>(folderSource(run), runs) : undefined;
    const config = await chosenSettings(command, options, before);
    await output.noticeEngine();
    const { epochs, maxSteps: steps } = config.training;
    const progress = trainingProgress({ epochs, steps, quiet: output.isQuiet });
    const result = await train({
      config,
      run,
      overwrite,
      resume,
      inspect,
      signal: interruptSignal(),
      onNotice: (text) => output.notice(text),
      callbacks: [
        progress,
        { onInspection: (found) => output.notice(formatInspection(found)) },
        ...(tensorboard === undefined ? [] : [tensorboardCallback(tensorboard)]),
      ],
    }).finally(() => progress.stop());
    const { stopped, steps: done, reports, evaluation } = result;
    if (evaluation === undefined) {
      const best = reports.length > 0 ? ` and the best weights of ${reports.length} epochs` : "";
      output.notice(`interrupted after step ${done}: ${run} holds the state${best}; continue with`);
      output.notice(`  npm run ${app} -- train --resume --run ${run}`);
      process.exitCode = EXIT.interrupted;
      return;
    }
    const epoch = reports.at(-1)?.epoch ?? 0;
    output.notice(`stopped by ${stopped} after epoch ${epoch}; the run is in ${run}`);
    print(output, evaluation, run);
  });
}
