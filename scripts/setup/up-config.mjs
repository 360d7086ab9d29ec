import { join } from 'node:path';
import { envFile, localSecrets, writePrivately } from './secrets.mjs';

/**
 * The whole configuration of a server on this machine; what the environment sets wins. It is also written to `<data>/up.env`
 * (readable by its owner only), from which `npm run ops` and `npm run journey` take the same values.
 */
export function upConfig({ env, data, http, metrics, addresses }) {
  const host = env.HOST || '127.0.0.1';
  const usual = {
    NODE_ENV: 'development',
    ROLES: 'api,realtime,worker',
    TRUST_PROXY_HOPS: '0',
    DRAIN_SECONDS: '0',
    MAIL_FROM: 'Symphonia <no-reply@symphonia.example>',
    PUBLIC_URL: `http://${host}:${http}`,
    REGISTRATION: 'open',
    LOG_LEVEL: 'info',
    REDIS_QUEUE_URL: addresses.REDIS_URL,
    BUILD: 'local',
    COMMIT: 'local',
    ...localSecrets(join(data, 'secrets.json')),
  };
  const chosen = Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, env[name] || value]));
  const config = { ...chosen, HOST: host, PORT: String(http), METRICS_PORT: String(metrics), ...addresses };
  writePrivately(join(data, 'up.env'), envFile(config));
  return config;
}
