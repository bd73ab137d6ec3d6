import { createElement } from "react";

const SIGNS = /([\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f\u00a1\u00a7\u00ab\u00b0\u00b7\u00bb\u00bf\u2010-\u2015\u2018-\u201a\u201c-\u201e\u2022\u2026\s]+)/u;
const folded = (text) => text.normalize("NFKC").toLowerCase();

/** The words that somebody looks for, as the server reads them. */
export const wordsOf = (said) => folded(said || "").split(SIGNS).filter((word) => word && !SIGNS.test(word));

/** A text in which the beginnings of words that were looked for are marked. */
export function marks(text, words) {
  if (!words.length || !text) return text;
  return text.split(SIGNS).map((part, at) => {
    const plain = folded(part);
    const word = words.filter((one) => plain.startsWith(one)).sort((one, other) => other.length - one.length)[0];
    if (!word) return part;
    const length = plain.length === part.length ? word.length : part.length;
    return [createElement("mark", { key: at, className: "hit" }, part.slice(0, length)), part.slice(length)];
  });
}

export function Marked({ text, said }) {
  return said ? marks(text, wordsOf(said)) : text;
}
