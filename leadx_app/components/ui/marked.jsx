import { createElement } from "react";

const SIGNS = /([\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f\u00a1\u00a7\u00ab\u00b0\u00b7\u00bb\u00bf\u2010-\u2015\u2018-\u201a\u201c-\u201e\u2022\u2026\s]+)/u;
const folded = (text) => text.normalize("NFKC").toLowerCase();

/** The words that somebody looks for, as the server reads them. */
export const wordsOf = (said) => folded(said || "").split(SIGNS).filter((word) => word && !SIGNS.test(word));

const LEAST_INSIDE = 3;

/** Where a word that is looked for stands in a part of a text; short ones only begin words. */
const placeIn = (plain, word) => (word.length < LEAST_INSIDE ? (plain.startsWith(word) ? 0 : -1) : plain.indexOf(word));

/** A text in which what was looked for is marked: beginnings of words, and from three letters on what stands inside. */
export function marks(text, words) {
  if (!words.length || !text) return text;
  return text.split(SIGNS).map((part, at) => {
    const plain = folded(part);
    const word = words.filter((one) => placeIn(plain, one) >= 0).sort((one, other) => other.length - one.length)[0];
    if (!word) return part;
    const isWhole = plain.length !== part.length;
    const from = isWhole ? 0 : placeIn(plain, word);
    const to = isWhole ? part.length : from + word.length;
    return [part.slice(0, from), createElement("mark", { key: at, className: "hit" }, part.slice(from, to)), part.slice(to)];
  });
}

export function Marked({ text, said }) {
  return said ? marks(text, wordsOf(said)) : text;
}

const BEFORE = 30;
const AROUND = 140;

/** The part of a long text in which the first of the words stands; nothing where none does. */
export function Excerpt({ text, said }) {
  const line = (text || "").replace(/\s+/g, " ").trim();
  const words = wordsOf(said);
  let at = 0;
  for (const part of line.split(SIGNS)) {
    if (words.some((word) => placeIn(folded(part), word) >= 0)) {
      const from = at > BEFORE ? line.lastIndexOf(" ", at - BEFORE) + 1 : 0;
      const to = from + AROUND < line.length ? from + AROUND : line.length;
      return [from ? "… " : "", marks(line.slice(from, to), words), to < line.length ? " …" : ""];
    }
    at += part.length;
  }
  return null;
}
