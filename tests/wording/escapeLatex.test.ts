import { describe, expect, it } from 'vitest';
import { escapeLatex } from '#passband/wording/escapeLatex.ts';

describe('escapeLatex', () => {
  it('escapes each special', () => {
    expect(escapeLatex('\\ & % $ # _ { } ~ ^ ρ −--')).toBe(
      '\\textbackslash{} \\& \\% \\$ \\# \\_ \\{ \\} \\textasciitilde{} \\textasciicircum{} $\\rho$ $-$-{}-',
    );
  });

  it('begins no line with what ends of rows take for an argument, and lets no letters of other scripts go', () => {
    expect(escapeLatex('[5pt] * `a`')).toBe('{[}5pt{]} {*} {`}a{`}');
    expect(escapeLatex('Größe 日本\n\u202e')).toBe('Größe 日本');
  });
});
