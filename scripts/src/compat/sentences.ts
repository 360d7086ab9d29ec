import type { Finding } from './finding.ts';

type Say = (at: string, what: string, other: string) => [Finding['level'], string];
const stop =
  (text: (at: string, what: string, other: string) => string): Say =>
  (...words) => ['break', text(...words)];
const note =
  (text: (at: string, what: string, other: string) => string): Say =>
  (...words) => ['warning', text(...words)];

const NEW_MEMBER = 'Show the new form in a new member beside it.';

/**
 * What each difference means to a client of the last release: in what it sends, and in what it is shown. Devices send
 * what they stored up to a year ago, and show what they never heard of.
 */
export const SENTENCES = {
  type: {
    sent: stop((at, is, was) => `${at} takes ${is}, where it took ${was}. Take both.`),
    shown: stop((at, was, is) => `${at} may be ${is}, where clients expect ${was}. ${NEW_MEMBER}`),
  },
  variant: {
    sent: stop((at, name) => `${at} no longer takes the form with ${name}. Keep taking it.`),
    shown: stop((at, name) => `${at} has a form that clients do not know (${name}). ${NEW_MEMBER}`),
  },
  listed: {
    sent: stop((at, values) => `${at} takes only ${values} now. Keep taking other values, as the nearest of these.`),
    shown: stop((at, values) => `${at} may be anything, where clients expect one of ${values}. ${NEW_MEMBER}`),
  },
  value: {
    sent: stop((at, value) => `${at} no longer takes ${value}. Keep taking it, as what replaces it.`),
    shown: note(
      (at, value) => `${at} may be ${value}, which older clients do not know: say in the guides how to show it.`,
    ),
  },
  format: {
    sent: stop((at, format) => `${at} must be a ${format} now. Keep taking what was taken.`),
    shown: stop((at, format) => `${at} is no longer a ${format}, and clients parse it as one. ${NEW_MEMBER}`),
  },
  pattern: {
    sent: stop(
      (at, pattern) =>
        `${at} must match ${pattern} now. Take also what matched before; if this does, say so in the changelog.`,
    ),
    shown: note((at, pattern) => `${at} may no longer match ${pattern}: look whether a client takes it apart.`),
  },
  limit: {
    sent: stop((at, limit, was) => `${at} has ${limit} (before: ${was}). Keep the wider limit.`),
    shown: note((at, limit) => `${at} may be beyond what was its ${limit}: look whether a client has room for it.`),
  },
  required: {
    sent: stop(
      (at, name) => `${at} must have ${name} now. Make it optional, with a default for those who do not know it.`,
    ),
    shown: stop((at, name) => `${at} no longer always has ${name}. Keep showing it.`),
  },
  member: {
    sent: stop((at, name) => `${at} no longer takes ${name}. Keep taking it, even if it does nothing.`),
    shown: stop((at, name) => `${at} no longer shows ${name}. Keep showing it beside what replaces it.`),
  },
  closed: {
    sent: stop((at) => `${at} takes no members but those it names now. Keep it open.`),
    shown: note((at) => `${at} is open now.`),
  },
  default: {
    sent: note((at, is, was) => `${at} left out means ${is}, where it meant ${was}: old clients do not say it.`),
    shown: note((at) => `${at} has another default.`),
  },
} as const satisfies Record<string, { sent: Say; shown: Say }>;
