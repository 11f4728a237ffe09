/** Characters that the name of a class may have; the longest of ImageNet, synonyms and all, has about a tenth. */
const LONGEST = 1000;

/** Says of the first class whose name is as long as a text; undefined where there is none. Such names would fill pages and records. */
export function overlongName(names: readonly string[]): string | undefined {
  const long = names.find(({ length }) => length > LONGEST);
  return long && `the name of a class must have at most ${LONGEST} characters, one has ${long.length}`;
}
