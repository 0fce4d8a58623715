import type { Objectives } from '../../../environments/environment.ts';
import type { Burning } from './burn-rates.ts';
import { byItself, gatewaySeries } from './gateway-series.ts';
import { rounded } from './objective.ts';

/**
 * The availability that is promised, as far as only the gateway sees it: a pod that answered is judged by what it says
 * itself. The load balancer's own questions are among the requests, since a proxy's metrics know no paths.
 */
export function gatewayObjective({ availabilityPercent }: Objectives): Burning {
  const rate = (window: string, ...matchers: readonly string[]) =>
    `sum(rate(${gatewaySeries(...matchers)}[${window}]))`;
  return {
    name: 'gateway',
    allowed: rounded(1 - availabilityPercent / 100),
    recorded: 'midcoast:gateway_failed:ratio_rate',
    share: (window, ...only) =>
      `(${rate(window, ...byItself, ...only)} or vector(0))\n/\n${rate(window, ...only)}`,
  };
}
