import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { production } from '../../../environments/production.ts';
import { fill } from '../../holes.ts';
import { heartbeatAlarm } from '../../recovery/recovery-monitoring/heartbeat-alarm.ts';
import { alertRoutes } from './alert-routes.ts';
import { alertRules } from './alert-rules.ts';

const folder = process.env['MIDCOAST_PROMETHEUS'];
const skip = folder === undefined && 'amtool is not here';

/** As the operator hands it to Alertmanager: the same words, written otherwise, and matchers as text. */
function configuration(): string {
  const written = JSON.parse(JSON.stringify(alertRoutes().spec), (_, value: unknown) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [nameOf(key), each]))
      : value,
  ) as object;
  const text = JSON.stringify(written, (key, value: unknown) =>
    key.endsWith('matchers') && Array.isArray(value) ? value.map(matcherOf) : value,
  );
  return fill(stringify(JSON.parse(text)), { REGION: 'us-east-1', ACCOUNT_ID: '123456789012' });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const names: Readonly<Record<string, string>> = {
  sourceMatch: 'source_matchers',
  targetMatch: 'target_matchers',
  topicARN: 'topic_arn',
};

function nameOf(key: string): string {
  return names[key] ?? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function matcherOf({ name, value, match_type: type }: Readonly<Record<string, string>>): string {
  return `${name}${type}"${value}"`;
}

type Route = { readonly receiver: string; readonly groupInterval: string; readonly repeatInterval: string };

describe('who is told of an alert', () => {
  let file = '';
  let place = '';
  before(async () => {
    place = await mkdtemp(join(tmpdir(), 'midcoast-routes-'));
    file = join(place, 'alertmanager.yaml');
    await writeFile(file, configuration());
  });
  after(() => rm(place, { recursive: true }));

  async function amtool(...words: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(join(folder ?? '', 'amtool'), [...words]);
    return stdout.trim();
  }

  const receiverOf = (...labels: readonly string[]) =>
    amtool('config', 'routes', 'test', `--config.file=${file}`, ...labels);

  it('is written as Alertmanager reads it', { skip }, async () => {
    assert.match(await amtool('check-config', file), /SUCCESS/);
  });

  it('is a person at once for pages, and the next working day for tickets', { skip }, async () => {
    const rules = (alertRules(production).spec.groups ?? []).flatMap((group) => group.rules ?? []);
    const alerts = rules.filter(({ alert }) => alert !== undefined);
    assert.ok(alerts.length > 10);
    for (const { alert, labels = {} } of alerts) {
      const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
      const expected = labels['severity'] === 'page' ? 'pages' : 'tickets';
      assert.equal(await receiverOf(`alertname=${alert}`, ...words), expected, alert);
    }
  });

  it('is somebody for what has no severity of ours', { skip }, async () => {
    assert.equal(await receiverOf('alertname=KubePodCrashLooping', 'severity=warning'), 'tickets');
    assert.equal(await receiverOf('alertname=KubeNodeUnreachable', 'severity=critical'), 'pages');
    assert.equal(await receiverOf('alertname=InfoInhibitor', 'severity=none'), 'nobody');
  });

  it('is a count that an alarm of AWS watches, for the alert that always fires', { skip }, async () => {
    assert.equal(await receiverOf('alertname=Watchdog', 'severity=none'), 'heartbeat');
    assert.equal(await receiverOf('alertname=Watchdog', 'severity=page'), 'pages');
  });

  it('is never longer without a sign of life than the alarm counts by', () => {
    const alive = (alertRoutes().spec?.route?.routes ?? []).find(
      (route) => (route as Route).receiver === 'heartbeat',
    ) as Route;
    const minutes = (text: string) => Number(/^(\d+)m$/.exec(text)?.[1]);
    const longest = minutes(alive.repeatInterval) + minutes(alive.groupInterval);
    assert.ok(longest <= (heartbeatAlarm.periodMinutes ?? 1), `${longest} minutes`);
    assert.ok(heartbeatAlarm.minutes >= 2 * longest);
    assert.equal(heartbeatAlarm.silence, 'fault');
  });

  it('is nobody twice: a page hushes the ticket of the same alert, silence the pods', () => {
    const { inhibitRules = [] } = alertRoutes().spec ?? {};
    assert.deepEqual(
      inhibitRules.map(({ sourceMatch = [], targetMatch = [] }) => [
        sourceMatch[0]?.value,
        targetMatch[0]?.value,
      ]),
      [
        ['page|critical', 'ticket'],
        ['MidcoastMetricsAbsent', 'MidcoastPodSilent'],
      ],
    );
  });

  it('is told by the topics of the account, a page by the one that wakes and a ticket by the other, life by a third', () => {
    const topics = alertRoutes().spec?.receivers?.flatMap(({ name, snsConfigs = [] }) =>
      snsConfigs.map(({ topicARN }) => [name, topicARN?.split(':').at(-1)]),
    );
    assert.deepEqual(topics, [
      ['pages', 'midcoast-alarms'],
      ['tickets', 'midcoast-notices'],
      ['heartbeat', 'midcoast-heartbeat'],
    ]);
  });

  it('is told without a key of AWS', () => {
    const text = configuration();
    assert.match(text, /arn:aws:sns:us-east-1:123456789012:midcoast-alarms/);
    assert.doesNotMatch(text, /access_key|secret/i);
  });
});
