import { expose } from 'comlink';
import { chartHost } from './chartHost.ts';

expose(chartHost);
