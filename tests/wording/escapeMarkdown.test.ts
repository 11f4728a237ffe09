import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '#passband/wording/escapeMarkdown.ts';
import { printable } from '#passband/wording/printable.ts';
import { hostileTexts } from '../report/study/hostile.ts';

const read = (markdown: string) =>
  markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

describe('escapeMarkdown', () => {
  it.each([
    'Adversarial training has the smaller gap; it is indifferent to high frequencies (r = 12), trained on x_l.',
    '§3.2, Corollary 1 – “91%” of ρ ± 2, −3 … it’s A & B, p > 0.05?',
    'LFC, r = 4: dropout − vanilla! +1.5 / -2',
    'pgd-l2@0.5, pgd@8/255 and lfc@8 = "x"',
    'own-scale.yaml, batch_size_2',
  ])('leaves %j as it is', (text) => {
    expect(escapeMarkdown(text)).toBe(text);
  });

  it.each([
    ['a | b', 'a &#124; b'],
    ['<b>', '&#60;b>'],
    ['&lt;b&#62; &copy', '&#38;lt;b&#38;&#35;62; &#38;copy'],
    ['[a](b) ![c](d)', '&#91;a&#93;(b) &#33;&#91;c&#93;(d)'],
    [
      '*a* _b_ __c__ ~~d~~ `e`',
      '&#42;a&#42; &#95;b&#95; &#95;&#95;c&#95;&#95; &#126;&#126;d&#126;&#126; &#96;e&#96;',
    ],
    ['x_ y _z', 'x&#95; y &#95;z'],
    ['http://a.org mailto:x', 'http&#58;//a.org mailto&#58;x'],
    ['WWW.a.org', 'WWW&#46;a.org'],
    [
      '@someone a@b.org a@1.org :bug: #1 !1 $x$',
      '&#64;someone a&#64;b.org a&#64;1.org &#58;bug: &#35;1 &#33;1 &#36;x&#36;',
    ],
    ['# a', '&#35; a'],
    ['> a', '&#62; a'],
    ['- a', '&#45; a'],
    ['--- a', '&#45;-- a'],
    ['\\| {+a+}', '&#92;&#124; &#123;+a+&#125;'],
    ['a\nb\u202e', 'a b'],
  ])('makes no markup of %j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it.each(hostileTexts)('keeps what %j says, and no sign that could be markup', (text) => {
    const escaped = escapeMarkdown(text);
    expect(read(escaped)).toBe(printable(text));
    expect(escaped.replace(/&#\d+;/g, '')).not.toMatch(/[\\`*[\]{}<|~#$]|&#?\w|:\S|\b_|_\b|\p{C}/u);
  });
});
