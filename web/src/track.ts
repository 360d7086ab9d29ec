/** What a recipient sees who has a link and no account: where his delivery is, when it comes, and how sure that is. */

import { shortAge } from './map/ages.ts';
import { byId, say } from './page/dom.ts';
import { showSteps } from './track/steps.ts';
import type { TrackMap } from './track/track-map.ts';
import { type Delivery, type Line, watchDelivery } from './track/watch.ts';
import { filled, timeIn, windowIn, wordsFor } from './track/words.ts';

const TOKEN = /^\/track\/(tl_[A-Za-z0-9._-]{17,297})\/?$/;
const FINAL: readonly string[] = ['delivered', 'returned', 'cancelled'];
/** An estimate is no promise: it is said to five minutes. */
const ROUND_MS = 5 * 60_000;
const TICK_MS = 1_000;

const words = wordsFor(navigator.language);
const token = TOKEN.exec(location.pathname)?.[1];
let delivery: Delivery | undefined;
let line: Line;
let troubled = false;
let wasLive = false;
let map: Promise<TrackMap> | undefined;

document.documentElement.lang = words.locale;
say(byId('waiting'), words.loading);
say(byId('steps-title'), words.steps);
for (const event of ['online', 'offline']) addEventListener(event, tick);
const clock = setInterval(tick, TICK_MS);

if (token === undefined) over('unknown');
else {
  await watchDelivery(token, {
    show(now) {
      delivery = now;
      troubled = false;
      draw(now);
    },
    line(now) {
      line = now;
      wasLive ||= now?.state === 'live';
      tick();
    },
    trouble() {
      troubled = true;
      tick();
    },
    over,
  });
}

function over(why: 'ended' | 'unknown'): void {
  clearInterval(clock);
  delivery = undefined;
  const [title, text] = words[why];
  byId('delivery').remove();
  byId('waiting').hidden = true;
  byId('over').hidden = false;
  byId('over').dataset.why = why;
  say(byId('over-title'), title);
  say(byId('over-text'), text);
  document.title = title;
}

function draw(now: Delivery): void {
  const { deliveryWindow, status, eta } = now;
  const values = { from: now.pickupCity, to: now.deliveryCity, reference: now.reference };
  const state = filled(words.state[status] ?? status, values);
  byId('waiting').hidden = true;
  byId('delivery').hidden = false;
  byId('delivery').dataset.status = status;
  document.title = `${filled(words.delivery, values)}: ${state}`;
  say(byId('sender'), now.sender);
  say(byId('reference'), filled(words.delivery, values));
  say(byId('state'), state);
  const at = eta && new Date(Math.ceil(Date.parse(eta.at) / ROUND_MS) * ROUND_MS).toISOString();
  say(byId('arrival'), at ? filled(words.arrives, { time: timeIn(deliveryWindow.zone, at, words) }) : '');
  say(byId('window'), filled(words.window, { window: windowIn(deliveryWindow, words) }));
  say(byId('link-note'), filled(words.link, { time: timeIn(deliveryWindow.zone, now.expiresAt, words, true) }));
  showSteps(byId('steps'), now, words);
  tick();
}

/** What changes without any news: ages, and how live all this is. */
function tick(): void {
  if (!delivery) {
    if (troubled) say(byId('waiting'), words.unreachable);
    return;
  }
  const chip = byId('connection');
  const [tone, text] = connection(delivery);
  chip.dataset.tone = tone;
  say(chip, text);
  void showWhere(delivery);
}

function connection({ status }: Delivery): readonly ['good' | 'busy' | 'bad' | 'calm', string] {
  if (!navigator.onLine) return ['bad', words.line.offline];
  if (FINAL.includes(status)) return ['calm', words.line.over];
  if (line?.state === 'live') return ['good', words.line.live];
  return troubled || wasLive ? ['bad', words.line.lost] : ['busy', words.line.busy];
}

/** The map comes with the first position: who has none yet, or none any more, loads none. */
async function showWhere({ position, staleAt, destination, deliveryCity }: Delivery): Promise<void> {
  byId('where').hidden = position === undefined;
  if (!position) return;
  const age = shortAge(Date.now() - Date.parse(position.deviceTime));
  const stale = staleAt !== undefined && Date.parse(staleAt) <= Date.now();
  say(byId('age'), filled(stale ? words.stale : words.position, { age }));
  byId('where').toggleAttribute('data-stale', stale);
  const element = byId('map');
  element.setAttribute('aria-label', filled(words.map, { to: deliveryCity }));
  map ??= import('./track/track-map.ts').then(({ trackMap }) => trackMap(element));
  const look = {
    coordinates: position.coordinates,
    heading: position.heading,
    label: '',
    age,
    stale,
    selected: false,
  };
  (await map.catch(() => undefined))?.show(look, destination);
}
