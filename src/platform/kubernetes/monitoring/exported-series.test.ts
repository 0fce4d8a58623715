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
    assert.deepEqual(unexportedIn('sum(rate(midcoast_sign_ins_total{outcome!="refused",pod=~"b"}[5m]))'), []);
  });

  it('is no series of the process by its looks alone', () => {
    assert.deepEqual(unexportedIn('rate(nodejs_made_up_total[5m])'), ['nodejs_made_up_total']);
    assert.deepEqual(unexportedIn('process_open_fds / nodejs_heap_space_size_used_bytes{space="old"}'), []);
  });

  it('is a label that brings together what has no such label', () => {
    const nothing = ['color, by which nothing can be told apart'];
    assert.deepEqual(unexportedIn('sum by (color) (midcoast_leads_total)'), nothing);
    assert.deepEqual(unexportedIn('sum(rate(midcoast_leads_total[5m])) by (color)'), nothing);
    assert.deepEqual(unexportedIn('midcoast_intake_waiting and on (color) midcoast_leads_total'), nothing);
    assert.deepEqual(unexportedIn('sum by (verdict, pod) (rate(midcoast_leads_total[5m]))'), []);
    // One of two sums has it, and not the one that it is for.
    assert.equal(
      unexportedIn('sum by (state) (midcoast_leads_total) / sum(midcoast_database_connections)').length,
      1,
    );
    assert.deepEqual(unexportedIn('sum by (le) (midcoast_intake_batch_size_count)').length, 1);
  });

  it('is a value that a label never has', () => {
    assert.deepEqual(unexportedIn('midcoast_database_connections{state="wating"}'), [
      'midcoast_database_connections{state="wating"}',
    ]);
    assert.equal(unexportedIn('midcoast_sign_ins_total{outcome!="success"}').length, 1);
    assert.equal(unexportedIn('midcoast_leads_total{verdict=~"accepted|rejected"}').length, 1);
    assert.deepEqual(unexportedIn('midcoast_leads_total{verdict=~"acc.*|duplicate",door="api"}'), []);
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
      'http_server_request_duration_seconds_sum{http_route="not_a_series"} unless on (pod) midcoast_event_streams',
    ];
    for (const expression of right) assert.deepEqual(unexportedIn(expression), [], expression);
    assert.deepEqual(unexportedIn('a:b:rate5m > 0', ['a:b:rate5m']), []);
  });
});
