import robust from '../../docs/results/cifar-10-adversarial.json?url';
import natural from '../../docs/results/cifar-10-natural.json?url';
import type { BuiltIn } from './currentModel.ts';

/** Where the records of the runs lie that made the models that come with the page: the command, its settings and every epoch. */
export const runRecords: Readonly<Record<BuiltIn, string>> = { natural, robust };
