import { describe, expect, test } from "vitest";
import { createTokenizer } from "./tokenizer.ts";

const SENTENCES: Record<string, readonly string[]> = {
  en: [
    "The kettle isn't hot yet, is it?",
    "Anna's brother couldn't've known; nobody did!",
    "My parents' house and the girls' bikes were sold.",
    "She whispered 'not here' and left the boys' room.",
    'He asked, "Who\'s there?" and then: "Come in!"',
    "They play rock 'n' roll and give 'em what they want.",
    "A so-called “final” plan (the third one) failed…",
    "It costs $1,000.50, €20 or 15% less at 12:30 p.m.",
    "The U.S. team flew 3/4 of the way — at -5°C.",
    "Wait... what?! You did it again!!",
    "Bring milk and/or tea [if any] for R&D & friends.",
    "Write to me@example.org or see www.example.com/tea for #1.",
    "A pre- and post-test in C++ graded A+.",
    "Turn left at Mr. Brown's, No. 7.",
    "The word 山 means mountain 😀 👍🏽 in 🇯🇵!",
    "The stinkin’ kettle ha’ boiled, ’tis ’ere o’ course.",
    "‘Not yet’, said the twins’ aunt. But wait—",
    "‘Yes’ means ‘no’ here.",
    "Ask what's-his-face.",
    "Heat it by +5% or -3 degrees.",
    "flag: Côte d’Ivoire",
    "woman’s hat: medium-dark skin tone, 1st place",
    "medal: “gold” (2nd)",
  ],
  fr: [
    "Qu'est-ce que tu bois aujourd'hui ?",
    "C’est l’heure d’aller jusqu’à l’école, n’est-ce pas ?",
    "Y a-t-il quelqu'un ? Donne-le-moi, va-t'en !",
    "« Puis-je entrer ? » demanda-t-elle ; personne ne répondit.",
    "La réponse : « oui », à 50 % près !",
    "Il a payé 1 250,75 € (soit 12 %) à 12:30.",
    "Elle a dit : \"J'arrive !\" puis s'est tue...",
    "Peut-être qu'un arc-en-ciel brillera au-dessus de là-bas.",
    "Chacun(e) prend son vélo et/ou le train.",
    "Elle-même l'a vu, celui-ci aussi : quel rendez-vous !",
    "Quoi ?! C'est 10 $ ou 20 °C ?",
    "Il vit au n° 7, rue de l'Œuf - une maison bleue.",
    "M. Dupont vit à 3,2 km d'ici.",
    "homme : peau claire et cheveux roux",
    "drapeau : Côte d’Ivoire",
    "Presqu'île, main-d'œuvre et prud'hommes",
  ],
  it: ["Dell'acqua, com'è?", "Ho un po’ di tè.", "L'uomo dall'altra parte: 5% in più."],
  es: ["¿Dónde está? ¡Aquí!", "«Sí», dijo; ¿y tú?"],
  de: ["„Guten Tag“, sagte der Maler(in) aus Nord- und Südtirol.", "»Ja«, rief sie: 3,5%!"],
  fi: ["hyvä ostos -merkki, iso- ja pieni"],
  ja: ["女性: 中間の肌色 はげ頭", "2つのハート、Tシャツ 3枚。"],
  th: ["สวัสดี ชาวโลก 5 คน"],
  zh: ["按键：9，“有空位”按钮 中等-浅肤色"],
  ko: ["안녕하세요, 여러분! (서울)"],
};

for (const [language, sentences] of Object.entries(SENTENCES)) {
  describe(`gives back the spacing of ${language}`, () => {
    const tokenizer = createTokenizer({ kind: "word", language });
    test.each(sentences)("%s", (sentence) => {
      expect(tokenizer.detokenize(tokenizer.tokenize(sentence))).toBe(sentence);
    });
  });
}

test("corrects spacing that the language does not write", () => {
  const french = createTokenizer({ kind: "word", language: "fr" });
  const english = createTokenizer({ kind: "word", language: "en" });
  expect(french.detokenize(french.tokenize("Vraiment? «Oui» , 5%!"))).toBe(
    "Vraiment ? « Oui », 5 % !",
  );
  expect(english.detokenize(english.tokenize("Really ? ( yes )"))).toBe("Really? (yes)");
});

test("takes tokens in any order, as a model may give them", () => {
  const { detokenize } = createTokenizer({ kind: "word", language: "fr" });
  expect(detokenize([])).toBe("");
  expect(detokenize(["?"])).toBe("?");
  expect(detokenize(["-tu", "l'", "<unk>", ")", "»", "«"])).toBe("-tu l'<unk>) » «");
  expect(detokenize(['"', '"', '"'])).toBe('"" "');
});
