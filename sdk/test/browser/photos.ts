import { expect } from 'vitest';
import { appRuns, type Given, leasesRunOut } from './helpers.ts';
import { until } from './tabs.ts';

const PHOTOS = [80_000, 10_000_000]; // bytes; the second is as large as may be

/** A picture of so many bytes that is one: comments fill it up. */
const aPhoto = async (bytes: number) => {
  const canvas = document.createElement('canvas');
  const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
  if (!small) throw new Error('This browser makes no pictures.');
  const head = small.slice(0, 2);
  const comments: Uint8Array<ArrayBuffer>[] = [];
  for (let left = bytes - small.size; left > 4; ) {
    const length = Math.min(65_533, left - 2); // counts itself, not its marker
    const comment = new Uint8Array(length + 2).fill(left % 251);
    comment.set([0xff, 0xfe, length >> 8, length & 0xff]);
    comments.push(comment);
    left -= comment.length;
  }
  return new Blob([head, ...comments, small.slice(2)], { type: 'image/jpeg' });
};

export async function photos({ room, browser }: Given): Promise<void> {
  const { trade, front } = await room.given();
  const tab = await browser.tab(front.url);
  await appRuns(tab);
  await tab.run(() => app.signIn());
  const source = String(aPhoto);
  front.blocks = () => true;
  const { id } = await tab.run((order) => app.submit(order), trade.order);
  const attached = await tab.run(
    async ({ id, source, sizes }) => {
      const photo = new Function(`return ${source}`)() as (bytes: number) => Promise<Blob>; // of this file
      const made = [];
      for (const [i, size] of sizes.entries()) {
        const file = await photo(size);
        const { durability } = await app.sym.orders.attach(id, file, { kind: 'photo', fileName: `photo ${i}.jpg` });
        made.push({ durability, size: file.size });
      }
      return made;
    },
    { id, source, sizes: PHOTOS },
  );
  expect(attached.map(({ durability }) => durability)).toEqual(PHOTOS.map(() => 'disk'));
  await tab.close();

  front.blocks = () => false;
  const again = await browser.tab(front.url);
  await appRuns(again);
  await leasesRunOut(again);
  await until(async () => (await again.run(() => app.flush(60_000))).pending === 0, 'all photos are sent', 150_000);
  const sizes = await again.run(async (order) => {
    const sizes = [];
    for await (const { id } of app.sym.documents.list(order))
      sizes.push((await app.sym.documents.download(id)).data.size);
    return sizes;
  }, id);
  expect(sizes.reverse()).toEqual(attached.map(({ size }) => size)); // the newest comes first
  expect(await trade.orders()).toEqual([id]);
}
