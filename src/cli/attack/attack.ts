import { type Command, Option } from 'commander';
import { type AttackMethod, methodNames } from '../../attacks/methods/methods.ts';
import { normNames } from '../../attacks/perturbation/norms.ts';
import { addModelFlags, typedOf } from '../models/modelFlags.ts';
import { addOutputFlags } from '../training/train.ts';

const notes = `
Attacks every test image within each ε, which is written 8/255 or 0.0314 and is in pixels of [0, 1]. --out gets
  attack.json       accuracy before and after with 95% intervals, all parameters, where the perturbations live
  adversarial.npz   images (float32, exactly those that were classified), labels, fallen (1 = answered wrongly)
  examples.svg      eight images, what was added to them, and what the model says of them before and after
With several ε the two latter have it in their names, as adversarial-8-255.npz.

--preset authors looks for the smallest ε that fools each image, as Foolbox 1 does (fgsm and pgd in L∞); an image
stands at ε where its smallest is larger.

Examples:
  $ passband attack model.onnx --dataset cifar-10 --limit 1000 --epsilon 2/255,8/255 --out attacked
  $ passband attack model.onnx --dataset cifar-10 --method apgd --loss dlr --steps 100 --out attacked
  $ passband attack model.onnx --dataset photos/ --norm l2 --epsilon 0.5 --restarts 5 --out attacked
  $ passband attack model.onnx --dataset cifar-10 --band 8 --keep low --out low-frequencies
  $ passband attack --resume attacked
  $ passband attack runs/lenet --method fgsm --epsilon 0.03,0.06,0.09 --preset authors --out smallest
`;

const byDefault: AttackMethod = 'pgd';
const byDefaultFirst = [byDefault, ...methodNames.filter((name) => name !== byDefault)];

/** Declares `passband attack`; what it runs is loaded when it runs. */
export function addAttackCommand(program: Command): void {
  const command = program
    .command('attack')
    .description('Attack a classifier, and write what it is fooled by.')
    .argument('[MODEL.onnx|RUN]', "an ONNX file, or a run's folder")
    .addOption(new Option('--method <NAME>', 'how it is attacked').choices(byDefaultFirst).default(byDefault))
    .option('--epsilon <LIST>', 'largest sizes of a perturbation, as 8/255 or 2/255,4/255', '8/255')
    .addOption(new Option('--norm <NAME>', 'measure of that size (default: linf)').choices(normNames))
    .addOption(
      new Option('--loss <NAME>', 'what the attack raises (default: cross-entropy)').choices([
        'cross-entropy',
        'dlr',
      ]),
    )
    .option('--steps <N>', "steps of a restart (default: the method's)")
    .option('--step-size <SIZE>', "length of the first step, as 2/255 (default: the method's)")
    .addOption(
      new Option('--schedule <NAME>', 'how the length of a step falls (default: constant)').choices([
        'constant',
        'cosine',
      ]),
    )
    .option(
      '--momentum <N>',
      "weight of what was gathered before; of apgd, of the new step (default: the method's)",
    )
    .option('--random-start', 'begin at a random place in the ball')
    .option('--no-random-start', 'begin at the image itself')
    .option('--restarts <N>', 'how often an image that stands is attacked again (default: 1)')
    .addOption(
      new Option('--target <NAME>', 'class to which an image is moved (default: none)').choices([
        'none',
        'least-likely',
        'random',
      ]),
    )
    .option('--band <RADIUS>', 'perturb only frequencies within or beyond this radius, in bins')
    .addOption(new Option('--keep <PART>', 'the part of --band (default: low)').choices(['low', 'high']))
    .addOption(
      new Option('--preset <NAME>', "whose attacks; authors': search for the smallest ε")
        .choices(['paper', 'authors'])
        .default('paper'),
    )
    .option('--out <DIR>', 'folder for the results')
    .option('--resume <DIR>', 'go on with the attack in this folder');
  addOutputFlags(addModelFlags(command))
    .addHelpText('after', notes)
    .action(async (path, options, self: Command) => {
      await (await import('./runAttack.ts')).runAttack(path, options, typedOf(self));
    });
}
