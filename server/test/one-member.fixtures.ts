import { registerHooks } from 'node:module';

// Loaded before a server (`node --import`) it makes the mistake that step-down.proof.test.ts must find: the server is
// content when one member has a write.
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/platform/db/mongo.ts')) return loaded;
    const source = String(loaded.source);
    const broken = source.replace("writeConcern: { w: 'majority',", 'writeConcern: { w: 1,');
    if (broken === source) throw new Error('The write concern stands elsewhere by now: change this fixture.');
    return { ...loaded, source: broken };
  },
});
