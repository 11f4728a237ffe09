import { config } from 'zod';

// Under the page's policy zod's attempt to write code would be refused with a line on the console. First import of each worker.
config({ jitless: true });
