import './withoutEval.ts';
import { expose } from 'comlink';
import { ModelHost } from './modelHost.ts';

expose(new ModelHost());
