import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pod } from '../../kubernetes/pod.ts';
import { images } from './images.ts';
import {
  scriptedTraffic,
  sharesOf,
  type Behaviour,
  type Picture,
  type ServiceSeen,
} from './scripted-traffic.ts';

const hash = 'rollouts-pod-template-hash';

function pod(name: string, version: string, digest: string, ready = true): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { [hash]: version } },
    spec: { containers: [{ name: 'app', image: `registry/app@${digest}` }] },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

function service(name: string, version: string): ServiceSeen {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { [hash]: version } } };
}

const split = (stable: number) => [
  {
    name: 'reads',
    route: [
      { destination: { host: 'stable' }, weight: stable },
      { destination: { host: 'canary' }, weight: 100 - stable },
    ],
  },
];

const picture: Picture = {
  routes: split(90),
  services: [service('stable', 'a'), service('canary', 'b')],
  pods: [pod('a-1', 'a', images.first), pod('a-2', 'a', images.first), pod('b-1', 'b', images.next)],
};

describe('requests', () => {
  it('go where the weights lead them, evenly over the ready pods of a version', () => {
    const { shares, lost } = sharesOf(picture);
    assert.deepEqual(
      [...shares].map(([{ metadata }, share]) => [metadata.name, share]),
      [
        ['a-1', 0.45],
        ['a-2', 0.45],
        ['b-1', 0.1],
      ],
    );
    assert.equal(lost, 0);
  });

  it('are lost where a weight leads to nobody', () => {
    const pods = [...picture.pods.slice(0, 2), pod('b-1', 'b', images.next, false)];
    assert.equal(sharesOf({ ...picture, pods }).lost, 0.1);
  });
});

describe('a deploy’s own request', () => {
  const withHeader: Picture = {
    ...picture,
    routes: [
      {
        name: 'newest',
        match: [{ headers: { 'x-midcoast-version': { exact: 'newest' } } }],
        route: [{ destination: { host: 'canary' } }],
      },
      ...picture.routes,
    ],
  };

  it('goes to the newest version alone, and takes none of the others’ share', () => {
    const traffic = scriptedTraffic({ requestsPerSecond: 0, behaviours: {} });
    traffic.see(withHeader);
    assert.deepEqual([...sharesOf(withHeader).shares.values()], [0.45, 0.45, 0.1]);
    assert.ok(traffic.askNewest());
    assert.match(traffic.text(), /_count\{pod="b-1".*"\/v1\/version".* 1\n/);
    assert.doesNotMatch(traffic.text(), /_count\{pod="a-.*\/v1\/version/);
  });

  it('is lost where no route leads it, or to nobody', () => {
    const traffic = scriptedTraffic({ requestsPerSecond: 0, behaviours: {} });
    traffic.see(picture);
    assert.equal(traffic.askNewest(), false);
    traffic.see({ ...withHeader, pods: withHeader.pods.slice(0, 2) });
    assert.equal(traffic.askNewest(), false);
  });
});

describe('what Prometheus is told', () => {
  let milliseconds = 0;
  const after = (seconds: number, behaviour?: Behaviour) => {
    milliseconds = 0;
    const script = { requestsPerSecond: 100, behaviours: behaviour ? { [images.next]: behaviour } : {} };
    const traffic = scriptedTraffic(script, () => milliseconds);
    traffic.see(picture);
    milliseconds = seconds * 1000;
    return traffic;
  };
  const line = (text: string, pattern: RegExp) =>
    text
      .split('\n')
      .find((each) => pattern.test(each))
      ?.split(' ')[1];

  it('are the requests of each pod, faults and late leads among them', () => {
    const text = after(100, { faults: 0.2, late: 0.5 }).text();
    assert.equal(line(text, /_count\{pod="b-1".*"500"/), '200');
    assert.equal(line(text, /_count\{pod="b-1".*POST.*"201"/), '400');
    assert.equal(line(text, /_bucket\{pod="b-1".*"201",le="0\.25"/), '200');
    assert.equal(line(text, /_count\{pod="a-1".*"500"/), undefined);
    assert.equal(line(text, /^up\{pod="b-1"\}/), '1');
  });

  it('is nothing of a silent version, which is asked nevertheless', () => {
    const traffic = after(100, { faults: 0, late: 0, silent: true });
    assert.doesNotMatch(traffic.text(), /"b-1"/);
    assert.equal(traffic.asked()[images.next], 1000);
    assert.equal(traffic.asked()['nobody'], 0);
  });

  it('is told by the gateway of what never reached a pod', () => {
    const text = after(100, { faults: 0, late: 0, cutOff: 0.1 }).text();
    assert.equal(line(text, /^istio_requests_total\{.*"canary".*"503",response_flags="UF"/), '100');
    assert.equal(line(text, /^istio_requests_total\{.*"canary".*"200",response_flags="-"/), '900');
    assert.equal(line(text, /^istio_requests_total\{.*"stable".*"503"/), undefined);
    assert.equal(line(text, /_count\{pod="b-1".*POST.*"201"/), '450');
  });

  it('is nothing of pods that are gone', () => {
    const traffic = after(100);
    traffic.see({ ...picture, pods: picture.pods.slice(0, 2) });
    assert.doesNotMatch(traffic.text(), /"b-1"/);
  });
});
