import { mo, po } from "gettext-parser";
import { expect, test } from "vitest";
import { catalogueMessages } from "./gettext-messages.ts";

const WRITTEN = `msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Where?"
msgstr "Où ?"

msgctxt "menu"
msgid "Where?"
msgstr "À quel endroit ?"

#, fuzzy
msgid "Nearly"
msgstr "Pas encore"

msgid "Untranslated"
msgstr ""

msgid "%d boat"
msgid_plural "%d boats"
msgstr[0] "%d bateau"
msgstr[1] "%d bateaux"

#~ msgid "Old"
#~ msgstr "Vieux"
`;
const SINGULAR = [
  { source: "Where?", target: "Où ?" },
  { source: "Where?", target: "À quel endroit ?" },
];

test("reads a written catalogue, without what is fuzzy, untranslated or obsolete", () => {
  const catalogue = Buffer.from(WRITTEN);
  expect(catalogueMessages(catalogue, { format: "po" })).toEqual(SINGULAR);
  expect(catalogueMessages(catalogue, { format: "po", plurals: true })).toEqual([
    { source: "Where?", target: "Où ?" },
    { source: "%d boat", target: "%d bateau" },
    { source: "%d boats", target: "%d bateaux" },
    { source: "Where?", target: "À quel endroit ?" }, // by context
  ]);
});

test("reads the same from the compiled catalogue", () => {
  const compiled = mo.compile(po.parse(Buffer.from(WRITTEN.replace("#, fuzzy", ""))));
  expect(catalogueMessages(compiled)).toEqual(
    expect.arrayContaining([...SINGULAR, { source: "Nearly", target: "Pas encore" }]),
  );
});

test("takes a catalogue that names no character set for UTF-8", () => {
  const catalogue = Buffer.from('msgid "Summer"\nmsgstr "Été"\n');
  expect(catalogueMessages(catalogue, { format: "po" })).toEqual([
    { source: "Summer", target: "Été" },
  ]);
});

test("leaves out plurals of a language with other forms than two", () => {
  const catalogue = Buffer.from(
    'msgid "boat"\nmsgid_plural "boats"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"\n',
  );
  expect(catalogueMessages(catalogue, { format: "po", plurals: true })).toEqual([]);
});

test.each([
  ["po", "", 'a whole gettext .po file, got 0 bytes that begin with ""'],
  ["po", "no catalogue", 'a whole gettext .po file, got 12 bytes that begin with "no catalogue"'],
  ["po", "<html>", 'a whole gettext .po file, got 6 bytes that begin with "<html>"'],
  ["mo", "<html>", 'a whole gettext .mo file, got 6 bytes that begin with "<html>"'],
] as const)("refuses the .%s file %j", (format, text, why) => {
  expect(() => catalogueMessages(Buffer.from(text), { format })).toThrow(
    `Cannot read a catalogue: it must be ${why}`,
  );
});

test("a message that breaks off has no translation", () => {
  const catalogue = Buffer.from('msgid "one"\nmsgid "two"\nmsgstr "deux"\n');
  expect(catalogueMessages(catalogue, { format: "po" })).toEqual([
    { source: "two", target: "deux" },
  ]);
});
