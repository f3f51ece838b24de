/** The page's elements, of a view: everything but what is inside the charts. */
import type { Chart, RulingRow, Section, Table, Tile, View } from '../page-content.ts';

/** A chart, and the element in the page that it is drawn into. */
export type ChartPlace = { host: HTMLElement; chart: Chart };

function el(tag: string, className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  element.append(...children);
  return element;
}

/** @returns the charts that are to be drawn, now that their places have a size */
export function fillPage(view: View): ChartPlace[] {
  document.title = `${view.title}: ${view.verdict.word} · load test`;
  const places: ChartPlace[] = [];
  const main = el('main', '', headerOf(view), ...warningsOf(view));
  main.append(el('div', 'tiles', ...view.tiles.map(tileOf)));
  if (view.rulings.length > 0) {
    main.append(el('section', '', el('h2', '', 'Limits'), el('div', 'card rulings', ...view.rulings.map(rulingOf))));
  }
  const help = el('details', 'card help', el('summary', '', 'How to read this'));
  help.append(...view.help.map((text) => el('p', '', text)));
  main.append(help, ...view.sections.map((section) => sectionOf(section, places)));
  document.body.append(main);
  return places;
}

function headerOf({ title, subtitle, facts, verdict }: View): HTMLElement {
  const names = el(
    'div',
    '',
    el('p', 'eyebrow', 'Sparkfray load test'),
    el('h1', '', title),
    el('p', 'subtitle', subtitle),
  );
  const badge = el('div', `verdict ${verdict.tone}`, el('strong', '', verdict.word), el('span', '', verdict.sentence));
  const list = el('ul', 'facts', ...facts.map((fact) => el('li', '', fact)));
  return el('header', '', el('div', 'titles', names, badge), list);
}

function warningsOf({ warnings }: View): HTMLElement[] {
  if (warnings.length === 0) return [];
  const list = el('div', 'card warnings', el('strong', '', warnings.length === 1 ? 'Warning' : 'Warnings'));
  list.setAttribute('role', 'alert');
  list.append(...warnings.map((warning) => el('p', '', warning)));
  return [list];
}

function tileOf({ label, value, note, tone, spark }: Tile): HTMLElement {
  const [, number = value, unit = ''] = /^([\d.,−-]+)\s*(.*)$/.exec(value) ?? [];
  const figure = el('p', 'value', number);
  if (unit !== '') figure.append(el('small', '', ` ${unit}`));
  const tile = el('div', `card tile ${tone}`, el('p', 'label', label), figure, el('p', 'note', note));
  const line = sparkOf(spark);
  if (line !== undefined) tile.append(line);
  return tile;
}

/** A line without axes; undefined when there is nothing to draw. */
function sparkOf(values: (number | null)[]): Element | undefined {
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known);
  if (known.length < 2 || most <= 0) return undefined;
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 100 30');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const places = values.flatMap((value, index) => {
    if (value === null) return [];
    return [`${((index / (values.length - 1)) * 100).toFixed(2)},${(29 - (value / most) * 27).toFixed(2)}`];
  });
  const line = document.createElementNS(space, 'polyline');
  line.setAttribute('points', places.join(' '));
  svg.append(line);
  return svg;
}

function rulingOf({ limit, measured, allowed, holds, used }: RulingRow): HTMLElement {
  const row = el('div', `ruling ${holds ? 'good' : 'bad'}`);
  row.append(el('span', 'badge', holds ? 'pass' : 'FAIL'), el('code', '', limit));
  row.append(el('span', 'measured', measured), el('span', 'allowed', allowed === '' ? '' : `allowed ${allowed}`));
  const bar = el('span', 'bar');
  if (used !== null) {
    const fill = el('i', '');
    fill.style.width = `${Math.min(100, used * 100).toFixed(1)}%`;
    bar.append(fill);
    if (used > 1) {
      // Where the limit lies in a bar that goes beyond it.
      const mark = el('b', '');
      mark.style.left = `${(100 / used).toFixed(1)}%`;
      bar.append(mark);
    }
    bar.title = `${(used * 100).toFixed(0)} % of what is allowed`;
  } else {
    bar.classList.add('none');
  }
  row.append(bar);
  return row;
}

function sectionOf(section: Section, places: ChartPlace[]): HTMLElement {
  const part = el('section', section.kind);
  if (section.title !== '') part.append(el('h2', '', section.title));
  if (section.note !== '') part.append(el('p', 'note', section.note));
  const grid = el('div', 'grid');
  if (section.kind === 'charts') {
    for (const chart of section.charts) {
      const host = el('div', 'plot');
      host.setAttribute('role', 'img');
      host.setAttribute('aria-label', `${chart.title}: ${chart.lines.map(({ label }) => label).join(', ')}`);
      const caption = el('figcaption', '', el('h3', '', chart.title));
      if (chart.note !== '') caption.append(el('p', 'note', chart.note));
      grid.append(el('figure', chart.wide ? 'card wide' : 'card', caption, host));
      places.push({ host, chart });
    }
  } else {
    grid.append(...section.tables.map(tableCard));
  }
  part.append(grid);
  return part;
}

function tableCard({ title, note, head, texts, rows, folded }: Table): HTMLElement {
  const kindOf = (column: number): string => (texts.includes(column) ? 'text' : 'number');
  const body = el('tbody', '');
  for (const { cells, tone } of rows) {
    body.append(el('tr', tone, ...cells.map((cell, column) => el('td', kindOf(column), cell))));
  }
  const table = el('table', head.length === 0 ? 'pairs' : '');
  if (head.length > 0) {
    table.append(el('thead', '', el('tr', '', ...head.map((name, column) => el('th', kindOf(column), name)))));
  }
  table.append(body);
  const scroller = el('div', 'scroller', table);
  scroller.tabIndex = 0;
  if (folded !== undefined) return el('details', 'card wide help', el('summary', '', folded), scroller);
  const isWide = head.length > 4 || rows.length > 20;
  const card = el('div', isWide ? 'card wide' : 'card');
  if (title !== '') card.append(el('h3', '', title));
  if (note !== '') card.append(el('p', 'note', note));
  card.append(scroller);
  return card;
}
