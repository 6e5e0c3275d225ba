// lesson_kit.mjs - lessons read and run for tests, apart from the server's own reader: the `#:` lines split into
// texts, every {EXPR} of a text evaluated by the program at its place.
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { bin } from './kit.mjs';

export const folder = new URL('../../web/lessons/', import.meta.url);
export const order = readFileSync(new URL('ORDER', folder), 'utf8').split('\n').filter(Boolean);

/** One lesson: {id, rows, sliders, texts}; a text is {kind, line, zh, en, page} and stands where it was written. */
export function read(id) {
  const source = readFileSync(new URL(`${id}.mm`, folder), 'utf8');
  const lesson = { id, source, rows: [], sliders: [], texts: [], pages: 0, questions: 0 };
  let text = null; // the text that zh and en lines go to
  let kind = 'title';
  let lang = null;
  source.split('\n').forEach((line, at) => {
    if (!line.startsWith('#:')) {
      lang = null;
      if (/^[a-z]/.test(line)) text = null;
      return;
    }
    const more = /^#: {3,}(.*)$/.exec(line);
    if (more) {
      const wide = lang === 'zh' && (/[^\0-\x7f]$/.test(text.zh) || /^[^\0-\x7f]/.test(more[1]));
      text[lang] += (wide ? '' : ' ') + more[1];
      return;
    }
    const said = /^#: (zh|en) (.*)$/.exec(line);
    if (said) {
      lang = said[1];
      if (!text || (text.zh !== undefined && text.en !== undefined)) {
        text = { kind: kind === 'page' || kind === 'slider' || kind === 'title' ? 'text' : kind, line: at, page: lesson.pages };
        lesson.texts.push(text);
      }
      text[lang] = said[2];
      text.end = at;
      return;
    }
    const head = /^#: (\S+) ?(.*)$/.exec(line);
    kind = head[1];
    if (kind === 'lesson') lesson.rows = /rows=(\S+)/.exec(head[2])?.[1].split(',') ?? [];
    if (kind === 'page') lesson.pages++;
    if (kind === 'ask') lesson.questions++;
    if (kind === 'slider') {
      const [, name, min, max, step = '1'] = /^(\w+) (\w+)\.\.(\w+)(?: step=(\w+))?/.exec(head[2]);
      lesson.sliders.push({ name, min, max, step });
    }
    text = { kind: kind === 'lesson' ? 'title' : kind === 'page' ? 'heading' : kind, line: at, page: lesson.pages, head: head[2] };
    lesson.texts.push(text);
    kind = 'text';
  });
  for (const slider of lesson.sliders) {
    slider.value = new RegExp(`^let ${slider.name} = (\\w+)$`, 'm').exec(source)[1];
  }
  return lesson;
}

/** The expressions of a text, each once, in the order of the Chinese. */
function values(text) {
  return [...new Set([...(text.zh ?? '').matchAll(/\{([^{}]+)\}/g)].map((m) => m[1].replace(/ in \S+$/, '')))];
}
/** The same without plain literals. */
export const expressions = (text) => values(text).filter((e) => !/^(0x)?[0-9a-f]+[KMGTp]?$/.test(e));

const number = (word) => {
  const [, digits, suffix] = /^(0x[0-9a-f]+|-?[\d.]+)([KMGT]?)$/.exec(word);
  return Number(digits) * 1024 ** ' KMGT'.indexOf(suffix || ' ');
};

/** What the program printed, in bytes, ns, or as a number; a word stays one. */
function plain(printed) {
  const m = /^(-?[\d.]+|0x[0-9a-f]+)(?: (kB|bytes|pages|ns))?$/.exec(printed);
  if (!m) return printed;
  return Number(m[1]) * ({ kB: 1024, pages: 4096 }[m[2]] ?? 1);
}

/**
 * Run it with some sliders set: {params, figures, printed}. figures[i] are the values of texts[i]'s expressions,
 * printed[i] what the program said for each of them and for literals. Statements about the default (`expect`) are left
 * out when a slider is not where it was written.
 */
export function figures(lesson, set = {}) {
  const lines = lesson.source.split('\n');
  const after = new Map();
  const asked = [];
  lesson.texts.forEach((text, i) => {
    for (const e of values(text)) {
      const list = after.get(text.end) ?? [];
      list.push(`let figure${asked.length} = ${e}`, `print figure${asked.length}`);
      after.set(text.end, list);
      asked.push([i, e]);
    }
  });
  const script = [];
  lines.forEach((line, at) => {
    const set_here = /^let (\w+) = /.exec(line);
    if (set_here && set[set_here[1]] !== undefined && lesson.sliders.some((s) => s.name === set_here[1])) {
      script.push(`let ${set_here[1]} = ${set[set_here[1]]}`);
    } else if (!line.startsWith('#') && !(line.startsWith('expect ') && Object.keys(set).length)) {
      script.push(line);
    }
    script.push(...(after.get(at) ?? []));
  });
  const run = spawnSync(bin, ['run', '--format', 'json', '-'], { input: script.join('\n'), maxBuffer: 1 << 28, encoding: 'utf8' });
  const printed = lesson.texts.map(() => ({}));
  for (const row of run.stdout.split('\n').filter(Boolean).map((l) => JSON.parse(l))) {
    if (row.problem) throw new Error(`${lesson.id} ${JSON.stringify(set)}: ${row.text}: ${row.problem.message.en}`);
    const m = /^figure(\d+) = (.*)\n$/.exec(row.output ?? '');
    if (m) printed[asked[Number(m[1])][0]][asked[Number(m[1])][1]] = m[2];
  }
  if (run.status !== 0) throw new Error(`${lesson.id}: exit ${run.status} ${run.stderr}`);
  const params = Object.fromEntries(lesson.sliders.map((s) => [s.name, number(String(set[s.name] ?? s.value))]));
  const out = lesson.texts.map((text, i) => expressions(text).filter((e) => e in printed[i]).map((e) => plain(printed[i][e])));
  return { params, figures: out, printed };
}

/** (line) => the kinds of events of the last step above that line. */
export function eventsBefore(lesson) {
  const file = new URL(`${lesson.id}.mm`, folder).pathname;
  const run = spawnSync(bin, ['run', '--format', 'json', '--events', file], { maxBuffer: 1 << 28, encoding: 'utf8' });
  const steps = [];
  let kinds = new Set();
  for (const row of run.stdout.split('\n')) {
    if (!row.startsWith('{')) {
      kinds.add(/^\d+ \d+ cpu\d+ (\w+)/.exec(row)?.[1]);
      continue;
    }
    const { line, step } = JSON.parse(row);
    if (step) steps.push({ line, kinds });
    kinds = new Set();
  }
  return (line) => steps.filter((step) => step.line < line).at(-1)?.kinds ?? new Set();
}

/** A stop a third of the way along, written as the range is. */
function between(s) {
  const unit = /[KMGT]?$/.exec(s.max)[0];
  const [min, max, step, one] = [s.min, s.max, s.step, `1${unit}`].map(number);
  return `${(min + step * Math.round((max - min) / step / 3)) / one}${unit}`;
}

/** The default, and each slider at both its ends and between them. */
export function settings(lesson) {
  return [{}, ...lesson.sliders.flatMap((s) => [s.min, between(s), s.max].map((at) => ({ [s.name]: at })))];
}
