import { UserError } from '../../wording/userError.ts';
import { onOff, text } from '../terminal/flagKinds.ts';
import type { Typed } from '../terminal/flags.ts';
import { outputFlags } from '../terminal/outputFlags.ts';

/** Flags of `passband serve`. */
export const serveFlags = {
  port: { value: 'N', help: 'first port that is tried', default: '4816', read: portOf },
  host: { ...text('NAME', 'address to listen at'), default: '127.0.0.1' },
  open: onOff('open it in the browser'),
  ...outputFlags,
} as const;

export type ServeFlags = Typed<typeof serveFlags>;

function portOf(typed: string): number {
  const port = /^\d+$/.test(typed) ? Number(typed) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UserError(`--port must be a whole number from 0 to 65535, got ${typed}`);
}
