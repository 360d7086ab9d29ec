import { givenTracking, subscribed } from './tracking-fakes.ts';

export const ORDER = { order: '1' };
export const SINCE_0 = { epoch: 'e', seq: 0 };
export const PATHS = { stream: '/api/v1/tracking/stream', poll: '/api/v1/tracking/events' };
export const ping = { t: 'ping' };

/** A watcher of `order:1` on a stream that began at 0, in a network where no socket gets through. */
export async function givenStream(options?: Parameters<typeof givenTracking>[0]) {
  const world = givenTracking(options);
  const watcher = world.watch(ORDER, SINCE_0);
  await world.noSockets();
  await world.ask.stream();
  await world.ask.say(subscribed(0, false));
  return Object.assign(world, watcher);
}

/** The same on polls: the stream brought nothing. */
export async function givenPolls(options?: Parameters<typeof givenTracking>[0]) {
  const world = givenTracking(options);
  const watcher = world.watch(ORDER, SINCE_0);
  await world.noSockets();
  await world.ask.stream();
  await world.time.pass(45_000);
  await world.ask.answer({ frames: [], cursor: 'order:1@e.0' });
  await world.time.pass(1_000);
  return Object.assign(world, watcher);
}
