import type { AuditScope, AuditStep } from './auditPart.ts';
import { type AnyPart, type AuditSections, allParts } from './parts.ts';

export interface WantedPart {
  readonly part: AnyPart;
  readonly steps: readonly AuditStep<AuditSections>[];
}

/** The parts that an audit of a scope has, in order, each with its steps. */
export function wantedParts(scope: AuditScope): WantedPart[] {
  return allParts.filter((part) => part.isWanted(scope)).map((part) => ({ part, steps: part.steps(scope) }));
}
