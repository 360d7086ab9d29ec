import { EB_FREE_NAMESPACES, EB_OPTIONS, type OptionRule } from './eb-options.ts';

/** `option_settings` of all files merged: namespace → option → value as the YAML gave it. */
export type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Every value that the table of options does not allow, as sentences. Empty means: nothing to complain about. */
export function optionComplaints(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([namespace, options]) =>
    Object.entries(options).flatMap(([option, value]) => {
      const rule = EB_FREE_NAMESPACES[namespace] ?? EB_OPTIONS[namespace]?.[option];
      const complaint = rule
        ? valueComplaint(rule, value)
        : `is no ${EB_OPTIONS[namespace] ? 'option' : 'namespace'} we know`;
      return complaint ? [`${namespace} ${option} ${complaint}`] : [];
    }),
  );
}

function valueComplaint(rule: OptionRule, value: unknown): string | undefined {
  if (rule.kind === 'document') return typeof value === 'object' && value !== null ? undefined : 'must be a document';
  if (typeof value !== 'string') return `must be a quoted string, not the ${typeof value} ${String(value)}`;
  switch (rule.kind) {
    case 'enum':
      return rule.values.includes(value) ? undefined : `is ${value}, must be one of ${rule.values.join(', ')}`;
    case 'integer': {
      const fits = /^-?\d+$/.test(value) && Number(value) >= rule.min && Number(value) <= rule.max;
      return fits ? undefined : `is ${value}, must be ${rule.min} to ${rule.max}`;
    }
    case 'pattern':
      return rule.pattern.test(value) ? undefined : `is ${value}, must match ${rule.pattern}`;
  }
}

const UNITS: Readonly<Record<string, readonly string[]>> = {
  CPUUtilization: ['Percent'],
  NetworkIn: ['Bytes'],
  NetworkOut: ['Bytes'],
  TargetResponseTime: ['Seconds'],
  Latency: ['Seconds'],
  RequestCount: ['Count'],
};

/** Every relation between two options that does not hold, as sentences. `stopSeconds` is how long a process may take to stop. */
export function relationComplaints(settings: Settings, stopSeconds: number): string[] {
  const text = (namespace: string, option: string) => String(settings[namespace]?.[option]);
  const number = (namespace: string, option: string) => Number(settings[namespace]?.[option]);
  const trigger = (option: string) => number('aws:autoscaling:trigger', option);
  const probe = (option: string) => number('aws:elasticbeanstalk:environment:process:default', option);
  const measure = text('aws:autoscaling:trigger', 'MeasureName');

  const relations: ReadonlyArray<readonly [sentence: string, holds: boolean]> = [
    ['the health check must time out before the next one', probe('HealthCheckTimeout') < probe('HealthCheckInterval')],
    ['deregistration must outlast the stop of a process', probe('DeregistrationDelay') >= stopSeconds],
    [
      'BreachDuration must be Period × EvaluationPeriods',
      trigger('BreachDuration') === trigger('Period') * trigger('EvaluationPeriods'),
    ],
    ['the lower threshold must be below the upper', trigger('LowerThreshold') < trigger('UpperThreshold')],
    [`the unit must fit ${measure}`, UNITS[measure]?.includes(text('aws:autoscaling:trigger', 'Unit')) ?? false],
    [
      'MinSize must not exceed MaxSize',
      number('aws:autoscaling:asg', 'MinSize') <= number('aws:autoscaling:asg', 'MaxSize'),
    ],
  ];
  return relations.filter(([, holds]) => !holds).map(([sentence]) => sentence);
}
