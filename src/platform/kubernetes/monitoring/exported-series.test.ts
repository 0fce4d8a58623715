import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unexportedIn } from './exported-series.ts';

describe('what nobody exports', () => {
  it('is found by name, wherever it stands', () => {
    const wrong = [
      'midcoast_lead_total',
      'sum(rate(midcoast_leads[5m]))',
      '1 - sum by (pod) (midcoast_leads_totals{pod="x"}) / 2',
      'http_server_request_duration_seconds',
      'up or vector(0) and nothing_of_ours',
      'midcoast_intake_waiting_bucket',
    ];
    for (const expression of wrong) assert.equal(unexportedIn(expression).length, 1, expression);
  });

  it('is a label that the series has not', () => {
    assert.deepEqual(unexportedIn('midcoast_leads_total{outcome="accepted"}'), [
      'midcoast_leads_total{outcome}',
    ]);
    assert.deepEqual(unexportedIn('sum(rate(midcoast_sign_ins_total{outcome!="a",pod=~"b"}[5m]))'), []);
  });

  it('is what the gateway tells beyond what is kept of it', () => {
    assert.deepEqual(
      unexportedIn('rate(istio_requests_total{reporter="source",response_flags="UO"}[5m])'),
      [],
    );
    assert.deepEqual(unexportedIn('istio_requests_total{source_app="x"} or istio_request_bytes_sum'), [
      'istio_requests_total{source_app}',
      'istio_request_bytes_sum',
    ]);
  });

  it('is none of what is exported, recorded, or a word of PromQL', () => {
    const right = [
      'histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket{le="0.25"}[1h])))',
      'max by (group) (midcoast_consumer_lag_events) > 1e4 and on (pod) up == 1',
      'rate(process_cpu_seconds_total[$__rate_interval]) offset 5m',
      'midcoast_leads_total{door="not_a_series"} unless on (pod) midcoast_event_streams',
    ];
    for (const expression of right) assert.deepEqual(unexportedIn(expression), [], expression);
    assert.deepEqual(unexportedIn('a:b:rate5m > 0', ['a:b:rate5m']), []);
  });
});
