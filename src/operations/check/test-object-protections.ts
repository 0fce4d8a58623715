import { drop, spoil, spoilAddOn, spoilPod, type ObjectRemoval } from './test-object-removal.ts';

const app = 'Deployment midcoast-app';
const gateway = 'Deployment midcoast-gateway';
const migrate = 'CronJob midcoast-migrate';

const ofPods: readonly ObjectRemoval[] = [
  spoilPod('the user that is not root', 'pods-restricted', app, (pod) => {
    pod.securityContext.runAsNonRoot = false;
  }),
  spoilPod('the user of a job', 'pods-restricted', migrate, (pod) => {
    pod.securityContext.runAsUser = 0;
  }),
  spoilPod('the root that cannot be written', 'pods-restricted', app, (_, container) => {
    container.securityContext.readOnlyRootFilesystem = false;
  }),
  spoilPod('the capabilities that were dropped', 'pods-restricted', gateway, (_, container) => {
    container.securityContext.capabilities = { add: ['NET_BIND_SERVICE'] };
  }),
  spoilPod('the rights that cannot be gained', 'pods-restricted', app, (_, container) => {
    container.securityContext.allowPrivilegeEscalation = true;
  }),
  spoilPod('the profile of system calls', 'pods-restricted', migrate, (pod) => {
    delete pod.securityContext.seccompProfile;
  }),
  spoilPod('the token that pods do not see', 'pods-restricted', app, (pod) => {
    delete pod.automountServiceAccountToken;
  }),
  spoilPod('the network that is not the node’s', 'pods-restricted', app, (pod) => {
    pod.hostNetwork = true;
  }),
  spoilPod('the digest of the image', 'images-by-digest', app, (_, container) => {
    container.image = container.image.replace(/@.*/, ':latest');
  }),
  spoilPod('the limit of memory', 'memory-is-kept', app, (_, container) => {
    delete container.resources.limits.memory;
  }),
  spoilPod('the request of processors', 'memory-is-kept', migrate, (_, container) => {
    delete container.resources.requests.cpu;
  }),
  spoilPod('the liveness probe', 'probes-are-routes', app, (_, container) => {
    delete container.livenessProbe;
  }),
  spoilPod('the readiness probe of the gateway', 'servers-say-when-ready', gateway, (_, container) => {
    delete container.readinessProbe;
  }),
  spoilPod('the pause before the end', 'grace-periods-nest', app, (_, container) => {
    delete container.lifecycle;
  }),
  spoilPod('a variable', 'variables-given', app, (_, container) => {
    container.env.pop();
  }),
  spoilPod('the secret that is made', 'pods-find-their-secrets', migrate, (_, container) => {
    container.env.find((each: { valueFrom?: object }) => each.valueFrom).valueFrom.secretKeyRef.name = 'x';
  }),
  spoilPod('the account of its own', 'pods-have-accounts', app, (pod) => {
    pod.serviceAccountName = 'default';
  }),
  spoilPod('the spread over zones', 'servers-spread-over-zones', app, (pod) => {
    pod.topologySpreadConstraints[0].whenUnsatisfiable = 'ScheduleAnyway';
  }),
  spoilPod('the spread of the gateway', 'servers-spread-over-zones', gateway, (pod) => {
    delete pod.topologySpreadConstraints;
  }),
  spoilPod('the second zone', 'servers-spread-over-zones', gateway, (pod) => {
    delete pod.topologySpreadConstraints[0].minDomains;
  }),
  spoilPod('the zone that may be lost', 'servers-spread-over-zones', app, (pod) => {
    pod.topologySpreadConstraints[0].minDomains = 3;
  }),
  spoilPod('the place before others', 'servers-come-first', gateway, (pod) => {
    delete pod.priorityClassName;
  }),
  spoilPod('the room on the nodes', 'pods-fit-nodes', app, (_, container) => {
    container.resources.requests.cpu = '16';
  }),
];

const ofServers: readonly ObjectRemoval[] = [
  spoil('the rollout that loses no pod', 'rollouts-lose-no-pod', gateway, (spec) => {
    spec.strategy.rollingUpdate.maxUnavailable = 1;
  }),
  spoil('the count that is the autoscaler’s', 'counts-are-the-autoscalers', gateway, (spec) => {
    spec.replicas = 3;
  }),
  drop('the disruption budget', 'servers-have-budgets', 'PodDisruptionBudget midcoast-app'),
  spoil('the one pod at a time', 'servers-have-budgets', 'PodDisruptionBudget midcoast-gateway', (spec) => {
    spec.maxUnavailable = '50%';
  }),
  spoil(
    'nodes that can be emptied',
    'servers-have-budgets',
    'PodDisruptionBudget midcoast-gateway',
    (spec) => {
      delete spec.unhealthyPodEvictionPolicy;
    },
  ),
  drop('the autoscaler', 'servers-are-scaled', 'HorizontalPodAutoscaler midcoast-gateway'),
  spoil('the second pod', 'servers-are-scaled', 'HorizontalPodAutoscaler midcoast-hpa', (spec) => {
    spec.minReplicas = 1;
  }),
  spoil('what is scaled', 'autoscalers-find-targets', 'VerticalPodAutoscaler midcoast-app', (spec) => {
    spec.targetRef.name = 'midcoast-other';
  }),
  spoil('the job that migrates', ['policies-fit-calls', 'processes-run'], migrate, (_, whole) => {
    whole.metadata.name = 'midcoast-other';
  }),
  spoil('the pods of the preview', 'selectors-find-pods', 'Service midcoast-app-canary', (spec) => {
    spec.selector = {};
  }),
];

const ofNetworks: readonly ObjectRemoval[] = [
  drop('the policy that refuses', 'namespaces-refuse-traffic', 'NetworkPolicy midcoast-refuse-all'),
  drop(
    'the policy of the application',
    ['policies-fit-calls', 'pods-have-policies'],
    'NetworkPolicy midcoast-app',
  ),
  spoil(
    'Prometheus’ way in',
    ['policies-fit-calls', 'services-are-let-in'],
    'NetworkPolicy midcoast-app',
    (spec) => {
      spec.ingress.pop();
    },
  ),
  spoil(
    'the port behind the load balancer',
    ['ports-lead-through', 'routes-are-entered'],
    'Gateway midcoast-gateway',
    (spec) => {
      spec.servers[0].port.number = 8443;
    },
  ),
  spoil('strict mutual TLS', 'mesh-is-encrypted', 'PeerAuthentication default', (spec) => {
    spec.mtls.mode = 'PERMISSIVE';
  }),
  spoil('TLS on the port of metrics', 'mesh-is-encrypted', 'PeerAuthentication default', (spec) => {
    spec.portLevelMtls = { 9464: { mode: 'PERMISSIVE' } };
  }),
  spoil('TLS of callers', 'mesh-is-encrypted', 'DestinationRule midcoast-app-stable', (spec) => {
    spec.trafficPolicy.tls.mode = 'DISABLE';
  }),
  drop('the refusal of the mesh', 'mesh-refuses-the-rest', 'AuthorizationPolicy allow-nothing'),
  spoil(
    'the named caller',
    ['mesh-fits-calls', 'mesh-refuses-the-rest'],
    'AuthorizationPolicy allow-gateway',
    (spec) => {
      delete spec.rules[0].from;
    },
  ),
  spoil('the post that is not repeated', 'retries-repeat-nothing', 'VirtualService midcoast-vs', (spec) => {
    delete spec.http.at(-1).retries;
  }),
  spoil('the circuit breaker', 'circuits-break', 'DestinationRule midcoast-app-canary', (spec) => {
    delete spec.trafficPolicy.outlierDetection;
  }),
  spoil('the routes that a rollout moves', 'routes-are-moved', 'Rollout midcoast-app', (spec) => {
    spec.strategy.canary.trafficRouting.istio.virtualService.routes.pop();
  }),
  spoil('the restricted namespace', 'namespaces-are-restricted', 'Namespace midcoast', (_, whole) => {
    whole.metadata.labels['pod-security.kubernetes.io/enforce'] = 'baseline';
  }),
  spoil('the token of an account', 'accounts-give-no-token', 'ServiceAccount midcoast-app', (_, whole) => {
    delete whole.automountServiceAccountToken;
  }),
  spoil('where a secret comes from', 'secrets-have-a-source', 'ExternalSecret midcoast-app', (spec) => {
    spec.data[0].remoteRef.key = 'other';
  }),
];

const ofNodes: readonly ObjectRemoval[] = [
  spoil('the metadata behind a token', 'started-nodes-are-closed', 'EC2NodeClass midcoast', (spec) => {
    spec.metadataOptions.httpPutResponseHopLimit = 2;
  }),
  spoil('the encrypted disk', 'started-nodes-are-closed', 'EC2NodeClass midcoast', (spec) => {
    spec.blockDeviceMappings[0].ebs.encrypted = false;
  }),
  spoil('the private address', 'started-nodes-are-closed', 'EC2NodeClass midcoast', (spec) => {
    delete spec.associatePublicIPAddress;
  }),
  spoil('the limit of nodes', 'started-nodes-are-limited', 'NodePool midcoast', (spec) => {
    delete spec.limits.cpu;
  }),
  spoil('nodes that stay', 'started-nodes-are-limited', 'NodePool midcoast', (spec) => {
    const { requirements } = spec.template.spec;
    requirements
      .find((each: { key: string }) => each.key === 'karpenter.sh/capacity-type')
      .values.push('spot');
  }),
];

const ofSignals: readonly ObjectRemoval[] = [
  spoil('the page of an alert', 'alerts-have-runbooks', 'PrometheusRule midcoast-rules', (spec) => {
    delete spec.groups.at(-1).rules[0].annotations.runbook_url;
  }),
  spoil('a page that is written', 'alerts-have-runbooks', 'PrometheusRule midcoast-rules', (spec) => {
    const { annotations } = spec.groups.at(-1).rules[0];
    annotations.runbook_url = annotations.runbook_url.replace(/[a-z-]+\.md$/, 'nothing.md');
  }),
  spoil('the series of an alert', 'metrics-are-exported', 'PrometheusRule midcoast-rules', (spec) => {
    spec.groups.at(-1).rules[0].expr = 'midcoast_gone > 0';
  }),
  spoil('the label of a share', 'metrics-are-exported', 'PrometheusRule midcoast-rules', (spec) => {
    spec.groups[0].rules[0].expr = 'sum(rate(midcoast_leads_total{color="red"}[5m]))';
  }),
  spoil('a series of the process', 'metrics-are-exported', 'PrometheusRule midcoast-rules', (spec) => {
    spec.groups.at(-1).rules[0].expr = 'rate(nodejs_made_up_total[5m]) > 0';
  }),
  spoil('the label of a sum', 'metrics-are-exported', 'PrometheusRule midcoast-rules', (spec) => {
    spec.groups.at(-1).rules[0].expr = 'sum by (no_such_label) (midcoast_leads_total) > 0';
  }),
  spoil('the value of a label', 'metrics-are-exported', 'PrometheusRule midcoast-rules', (spec) => {
    spec.groups.at(-1).rules[0].expr = 'midcoast_database_connections{state="wating"} > 0';
  }),
  spoil('the panels of a metric', 'metrics-are-shown', 'ConfigMap midcoast-service-dashboard', (_, whole) => {
    const [file = ''] = Object.keys(whole.data);
    whole.data[file] = whole.data[file].replaceAll(
      /midcoast_intake_batch_size_\w+/g,
      'midcoast_intake_waiting',
    );
  }),
  spoilAddOn('the series of the autoscaler', 'metrics-are-exported', 'prometheus-adapter', ({ rules }) => {
    rules.custom[0].seriesQuery = 'requests_total{pod!=""}';
  }),
  spoilAddOn('the name of the rate', 'autoscalers-ask-known-metrics', 'prometheus-adapter', ({ rules }) => {
    rules.custom[0].name.as = 'requests_per_second';
  }),
];

const routes = 'AlertmanagerConfig midcoast-alerts';

const ofRoutes: readonly ObjectRemoval[] = [
  spoil('the topic of pages', 'alerts-have-topics', routes, (spec) => {
    spec.receivers[0].snsConfigs[0].topicARN += '-gone';
  }),
  spoil('the alert that always fires', 'silence-of-alerts-is-heard', routes, (spec) => {
    spec.route.routes = spec.route.routes.filter(
      (route: { receiver: string }) => route.receiver !== 'heartbeat',
    );
  }),
  spoil('the next sign of life', 'silence-of-alerts-is-heard', routes, (spec) => {
    for (const route of spec.route.routes) route.repeatInterval = '1h';
  }),
];

const bootstrap = 'secrets-stay-out-of-logs';

const ofLogs: readonly ObjectRemoval[] = [
  spoilAddOn('the files that are not read', bootstrap, 'fluent-bit', ({ config }) => {
    config.inputs = config.inputs.replace(/\n +Exclude_Path .*/, '');
  }),
  spoilAddOn('the container whose files are not read', bootstrap, 'fluent-bit', ({ config }) => {
    config.inputs = config.inputs.replace('_midcoast-bootstrap-', '_midcoast-migrate-');
  }),
  spoilAddOn('the word of pods about their logs', bootstrap, 'fluent-bit', ({ config }) => {
    config.filters = config.filters.replace('K8S-Logging.Exclude On', 'K8S-Logging.Exclude Off');
  }),
  spoil('the end of the pods that told a secret', bootstrap, 'CronJob midcoast-bootstrap', (spec) => {
    delete spec.jobTemplate.spec.ttlSecondsAfterFinished;
  }),
  spoil('what bootstrap says of its logs', bootstrap, 'CronJob midcoast-bootstrap', (spec) => {
    delete spec.jobTemplate.spec.template.metadata.annotations['fluentbit.io/exclude'];
  }),
];

/** Protections of production's cluster. */
export const objectRemovals: readonly ObjectRemoval[] = [
  ...ofPods,
  ...ofServers,
  ...ofNetworks,
  ...ofNodes,
  ...ofSignals,
  ...ofRoutes,
  ...ofLogs,
];
