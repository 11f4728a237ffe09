import { expose } from 'comlink';
import { PicturesHost } from './picturesHost.ts';

expose(new PicturesHost());
