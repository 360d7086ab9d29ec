import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { limits } from '../../server/src/platform/config/limits.ts';
import { optionComplaints, relationComplaints, type Settings } from './eb-rules.ts';

const ROOT = new URL('../../', import.meta.url);
const NGINX = readFileSync(new URL('.platform/nginx/nginx.conf', ROOT), 'utf8');
const DEFAULT_PROCESS = 'aws:elasticbeanstalk:environment:process:default';
const TRIGGER = 'aws:autoscaling:trigger';

/** How long a process may take from SIGTERM to its end, in seconds. */
const STOP_SECONDS = limits.deadline.hardExitMs / 1000;

/** All option_settings of `.ebextensions` as one; a namespace and option given twice would be settled by file name. */
function shippedSettings(): Settings {
  const folder = new URL('.ebextensions/', ROOT);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.config'))
    .sort();
  // The shape is what optionComplaints is about to judge.
  const parsed = files.map(
    (name) => parse(readFileSync(new URL(name, folder), 'utf8')) as { option_settings?: Settings },
  );
  return Object.assign({}, ...parsed.map((file) => file.option_settings ?? {}));
}

/** The shipped settings with one option changed, or removed when `value` is undefined. */
function shippedBut(namespace: string, option: string, value: unknown): Settings {
  const shipped = shippedSettings();
  return { ...shipped, [namespace]: { ...shipped[namespace], [option]: value } };
}

describe('the settings of an environment', () => {
  it('name only options that exist, with values they take', () => {
    expect(optionComplaints(shippedSettings())).toEqual([]);
  });

  it('hold together', () => {
    expect(relationComplaints(shippedSettings(), STOP_SECONDS)).toEqual([]);
  });

  it.each([
    ['a namespace of the classic balancer', 'aws:elb:policies', 'ConnectionDrainingEnabled', 'true'],
    ['a classic balancer', 'aws:elasticbeanstalk:environment', 'LoadBalancerType', 'classic'],
    ['an unknown option', TRIGGER, 'ScaleUpIncrement', '2'],
    ['a percentile as statistic', TRIGGER, 'Statistic', 'p95'],
    ['a lower increment that adds instances', TRIGGER, 'LowerBreachScaleIncrement', '1'],
    ['a bare boolean', DEFAULT_PROCESS, 'StickinessEnabled', false],
    ['a bare number', DEFAULT_PROCESS, 'HealthCheckInterval', 10],
    ['a value out of range', DEFAULT_PROCESS, 'UnhealthyThresholdCount', '11'],
    ['a retention CloudWatch does not know', 'aws:elasticbeanstalk:cloudwatch:logs', 'RetentionInDays', '31'],
    ['a deployment of all instances at once', 'aws:elasticbeanstalk:command', 'DeploymentPolicy', 'AllAtOnce'],
    ['a secret in place of its ARN', 'aws:elasticbeanstalk:application:environmentsecrets', 'APP_SECRET', 'hunter2'],
  ])('would be refused with %s', (_mistake, namespace, option, value) => {
    expect(optionComplaints(shippedBut(namespace, option, value))).toEqual([
      expect.stringContaining(`${namespace} ${option}`),
    ]);
  });

  it.each([
    ['a health check slower than its interval', DEFAULT_PROCESS, 'HealthCheckTimeout', '10'],
    ['a deregistration shorter than the stop', DEFAULT_PROCESS, 'DeregistrationDelay', '20'],
    ['a breach that is not period times evaluations', TRIGGER, 'BreachDuration', '10'],
    ['bytes as unit of CPU', TRIGGER, 'Unit', 'Bytes'],
    ['thresholds that cross', TRIGGER, 'LowerThreshold', '80'],
    ['more instances at least than at most', 'aws:autoscaling:asg', 'MinSize', '11'],
  ])('would be refused with %s', (_mistake, namespace, option, value) => {
    expect(relationComplaints(shippedBut(namespace, option, value), STOP_SECONDS)).toHaveLength(1);
  });

  it('scale between 2 and 10 instances by CPU: above 75 % two more, below 25 % one less', () => {
    const settings = shippedSettings();

    expect(settings['aws:autoscaling:asg']).toMatchObject({ MinSize: '2', MaxSize: '10' });
    expect(settings[TRIGGER]).toMatchObject({
      MeasureName: 'CPUUtilization',
      UpperThreshold: '75',
      UpperBreachScaleIncrement: '2',
      LowerThreshold: '25',
      LowerBreachScaleIncrement: '-1',
    });
  });

  it('ask readiness of an application balancer without stickiness, over HTTPS only', () => {
    const settings = shippedSettings();

    expect(settings['aws:elasticbeanstalk:environment']).toMatchObject({ LoadBalancerType: 'application' });
    expect(settings[DEFAULT_PROCESS]).toMatchObject({ HealthCheckPath: '/health/ready', StickinessEnabled: 'false' });
    expect(settings['aws:elbv2:listener:443']).toMatchObject({ ListenerEnabled: 'true', Protocol: 'HTTPS' });
    expect(settings['aws:elbv2:listener:default']).toEqual({ ListenerEnabled: 'false' });
  });

  it('leave the roles to the Procfile and name the port nginx passes requests to', () => {
    const environment = shippedSettings()['aws:elasticbeanstalk:application:environment'];

    expect(environment).not.toHaveProperty('ROLES');
    expect(NGINX).toContain(`server ${String(environment?.HOST)}:${String(environment?.PORT)};`);
  });
});

describe('time-outs along the way of a request', () => {
  /** The first number of seconds that nginx.conf gives for `directive` after `from`. */
  const nginxSeconds = (directive: string, from: string) => {
    const found = new RegExp(`${directive} (\\d+)s;`).exec(NGINX.slice(NGINX.indexOf(from)));
    return Number(found?.[1]);
  };
  const balancerIdle = Number(shippedSettings()['aws:elbv2:loadbalancer']?.IdleTimeout);
  const { httpServer, deadline, db, socket } = limits;

  it.each([
    [
      'the balancer gives up an idle connection before nginx',
      balancerIdle,
      nginxSeconds('keepalive_timeout', 'server {\n'),
    ],
    [
      'nginx gives up an idle connection before the application',
      nginxSeconds('keepalive_timeout', 'upstream nodejs'),
      httpServer.keepAliveTimeoutMs / 1000,
    ],
    [
      'the application answers before nginx gives up',
      deadline.slowRequestMs / 1000,
      nginxSeconds('proxy_read_timeout', 'server {\n'),
    ],
    ['the application answers before CloudFront gives up (30 s)', deadline.slowRequestMs / 1000, 30],
    [
      'MongoDB answers before the request must',
      (db.serverSelectionTimeoutMs + db.waitQueueTimeoutMs + db.longestMaxTimeMs) / 1000,
      deadline.requestMs / 1000,
    ],
    ['two pings come before the balancer thinks a socket idle', (2 * socket.pingIntervalMs) / 1000, balancerIdle],
    [
      'nginx waits for a socket longer than the balancer',
      balancerIdle,
      nginxSeconds('proxy_read_timeout', 'location /ws/'),
    ],
  ])('%s', (_rule, sooner, later) => {
    expect(sooner).toBeLessThan(later);
  });

  it('headers must come no later than the request, or Node refuses to start', () => {
    expect(httpServer.headersTimeoutMs).toBeLessThanOrEqual(httpServer.requestTimeoutMs);
  });
});

describe('limits of a body', () => {
  it('are a little higher in nginx than in the application, so that it is the application that explains', () => {
    const [ordinary, bulk, upload] = [...NGINX.matchAll(/client_max_body_size (\d+)m;/g)].map(
      (match) => Number(match[1]) * 1_048_576,
    );
    const { bodyBytes, bulkBodyBytes, uploadBytes } = limits.size;

    expect(ordinary).toBeGreaterThan(bodyBytes);
    expect(bulk).toBeGreaterThan(bulkBodyBytes);
    expect(upload).toBeGreaterThan(uploadBytes);
  });
});

describe('the Procfile', () => {
  it('starts a web and a worker process, each with its roles, in lines the platform can read', () => {
    const lines = readFileSync(new URL('Procfile', ROOT), 'utf8').trimEnd().split('\n');

    expect(lines).toEqual(['web: scripts/start.sh api,realtime', 'worker: scripts/start.sh worker']);
    for (const line of lines) expect(line).toMatch(/^[A-Za-z0-9_-]+:\s*\S.*$/);
  });
});
