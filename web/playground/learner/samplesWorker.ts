import { expose } from 'comlink';
import { samplesHost } from './samplesHost.ts';

expose(samplesHost);
