/** The order of strings by code points. */

/**
 * Compares two strings by code points, as Python does; `<` compares UTF-16 code units, which puts
 * emoji before U+E000 to U+FFFF.
 *
 * @returns Below 0 if `a` comes first, above 0 if `b` does, 0 if they are equal.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [unitOfA, unitOfB] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (unitOfA !== unitOfB) return rank(unitOfA) - rank(unitOfB);
  }
  return a.length - b.length;
}

/** Surrogates, of which the higher code points are made, come after every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
