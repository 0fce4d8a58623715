/** Requests that came to the gateway for a Service: those that a pod answered, and those that the gateway did itself. */
type Seen = { readonly passed: number; readonly cut: number };

/** What the gateway's proxies tell of scripted requests, Service by Service. */
export function scriptedGateway() {
  const services = new Map<string, Seen>();
  return {
    see(host: string, { passed, cut }: Seen): void {
      const before = services.get(host) ?? { passed: 0, cut: 0 };
      services.set(host, { passed: before.passed + passed, cut: before.cut + cut });
    },
    /** As Prometheus reads them; nothing of what has never been. */
    series: (): readonly string[] =>
      [...services].flatMap(([host, { passed, cut }]) => [
        ...line(host, 'response_code="200",response_flags="-"', passed),
        ...line(host, 'response_code="503",response_flags="UF"', cut),
      ]),
  };
}

function line(host: string, labels: string, count: number): readonly string[] {
  if (Math.floor(count) === 0) return [];
  const where = `reporter="source",destination_service_name="${host}"`;
  return [`istio_requests_total{${where},${labels}} ${Math.floor(count)}`];
}
