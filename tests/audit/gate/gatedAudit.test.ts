import { describe, expect, it } from 'vitest';
import { parseGatedAudit } from '#passband/audit/gate/gatedAudit.ts';
import { handMadeAudit, share } from '../../support/handMadeAudit.ts';

const parse = (members: object) => () => parseGatedAudit(handMadeAudit(undefined, members), 'audit.json');

describe('parseGatedAudit', () => {
  it('reads an audit whatever else is in it', () => {
    const audit = parse({ later: [1, 2], dataset: { name: 'mnist' }, model: { name: 'm' } })();
    expect(audit.measures.get('lfc@8')).toEqual(share(0.72));
  });

  it('takes no interval that does not hold its value', () => {
    const { measures } = parse({ measures: { clean: { value: 0.9, n: 10, low: 0.95, high: 1 } } })();
    expect(measures.get('clean')).toEqual({ value: 0.9, n: 10, low: null, high: null });
  });

  it.each([
    [
      { schema: 'passband.run' },
      'audit.json: not an audit (its schema must be passband.audit, got "passband.run")',
    ],
    [{ schema: undefined }, 'audit.json: not an audit (its schema must be passband.audit, got undefined)'],
    [
      { version: 2, measures: 'of another kind' },
      'audit.json: written by a newer passband (passband.audit 2, this one reads 1); update passband to open it',
    ],
    [{ version: 'one' }, 'audit.json: its version must be 1, got "one"'],
    [{ measures: undefined }, 'audit.json: measures: must be an object of measures by name'],
    [{ measures: [] }, 'audit.json: measures: must be an object of measures by name'],
    [{ status: 'done' }, 'audit.json: status: Invalid option'],
    [{ model: 'model.onnx' }, 'audit.json: model: Invalid input'],
  ])('refuses %j', (members, message) => {
    expect(parse(members)).toThrow(message);
  });

  it.each(['', '{', '[]', 'null', '7'])('refuses a file with %j', (text) => {
    expect(() => parseGatedAudit(text, 'audit.json')).toThrow(/^audit\.json: not (JSON|an audit)/);
  });
});
