import { reopen, signIn } from './apps.ts';
import type { Asked } from './arguments.ts';
import { castFor } from './cast.ts';
import type { Checks } from './checks.ts';
import type { Print } from './print.ts';
import { type Network, openNetwork } from './proxy.ts';
import { readCatalog, readOffline } from './steps/catalog.ts';
import { compare } from './steps/compare.ts';
import { countOnServer, deliverAll } from './steps/delivery.ts';
import { dispatchOrders } from './steps/dispatch.ts';
import { driveOrder } from './steps/drive.ts';
import { countMails, readMail } from './steps/mail.ts';
import { showWaiting, submitOffline } from './steps/offline-orders.ts';
import { watch } from './steps/watch.ts';
import type { System } from './system.ts';
import { sleep } from './waiting.ts';

export interface JourneyDeps {
  readonly asked: Asked;
  readonly system: System;
  /** Empty; the client's app keeps its queue and cache there. */
  readonly folder: string;
  /** Where the command demo keeps the password. */
  readonly demoFile: string;
  readonly print: Print;
  readonly checks: Checks;
  /** Called in the end, whatever happens, last opened first. */
  readonly atEnd: (close: () => unknown) => void;
}

const CUT_MS = 2_000;

/** The main job from an offline order to its proof of delivery; what was promised and seen goes into `checks`. */
export async function journey({ asked, system, folder, demoFile, print, checks, atEnd }: JourneyDeps): Promise<void> {
  const since = new Date();
  const network = async (target: string): Promise<Network> => {
    const opened = await openNetwork(target);
    atEnd(() => opened.close());
    return opened;
  };

  print.step('People and catalog, online');
  const cast = await castFor(system.url, demoFile, print);
  const field = await network(system.url);
  const options = { url: field.url, folder };
  const client = await signIn(options, cast.person('buyer-odenwald'));
  const catalog = await readCatalog(client, print, checks);

  print.step('The network goes; the client orders all the same');
  field.cut();
  await readOffline(client.sdk, catalog.products.length, 'offline', print, checks);
  const submitted = await submitOffline(client.sdk, catalog, print, checks);
  await showWaiting(client.sdk, submitted, 'offline', print, checks);

  print.step('The app is closed and opened again, still offline');
  await client.sdk.close();
  const sdk = reopen(options, client.keys);
  atEnd(() => sdk.close());
  await readOffline(sdk, catalog.products.length, 'after the restart, offline', print, checks);
  await showWaiting(sdk, submitted, 'after the restart', print, checks);
  print.line(`${field.refused} connections were refused meanwhile`);

  print.step(`The network is back${system.own ? ', and the server dies' : ''}`);
  const delivery = { sdk, network: field, own: system.own, print, checks };
  const accepted = await deliverAll(delivery, submitted);
  await countOnServer(delivery, submitted, since);

  print.step('A watcher looks on, the dispatcher works');
  const air = await network(system.url);
  const waves = system.realtimeUrl === system.url ? air : await network(system.realtimeUrl);
  const viewer = await signIn({ url: air.url, realtimeUrl: waves.url }, cast.person('buyer-odenwald'));
  atEnd(() => viewer.sdk.close());
  const driven = submitted.filter(({ drive }) => drive).slice(0, asked.all ? undefined : 1);
  const watchers = await Promise.all(
    driven.map(({ id }) => watch(viewer.sdk, id, accepted.get(id)?.reference ?? id, print)),
  );
  const assigned = await dispatchOrders(system.url, cast, submitted, driven.length, print, checks);
  atEnd(() => cast.dispatcher.sdk.close());
  for (const { driver } of assigned) atEnd(() => driver.sdk.close());
  if (system.mailsUrl) for (const order of assigned) await readMail(system.mailsUrl, order, since, print);
  else print.line('MAIL_CATCHER_URL is not set: where mails of this system go is not known here');

  print.step('On the road');
  const cutAround = async (meanwhile: () => Promise<void>) => {
    print.line(`the watcher's network is cut for ${CUT_MS / 1_000} s`);
    const ended = waves.cut();
    air.cut();
    checks.atLeast('live connections cut under the watcher', 1, ended);
    await Promise.all([meanwhile(), sleep(CUT_MS)]);
    air.restore();
    waves.restore();
  };
  const ends = await Promise.all(
    assigned.map((order, index) =>
      driveOrder(
        {
          realtimeUrl: system.realtimeUrl,
          speed: asked.speed,
          print,
          checks,
          interrupted: index === 0 ? cutAround : (meanwhile) => meanwhile(),
        },
        order,
      ),
    ),
  );

  print.step('What was seen');
  for (const [index, watcher] of watchers.entries()) {
    await compare(
      cast.dispatcher.sdk,
      watcher,
      assigned[index]?.order.reference ?? '',
      ends[index] ?? [],
      print,
      checks,
    );
  }
  if (system.mailsUrl) for (const order of assigned) await countMails(system.mailsUrl, order, since, checks);
}
