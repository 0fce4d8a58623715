import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IPodTemplateSpec } from 'kubernetes-models/v1/PodTemplateSpec';
import { production } from '../../../environments/production.ts';
import { midcoast } from '../../midcoast.ts';
import { gatewayPods } from './gateway-pods.ts';

const backends = [{ host: 'midcoast-app' }] as const;

function templateFor(istioVersion: string): IPodTemplateSpec {
  const objects = gatewayPods({ environment: production, gatewayPort: 443, istioVersion, backends });
  const found = objects.find(({ kind }) => kind === 'Deployment') as IDeployment | undefined;
  return found?.spec?.template ?? assert.fail('there is no Deployment');
}

it('the gateway’s pods are made anew for another Istio, whose webhook puts its proxy into new pods alone', () => {
  assert.deepEqual(templateFor('1.2.3'), templateFor('1.2.3'));
  assert.notDeepEqual(templateFor('1.2.3'), templateFor('1.2.4'));
});

it('the gateway’s pods are those of the Istio that is installed', () => {
  const { manifests, addOns } = midcoast(production);
  const istiod = addOns.find(({ name }) => name === 'istiod') ?? assert.fail('there is no istiod');
  const gateway = manifests['mesh']?.find(({ kind }) => kind === 'Deployment') as {
    spec?: { template?: unknown };
  };
  assert.deepEqual(gateway.spec?.template, templateFor(istiod.chart.version));
});

it('the gateway’s pods are not all in the zone that has nodes first, and wait for none that is lost', () => {
  const [zones] = templateFor('1.2.3').spec?.topologySpreadConstraints ?? [];
  assert.equal(zones?.minDomains, 2);
});

it('the gateway’s pods give way to nobody’s, as the application’s do not', () => {
  assert.equal(templateFor('1.2.3').spec?.priorityClassName, 'midcoast-serving');
});
