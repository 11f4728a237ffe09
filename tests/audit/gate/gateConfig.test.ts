import { describe, expect, it } from 'vitest';
import { gateConfig } from '#passband/audit/gate/gateConfig.ts';

const THRESHOLD =
  'must be as [">=", 0.7] or {"error": [">=", 0.7], "warn": [">=", 0.75], "judge": "interval"}';
const CHANGE = 'must be as 0.02 or {"error": 0.05, "warn": 0.02, "judge": "value", "worse": "higher"}';
const EMPTY = 'got none: a gate without a rule passes anything';

describe('gateConfig', () => {
  it('takes a short rule for its long form', () => {
    const short = { 'lfc@8': ['>=', 0.7], baseline: { clean: 0.02, 'lfc@8': {} } };
    const long = {
      'lfc@8': { error: ['>=', 0.7], judge: 'value' },
      baseline: { clean: { error: 0.02, judge: 'interval' }, 'lfc@8': { error: 0 } },
    };
    expect(gateConfig(short, 'gate.json')).toEqual(gateConfig(long, 'gate.json'));
  });

  it('lists no changes where there is no "baseline"', () => {
    expect(gateConfig({ 'lfc@8': ['>=', 0.7] }, 'gate.json').changes).toBeNull();
  });

  it.each<[unknown, string]>([
    [{}, `gate.json: must be rules such as {"lfc@8": [">=", 0.7]}, ${EMPTY}`],
    [null, 'gate.json: must be rules such as {"lfc@8": [">=", 0.7]}, got null'],
    [[], 'gate.json: must be rules such as {"lfc@8": [">=", 0.7]}, got []'],
    [{ baseline: {} }, `gate.json: baseline must be rules such as {"lfc@8": {"error": 0.02}}, ${EMPTY}`],
    [{ clean: 0.7 }, `gate.json: "clean" ${THRESHOLD}, got 0.7`],
    [{ clean: {} }, `gate.json: "clean" ${THRESHOLD}, got {}`],
    [{ clean: ['=>', 0.7] }, `gate.json: "clean" ${THRESHOLD}, got ["=>",0.7]`],
    [{ clean: ['>=', '0.7'] }, `gate.json: "clean" ${THRESHOLD}, got [">=","0.7"]`],
    [{ clean: ['>=', Number.NaN] }, `gate.json: "clean" ${THRESHOLD}, got [">=",null]`],
    [{ clean: ['>=', 0.7, 0.8] }, `gate.json: "clean" ${THRESHOLD}, got [">=",0.7,0.8]`],
    [{ clean: { judge: 'interval' } }, `gate.json: "clean" ${THRESHOLD}, got {"judge":"interval"}`],
    [
      { clean: { eror: ['>=', 0.7] } },
      `gate.json: "clean" ${THRESHOLD}, got the unknown key "eror" (did you mean error?)`,
    ],
    [
      { basline: { clean: 0 } },
      `gate.json: "basline" (did you mean baseline?) ${THRESHOLD}, got the unknown key "clean"`,
    ],
    [{ baseline: { clean: -0.1 } }, `gate.json: "clean" in baseline ${CHANGE}, got -0.1`],
    [{ baseline: { clean: ['>=', 0] } }, `gate.json: "clean" in baseline ${CHANGE}, got [">=",0]`],
    [
      { baseline: { clean: { worze: 'lower' } } },
      `gate.json: "clean" in baseline ${CHANGE}, got the unknown key "worze" (did you mean worse?)`,
    ],
  ])('refuses %j', (content, message) => {
    expect(() => gateConfig(content, 'gate.json')).toThrow(new Error(message));
  });
});
