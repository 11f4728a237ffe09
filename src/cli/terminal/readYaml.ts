import { parseDocument, visit } from 'yaml';
import { UserError } from '../../wording/userError.ts';
import { readNamedFile } from './readNamedFile.ts';

/** Bytes of settings or thresholds, which people write by hand; a parser of YAML takes a hundred times as many. */
const MOST_BYTES = 2 ** 20;

/** What the parser says of files that nobody writes by hand. */
const unhelpful = [
  { pattern: /call stack/, instead: 'its lists and objects must not be nested so deeply' },
  { pattern: /multiple documents/, instead: 'it must be one document, without a line of ---' },
  { pattern: /alias count/, instead: 'it must not have more than 100 aliases' },
];

/**
 * The content of a YAML or JSON file.
 *
 * @throws UserError with the file's name when it cannot be read, is no regular file, has more than 1 MiB, or has a tag or a
 *   number that says nothing here
 */
export function readYaml(file: string): unknown {
  const text = readNamedFile(file, { maxBytes: MOST_BYTES });
  try {
    // What the parser would warn of, on stderr and in its own words, is refused.
    const document = parseDocument(text, { logLevel: 'error' });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    visit(document, {
      Scalar(_, { value, source }) {
        if (typeof value !== 'number' || Number.isFinite(value)) return;
        throw new Error(`numbers must be finite, got ${source}`);
      },
    });
    return document.toJS();
  } catch (error) {
    const [said] = (error as Error).message.split('\n');
    const reason = unhelpful.find(({ pattern }) => pattern.test(said))?.instead ?? said.replace(/:$/, '');
    throw new UserError(`${file}: ${reason}`);
  }
}
