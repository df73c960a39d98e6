import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { XesSummary } from '../src/xes/xes-log.js';
import { readXes, type ReadXesOptions, XesError, type XesTrace } from '../src/xes/xes-reader.js';

const sample = resolve('examples/loans/sample.xes');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'annals-xes-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(content: string | Buffer, name = 'log.xes'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function read(file: string, options?: ReadXesOptions): Promise<XesTrace[]> {
  const traces: XesTrace[] = [];
  for await (const trace of readXes(file, options)) traces.push(trace);
  return traces;
}

const log = (inside: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<log>${inside}</log>`;
const readLog = async (inside: string, options?: ReadXesOptions) => read(await write(log(inside)), options);

/** The attributes of the only trace in a log. */
async function attributesOf(inside: string): Promise<XesTrace['attributes']> {
  const [trace] = await readLog(`<trace>${inside}</trace>`);
  if (trace === undefined) throw new Error(`There is no trace in: ${inside}`);
  return trace.attributes;
}

describe('the sample log', () => {
  test('has its cases, events and missing attributes', async () => {
    let summary: XesSummary | undefined;
    const traces = await read(sample, { onEnd: (read) => (summary = read) });
    expect(summary).toEqual({ traces: 30, events: 410, skippedEvents: 0, unreadableValues: 0 });
    const activities = traces.flatMap(({ events }) => events.map(({ attributes }) => attributes['concept:name']));
    const count = (name: string): number => activities.filter((activity) => activity === name).length;
    expect(count('A_SUBMITTED')).toBe(30);
    expect(count('A_PREACCEPTED')).toBe(18);
    expect(count('A_APPROVED')).toBe(7);
    expect(count('A_DECLINED')).toBe(15);
    expect(count('A_CANCELLED')).toBe(6);
    expect(traces.filter(({ attributes }) => !('AMOUNT_REQ' in attributes))).toHaveLength(2);
  });

  test('reads the same gzipped, whatever the name, and in pieces of any size', async () => {
    const whole = await read(sample);
    const gzipped = await write(gzipSync(await readFile(sample)), 'no-suffix');
    expect(await read(gzipped)).toEqual(whole);
    for (const chunkSize of [13, 1000]) {
      expect(await read(sample, { chunkSize })).toEqual(whole);
      expect(await read(gzipped, { chunkSize })).toEqual(whole);
    }
  });

  test('a piece may end inside of a tag, an entity or a letter', async () => {
    const inside = '<trace><string key="Zoë 🏦" value="&amp;&#x142;"/><event><int key="i" value="12"/></event></trace>';
    const file = await write(log(inside));
    const [byByte] = await read(file, { chunkSize: 1 });
    expect({ ...byByte?.attributes }).toEqual({ 'Zoë 🏦': '&ł' });
    expect({ ...byByte?.events[0]?.attributes }).toEqual({ i: 12 });
  });
});

describe('values', () => {
  test('are typed', async () => {
    const attributes = await attributesOf(`
      <string key="concept:name" value="Zoë &amp; Łukasz 🏦"/>
      <date key="date" value="2011-10-01T00:38:44.546+02:00"/>
      <date key="no zone" value="2011-10-01T00:38:44.546"/>
      <date key="day" value="2011-10-01"/>
      <int key="int" value="-42"/>
      <int key="long" value="9223372036854775807"/>
      <float key="float" value="1.5e3"/>
      <boolean key="yes" value="true"/>
      <boolean key="no" value="FALSE"/>
      <id key="id" value="7e2b"/>`);
    expect({ ...attributes }).toEqual({
      'concept:name': 'Zoë & Łukasz 🏦',
      date: new Date('2011-09-30T22:38:44.546Z'),
      'no zone': new Date('2011-10-01T00:38:44.546Z'),
      day: new Date('2011-10-01T00:00:00Z'),
      int: -42,
      long: '9223372036854775807',
      float: 1500,
      yes: true,
      no: false,
      id: '7e2b',
    });
  });

  test('that do not fit their type are left out and counted', async () => {
    let summary: XesSummary | undefined;
    const values =
      '<date key="a" value="soon"/><int key="b" value="1.5"/><float key="c" value=""/><boolean key="d" value="?"/>';
    const [trace] = await readLog(`<trace>${values}</trace>`, { onEnd: (read) => (summary = read) });
    expect(trace?.attributes).toEqual({});
    expect(summary).toMatchObject({ unreadableValues: 4 });
  });

  test('are safe under any key', async () => {
    const attributes = await attributesOf('<string key="__proto__" value="x"/><string key="toString" value="y"/>');
    expect(Object.keys(attributes)).toEqual(['__proto__', 'toString']);
    expect(attributes.constructor).toBeUndefined();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

test('what belongs to no case is skipped', async () => {
  let summary: XesSummary | undefined;
  const traces = await readLog(
    `<extension name="Time" prefix="time" uri="x"/>
     <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
     <classifier name="c" keys="k"/>
     <string key="of the log" value="x"><event/><trace/></string>
     <event><string key="concept:name" value="outside"/></event>
     <trace>
       <string key="concept:name" value="1"><string key="nested" value="x"/></string>
       <list key="list"><values><string key="in list" value="x"/></values></list>
       <event><string key="concept:name" value="A"><int key="nested" value="1"/></string></event>
       <event/>
     </trace>
     <trace/>`,
    { onEnd: (read) => (summary = read) },
  );
  expect(
    traces.map(({ attributes, events }) => [{ ...attributes }, events.map((event) => ({ ...event.attributes }))]),
  ).toEqual([
    [{ 'concept:name': '1' }, [{ 'concept:name': 'A' }, {}]],
    [{}, []],
  ]);
  expect(summary).toEqual({ traces: 2, events: 2, skippedEvents: 1, unreadableValues: 0 });
});

describe('progress', () => {
  test('counts the bytes of the file up to its size', async () => {
    const calls: [number, number][] = [];
    await read(sample, { chunkSize: 10_000, onProgress: (...call) => calls.push(call) });
    const total = calls.at(-1)?.[1] ?? 0;
    expect(total).toBeGreaterThan(0);
    expect(calls.length).toBe(Math.ceil(total / 10_000));
    expect(calls[0]).toEqual([10_000, total]);
    expect(calls.at(-1)).toEqual([total, total]);
  });

  test('stops with the loop: the rest of the file is not read', async () => {
    let bytesRead = 0;
    for await (const _ of readXes(sample, { chunkSize: 1000, onProgress: (read) => (bytesRead = read) })) break;
    expect(bytesRead).toBeLessThan(20_000);
  });
});

test('an encoding that the file declares is used', async () => {
  const text = '<?xml version="1.0" encoding="ISO-8859-1"?><log><trace><string key="name" value="Zoë"/></trace></log>';
  const [first] = await read(await write(Buffer.from(text, 'latin1')));
  expect({ ...first?.attributes }).toEqual({ name: 'Zoë' });
});

describe('a file that cannot be read is refused', () => {
  const refusal = async (file: string): Promise<XesError> => {
    const error: unknown = await read(file).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(XesError);
    return error as XesError;
  };
  const trace = '<trace><event/></trace>';

  test.each([
    ['missing', () => join(folder, 'missing.xes'), 'there is no such file'],
    ['a directory', () => folder, 'this is a directory'],
    ['empty', () => write('', 'empty.xes'), 'the file is empty'],
    ['an empty archive', () => write(gzipSync('')), 'the file is empty (a gzip archive of nothing)'],
    ['a cut archive', () => write(gzipSync(log(trace.repeat(500))).subarray(0, 60)), 'the gzip data is cut off'],
    ['a damaged archive', () => write(Buffer.from('1f8b0800ffff', 'hex')), 'the gzip data is'],
    ['of a wrong encoding', () => write(Buffer.from(`<log a="\xff"/>`, 'latin1')), 'the text is not in the encoding'],
    [
      'of an unknown encoding',
      () => write('<?xml version="1.0" encoding="klingon"?><log/>'),
      'the encoding that the XML declaration names is unknown',
    ],
  ])('%s', async (_, make, reason) => {
    const file = await make();
    expect((await refusal(file)).message).toContain(`${file}: ${reason}`);
  });

  test.each([
    ['malformed', `<log>\n  <trace>\n    <event></trace>\n</log>`, 3, 'unexpected close tag'],
    ['cut off', `<log>\n<trace>`, 2, 'unclosed tag: trace'],
    ['of another kind', `\n<html></html>`, 2, 'this is no XES log: its root element is <html>, not <log>'],
    ['no XML', `case;activity\n1;A`, 2, 'text data outside of root node'],
  ])('%s, with line and column', async (_, content, line, reason) => {
    const file = await write(content);
    const error = await refusal(file);
    expect(error.message).toContain(reason);
    expect(error).toMatchObject({ file, line });
    expect(error.message.startsWith(`${file}:${line}:${error.column}: `)).toBe(true);
  });

  test('traces of earlier pieces are handed out before the fault', async () => {
    const file = await write(`<log>${trace.repeat(3)}<oops</log>`);
    const traces: XesTrace[] = [];
    const reading = (async () => {
      for await (const one of readXes(file, { chunkSize: 16 })) traces.push(one);
    })();
    await expect(reading).rejects.toThrow(XesError);
    expect(traces.length).toBeGreaterThan(0);
  });
});
