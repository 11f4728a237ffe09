import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, OperatorSetIdProtoSchema } from 'onnx-buf';
import sharp from 'sharp';
import { handMadeAudit, share } from '../support/handMadeAudit.ts';
import { foreignModel, int64s, node, valueInfo } from '../support/models/foreignModel.ts';
import { tinyModel } from '../support/models/tinyModels.ts';
import { planFile } from './tinyAudit.ts';

/**
 * What may end a name anywhere: it colours, rings, clears the screen, turns the direction of writing, and begins a line that looks
 * like one of a command's.
 */
export const EVIL = '\u001b[31m\u0007\u009b2J\u202e\u2028\u{e0041}\rx\nINJECTED';

/** Files and folders whose names and contents hold `EVIL` wherever a program would let it. */
export const paths = {
  data: `data${EVIL}`,
  images: `images${EVIL}`,
  model: `model${EVIL}.onnx`,
  /** An operator of a domain that nobody knows. */
  unknown: `unknown${EVIL}.onnx`,
  /** ONNX Runtime refuses to run its last node. */
  failing: `failing${EVIL}.onnx`,
  damaged: `damaged${EVIL}.onnx`,
  plan: `plan${EVIL}.json`,
  rules: `rules${EVIL}.yaml`,
  wrongRules: `wrong${EVIL}.yaml`,
  config: `config${EVIL}.yaml`,
  audit: `audit${EVIL}.json`,
  /** Neither is there. */
  missing: `missing${EVIL}`,
  out: (name: string) => `${name}${EVIL}`,
};

export async function writeHostileFiles(folder: string): Promise<void> {
  const at = (...names: string[]) => join(folder, ...names);
  const picture = (red: number) =>
    sharp({ create: { width: 8, height: 8, channels: 3, background: { r: red, g: 90, b: 200 - red } } })
      .png()
      .toBuffer();
  mkdirSync(at(paths.images));
  writeFileSync(at(paths.images, `good${EVIL}.png`), await picture(10));
  writeFileSync(at(paths.images, `bad${EVIL}.png`), 'no picture');
  const classes = ['cat', 'dog'].map((name) => name + EVIL);
  for (const label of classes.keys()) {
    for (const split of ['train', 'test']) {
      mkdirSync(at(paths.data, split, `n${label}${EVIL}`), { recursive: true });
      for (let image = 0; image < 4; image++) {
        const file = at(paths.data, split, `n${label}${EVIL}`, `${image}${EVIL}.png`);
        writeFileSync(file, await picture(80 * label + 20 * image));
      }
    }
  }
  // One of a class that `classes.json` does not know, which is told in a note.
  cpSync(at(paths.data, 'train', `n0${EVIL}`), at(paths.data, 'train', `n9${EVIL}`), { recursive: true });
  const merged = Object.fromEntries(classes.map((name, label) => [name, [`n${label}${EVIL}`]]));
  writeFileSync(at(paths.data, 'classes.json'), JSON.stringify(merged));

  writeFileSync(at(paths.model), hostileModel(classes));
  const [input, output] = [valueInfo('x', ['n', 3, 8, 8]), valueInfo('y', ['n', 2])];
  const common = { opset: 13, inputs: [input], outputs: [output] };
  const odd = { ...node(`Odd${EVIL}`, ['x'], ['y']), domain: `nobody${EVIL}`, name: EVIL };
  writeFileSync(at(paths.unknown), foreignModel({ ...common, nodes: [odd] }));
  const wrong = { ...node('Reshape', ['x', 'to'], ['y']), name: `wrong${EVIL}` };
  writeFileSync(
    at(paths.failing),
    foreignModel({ ...common, nodes: [wrong], initializers: [int64s('to', 7, 2)] }),
  );
  writeFileSync(at(paths.damaged), EVIL.repeat(10));

  writeFileSync(at(paths.plan), planFile({ radii: [2] }));
  const [lfc, other] = [`lfc${EVIL}`, `other${EVIL}`].map((key) => JSON.stringify(key));
  writeFileSync(at(paths.rules), `${lfc}: [">=", 0.9]\n${other}: {warn: [">=", 0.95]}\n`);
  writeFileSync(at(paths.wrongRules), `${lfc}: [">=", ${other}]\n`);
  writeFileSync(at(paths.config), `${lfc}: 3\n`);
  writeFileSync(
    at(paths.audit),
    handMadeAudit(
      { [`lfc${EVIL}`]: share(0.5), [`other${EVIL}`]: share(0.5) },
      { model: { name: EVIL }, dataset: { name: EVIL }, status: 'stopped' },
    ),
  );
  writeFileSync(at(paths.out('taken')), '');
}

/** A classifier of two classes whose every name is hostile, but for those that its graph needs. */
function hostileModel(classes: readonly string[]): Uint8Array {
  const bytes = tinyModel({
    size: 8,
    classes: 2,
    metadata: { names: JSON.stringify(classes), [EVIL]: EVIL },
  });
  const model = fromBinary(ModelProtoSchema, bytes);
  const graph = model.graph!;
  const renamed = (name: string) => (name === '' ? name : name + EVIL);
  for (const each of graph.node) {
    each.name = `${each.opType}${EVIL}`;
    each.input = each.input.map(renamed);
    each.output = each.output.map(renamed);
  }
  for (const each of [...graph.input, ...graph.output, ...graph.initializer]) each.name = renamed(each.name);
  graph.name = EVIL;
  Object.assign(model, {
    producerName: `torch${EVIL}`,
    producerVersion: EVIL,
    domain: EVIL,
    docString: EVIL,
  });
  model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: EVIL, version: 1n }));
  return toBinary(ModelProtoSchema, model);
}
