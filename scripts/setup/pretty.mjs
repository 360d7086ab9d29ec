const IMPORTANT = /\b(listening|ready|started|starting|draining|stopping|stopped)\b/i;
const HIDDEN = new Set([
  'time',
  'level',
  'msg',
  'err',
  'pid',
  'hostname',
  'version',
  'build',
  'commit',
  'role',
  'roles',
]);

/**
 * One line of the server's log as people read it, or undefined for one they need not see: warnings, errors, start and stop are
 * shown, and with `verbose` everything. What is not JSON (a crash, a console.log) is passed on as it is.
 */
export function prettyLine(line, { verbose = false } = {}) {
  if (line.trim() === '') return undefined;
  const entry = parse(line);
  if (!entry) return line;
  const loud = ['warn', 'error', 'fatal'].includes(entry.level);
  if (!verbose && !loud && !IMPORTANT.test(entry.msg ?? '')) return undefined;
  const time = String(entry.time ?? '').slice(11, 19);
  return [time, String(entry.level ?? '').padEnd(5), entry.msg, ...fields(entry)].filter(Boolean).join(' ');
}

function fields(entry) {
  const shown = Object.entries(entry)
    .filter(([name]) => !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`);
  return entry.err ? [...shown, `(${entry.err.message ?? JSON.stringify(entry.err)})`] : shown;
}

function parse(line) {
  try {
    const entry = JSON.parse(line);
    return entry !== null && typeof entry === 'object' ? entry : undefined;
  } catch {
    return undefined;
  }
}
