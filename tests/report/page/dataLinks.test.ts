import { describe, expect, it } from 'vitest';
import { dataLinks } from '#passband/report/page/dataLinks.ts';

const contentOf = (links: string, type: string) =>
  decodeURIComponent(
    links.match(new RegExp(`href="data:${type}[^,]*,([^"]*)"`))![1].replaceAll('&#39;', "'"),
  );

describe('dataLinks', () => {
  const columns = ['series', 'x', 'value', 'low', 'high'];

  it('gives the same table as CSV and as JSON, without columns that no row has', () => {
    const rows = [
      ['a', 1, 0.123456789, null],
      ['b', null, 2, null],
    ];
    const { text } = dataLinks({ columns, rows }, 'Accuracy on x, by ε = 8/255');
    expect(contentOf(text, 'text/csv')).toBe('series,x,value\r\na,1,0.123457\r\nb,,2\r\n');
    expect(JSON.parse(contentOf(text, 'application/json'))).toEqual([
      { series: 'a', x: 1, value: 0.123457 },
      { series: 'b', x: null, value: 2 },
    ]);
    expect(text.match(/download="[^"]+"/g)).toEqual([
      'download="accuracy-on-x.csv"',
      'download="accuracy-on-x.json"',
    ]);
  });

  it('gives a list as one value in JSON and as columns in CSV', () => {
    const rows = [
      ['a', [1, 0.123456789]],
      ['b', [-2, 1e-12]],
    ];
    const { text } = dataLinks({ columns: ['name', 'weight'], rows }, 'Kernels', 'the kernels');
    expect(text).toContain('Data of the kernels: <a download="kernels.csv"');
    expect(contentOf(text, 'text/csv')).toBe('name,weight 1,weight 2\r\na,1,0.123457\r\nb,-2,1e-12\r\n');
    expect(JSON.parse(contentOf(text, 'application/json'))).toEqual([
      { name: 'a', weight: [1, 0.123457] },
      { name: 'b', weight: [-2, 1e-12] },
    ]);
  });

  it('quotes a name with commas, quotes or line ends, and disarms one that a spreadsheet would run', () => {
    const rows = [['=HYPERLINK("evil")'], ['a,b'], ['two\nlines'], ['plain']];
    const { text } = dataLinks({ columns: ['name'], rows }, 'x');
    expect(contentOf(text, 'text/csv')).toBe(
      'name\r\n"\'=HYPERLINK(""evil"")"\r\n"a,b"\r\n"two\nlines"\r\nplain\r\n',
    );
    expect(JSON.parse(contentOf(text, 'application/json'))[0]).toEqual({ name: '=HYPERLINK("evil")' });
  });

  it('has no character in its addresses that could end an attribute', () => {
    const { text } = dataLinks({ columns: ['name'], rows: [[`"'><&\ud800`]] }, `"><b>`);
    for (const [, address] of text.matchAll(/href="([^"]*)"/g)) {
      expect(address).toMatch(/^data:[\w/;=-]+,([\w%,:.!~*()-]|&#39;)*$/);
    }
    // Of a class and four attributes.
    expect(text.split('"')).toHaveLength(11);
  });
});
