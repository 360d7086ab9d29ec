import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express from 'express';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mapSettings, webPages } from './pages.ts';
import { trackPage } from './track-page.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'symphonia-web-'));
  await mkdir(join(folder, 'track'));
  await writeFile(join(folder, 'track/index.html'), '<!doctype html><title>Delivery</title>');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const built = () => pathToFileURL(`${folder}/`);
const site = () =>
  supertest(
    express()
      .set('etag', false)
      .use(...trackPage(built()), ...webPages(built())),
  );

describe('the page of a tracking link', () => {
  it.each(['tl_0192f0c15a7e7c3b9a510d5c1f2a3b4c_x.1.y', 'tl_x/', 'mistyped', 'tl_%C3%A4'])(
    'is one for every secret: %s',
    async (token) => {
      const { status, text, headers } = await site().get(`/track/${token}`);
      expect([status, text]).toEqual([200, '<!doctype html><title>Delivery</title>']);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
    },
  );

  it('is kept by nobody, tells nobody where it was come from, and takes nothing from elsewhere', async () => {
    const { headers } = await site().get('/track/tl_x');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(headers).not.toHaveProperty('etag');
    expect(headers).not.toHaveProperty('last-modified');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https:|\*/);
  });

  it('is nothing but that page', async () => {
    expect((await site().get('/track/tl_x/more')).status).toBe(404);
    expect((await site().post('/track/tl_x')).status).toBe(404);
    expect(trackPage(pathToFileURL(`${folder}/nowhere/`))).toEqual([]);
  });
});

it('maps show somebody’s pictures where the operator says whose, and only his servers may give pictures', async () => {
  const tiles = { url: 'https://{s}.tiles.example/{z}/{x}/{y}.png', attribution: '© Example' };
  const withTiles = supertest(express().use(...trackPage(built(), tiles), ...mapSettings(tiles), ...webPages(built())));
  expect((await withTiles.get('/map.json')).body).toEqual({ tiles });
  const policy = (await withTiles.get('/track/tl_x')).headers['content-security-policy'];
  expect(policy).toContain("img-src 'self' data: https://*.tiles.example;");
  expect((await site().get('/track/tl_x')).headers['content-security-policy']).toContain("img-src 'self' data:;");
  expect(mapSettings(undefined)).toEqual([]);
});
