/** The verb `translate`. */
import {
  type Answer,
  answerLines,
  answerPrompt,
  type Command,
  Output,
  type PromptCommand,
  UsageError,
  untilInterrupted,
  wholeNumber,
} from "@encdec/core/command-line";
import { AttentionFile } from "./attention-file.ts";
import { type TranslateOptions, Translator } from "./decode.ts";
import { tokenLexicon } from "./lexicon.ts";
import {
  addTranslateFlags,
  checkNBest,
  type TranslateFlags,
  translateOptionsOf,
} from "./translate-flags.ts";
import { refusal, type TranslationAnswerOptions, translationAnswer } from "./translation-answer.ts";

/** Adds the verb `translate`. */
export function addTranslateCommand(program: Command): void {
  const command = program
    .command("translate [text...]", { isDefault: true })
    .description("translate phrases: arguments, lines of standard input, or at a prompt");
  addTranslateFlags(command).action((texts: string[], flags: TranslateFlags) =>
    untilInterrupted(async (signal) => {
      const options = await translateOptionsOf(flags);
      const output = new Output(flags);
      await output.noticeEngine();
      const translator = await Translator.load(flags.run);
      try {
        const session = new Session(translator, output, { ...options, signal });
        await session.run(texts, flags.attention);
      } finally {
        translator.dispose();
      }
    }),
  );
}

/** Translations for one call of the command. */
class Session {
  readonly #translator: Translator;
  readonly #output: Output;
  #options: TranslateOptions;
  #file: AttentionFile | undefined;

  constructor(translator: Translator, output: Output, options: TranslateOptions) {
    this.#translator = translator;
    this.#output = output;
    this.#options = { ...options, unknownWords: this.#tokensOf(options.unknownWords) };
  }

  async run(texts: readonly string[], attention: TranslateFlags["attention"]): Promise<void> {
    this.#file = typeof attention === "string" ? new AttentionFile(attention) : undefined;
    const output = this.#output;
    const { signal } = this.#options;
    if (texts.length > 0) {
      for (const answer of await this.#answers(texts, "lines")) output.answer(answer);
    } else if (process.stdin.isTTY) {
      const answer = async (line: string) => (await this.#answers([line], "lines"))[0] as Answer;
      await answerPrompt({ output, answer, commands: this.#commands(), signal });
    } else {
      const answer = (lines: readonly string[]) => this.#answers(lines, "line");
      await answerLines({ output, answer, signal });
    }
    if (this.#file) output.notice(await this.#file.write());
  }

  /** One answer for each phrase, those that are refused among them. */
  async #answers(
    phrases: readonly string[],
    form: TranslationAnswerOptions["form"],
  ): Promise<Answer[]> {
    const refused = phrases.map((phrase) => refusal(this.#translator, phrase));
    const translations = await this.#translator.translate(
      phrases.filter((_, index) => refused[index] === undefined),
      this.#options,
    );
    for (const translation of translations) this.#file?.add(translation);
    const table = this.#options.attention && this.#file === undefined;
    const width = this.#output.columns;
    const answers = translations
      .map((translation) => translationAnswer(translation, { form, table, width }))
      .values();
    return refused.map((answer) => answer ?? (answers.next().value as Answer));
  }

  #tokensOf(words: TranslateOptions["unknownWords"]): TranslateOptions["unknownWords"] {
    if (!words?.lexicon) return words;
    const { source } = this.#translator.encoder;
    const { entries, unused } = tokenLexicon(words.lexicon, (text) => source.tokenize(text));
    if (unused.length > 0) {
      this.#output.notice(
        `${unused.length} of ${words.lexicon.size} words of the lexicon are several tokens for this run, and never used`,
      );
    }
    return { lexicon: entries };
  }

  #commands(): { readonly [name: string]: PromptCommand } {
    const change = (changed: TranslateOptions): void => {
      checkNBest({ ...this.#options, ...changed });
      this.#options = { ...this.#options, ...changed };
    };
    return {
      n: {
        usage: ":n 3",
        description: "shows so many translations",
        run: (value) => change({ nBest: wholeNumber(":n", value, 1) }),
      },
      beam: {
        usage: ":beam 5",
        description: "follows so many hypotheses",
        run: (value) => change({ beamSize: wholeNumber(":beam", value, 1) }),
      },
      attention: {
        usage: ":attention on",
        description: "shows what each token looked at (or off)",
        run: (value) => change({ attention: readSwitch(value) }),
      },
    };
  }
}

function readSwitch(value: string): boolean {
  if (value === "on" || value === "off") return value === "on";
  throw new UsageError(`Cannot use :attention: it must be on or off, got ${JSON.stringify(value)}`);
}
