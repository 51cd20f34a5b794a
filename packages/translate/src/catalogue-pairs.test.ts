import { type GetTextTranslation, mo } from "gettext-parser";
import { assert, test } from "vitest";
import { cataloguePairs } from "./catalogue-pairs.ts";
import type { Pair } from "./data.ts";

function catalogue(entries: readonly GetTextTranslation[]): Buffer {
  return mo.compile({
    charset: "utf-8",
    headers: { "content-type": "text/plain; charset=utf-8", "plural-forms": "nplurals=2;" },
    translations: { "": Object.fromEntries(entries.map((entry) => [entry.msgid, entry])) },
  });
}

/** What becomes of messages, as `source | target`. */
function phrases(messages: Record<string, string>, locale = "fr"): string[] {
  const entries = Object.entries(messages).map(([msgid, text]) => ({ msgid, msgstr: [text] }));
  return cataloguePairs([catalogue(entries)], locale).map(join);
}

const join = ({ source, target }: Pair): string => `${source} | ${target}`;

test("reads a compiled catalogue without its header and plural forms", () => {
  const file = catalogue([
    { msgid: "one orc", msgid_plural: "$n orcs", msgstr: ["un orc", "$n orcs"] },
    { msgid: "The elves!", msgstr: ["Les elfes\u00a0!"] },
  ]);
  assert.deepEqual(cataloguePairs([file], "fr"), [{ source: "The elves!", target: "Les elfes !" }]);
});

test("removes context and markup", () => {
  assert.sameMembers(
    phrases({
      "female^drunk": "ivre",
      "recruit^Flying Corpse": "征募^飞行僵尸",
      "The <i>ancient</i> tower": "La tour <i>antique</i>",
      "<span color='cyan'>Special Note:</span>": "<span color='cyan'>Remarque :</span>",
    }),
    [
      "drunk | ivre",
      "Flying Corpse | 飞行僵尸",
      "The ancient tower | La tour antique",
      "Special Note: | Remarque :",
    ],
  );
});

test("leaves out what is no phrase", () => {
  assert.deepEqual(
    phrases({
      "$name| surrenders!": "$name| se rend !",
      "Their leader surrenders!": "$name| se rend !",
      "<italic>text='Maimed'</italic> units": "Les unités <italic>text='estropiées'</italic>",
      "Midlands &amp; Oldwood": "Les Milandes et Vieuxbosc",
      "He is < me": "Il est < moi",
      "...": "…",
      Delfador: "Delfador",
    }),
    [],
  );
});

test("keeps a pair once, and both translations of a source", () => {
  const files = [{ Halt: "Halte" }, { Halt: "Halte" }, { Halt: "Arrêtez" }].map((messages) =>
    catalogue(Object.entries(messages).map(([msgid, text]) => ({ msgid, msgstr: [text] }))),
  );
  assert.deepEqual(cataloguePairs(files, "fr").map(join), ["Halt | Halte", "Halt | Arrêtez"]);
});

test("splits messages into lines and sentences", () => {
  assert.deepEqual(
    phrases({ "Who are you? I am Kalenz.\nWelcome!": "Qui es-tu ? Je suis Kalenz.\nBienvenue !" }),
    ["Who are you? | Qui es-tu ?", "I am Kalenz. | Je suis Kalenz.", "Welcome! | Bienvenue !"],
  );
  assert.deepEqual(phrases({ "We must go. Hurry!": "我们必须走。快点！" }, "zh_CN"), [
    "We must go. | 我们必须走。",
    "Hurry! | 快点！",
  ]);
});

test("drops sentences of a message that are no phrases, and keeps its others", () => {
  assert.deepEqual(phrases({ "Kalenz! We must go.": "Kalenz ! Kalenz, il faut y aller." }), [
    "Kalenz! | Kalenz !",
    "We must go. | Kalenz, il faut y aller.",
  ]);
  assert.deepEqual(phrases({ "Kalenz. We must go.": "Kalenz. Il faut partir." }), [
    "We must go. | Il faut partir.",
  ]);
});

test("keeps a message whole if its sentences do not match in number or in length", () => {
  assert.deepEqual(phrases({ "I see. Go on.": "Je vois, continuez." }), [
    "I see. Go on. | Je vois, continuez.",
  ]);
  assert.deepEqual(
    phrases({
      "I think... I think they are trying to storm Halstead itself!":
        "Je crois qu'ils essayent de prendre d'assaut Halstead... Les idiots !",
    }),
    [
      "I think... I think they are trying to storm Halstead itself! | Je crois qu'ils essayent de prendre d'assaut Halstead... Les idiots !",
    ],
  );
});

test("reads languages whose name is no BCP 47 tag", () => {
  for (const locale of ["racv", "sr@latin", "ang@latin", "en_GB"]) {
    assert.deepEqual(phrases({ "Halt! Now.": "Alto! Ara." }, locale), [
      "Halt! | Alto!",
      "Now. | Ara.",
    ]);
  }
});

test("refuses a file that is no catalogue, or whose index is cut off", () => {
  assert.throws(
    () => cataloguePairs([Buffer.from("<!DOCTYPE html><html>")], "fr"),
    Error,
    'Cannot read a catalogue: it must be a whole gettext .mo file, got 21 bytes that begin with "<!DOCTYPE html><"',
  );
  const file = catalogue([{ msgid: "Halt", msgstr: ["Halte"] }]);
  for (const length of [0, 10, 30]) {
    assert.throws(
      () => cataloguePairs([file.subarray(0, length)], "fr"),
      Error,
      `a whole gettext .mo file, got ${length} bytes`,
    );
  }
});
