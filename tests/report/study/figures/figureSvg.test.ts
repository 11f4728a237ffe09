import { describe, expect, it } from 'vitest';
import { widthOf } from '#passband/report/pictures/strokedText.ts';
import { figureColours } from '#passband/report/study/figures/curveStroke.ts';
import { drawFigure, figureSvg } from '#passband/report/study/figures/figureSvg.ts';
import type { StudyFigure } from '#passband/report/study/studyRecord.ts';
import { strokeOf, themed } from '#passband/report/theme/theme.ts';
import { parseXml, type XmlElement } from '../../../support/parseXml.ts';
import { bandsFigure, barsFigure, curvesFigure, labelledFigure, runningStudy } from '../exampleStudy.ts';
import { hostileFigure } from '../hostile.ts';

const figures = {
  curves: curvesFigure(),
  bands: bandsFigure(),
  bars: barsFigure(),
  labelled: labelledFigure(),
};
const named = Object.entries(figures);

function all({ children, ...own }: XmlElement): Omit<XmlElement, 'children'>[] {
  return [own, ...children.flatMap(all)];
}

const textsOf = (figure: StudyFigure) =>
  all(parseXml(figureSvg(figure, { seeds: 1 }).svg))
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text);

const bandsOf = (figure: StudyFigure, seeds: number) =>
  drawFigure(figure, { seeds }).svg.match(/<path [^>]*opacity="0.16"/g)?.length ?? 0;

describe('figureSvg', () => {
  it.each(named)('is a well-formed file of its own that follows the theme: %s', (_, figure) => {
    const { svg } = figureSvg(figure, { seeds: 1 });
    expect(all(parseXml(svg))[0].attributes.role).toBe('img');
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    // In a page every colour is a custom property.
    expect(themed(drawFigure(figure, { seeds: 1 }).svg, figureColours([figure]))).not.toMatch(/"#/);
  });

  it.each(named)('names every panel, curve, level and category once in what is drawn: %s', (_, figure) => {
    const texts = textsOf(figure);
    const names = new Set(
      figure.panels.flatMap(({ curves, levels }) => [...curves, ...levels].map(({ name }) => name)),
    );
    for (const name of [...names, ...figure.x.categories, figure.x.title, figure.y.title]) {
      expect(
        texts.filter((text) => text === name),
        name,
      ).toHaveLength(1);
    }
    for (const { title } of figure.panels) expect(title === '' || texts.includes(title)).toBe(true);
  });

  it('has no legend where each panel is named after the only thing in it', () => {
    const [{ curves }] = barsFigure().panels;
    const panels = curves.map((curve) => ({ title: curve.name, missing: null, curves: [curve], levels: [] }));
    const figure = { ...barsFigure(), panels };
    for (const { name } of curves) expect(textsOf(figure).filter((text) => text === name)).toHaveLength(1);
    expect(drawFigure(figure, { seeds: 1 }).data.rows.map(([name]) => name)).toEqual(
      curves.flatMap(({ name, points }) => points.map(() => name)),
    );
  });

  it('has the whole of turned names', () => {
    const figure = barsFigure();
    const categories = figure.x.categories.map((name) => `batchSize 100, weightDecay 0.0001, ${name}`);
    const { svg } = drawFigure({ ...figure, x: { ...figure.x, categories } }, { seeds: 1 });
    const turned = [...svg.matchAll(/translate\(([\d.]+) [\d.]+\) rotate\(-35\)"[^>]*>([^<]*)</g)];
    expect(turned).toHaveLength(categories.length);
    for (const [, end, text] of turned) {
      expect(Number(end) - Math.cos((35 * Math.PI) / 180) * widthOf(text)).toBeGreaterThan(0);
    }
  });

  it('is the same for the same figure', () => {
    expect(figureSvg(curvesFigure(), { seeds: 1 })).toEqual(figureSvg(curvesFigure(), { seeds: 1 }));
  });

  it('gives every point as data, and its place within the drawing', () => {
    for (const [, figure] of named) {
      const { svg, data } = drawFigure(figure, { seeds: 1 });
      const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/)!.map(Number);
      const points = figure.panels.flatMap(({ curves }) => curves.flatMap((curve) => curve.points));
      const levels = figure.panels.flatMap((panel) => panel.levels);
      expect(data.rows.map((row) => row[2])).toEqual([...points, ...levels].map(({ value }) => value));
      expect(data.marks.places).toHaveLength(points.length);
      for (const [x, y] of data.marks.places) {
        expect(x > 0 && x < width && y > 0 && y < height).toBe(true);
      }
    }
  });

  it('draws higher values higher, and later epochs further to the right', () => {
    const { data } = drawFigure(labelledFigure(), { seeds: 1 });
    const own = data.rows.flatMap((row, at) =>
      row[0] === 'test' ? [{ row, place: data.marks.places[at] }] : [],
    );
    own.slice(1).forEach(({ row, place }, at) => {
      expect(place[0]).toBeGreaterThan(own[at].place[0]);
      expect(Math.sign(own[at].place[1] - place[1])).toBe(Math.sign(Number(row[2]) - Number(own[at].row[2])));
    });
  });

  it('tells LFC and HFC apart by colour and radii by dash, as the theme does, and training by a finer dash', () => {
    const { svg } = drawFigure(curvesFigure(), { seeds: 1 });
    const lines = [
      ...svg.matchAll(
        /<path [^>]*fill="none" stroke="([^"]+)" stroke-width="([^"]+)"(?: stroke-dasharray="([^"]+)")?/g,
      ),
    ];
    const has = (colour: string, width: string, dash: string) =>
      lines.some(([, c, w, d = '']) => c === colour && w === width && d === dash);
    for (const component of ['lfc', 'hfc'] as const) {
      for (let index = 0; index < 4; index++) {
        const { colour, dash } = strokeOf(component, index, 4);
        expect(has(colour.light, '1.75', dash.join(' '))).toBe(true);
      }
    }
    const { colour } = strokeOf('x');
    expect(has(colour.light, '1.75', '')).toBe(true);
    expect(has(colour.light, '1.1', '1.5 1.5')).toBe(true);
  });

  it('draws bands of few curves, of several seeds those of all curves', () => {
    expect(bandsOf(bandsFigure(), 1)).toBe(6);
    expect(bandsOf(curvesFigure(), 1)).toBe(0);
    expect(bandsOf(curvesFigure(), 3)).toBe(50);
  });

  it('says in an empty frame why a panel is missing, in lines that fit it', () => {
    const reason = bandsFigure().panels[2].missing!;
    const texts = textsOf(bandsFigure());
    const start = texts.findIndex((text) => text.startsWith('run '));
    const lines = texts.slice(start, start + 2);
    expect(lines.join(' ')).toBe(reason);
    expect(textsOf(runningStudy().figures[0])).toContain('nothing measured yet');
  });

  it('sets a long title in two lines, and cuts off what does not fit these', () => {
    const { panels, ...figure } = bandsFigure();
    const title = 'trained on low frequencies within radius 8 of the centre, with batch norm';
    const texts = textsOf({ ...figure, panels: panels.map((panel) => ({ ...panel, title })) });
    const start = texts.findIndex((text) => text.startsWith('trained'));
    expect(texts.slice(start, start + 2).join(' ')).toBe(title);
    const long = textsOf({
      ...figure,
      panels: panels.map((panel) => ({ ...panel, title: `${title} ${title}` })),
    });
    expect(long.filter((text) => text.endsWith('…'))).toHaveLength(4);
  });

  it('marks points where there are few, or gaps between the epochs', () => {
    const dots = (figure: StudyFigure) =>
      drawFigure(figure, { seeds: 1 }).svg.match(/<path d="M[^"]*a2.2 /g)?.length ?? 0;
    expect(dots(curvesFigure())).toBe(0);
    expect(dots(bandsFigure())).toBe(30);
    const [panel] = labelledFigure().panels;
    const sparse = panel.curves.map((curve) => ({
      ...curve,
      points: curve.points.map((p) => ({ ...p, x: 2 * p.x })),
    }));
    expect(dots({ ...labelledFigure(), panels: [{ ...panel, curves: sparse }] })).toBe(120);
  });

  it('reads small and negative shares on an axis of their own', () => {
    const [panel] = labelledFigure().panels;
    const at = (values: readonly number[]): StudyFigure => ({
      ...labelledFigure(),
      panels: [
        {
          ...{ ...panel, levels: [] },
          curves: [
            {
              ...panel.curves[0],
              points: values.map((value, x) => ({ x: x + 1, value, low: null, high: null })),
            },
          ],
        },
      ],
    });
    const percents = (figure: StudyFigure) => textsOf(figure).filter((text) => text.endsWith('%'));
    expect(percents(at([0.3, 0.9]))).toEqual(['0%', '25%', '50%', '75%', '100%']);
    expect(percents(at([-0.03, 0.11]))).toEqual(['−5%', '0%', '5%', '10%', '15%']);
    expect(textsOf({ ...at([4, 37]), y: { title: 'epochs', unit: 'number' } })).toContain('40');
  });

  it.each(named)('is well-formed whatever things are called: %s', (_, figure) => {
    const { svg } = figureSvg(hostileFigure(figure), { seeds: 1 });
    const known = 'svg style rect g path text'.split(' ');
    const elements = all(parseXml(svg));
    expect(elements.filter(({ name }) => !known.includes(name))).toEqual([]);
    expect(
      elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith('on')),
    ).toEqual([]);
  });
});
