/** What a value of an option must look like. Every value is written as a string; `document` is the one exception. */
export type OptionRule =
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'document' };

const oneOf = (...values: string[]): OptionRule => ({ kind: 'enum', values });
const integer = (min: number, max: number): OptionRule => ({ kind: 'integer', min, max });
const like = (pattern: RegExp): OptionRule => ({ kind: 'pattern', pattern });
const BOOLEAN = oneOf('true', 'false');
const ARN = like(/^arn:aws[a-z-]*:[a-z0-9-]+:/);
const IDS = like(/^[a-z]+-[0-9a-f]+(, ?[a-z]+-[0-9a-f]+)*$/);
const RETENTION = oneOf(...'1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1827 3653'.split(' '));
const EB = 'aws:elasticbeanstalk';

/**
 * The option settings we may use: namespace → option → rule, after the "General options" and Node.js pages of the Elastic
 * Beanstalk Developer Guide. Namespaces of the classic load balancer are absent on purpose. An option that exists there
 * and not here is added here first, with its range.
 */
export const EB_OPTIONS: Readonly<Record<string, Readonly<Record<string, OptionRule>>>> = {
  [`${EB}:environment`]: {
    EnvironmentType: oneOf('LoadBalanced'),
    LoadBalancerType: oneOf('application'),
    ServiceRole: like(/^\S+$/),
  },
  [`${EB}:environment:process:default`]: {
    Port: integer(1, 65_535),
    Protocol: oneOf('HTTP', 'HTTPS'),
    HealthCheckPath: like(/^\/\S*$/),
    HealthCheckInterval: integer(5, 300),
    HealthCheckTimeout: integer(1, 60),
    HealthyThresholdCount: integer(2, 10),
    UnhealthyThresholdCount: integer(2, 10),
    MatcherHTTPCode: like(/^\d{3}([,-]\d{3})*$/),
    DeregistrationDelay: integer(0, 3600),
    StickinessEnabled: BOOLEAN,
    StickinessLBCookieDuration: integer(1, 604_800),
  },
  'aws:elbv2:loadbalancer': {
    IdleTimeout: integer(1, 3600),
    AccessLogsS3Enabled: BOOLEAN,
    AccessLogsS3Bucket: like(/^\S+$/),
    AccessLogsS3Prefix: like(/^\S+$/),
    SecurityGroups: IDS,
    ManagedSecurityGroup: IDS,
    IpAddressType: oneOf('ipv4', 'dualstack'),
  },
  'aws:elbv2:listener:443': {
    ListenerEnabled: BOOLEAN,
    Protocol: oneOf('HTTPS'),
    SSLCertificateArns: ARN,
    SSLPolicy: like(/^ELBSecurityPolicy-\S+$/),
  },
  'aws:elbv2:listener:default': { ListenerEnabled: BOOLEAN },
  'aws:autoscaling:asg': {
    MinSize: integer(1, 10_000),
    MaxSize: integer(1, 10_000),
    Cooldown: integer(0, 10_000),
    'Availability Zones': oneOf('Any', 'Any 1', 'Any 2', 'Any 3'),
  },
  'aws:autoscaling:trigger': {
    MeasureName: oneOf(
      ...'CPUUtilization NetworkIn NetworkOut DiskWriteOps DiskReadBytes DiskReadOps DiskWriteBytes'.split(' '),
      ...'Latency RequestCount HealthyHostCount UnhealthyHostCount TargetResponseTime'.split(' '),
    ),
    Statistic: oneOf('Minimum', 'Maximum', 'Sum', 'Average'),
    Unit: oneOf('Seconds', 'Percent', 'Bytes', 'Bits', 'Count', 'Bytes/Second', 'Bits/Second', 'Count/Second', 'None'),
    Period: integer(1, 1440),
    EvaluationPeriods: integer(1, 1440),
    BreachDuration: integer(1, 600),
    UpperThreshold: integer(0, 20_000_000),
    LowerThreshold: integer(0, 20_000_000),
    UpperBreachScaleIncrement: integer(1, 10),
    LowerBreachScaleIncrement: integer(-10, -1),
  },
  'aws:autoscaling:launchconfiguration': {
    IamInstanceProfile: like(/^\S+$/),
    SecurityGroups: IDS,
    DisableIMDSv1: BOOLEAN,
    MonitoringInterval: oneOf('1 minute', '5 minute'),
    RootVolumeType: oneOf('gp2', 'gp3', 'io1'),
    RootVolumeSize: integer(10, 16_384),
  },
  'aws:ec2:instances': {
    InstanceTypes: like(/^[a-z0-9]+\.[a-z0-9]+(, ?[a-z0-9]+\.[a-z0-9]+)*$/),
    EnableSpot: BOOLEAN,
    SpotFleetOnDemandBase: integer(0, 10_000),
    SpotFleetOnDemandAboveBasePercentage: integer(0, 100),
  },
  'aws:ec2:vpc': {
    VPCId: IDS,
    Subnets: IDS,
    ELBSubnets: IDS,
    ELBScheme: oneOf('public', 'internal'),
    AssociatePublicIpAddress: BOOLEAN,
  },
  [`${EB}:command`]: {
    // AllAtOnce exists and stops every instance at the same moment: never ours.
    DeploymentPolicy: oneOf('Immutable', 'TrafficSplitting', 'RollingWithAdditionalBatch', 'Rolling'),
    Timeout: integer(1, 3600),
    BatchSizeType: oneOf('Percentage', 'Fixed'),
    BatchSize: integer(1, 10_000),
    IgnoreHealthCheck: BOOLEAN,
  },
  [`${EB}:trafficsplitting`]: { NewVersionPercent: integer(1, 100), EvaluationTime: integer(3, 600) },
  'aws:autoscaling:updatepolicy:rollingupdate': {
    RollingUpdateEnabled: BOOLEAN,
    RollingUpdateType: oneOf('Time', 'Health', 'Immutable'),
    MinInstancesInService: integer(0, 9999),
    MaxBatchSize: integer(1, 10_000),
  },
  [`${EB}:managedactions`]: {
    ManagedActionsEnabled: BOOLEAN,
    PreferredStartTime: like(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun):([01]\d|2[0-3]):[0-5]\d$/),
    ServiceRoleForManagedUpdates: like(/^\S+$/),
  },
  [`${EB}:managedactions:platformupdate`]: { UpdateLevel: oneOf('patch', 'minor'), InstanceRefreshEnabled: BOOLEAN },
  [`${EB}:healthreporting:system`]: {
    SystemType: oneOf('basic', 'enhanced'),
    HealthCheckSuccessThreshold: oneOf('Ok', 'Warning', 'Degraded', 'Severe'),
    EnhancedHealthAuthEnabled: BOOLEAN,
    ConfigDocument: { kind: 'document' },
  },
  [`${EB}:cloudwatch:logs`]: { StreamLogs: BOOLEAN, DeleteOnTerminate: BOOLEAN, RetentionInDays: RETENTION },
  [`${EB}:cloudwatch:logs:health`]: {
    HealthStreamingEnabled: BOOLEAN,
    DeleteOnTerminate: BOOLEAN,
    RetentionInDays: RETENTION,
  },
  [`${EB}:environment:proxy`]: { ProxyServer: oneOf('nginx', 'none') },
  [`${EB}:sns:topics`]: {
    'Notification Endpoint': like(/^\S+$/),
    'Notification Protocol': oneOf('http', 'https', 'email', 'email-json', 'sqs'),
    'Notification Topic ARN': ARN,
  },
};

/** Namespaces whose options we name ourselves: plain variables, and variables that are ARNs of secrets. */
export const EB_FREE_NAMESPACES: Readonly<Record<string, OptionRule>> = {
  [`${EB}:application:environment`]: like(/^[^\n]+$/),
  [`${EB}:application:environmentsecrets`]: ARN,
};
