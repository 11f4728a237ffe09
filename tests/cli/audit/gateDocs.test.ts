import { readdirSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gate } from '#passband/audit/gate/gate.ts';
import { gateConfig } from '#passband/audit/gate/gateConfig.ts';
import { parseGatedAudit } from '#passband/audit/gate/gatedAudit.ts';
import { addGateCommand } from '#passband/cli/audit/gate.ts';
import { handMadeAudit } from '../../support/handMadeAudit.ts';

const docs = new URL('../../../docs/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, docs), 'utf8');
const page = read('gate.md');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text);

const audit = parseGatedAudit(handMadeAudit(), 'audit.json');

describe('docs/gate.md', () => {
  it.each([...blocks('json'), read('examples/passband.gate.json')])(
    'has a configuration that can be judged: %s',
    (text) => {
      const config = gateConfig(parse(text), 'gate.json');
      expect(gate(audit, config, { baseline: config.changes ? audit : undefined }).findings).not.toHaveLength(
        0,
      );
    },
  );

  it('links only to examples that are there', () => {
    const linked = [...page.matchAll(/\]\(examples\/([^)]+)\)/g)].map(([, name]) => name);
    expect(readdirSync(new URL('examples/', docs))).toEqual(expect.arrayContaining(linked));
    expect(linked).toHaveLength(2);
  });

  it('has pipelines that are YAML and give the gate only flags that it has', () => {
    const pipelines = [...blocks('yaml'), read('examples/passband.yml')];
    expect(pipelines).toHaveLength(2);
    const program = new Command();
    addGateCommand(program);
    const known = program.commands[0].options.map(({ long }) => long);
    for (const text of pipelines) {
      expect(parse(text)).toBeTypeOf('object');
      const flags = [...text.matchAll(/ gate audit\/audit\.json(?:.*\\\n)*.*/g)].flatMap(
        ([line]) => line.match(/--[a-z-]+/g) ?? [],
      );
      expect(flags).not.toHaveLength(0);
      expect(known).toEqual(expect.arrayContaining(flags));
    }
  });
});
